import RosterDomain
import RosterPorts

extension Tenant {
    func newUserID() -> UserID {
        UserID(madeAt: self.clock.now, randomness: self.randomness.next())
    }

    /// When a temporary password that is made now expires.
    var temporaryPasswordExpiry: Timestamp { self.clock.now + self.policy.temporaryPasswordLifetime }

    /// Makes a temporary password.
    func issueTemporaryPassword(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(TenantError) -> TemporaryPassword {
        do {
            return try await self.credentials.issueTemporaryPassword(for: user, expiringAt: expiry)
        } catch {
            throw .credentials(error)
        }
    }

    /// Issues a temporary password for an account that has been committed already.
    func issueAfterCommit(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(TenantError) -> TemporaryPassword {
        do {
            return try await self.issueTemporaryPassword(for: user, expiringAt: expiry)
        } catch {
            if case .credentials(let cause) = error { throw .signInInformationNotIssued(user: user, cause) }
            throw error
        }
    }

    /// Compares a password with a user's credential; for nobody it takes as long and matches nothing.
    func match(_ password: Password, for user: UserID?) async throws(TenantError) -> CredentialMatch {
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.verify(password, for: user, at: self.clock.now)
        }
    }

    /// Replaces a user's credential, if the present one is shown.
    func replace(
        _ current: Password, with new: Password, for user: UserID
    ) async throws(TenantError) -> CredentialMatch {
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.replace(current, with: new, for: user, at: self.clock.now)
        }
    }
}
