public import RosterDomain
import RosterPorts

extension Tenant {
    /// Replaces somebody else's password by a temporary one, which they must change at the next sign-in.
    ///
    /// From the commit on the user may do nothing, in every session, until the password has been changed.
    ///
    /// - Parameters:
    ///   - user: Whose password.
    ///   - actor: Who resets it. The catalog says who may do so to somebody with the user's roles.
    /// - Returns: Sign-in information to hand over; nobody can get it again.
    /// - Throws: ``TenantError/refused(_:)`` or ``TenantError/directory(_:)``;
    ///   ``TenantError/signInInformationNotIssued(user:_:)`` when the reset is on record and the vault failed: reset again.
    public func resetPassword(of user: UserID, by actor: UserID) async throws(TenantError) -> SignInInformation {
        let expiry = self.clock.now + self.policy.temporaryPasswordLifetime
        // The directory comes first: access is off before the new password exists, and the old one cannot bring it back.
        try await self.perform(ResetPassword(of: user, expiringAt: expiry), by: .user(id: actor))
        let password = try await self.issueAfterCommit(for: user)
        let record = try await self.userRecord(user)
        return SignInInformation(email: record.user.email, password: password)
    }
}
