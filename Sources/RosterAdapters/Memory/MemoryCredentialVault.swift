#if os(Linux) || canImport(CommonCrypto)
    public import RosterDomain
    public import RosterPorts
    import Synchronization

    /// A credential vault that forgets everything with the process; for tests and demonstrations.
    ///
    /// It keeps hashes only, like the one that keeps files, and costs as little as yescrypt allows unless told
    /// otherwise.
    public final class MemoryCredentialVault: CredentialVault {
        private let keeper: CredentialKeeper<CredentialTable>

        /// Creates an empty vault.
        ///
        /// - Parameters:
        ///   - cost: How much work one comparison costs.
        ///   - pepper: Keys that passwords are hashed with; nil for none.
        public convenience init(cost: PasswordCost = .cheapest, pepper: PasswordPepper? = nil) {
            self.init(function: SystemPasswordFunction(cost: cost), pepper: pepper)
        }

        /// Creates an empty vault that hashes in another way; for tests that count.
        package init(function: any OneWayFunction, pepper: PasswordPepper? = nil) {
            self.keeper = CredentialKeeper(CredentialTable(), hasher: PasswordHasher(function, pepper: pepper))
        }

        /// Compares a password with one credential of a user.
        ///
        /// It always costs one hash, whether there is a credential or not.
        public func verify(
            _ password: Password, against claim: CredentialClaim, at now: Timestamp
        ) async throws(CredentialVaultError) -> CredentialMatch {
            try await self.keeper.verify(password, against: claim, at: now)
        }

        /// Makes a temporary password, of 92 unpredictable bits, and keeps it beside whatever else the user has.
        public func prepareTemporaryPassword(
            as credential: PreparedCredential, expiringAt expiry: Timestamp
        ) async throws(CredentialVaultError) -> TemporaryPassword {
            try await self.keeper.prepareTemporaryPassword(as: credential, expiringAt: expiry)
        }

        /// Keeps a password that the user chose beside whatever else the user has.
        ///
        /// A password that is longer than `Password.byteLimit` or holds a NUL is refused as unavailable, and nothing changes.
        public func prepare(
            _ password: Password, as credential: PreparedCredential
        ) async throws(CredentialVaultError) {
            try await self.keeper.prepare(password, as: credential)
        }

        /// Keeps a hash that another system made; it is replaced by one of Roster's own at the next sign-in.
        public func prepare(
            _ hash: ForeignPasswordHash, as credential: PreparedCredential
        ) async throws(CredentialVaultError) {
            try await self.keeper.prepare(hash, as: credential)
        }

        /// Whether a password is one that a credential has taken the place of.
        public func wasUsed(
            _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
        ) async throws(CredentialVaultError) -> Bool {
            try await self.keeper.wasUsed(password, before: credential, of: user, within: count)
        }

        /// Drops what is named no longer, and can never be named.
        public func settle(
            _ user: UserID, naming named: Set<CredentialID>, at version: Int
        ) async throws(CredentialVaultError) {
            try await self.keeper.settle(user, naming: named, at: version)
        }

        /// Drops one credential.
        public func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
            try await self.keeper.discard(credential, of: user)
        }

        /// Forgets all that is known of users.
        public func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
            try await self.keeper.forget(users)
        }

        /// The users for whom the vault holds more than one credential.
        ///
        /// O(users).
        public func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
            try await self.keeper.unsettledUsers()
        }

        /// What was kept of attempts to sign in to an account.
        public func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? {
            try await self.keeper.attempts(of: user)
        }

        /// Keeps what is remembered of attempts to sign in to an account.
        public func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool {
            try await self.keeper.keep(attempts, of: user)
        }

        /// The users of whom failures are kept.
        ///
        /// O(users).
        public func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
            try await self.keeper.usersWithFailures()
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
