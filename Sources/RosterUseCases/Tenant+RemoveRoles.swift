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
    ///   - principal: Who takes them. The catalog says who may take which role.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func removeRoles(
        _ roles: [RoleID], from user: UserID, at scope: Scope = .company, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(RemoveRoles(roles, from: user, at: scope), by: .user(id: principal))
    }
}
