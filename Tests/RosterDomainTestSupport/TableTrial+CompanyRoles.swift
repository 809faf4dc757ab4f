import RosterDomain

// Roles of the company: defined, changed, retired and deleted at random, sound or not.

extension TableTrial {
    /// The roles of every trial; the last one is never defined.
    private static let roleIDs = (1...4).map { CompanyRoleID(bits: $0) }

    /// A random holding, of a role of the catalog or of the company.
    mutating func holding() throws -> RoleHolding {
        let holding = try self.world.holding()
        guard self.world.generator.chance(35) else { return holding }
        let role = RoleID(self.world.generator.element(Self.roleIDs))
        let scope = self.catalog.role(role)?.scoping.allows(holding.scope) ?? true ? holding.scope : .company
        return RoleHolding(role, at: scope, during: holding.window)
    }

    /// A definition of parts of the catalog, of roles of the company, and of what there is not.
    private mutating func definition() throws -> CompanyRoleDefinition {
        let permissions = self.world.catalog.permissions.prefix(6).map(\.id) + [Permission("test/things/unknown")]
        let conditions = RandomWorld.conditions.sorted() + [Condition("unknown")]
        let grants = self.world.generator.subset(permissions, chance: 35).map { permission in
            Grant(permission, given: Set(self.world.generator.subset(conditions, chance: 25)))
        }
        let roles =
            self.world.catalog.roles.map(\.id) + Self.roleIDs.map { RoleID($0) } + [RoleID("company:x")]
        return try CompanyRoleDefinition(
            title: FullName("Role \(self.world.generator.next() % 5)"), grants: Set(grants),
            includes: Set(self.world.generator.subset(roles, chance: 20)),
            isOpenToGuests: self.world.generator.chance(60))
    }

    /// Changes roles of the company in the table and in what it should know, at once or as steps of a history.
    mutating func changeCompanyRoles(with user: UserID) throws {
        let id = self.world.generator.element(Array(Self.roleIDs.dropLast()))
        if self.world.generator.chance(25) {
            self.companyRoles[id] = CompanyRole(
                id: id, try self.definition(), definedBy: .system, definedAt: DomainSample.moment)
            self.table.setCompanyRoles(self.companyRoles.values)
        } else {
            var changes = [try self.change(of: id)]
            if self.world.generator.chance(40) { changes.append(try self.change(of: id)) }
            if let other = try self.change(of: user) { changes.append(other) }
            let commit = Commit(
                revision: self.table.revision.next, at: DomainSample.moment, principal: .system, changes: changes)
            guard self.table.apply(commit) else { throw TrialFailure("the next step was not taken") }
        }
        self.mergeCompanyRoles()
    }

    private mutating func change(of id: CompanyRoleID) throws -> Change {
        guard let role = self.companyRoles[id] else {
            let role = CompanyRole(
                id: id, try self.definition(), definedBy: .system, definedAt: DomainSample.moment)
            self.companyRoles[id] = role
            return .companyRoleDefined(role: role)
        }
        var state = DirectoryState()
        let defined = CompanyRole(id: id, role.definition, definedBy: .system, definedAt: DomainSample.moment)
        func moved(by changes: [Change]) throws -> CompanyRole? {
            let commit = Commit(
                revision: state.revision.next, at: DomainSample.moment, principal: .system, changes: changes)
            try state.apply(commit)
            return state.companyRoles[id]
        }
        _ = try moved(by: [.companyRoleDefined(role: defined)])
        let change: CompanyRoleChange
        switch Int.random(in: 0..<6, using: &self.world.generator) {
        case 0: change = .deleted
        case 1: change = .retired
        default:
            let definition = try self.definition()
            change = definition == role.definition ? .retired : .changed(from: role.definition, to: definition)
        }
        let after = try moved(by: [.companyRoleChanged(role: id, change: change)])
        self.companyRoles[id] = change == .deleted ? nil : after
        return .companyRoleChanged(role: id, change: change)
    }
}
