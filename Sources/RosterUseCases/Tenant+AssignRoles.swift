public import RosterDomain

extension Tenant {
    /// Gives a user roles at a scope: all of them, or none.
    ///
    /// - Parameters:
    ///   - roles: The roles to give. What comes along with them is given too, where it is not held.
    ///   - user: Who gets them.
    ///   - scope: Where they hold, and below.
    ///   - window: When they hold.
    ///   - principal: Who gives them. The catalog says who may give which role.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func assignRoles(
        _ roles: [RoleID], to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        by principal: UserID
    ) async throws(TenantError) {
        let command = AssignRoles(roles, to: user, at: scope, during: window)
        try await self.perform(command, by: .user(id: principal))
    }
}
