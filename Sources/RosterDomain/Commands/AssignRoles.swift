/// Give a user roles at a scope.
public struct AssignRoles: TenantCommand {
    /// Who gets them.
    public let user: UserID
    /// The roles to give; all of them or none.
    public let roles: [RoleID]
    /// Where to give them.
    public let scope: Scope
    /// When they hold.
    public let window: ValidityWindow

    /// Names the user and the roles.
    public init(_ roles: [RoleID], to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always)
    {
        self.user = user
        self.roles = roles
        self.scope = scope
        self.window = window
    }

    /// What is wanted, in words.
    public var attempt: String { "assign \(self.roles.map { "`\($0)`" }.joined(separator: ", "))" }
    /// The user.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses roles that the actor may not give, that the user may not hold, or holds there already.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activeActor()
        let record = try facts.user(self.user)
        guard record.user.status != .deleted else { throw .wrongStatus(status: .deleted) }
        guard !self.roles.isEmpty else { throw .noRole }
        let wanted = try facts.assignable(self.roles, at: self.scope, to: record.user.affiliation)
        let held = self.roles.first { record.holds($0, at: self.scope) }
        let missing = wanted.filter { !record.holds($0.role, at: $0.scope) }
        let assignments = try facts.assignments(of: missing, to: self.user, during: self.window)
        if let held { throw .roleAlreadyHeld(role: held, scope: self.scope) }
        return assignments.map(Change.roleAssigned)
    }
}

/// Take roles from a user at a scope.
public struct RemoveRoles: TenantCommand {
    /// Who loses them.
    public let user: UserID
    /// The roles to take; all of them or none.
    public let roles: [RoleID]
    /// Where they are held.
    public let scope: Scope

    /// Names the user and the roles.
    public init(_ roles: [RoleID], from user: UserID, at scope: Scope = .company) {
        self.user = user
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    public var attempt: String { "remove \(self.roles.map { "`\($0)`" }.joined(separator: ", "))" }
    /// The user, and whether somebody else could still run the tenant.
    public var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses roles that the actor may not take or the user does not hold, and the tenant's last key.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let actor = try facts.activeActor()
        let record = try facts.user(self.user)
        guard !self.roles.isEmpty else { throw .noRole }
        try facts.checkNamedOnce(self.roles)
        var changes: [Change] = []
        for role in self.roles {
            try facts.requireMayAssign(role, at: self.scope)
            let held = record.assignments.first { $0.role == role && $0.scope == self.scope }
            guard let held else { throw .roleNotHeld(role: role, scope: self.scope) }
            if role == facts.catalog.indispensableRole, self.scope == .company {
                guard actor.id != self.user else { throw .ownIndispensableRole(role: role) }
                try facts.requireOtherHolder(than: record)
            }
            changes.append(.roleRemoved(assignment: held))
        }
        return changes
    }
}
