/// Give a user roles at a scope.
package struct AssignRoles: TenantCommand {
    /// Who gets them.
    package let user: UserID
    /// The roles to give; all of them or none.
    package let roles: [RoleID]
    /// Where to give them.
    package let scope: Scope
    /// When they hold.
    package let window: ValidityWindow
    /// Whether a role that the user holds there already, until whatever time, is refused.
    package let onlyAnew: Bool

    /// Names the user and the roles.
    package init(
        _ roles: [RoleID], to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        onlyAnew: Bool = false
    ) {
        self.onlyAnew = onlyAnew
        self.user = user
        self.roles = roles
        self.scope = scope
        self.window = window
    }

    /// What is wanted, in words.
    package var attempt: String { "assign \(self.roles.listed)" }
    /// The user, and whether another user could still run the tenant: a role may end sooner than so far.
    package var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses roles that the principal may not give for that long, that the user may not hold, alone or with what they hold
    /// already, or holds there for that time already.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        guard !record.user.status.isGone else { throw .wrongStatus(status: record.user.status) }
        guard !self.roles.isEmpty else { throw .noRole }
        let wanted = try facts.assignable(self.roles, at: self.scope, to: record.user.affiliation)
        if self.onlyAnew { try self.requireAnew(for: record, facts) }
        return try facts.giving(
            wanted, to: self.user, of: record.user.affiliation, who: record, .exactly(self.window))
    }

    private func requireAnew(for record: UserRecord, _ facts: Facts) throws(RefusalReason) {
        for role in self.roles {
            guard let held = record.assignment(of: role, at: self.scope), !facts.hasPassed(held.window) else {
                continue
            }
            throw .roleAlreadyHeld(role: role, scope: self.scope)
        }
    }
}
