import RosterDomain
import RosterDomainTestSupport

extension RandomWorld {
    /// A world whose catalog is legal and, more often than not, full of what was hardly meant.
    static func untidy(seed: UInt64) throws -> RandomWorld {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<5_000 {
            // A random catalog is often refused; what is legal is taken as it is.
            guard let catalog = try? UntidyCatalog.make(&generator) else { continue }
            return try RandomWorld(catalog: catalog, generator: generator)
        }
        preconditionFailure("invariant: one of many random catalogs is legal")
    }
}

/// Random catalogs with every feature that roles have.
private enum UntidyCatalog {
    private static let planes = ["x", "y"].map { RoleCategory($0, title: $0) }
    private static let ids = (0..<7).map { RoleID("role\($0)") }
    private static let permissions = (0..<5).map { Permission("test/things/act\($0)") }
    private static let programs = ["p", "q"].map { Program($0) }
    private static let scopings: [RoleScoping] = [.companyOnly, .companyOr(kinds: ["a"]), .anywhere]

    static func make(_ generator: inout SeededGenerator) throws -> RoleCatalog {
        var roles = self.ids.indices.map { self.role($0, &generator) }
        if generator.chance(60) { roles.append(self.twin(of: generator.element(Array(roles.dropFirst())))) }
        let rights = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            AssignmentAuthority(generator.element(self.ids), mayAssign: self.selection(&generator))
        }
        var reach = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            let actions = Set(generator.subset(AccountAction.allCases, chance: 50))
            return AccountAuthority(generator.element(self.ids), may: actions, holdersOf: self.selection(&generator))
        }
        if generator.chance(25), let first = reach.first {
            reach.append(AccountAuthority(first.holder, may: Set(first.actions.prefix(1)), holdersOf: first.over))
        }
        let most = RoleSelection.except(.everyRole, Set(generator.subset(self.ids, chance: 12)))
        let definitions = self.permissions.map { permission in
            let rule = generator.chance(50) ? self.rule(&generator) : nil
            return PermissionDefinition(permission, title: permission.rawValue, rule: rule)
        }
        let sets = (0..<Int.random(in: 0...2, using: &generator)).map { number in
            let roles = Set(generator.subset(self.ids, chance: 45))
            return SeparationSet("set\(number)", roles: roles, limit: Int.random(in: 2...3, using: &generator))
        }
        let dynamic = (0..<Int.random(in: 0...2, using: &generator)).map { number in
            let roles = Set(generator.subset(self.ids, chance: 45))
            return SeparationSet("dynamic\(number)", roles: roles, limit: Int.random(in: 2...3, using: &generator))
        }
        return try RoleCatalog(
            roles: roles, permissions: definitions,
            assignmentAuthorities: [AssignmentAuthority(self.ids[0], mayAssign: most)] + rights,
            accountAuthorities: reach,
            provisioning: ProvisioningPermissions(createUsers: self.permissions[0], viewUsers: self.permissions[1]),
            indispensableRole: self.ids[0], enrollmentRoles: Set(generator.subset(self.ids, chance: 15)),
            separationSets: sets, dynamicSeparationSets: dynamic)
    }

    private static func role(_ position: Int, _ generator: inout SeededGenerator) -> Role {
        var grants = generator.subset(self.permissions, chance: 25).map { permission in
            Grant(permission, given: Set(generator.subset(RandomWorld.conditions.sorted(), chance: 30)))
        }
        if generator.chance(25), let first = grants.first {
            grants.append(Grant(first.permission, given: generator.chance(50) ? first.conditions : []))
        }
        return Role(
            self.ids[position], title: generator.chance(10) ? "Twin" : "Role \(position)",
            category: generator.element(self.planes), grants: grants,
            includes: Set(generator.subset(Array(self.ids[..<position]), chance: 15)),
            accompaniedBy: Set(generator.subset(self.ids.filter { $0 != self.ids[position] }, chance: 5)),
            isPrivileged: generator.chance(20),
            scoping: generator.element(generator.chance(70) ? [.anywhere] : self.scopings),
            isOpenToGuests: generator.chance(60), offeredTo: Set(generator.subset(self.programs, chance: 10)),
            heldImplicitlyBy: generator.chance(85) ? .noUsers : generator.element([.everyone, .members]))
    }

    private static func twin(of role: Role) -> Role {
        Role(
            RoleID(role.id.rawValue + "\u{200B}"), title: "Twin", category: role.category, grants: role.grants,
            includes: role.includes,
            accompaniedBy: role.accompaniedBy, isPrivileged: role.isPrivileged, scoping: role.scoping,
            isOpenToGuests: role.isOpenToGuests, offeredTo: role.offeredTo, heldImplicitlyBy: role.heldImplicitlyBy)
    }

    private static func rule(_ generator: inout SeededGenerator, depth: Int = 0) -> PermissionRule {
        guard depth < 2, generator.chance(70) else { return .role(generator.element(self.ids)) }
        let parts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in self.rule(&generator, depth: depth + 1) }
        return generator.chance(50) ? .allOf(parts) : .anyOf(parts)
    }

    private static func selection(_ generator: inout SeededGenerator) -> RoleSelection {
        let (some, planes) = (Set(generator.subset(self.ids)), Set(generator.subset(self.planes, chance: 50)))
        switch Int.random(in: 0..<6, using: &generator) {
        case 0: return .everyRole
        case 1: return .roles(some)
        case 2: return .categories(planes)
        case 3: return .unprivileged(planes)
        case 4: return .union([.roles(some), .unprivileged(planes)])
        default: return .except(.categories(planes), some)
        }
    }
}
