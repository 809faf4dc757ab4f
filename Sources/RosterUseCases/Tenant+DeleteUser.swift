public import RosterDomain

extension Tenant {
    /// Deletes somebody's account; it can be restored for `User.restorableFor`.
    ///
    /// The address stays taken.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func deleteUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(SuspendUser(.delete, user), by: .user(id: principal))
    }

    /// Restores a deleted account, with the roles it had and the status from before.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func restoreUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(SuspendUser(.restore, user), by: .user(id: principal))
    }
}
