internal import RosterDomain
internal import RosterPorts

/// One credential a user, for tests of how a vault stores what it has.
extension CredentialVault {
    private func credential(of user: UserID) -> PreparedCredential {
        PreparedCredential(CredentialID(bits: user.bits), of: user, at: 0)
    }

    /// Adds a temporary password.
    func issueTemporaryPassword(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.prepareTemporaryPassword(as: self.credential(of: user), expiringAt: expiry)
    }

    func verify(
        _ password: Password, for user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let claim = CredentialClaim(of: user, credential: user.map { self.credential(of: $0).id })
        return try await self.verify(password, against: claim, at: now)
    }

    /// Puts an own password in the place of what is there, if that is shown.
    func replace(
        _ current: Password, with new: Password, for user: UserID, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let match = try await self.verify(current, for: user, at: now)
        if match == .own || match == .temporary { try await self.prepare(new, as: self.credential(of: user)) }
        return match
    }

    func revoke(_ user: UserID) async throws(CredentialVaultError) {
        try await self.settle(user, naming: [], at: .max)
    }
}
