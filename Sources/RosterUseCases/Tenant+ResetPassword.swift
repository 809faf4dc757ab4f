public import RosterDomain
import RosterPorts

extension Tenant {
    /// Replaces somebody else's password by a temporary one, which they must change at the next sign-in.
    ///
    /// From the commit on the user may do nothing, in every session, until the password has been changed.
    ///
    /// - Parameters:
    ///   - user: Whose password.
    ///   - principal: Who resets it. The catalog says who may do so to somebody with the user's roles.
    /// - Returns: Sign-in information to hand over; nobody can get it again.
    /// - Throws: ``TenantError/refused(_:)``; ``TenantError/signInInformationNotIssued(user:_:)`` when the reset is on record
    ///   and the vault failed. After any other error the former password may be gone already. Reset again in either case.
    public func resetPassword(of user: UserID, by principal: UserID) async throws(TenantError) -> SignInInformation {
        let expiry = self.temporaryPasswordExpiry
        // First the old password goes, then access; only then is there a new one. So an own password of somebody who must
        // change it is always the one chosen since, and never the one that was reset.
        let command = ResetPassword(of: user, expiringAt: expiry)
        try await self.rehearse(command, by: .user(id: principal))
        try await askingVault { () async throws(CredentialVaultError) in try await self.credentials.revoke(user) }
        let performed = try await self.perform(command, by: .user(id: principal))
        let password = try await self.issueAfterCommit(for: user, expiringAt: expiry)
        let userName = performed.record(of: user)?.user.userName
        guard let userName else { preconditionFailure("invariant: a reset was decided on the user's record") }
        return SignInInformation(userName: userName, password: password)
    }
}
