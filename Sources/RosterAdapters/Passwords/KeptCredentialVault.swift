package import RosterDomain
package import RosterPorts

/// A vault that leaves all that the port asks of it to a ``CredentialKeeper``.
package protocol KeptCredentialVault: CredentialVault {
    /// What answers in its place.
    var keeper: CredentialKeeper { get }
}

extension KeptCredentialVault {
    /// Does what the port's call of this name promises.
    public func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.keeper.verify(password, against: claim, at: now)
    }

    /// Does what the port's call of this name promises.
    public func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.keeper.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    /// Does what the port's call of this name promises.
    public func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.keeper.prepare(password, as: credential)
    }

    /// Does what the port's call of this name promises.
    public func prepare(
        _ hash: ForeignPasswordHash, as credential: PreparedCredential
    ) async throws(CredentialVaultError) {
        try await self.keeper.prepare(hash, as: credential)
    }

    /// Does what the port's call of this name promises.
    public func wasUsed(
        _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
    ) async throws(CredentialVaultError) -> Bool {
        try await self.keeper.wasUsed(password, before: credential, of: user, within: count)
    }

    /// Does what the port's call of this name promises.
    public func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        try await self.keeper.settle(user, naming: named, at: version)
    }

    /// Does what the port's call of this name promises.
    public func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        try await self.keeper.discard(credential, of: user)
    }

    /// Does what the port's call of this name promises, but for files, which are the vault's own to clean.
    public func forget(_ users: Set<UserID>) async throws(CredentialVaultError) { try await self.keeper.forget(users) }

    /// Does what the port's call of this name promises.
    public func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
        try await self.keeper.unsettledUsers()
    }

    /// Does what the port's call of this name promises.
    public func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? {
        try await self.keeper.attempts(of: user)
    }

    /// Does what the port's call of this name promises.
    public func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool {
        try await self.keeper.keep(attempts, of: user)
    }

    /// Does what the port's call of this name promises.
    public func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
        try await self.keeper.usersWithFailures()
    }
}
