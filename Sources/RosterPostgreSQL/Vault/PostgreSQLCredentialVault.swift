#if PostgreSQL
    public import RosterAdapters
    public import RosterDomain
    public import RosterPorts

    /// The credentials of one company in a PostgreSQL database, shared with any number of hosts.
    ///
    /// ``PostgreSQLServer/vault(of:cost:pepper:)`` makes it. Passwords are hashed in the process, on the threads that all vaults of a process
    /// share; the database sees hashes only.
    public struct PostgreSQLCredentialVault: CredentialVault {
        // Keeps the connections open.
        private let server: PostgreSQLServer
        private let keeper: CredentialKeeper<CredentialRows>

        init(_ server: PostgreSQLServer, _ company: CompanyID, hasher: PasswordHasher) {
            self.server = server
            self.keeper = CredentialKeeper(CredentialRows(core: server.core, company: company), hasher: hasher)
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

        /// Forgets all that is known of users; the guide of the module says for how long the server's files hold it.
        public func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
            try await self.keeper.forget(users)
        }

        /// The users for whom the vault holds more than one credential.
        ///
        /// O(such users).
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
        /// O(such users).
        public func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
            try await self.keeper.usersWithFailures()
        }
    }

    extension PostgreSQLServer {
        /// The credential vault of a company.
        ///
        /// - Parameters:
        ///   - company: The company.
        ///   - cost: How much work one comparison costs; a password that was hashed at a lower cost is hashed anew at the next sign-in.
        ///   - pepper: Keys that passwords are hashed with, kept apart from the database; nil for none.
        public func vault(
            of company: CompanyID, cost: PasswordCost = .standard, pepper: PasswordPepper? = nil
        ) -> PostgreSQLCredentialVault {
            PostgreSQLCredentialVault(
                self, company, hasher: PasswordHasher(SystemPasswordFunction(cost: cost), pepper: pepper))
        }
    }
#endif
