public import RosterDomain
import RosterPorts

extension Tenant {
    /// Lets the owner of an account in again, for a person at the command line of the machine on which the company is kept.
    ///
    /// It removes a second factor, unblocks the account, replaces the password by a temporary one, and lifts a pause that wrong passwords began. The system does it, on
    /// record, so it works when no administrator can sign in. Roster asks for no right: who can open the company's folder has all of them. Offer
    /// it on no network.
    ///
    /// - Returns: Sign-in information to hand over; it cannot be had again.
    /// - Throws: ``TenantError/refused(_:)`` for an unknown user, one who was invited or deleted, and a service;
    ///   ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``. A failure may leave the first of these steps done: call it again.
    public func recoverAccount(of user: UserID) async throws(TenantError) -> SignInInformation {
        let expiry = self.temporaryPasswordExpiry
        let present = try await self.user(user)?.user
        if present?.secondFactor != nil { try await self.removeSecondFactor(of: user, by: .system) }
        if present?.status == .blocked {
            try await self.perform(SuspendUser(.unblock, user), by: .system)
        }
        let issued = try await self.issueTemporaryPassword(for: user, by: .system, expiringAt: expiry) { credential in
            ResetPassword(of: user, to: credential, expiringAt: expiry)
        }
        guard let userName = issued.performed.record(of: user)?.user.userName else {
            preconditionFailure("invariant: a reset was decided on the user's record")
        }
        try await self.liftLockout(of: user, by: .system)
        return SignInInformation(userName: userName, password: issued.password)
    }
}
