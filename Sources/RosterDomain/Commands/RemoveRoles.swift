/// Take roles from a user at a scope.
package struct RemoveRoles: TenantCommand {
    /// Who loses them.
    package let user: UserID
    /// The roles to take; all of them or none.
    package let roles: [RoleID]
    /// Where they are held.
    package let scope: Scope
    /// Whether a role whose time has passed is refused.
    package let onlyCurrent: Bool

    /// Names the user and the roles.
    package init(_ roles: [RoleID], from user: UserID, at scope: Scope = .company, onlyCurrent: Bool = false) {
        self.onlyCurrent = onlyCurrent
        self.user = user
        self.roles = roles
        self.scope = scope
    }

    /// What is wanted, in words.
    package var attempt: String { "remove \(self.roles.listed)" }
    /// The user, and whether another user could still run the tenant.
    package var needs: FactNeeds { FactNeeds(users: [self.user], otherHolderThan: self.user) }

    /// Refuses roles that the principal may not take from this user or the user does not hold, and the tenant's last key.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        guard !self.roles.isEmpty else { throw .noRole }
        // A role that was retired from the catalog can be taken as long as it is held.
        try facts.checkNamedOnce(self.roles.filter { record.assignment(of: $0, at: self.scope) == nil })
        if let repeated = self.roles.first(where: { role in self.roles.count { $0 == role } > 1 }) {
            throw .roleRepeated(role: repeated)
        }
        var changes: [Change] = []
        for role in self.roles {
            try facts.requireMayAssign(role, at: self.scope)
            let held = record.assignment(of: role, at: self.scope)
            guard let held, !(self.onlyCurrent && facts.hasPassed(held.window)) else {
                throw .roleNotHeld(role: role, scope: self.scope)
            }
            try facts.requireMayTake(held, from: record)
            changes.append(.roleRemoved(assignment: held))
        }
        return changes
    }
}
