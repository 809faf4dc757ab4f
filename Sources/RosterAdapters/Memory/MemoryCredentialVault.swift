#if os(Linux) || canImport(CommonCrypto)
    internal import RosterDomain
    internal import RosterPorts
    import Synchronization

    /// A credential vault that forgets everything with the process; for tests and demonstrations.
    ///
    /// It keeps hashes only, like the one that keeps files, and costs as little as yescrypt allows unless told
    /// otherwise. The lists of users cost O(users).
    public final class MemoryCredentialVault: KeptCredentialVault {
        package let keeper: CredentialKeeper

        /// Creates an empty vault.
        ///
        /// - Parameters:
        ///   - cost: How much work one comparison costs.
        ///   - pepper: Keys that passwords are hashed with; nil for none.
        public convenience init(cost: PasswordCost = .cheapest, pepper: PasswordPepper? = nil) {
            self.init(function: SystemPasswordFunction(cost: cost), pepper: pepper)
        }

        /// Creates an empty vault that hashes in another way; for tests that count.
        package init(
            function: any OneWayFunction, pepper: PasswordPepper? = nil, threads: HashingThreads = .shared
        ) {
            self.keeper = CredentialKeeper(
                CredentialTable(), hasher: PasswordHasher(function, pepper: pepper, on: threads))
        }
    }

    private final class CredentialTable: CredentialStore {
        private let users = Mutex<[UserID: UserCredentials]>([:])

        func credentials(of user: UserID) -> UserCredentials {
            self.users.withLock { $0[user] ?? UserCredentials() }
        }

        func replace(_ former: UserCredentials?, with credentials: UserCredentials, of user: UserID) -> Bool {
            self.users.withLock { users in
                if let former, !(users[user] ?? UserCredentials()).isSame(as: former) { return false }
                users[user] = credentials.isBlank ? nil : credentials
                return true
            }
        }

        func usersWithFailures() -> [UserID] {
            self.users.withLock { users in
                users.filter { $0.value.attempts?.hasFailures == true }.keys.sorted()
            }
        }

        func unsettledUsers() -> [UserID] {
            self.users.withLock { users in users.filter { $0.value.list.count > 1 }.keys.sorted() }
        }
    }
#endif
