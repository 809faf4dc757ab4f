package import RosterDomain
package import RosterPorts

/// A store of second factors that leaves all that the port asks of it to a ``SecondFactorKeeper``.
package protocol KeptSecondFactorStore: SecondFactorStore {
    /// What answers in its place.
    var keeper: SecondFactorKeeper { get }
}

extension KeptSecondFactorStore {
    /// Does what the port's call of this name promises.
    public func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup {
        try await self.keeper.prepare(factor, of: user, labeled: label, at: now)
    }

    /// Does what the port's call of this name promises.
    public func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation {
        try await self.keeper.confirm(code, of: claim, at: now)
    }

    /// Does what the port's call of this name promises.
    public func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool {
        try await self.keeper.hold(claim, at: version)
    }

    /// Does what the port's call of this name promises.
    public func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch {
        try await self.keeper.verify(code, of: claim, at: now)
    }

    /// Does what the port's call of this name promises.
    public func renewRecoveryCodes(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> RecoveryCodes? {
        try await self.keeper.renewRecoveryCodes(of: claim)
    }

    /// Does what the port's call of this name promises.
    public func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? {
        try await self.keeper.recoveryCodeCount(of: claim)
    }

    /// Does what the port's call of this name promises.
    public func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError) {
        try await self.keeper.settle(user, naming: named, at: version)
    }

    /// Does what the port's call of this name promises, but for files, which are the store's own to clean.
    public func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {
        try await self.keeper.forget(users)
    }
}
