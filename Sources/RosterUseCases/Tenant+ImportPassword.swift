public import RosterDomain
import RosterPorts

extension Tenant {
    /// Lets a new user sign in with the password that they have elsewhere: takes over the hash that another system made of it.
    ///
    /// At the first sign-in the vault hashes the password as it hashes all others. The temporary password that the account was added with
    /// works no more. The user is told nothing: nothing has changed for them.
    ///
    /// - Parameters:
    ///   - hash: The hash.
    ///   - user: Whose password. The account must be new: added, and never signed in to.
    ///   - principal: Who imports it. The catalog says who may do so, as for a reset.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    public func importPassword(
        _ hash: ForeignPasswordHash, of user: UserID, by principal: UserID
    ) async throws(TenantError) {
        try await self.establish(hash, for: user, by: .user(id: principal)) { credential in
            ImportPassword(of: user, to: credential)
        }
    }
}
