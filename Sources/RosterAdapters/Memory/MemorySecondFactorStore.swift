public import RosterDomain
public import RosterPorts
internal import Synchronization

/// A store of second factors in memory, for tests.
public final class MemorySecondFactorStore: SecondFactorStore {
    private let keeper: SecondFactorKeeper<SecondFactorRecordTable>

    /// Creates an empty store.
    ///
    /// - Parameter codes: What the codes of factors are like.
    public init(codes: AuthenticatorCodes = .standard) {
        self.keeper = SecondFactorKeeper(SecondFactorRecordTable(), codes: codes)
    }

    /// Makes the secret of a factor, and keeps it beside whatever else the user has.
    public func prepare(
        _ factor: SecondFactorID, of user: UserID, labeled label: SecondFactorLabel, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorSetup {
        try await self.keeper.prepare(factor, of: user, labeled: label, at: now)
    }

    /// Compares the first code of a factor that was prepared, spends it, and makes recovery codes.
    public func confirm(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorConfirmation {
        try await self.keeper.confirm(code, of: claim, at: now)
    }

    /// Keeps a factor that was confirmed until a later step settles.
    public func hold(_ claim: SecondFactorClaim, at version: Int) async throws(SecondFactorStoreError) -> Bool {
        try await self.keeper.hold(claim, at: version)
    }

    /// Compares a code with the factor that the directory names, and spends it.
    public func verify(
        _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
    ) async throws(SecondFactorStoreError) -> SecondFactorMatch {
        try await self.keeper.verify(code, of: claim, at: now)
    }

    /// Makes recovery codes in place of those that there are.
    public func renewRecoveryCodes(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> RecoveryCodes? {
        try await self.keeper.renewRecoveryCodes(of: claim)
    }

    /// How many recovery codes are left.
    public func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? {
        try await self.keeper.recoveryCodeCount(of: claim)
    }

    /// Drops what a step of the history left behind.
    public func settle(
        _ user: UserID, naming named: SecondFactorID?, at version: Int
    ) async throws(SecondFactorStoreError) {
        try await self.keeper.settle(user, naming: named, at: version)
    }

    /// Forgets all that is known of users.
    public func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {
        try await self.keeper.forget(users)
    }
}

private final class SecondFactorRecordTable: SecondFactorRecords {
    private let users = Mutex<[UserID: UserSecondFactors]>([:])

    func factors(of user: UserID) -> UserSecondFactors { self.users.withLock { $0[user] ?? UserSecondFactors() } }

    func replace(_ former: UserSecondFactors, with next: UserSecondFactors, of user: UserID) -> Bool {
        self.users.withLock { users in
            guard users[user] ?? UserSecondFactors() == former else { return false }
            users[user] = next.isEmpty ? nil : next
            return true
        }
    }
}
