public import RosterDomain

extension Tenant {
    /// Takes roles from a user at a scope: all of them, or none.
    ///
    /// Once this returns, no check says yes because of them.
    ///
    /// - Parameters:
    ///   - roles: The roles to take.
    ///   - user: Who loses them.
    ///   - scope: Where they are held.
    ///   - principal: Who takes them. The catalog says who may take which role, and from whom: it takes authority over the
    ///     account (`AccountAction.removeRoles`), or the right to give every role that the user holds.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func removeRoles(
        _ roles: [RoleID], from user: UserID, at scope: Scope = .company, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(RemoveRoles(roles, from: user, at: scope), by: .user(id: principal))
    }

    /// Takes a role from a user, and refuses one whose time has passed.
    ///
    /// - Throws: As ``removeRoles(_:from:at:by:)``, with `RefusalReason.roleNotHeld(role:scope:)`.
    package func removeCurrent(
        _ role: RoleID, from user: UserID, at scope: Scope, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(RemoveRoles([role], from: user, at: scope, onlyCurrent: true), by: .user(id: principal))
    }
}
