public import RosterDomain

extension Tenant {
    /// Deletes a user's account; it can be restored for `User.restorableFor`.
    ///
    /// Requests for roles end with the account. The user name and the address stay taken, unless ``TenantPolicy/releasesNamesOfDeletedAccounts`` says otherwise.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func deleteUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        let releasesNames = self.policy.releasesNamesOfDeletedAccounts
        try await self.perform(SuspendUser(.delete, user, releasingNames: releasesNames), by: .user(id: principal))
    }

    /// Restores a deleted account, with the roles it had and the status from before.
    ///
    /// The roles come back with the account, so that it takes the right to give each of them for as long as it still holds. Take
    /// a role away first where it is in the way.
    ///
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nameTaken(name:)` when another account took a name since it
    ///   was released; ``TenantError/directory(_:)``.
    public func restoreUser(_ user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.perform(SuspendUser(.restore, user), by: .user(id: principal))
    }
}
