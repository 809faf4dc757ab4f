package import RosterDomain
package import RosterPorts

/// Where a ``SecondFactorKeeper`` keeps what it knows of users.
///
/// Calls may block, and may come at any time from several threads and other processes.
package protocol SecondFactorRecords: Sendable {
    /// What is known of a user.
    func factors(of user: UserID) throws(SecondFactorStoreError) -> UserSecondFactors

    /// Puts what is known of a user in the place of what was; durable once this returns.
    ///
    /// - Returns: Whether it was done: not when something else is known of the user than `former`.
    func replace(
        _ former: UserSecondFactors, with next: UserSecondFactors, of user: UserID
    ) throws(SecondFactorStoreError) -> Bool
}

/// What every store of second factors of ours does, wherever it keeps them: codes of authenticator apps (RFC 6238).
package struct SecondFactorKeeper: Sendable {
    private let records: any SecondFactorRecords
    /// What the codes of new factors are like, and the drift that is allowed for all of them.
    private let codes: AuthenticatorCodes

    /// Creates a keeper of what is in a place.
    package init(_ records: any SecondFactorRecords, codes: AuthenticatorCodes) {
        self.records = records
        self.codes = codes
    }

    /// Does what the port's call of this name promises.
    package func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup {
        let secret = AuthenticatorSecret()
        let stored = StoredSecondFactor(factor, secret: secret, codes: self.codes, at: now)
        _ = try await self.change(user) { (.expired, $0.preparing(stored)) }
        return SecondFactorSetup(
            factor, expiringAt: now + StoredSecondFactor.setupLifetime,
            revealing: RevealedSecondFactorSetup(
                address: self.codes.address(issuer: label.issuer, account: label.account, with: secret),
                secret: secret.withBase32 { $0 }))
    }

    /// Does what the port's call of this name promises.
    package func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation {
        let drift = self.codes.driftSteps
        let recovery = RecoveryCodes()
        let digests = recovery.digests
        let outcome = try await self.change(claim.user) { factors in
            factors.confirming(code, of: claim.factor, at: now, drift: drift, recovery: digests)
        }
        switch outcome {
        case .compared(.right): return .confirmed(recovery)
        case .compared(let match): return .refused(match)
        case .expired: return .expired
        }
    }

    /// Does what the port's call of this name promises.
    package func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool {
        let outcome = try await self.change(claim.user) { $0.holding(claim.factor, at: version) }
        return if case .compared = outcome { true } else { false }
    }

    /// Does what the port's call of this name promises.
    package func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch {
        let drift = self.codes.driftSteps
        let outcome = try await self.change(claim.user) { $0.verifying(code, of: claim.factor, at: now, drift: drift) }
        return if case .compared(let match) = outcome { match } else { .wrong }
    }

    /// Does what the port's call of this name promises.
    package func renewRecoveryCodes(
        of claim: SecondFactorClaim
    ) async throws(SecondFactorStoreError) -> RecoveryCodes? {
        let recovery = RecoveryCodes()
        let digests = recovery.digests
        let outcome = try await self.change(claim.user) { $0.renewing(digests, of: claim.factor) }
        if case .compared = outcome { return recovery }
        return nil
    }

    /// Does what the port's call of this name promises.
    package func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? {
        try await BlockingWork.run { () throws(SecondFactorStoreError) in
            try self.records.factors(of: claim.user).factor(claim.factor).map { $0.recoveryCodes?.count ?? 0 }
        }
    }

    /// Does what the port's call of this name promises.
    package func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError) {
        _ = try await self.change(user) { (.expired, $0.settled(naming: named, at: version)) }
    }

    /// Does what the port's call of this name promises.
    package func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {
        for user in users.sorted() {
            _ = try await self.change(user) { (.expired, $0.isEmpty ? nil : UserSecondFactors()) }
        }
    }

    /// Changes what is known of a user.
    ///
    /// What came of a step counts only if what it leaves was kept in the place of what it saw: so a code works once.
    private func change(
        _ user: UserID,
        _ step: @escaping @Sendable (UserSecondFactors) -> (outcome: FactorOutcome, next: UserSecondFactors?)
    ) async throws(SecondFactorStoreError) -> FactorOutcome {
        try await BlockingWork.run { () throws(SecondFactorStoreError) in
            while true {
                let former = try self.records.factors(of: user)
                let (outcome, next) = step(former)
                guard let next else { return outcome }
                // Another caller may have changed it in between.
                if try self.records.replace(former, with: next, of: user) { return outcome }
            }
        }
    }
}
