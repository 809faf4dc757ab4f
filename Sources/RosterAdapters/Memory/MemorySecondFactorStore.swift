internal import RosterDomain
internal import RosterPorts
internal import Synchronization

/// A store of second factors in memory, for tests.
public final class MemorySecondFactorStore: KeptSecondFactorStore {
    package let keeper: SecondFactorKeeper

    /// Creates an empty store.
    ///
    /// - Parameter codes: What the codes of factors are like.
    public init(codes: AuthenticatorCodes = .standard) {
        self.keeper = SecondFactorKeeper(SecondFactorRecordTable(), codes: codes)
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
