public import RosterDomain

extension Tenant {
    /// Keeps a user from signing in and from doing anything, at once.
    ///
    /// Roles are kept.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func blockUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(SuspendUser(.block, user), by: .user(id: principal))
    }

    /// Lets a blocked user in again, with the roles kept and the status from before.
    ///
    /// It takes the right to block the user, and no right to give the roles: they were held all along.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func unblockUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(SuspendUser(.unblock, user), by: .user(id: principal))
    }
}
