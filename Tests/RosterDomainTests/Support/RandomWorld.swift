import RosterDomain

/// Random catalogs, users, questions: small, so that every kind of clash happens often.
struct RandomWorld {
    var generator: SeededGenerator
    let catalog: RoleCatalog
    let users = (1...4).map { UserID(bits: $0) }
    let scopes: [Scope]
    let conditions = [Condition("own"), Condition("team")]

    static let moments = [-10, 0, 10, 20, 30].map { Timestamp(millisecondsSinceEpoch: $0) }

    init(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        self.scopes = try ["/", "/a/1", "/a/2", "/a/1/b/1", "/a/11"].map { try Scope($0) }
        self.catalog = try Self.catalog(&generator, conditions: self.conditions)
        self.generator = generator
    }

    /// Roles include only roles before them, so that there is no circle; everything else is left to chance.
    private static func catalog(_ generator: inout SeededGenerator, conditions: [Condition]) throws -> RoleCatalog {
        let plane = RoleCategory("plane", title: "Plane")
        let permissions = (0..<5).map { Permission("test/things/act\($0)") }
        let ids = (0..<6).map { RoleID("role\($0)") }
        var roles: [Role] = []
        for (position, id) in ids.enumerated() {
            let grants = generator.subset(permissions).map { permission in
                Grant(permission, given: Set(generator.subset(conditions, chance: 25)))
            }
            let implicit: ImplicitHolders = generator.chance(10) && position > 0 ? .members : .nobody
            roles.append(
                Role(
                    id, title: id.rawValue, category: plane, grants: grants,
                    includes: Set(generator.subset(Array(ids[..<position]), chance: 20)), heldImplicitlyBy: implicit))
        }
        let definitions = permissions.map { permission in
            PermissionDefinition(
                permission, title: permission.rawValue, rule: generator.chance(40) ? Self.rule(ids, &generator) : nil)
        }
        return try RoleCatalog(
            roles: roles, permissions: definitions,
            assignmentAuthorities: [AssignmentAuthority(ids[0], mayAssign: .everyRole)],
            accountAuthorities: [AccountAuthority(ids[0], may: [.block], holdersOf: .everyRole)],
            provisioning: ProvisioningPermissions(createUsers: permissions[0], viewUsers: permissions[1]),
            indispensableRole: ids[0])
    }

    private static func rule(_ roles: [RoleID], _ generator: inout SeededGenerator, depth: Int = 0) -> PermissionRule {
        guard depth < 2, generator.chance(70) else { return .role(generator.element(roles)) }
        let parts = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
            Self.rule(roles, &generator, depth: depth + 1)
        }
        return generator.chance(50) ? .allOf(parts) : .anyOf(parts)
    }

    mutating func window() throws -> ValidityWindow {
        guard self.generator.chance(40) else { return .always }
        let from = self.generator.chance(50) ? Timestamp(millisecondsSinceEpoch: 0) : nil
        let until = self.generator.chance(60) ? Timestamp(millisecondsSinceEpoch: 20) : nil
        return try ValidityWindow(from: from, until: until)
    }

    mutating func assignment(to user: UserID) throws -> RoleAssignment {
        let role = self.generator.element(self.catalog.roles.filter { $0.heldImplicitlyBy == .nobody })
        return RoleAssignment(
            of: role.id, to: user, at: self.generator.element(self.scopes), during: try self.window(),
            grantedBy: .system, grantedAt: .distantPast)
    }

    mutating func standing(of user: UserID) throws -> UserStanding {
        var assignments: [RoleAssignment] = []
        for _ in 0..<Int.random(in: 0...4, using: &self.generator) {
            let assignment = try self.assignment(to: user)
            if !assignments.contains(where: assignment.isSameHolding) { assignments.append(assignment) }
        }
        let status: AccountStatus =
            self.generator.chance(80) ? .active : self.generator.element(AccountStatus.allCases)
        return UserStanding(
            id: user, affiliation: self.generator.chance(80) ? .member : .guest, status: status,
            assignments: assignments)
    }

    mutating func question() -> RandomQuestion {
        RandomQuestion(
            permission: self.generator.element(
                self.catalog.permissions.map(\.id) + [Permission("test/things/unknown")]),
            scope: self.generator.element(self.scopes), conditions: Set(self.generator.subset(self.conditions)),
            now: self.generator.chance(90) ? self.generator.element(Self.moments) : nil)
    }
}

struct RandomQuestion: CustomStringConvertible {
    let permission: Permission
    let scope: Scope
    let conditions: Set<Condition>
    let now: Timestamp?

    var description: String {
        "\(self.permission) at \(self.scope) given \(self.conditions) at moment \(self.now as Any)"
    }

    func ask(_ catalog: RoleCatalog, _ standing: UserStanding?) -> AccessDecision {
        ReferenceEvaluator(catalog: catalog)
            .decide(standing, self.permission, at: self.scope, given: self.conditions, now: self.now)
    }
}
