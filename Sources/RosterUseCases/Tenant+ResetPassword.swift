public import RosterDomain
import RosterPorts

extension Tenant {
    /// Replaces another person's password by a temporary one, which they must change at the next sign-in.
    ///
    /// From the commit on the user may do nothing, in every session, until the password has been changed. Before the commit
    /// nothing has changed: a reset that is refused or fails leaves the former password as it was.
    ///
    /// - Parameters:
    ///   - user: Whose password.
    ///   - principal: Who resets it. The catalog says who may do so to a person with the user's roles.
    /// - Returns: Sign-in information to hand over; it cannot be had again.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``;
    ///   ``TenantError/signInInformationOvertaken(user:)`` when another reset came right after this one, whose password works.
    public func resetPassword(of user: UserID, by principal: UserID) async throws(TenantError) -> SignInInformation {
        let expiry = self.temporaryPasswordExpiry
        let issued = try await self.issueTemporaryPassword(
            for: user, by: .user(id: principal), expiringAt: expiry
        ) { credential in
            ResetPassword(of: user, to: credential, expiringAt: expiry)
        }
        guard let userName = issued.performed.record(of: user)?.user.userName else {
            preconditionFailure("invariant: a reset was decided on the user's record")
        }
        return SignInInformation(userName: userName, password: issued.password)
    }
}
