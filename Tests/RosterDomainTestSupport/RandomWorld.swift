package import RosterDomain

/// Random catalogs, users, questions: small, so that every kind of clash happens often.
package struct RandomWorld {
    package var generator: SeededGenerator
    package let catalog: RoleCatalog
    package let users = (1...4).map { UserID(bits: $0) }
    package let scopes: [Scope]
    package static let conditions: Set<Condition> = [Condition("own"), Condition("team")]
    /// Where roles may be held, each no wider than the next.
    private static let scopings: [RoleScoping] = [
        .companyOnly, .companyOr(kinds: ["a"]), .companyOr(kinds: ["a", "b"]), .anywhere,
    ]

    package static let moments = [-10, 0, 10, 20, 30].map { Timestamp(millisecondsSinceEpoch: $0) }

    /// Makes a world.
    ///
    /// - Parameter fillers: Permissions that are only there to make the catalog large.
    package init(seed: UInt64, fillers: Int = 0) throws {
        var generator = SeededGenerator(seed: seed)
        self.scopes = try ["/", "/a/1", "/a/2", "/a/1/b/1", "/a/11"].map { try Scope($0) }
        self.catalog = try Self.catalog(&generator, fillers: fillers)
        self.generator = generator
    }

    /// Makes a world around a catalog.
    package init(catalog: RoleCatalog, generator: SeededGenerator) throws {
        self.generator = generator
        self.catalog = catalog
        self.scopes = try ["/", "/a/1", "/a/2", "/a/1/b/1", "/a/11"].map { try Scope($0) }
    }

    /// Roles include only roles before them, so that there is no circle, and are open to no more people and places than
    /// those; everything else is left to chance.
    package static func catalog(
        _ generator: inout SeededGenerator, roles roleCount: Int = 6, permissions permissionCount: Int = 5,
        fillers: Int = 0
    ) throws -> RoleCatalog {
        let planes = ["Plane", "other_plane"].map { RoleCategory($0, title: $0) }
        let permissions = (0..<permissionCount).map { Permission("test/things/act\($0)") }
        let filling = (0..<fillers).map { Permission("test/filling/act\($0)") }
        let ids = (0..<roleCount).map { RoleID("role\($0)") }
        var roles: [Role] = []
        var widths: [Int] = []
        for (position, id) in ids.enumerated() {
            let grants = generator.subset(permissions).map { permission in
                Grant(permission, given: Set(generator.subset(Self.conditions.sorted(), chance: 25)))
            }
            let filled = generator.chance(20) ? filling : generator.subset(filling, chance: 1)
            let implicit: ImplicitHolders = generator.chance(10) && position > 0 ? .members : .noUsers
            let included = generator.subset(Array(ids[..<position].indices), chance: 20)
            let limit = included.map { widths[$0] }.min() ?? 3
            widths.append(generator.chance(50) ? limit : Int.random(in: 0...limit, using: &generator))
            roles.append(
                Role(
                    id, title: id.rawValue, category: planes[position % 2], grants: grants + filled.map { Grant($0) },
                    includes: Set(included.map { ids[$0] }),
                    scoping: Self.scopings[widths[position]],
                    isOpenToGuests: generator.chance(60) && included.allSatisfy { roles[$0].isOpenToGuests },
                    heldImplicitlyBy: implicit))
        }
        let definitions = (permissions + filling).map { permission in
            PermissionDefinition(
                permission, title: permission.rawValue, rule: generator.chance(40) ? Self.rule(ids, &generator) : nil)
        }
        let separated = Self.separationSets(of: ids, &generator)
        let authorities = Self.authorities(over: ids, &generator)
        func catalog(_ sets: [SeparationSet]) throws -> RoleCatalog {
            try RoleCatalog(
                roles: roles, permissions: definitions, assignmentAuthorities: authorities,
                accountAuthorities: [AccountAuthority(ids[0], may: [.block], holdersOf: .everyRole)],
                provisioning: ProvisioningPermissions(createUsers: permissions[0], viewUsers: permissions[1]),
                indispensableRole: ids[0], separationSets: sets)
        }
        // A set that the roles cannot keep is left out.
        return try (try? catalog(separated)) ?? catalog([])
    }

    /// One role that may assign all, or two of which each may assign some, and both together all.
    private static func authorities(
        over roles: [RoleID], _ generator: inout SeededGenerator
    ) -> [AssignmentAuthority] {
        guard generator.chance(50) else { return [AssignmentAuthority(roles[0], mayAssign: .everyRole)] }
        let others = Set(generator.subset(Array(roles.dropFirst(2)), chance: 50))
        return [
            AssignmentAuthority(roles[0], mayAssign: .except(.everyRole, others)),
            AssignmentAuthority(roles[1], mayAssign: .roles(others)),
        ]
    }

    private static func separationSets(
        of roles: [RoleID], _ generator: inout SeededGenerator
    ) -> [SeparationSet] {
        guard generator.chance(50) else { return [] }
        let apart = Set(generator.subset(roles, chance: 40))
        return apart.count < 2 ? [] : [SeparationSet("apart", roles: apart)]
    }

    private static func rule(_ roles: [RoleID], _ generator: inout SeededGenerator, depth: Int = 0) -> PermissionRule {
        guard depth < 2, generator.chance(70) else { return .role(generator.element(roles)) }
        let parts = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
            Self.rule(roles, &generator, depth: depth + 1)
        }
        return generator.chance(50) ? .allOf(parts) : .anyOf(parts)
    }

    package mutating func window() throws -> ValidityWindow {
        guard self.generator.chance(40) else { return .always }
        let from = self.generator.chance(50) ? Timestamp(millisecondsSinceEpoch: 0) : nil
        let until = self.generator.chance(60) ? Timestamp(millisecondsSinceEpoch: 20) : nil
        return try ValidityWindow(from: from, until: until)
    }

    package mutating func holding() throws -> RoleHolding {
        let role = self.generator.element(self.catalog.roles.filter { $0.heldImplicitlyBy == .noUsers })
        return RoleHolding(
            role.id, at: self.generator.element(self.scopes.filter(role.scoping.allows)), during: try self.window())
    }

    package mutating func standing(of user: UserID) throws -> UserStanding {
        var holdings: [RoleHolding] = []
        let affiliation: Affiliation = self.generator.chance(70) ? .member : .guest
        for _ in 0..<Int.random(in: 0...4, using: &self.generator) {
            let holding = try self.holding()
            guard affiliation == .member || self.catalog.role(holding.role)?.isOpenToGuests == true else { continue }
            if !holdings.contains(where: { $0.role == holding.role && $0.scope == holding.scope }) {
                holdings.append(holding)
            }
        }
        let status: AccountStatus =
            self.generator.chance(80) ? .active : self.generator.element(AccountStatus.allCases)
        return UserStanding(
            id: user, affiliation: affiliation, status: status, holdings: holdings)
    }

    package mutating func question() -> RandomQuestion {
        RandomQuestion(
            permission: self.generator.element(
                self.catalog.permissions.map(\.id) + [Permission("test/things/unknown")]),
            scope: self.generator.element(self.scopes),
            conditions: Set(self.generator.subset(Self.conditions.sorted())),
            now: self.generator.chance(90) ? self.generator.element(Self.moments) : nil)
    }
}

package struct RandomQuestion: CustomStringConvertible {
    package let permission: Permission
    package let scope: Scope
    package let conditions: Set<Condition>
    package let now: Timestamp?

    package var description: String {
        "\(self.permission) at \(self.scope) given \(self.conditions) at moment \(self.now as Any)"
    }

    package init(permission: Permission, scope: Scope, conditions: Set<Condition>, now: Timestamp?) {
        self.permission = permission
        self.scope = scope
        self.conditions = conditions
        self.now = now
    }

    /// The same question with more stated about the case.
    package func stating(_ more: Set<Condition>) -> RandomQuestion {
        RandomQuestion(
            permission: self.permission, scope: self.scope, conditions: self.conditions.union(more), now: self.now)
    }

    package func ask(_ catalog: RoleCatalog, _ standing: UserStanding?) -> AccessDecision {
        ReferenceEvaluator(catalog: catalog)
            .decide(standing, self.permission, at: self.scope, given: self.conditions, now: self.now)
    }

    /// The answer alone.
    package func isAllowed(_ catalog: RoleCatalog, _ standing: UserStanding?) -> Bool {
        ReferenceEvaluator(catalog: catalog)
            .permits(standing, self.permission, at: self.scope, given: self.conditions, now: self.now)
    }
}
