#if os(Linux) || canImport(CommonCrypto)
    public import RosterDomain
    public import RosterPorts
    public import RosterStore

    /// A credential vault on disk, readable for the process's own account only, with yescrypt hashes: on Apple's platforms, which have no
    /// libcrypt, with hashes by PBKDF2, and without those of other systems.
    ///
    /// The folder `credentials` (mode 0700) of the folder that is given, which may be the one that a `FileDirectory` uses, is a
    /// store of its own, with files of its own (mode 0600): a journal, to which every change is added and synced to disk
    /// before the call returns, and checkpoints. After a crash every change is there wholly or not at all.
    /// Several processes may have the same vault open.
    ///
    /// Passwords are hashed on threads of their own, of low priority, which all vaults of a process share: one less than there are processors,
    /// one at least. Accounts take turns, and no more than 512 attempts wait; a further one is told to try again later.
    /// What changes one user's credential is done one at a time.
    public final class FileCredentialVault: CredentialVault {
        /// The name of the folder with the credentials, inside the folder that is given.
        public static let folderName = "credentials"

        /// The folder that was given.
        public let path: String
        private let keeper: CredentialKeeper<CredentialFiles>
        let engine: StoreEngine<PerUserContent<UserCredentials>>

        /// Opens a vault; what is missing of its folders is made, and what a crash left unfinished is mended.
        ///
        /// - Parameters:
        ///   - path: The folder in which the folder `credentials` is or is to be.
        ///   - cost: How much work one comparison costs; a password that was hashed at a lower cost is hashed anew at the next sign-in.
        ///   - pepper: Keys that passwords are hashed with, kept apart from the folder; nil for none.
        /// - Throws: `FileStoreError`: `FileStoreError.locked(path:)` when another process commits for longer than 10
        ///   seconds, `FileStoreError.damaged(path:offset:revision:detail:)` when a file is damaged, and others when a
        ///   folder cannot be made or written, belongs to another user, or others may enter it.
        public convenience init(
            at path: String, cost: PasswordCost = .standard, pepper: PasswordPepper? = nil
        ) throws(FileStoreError) {
            try self.init(at: path, function: SystemPasswordFunction(cost: cost), pepper: pepper)
        }

        /// Opens a vault that hashes in another way, or on another disk; for tests.
        package init(
            at path: String, function: any OneWayFunction, pepper: PasswordPepper? = nil,
            on disk: any StoreDisk = SystemDisk(),
            options: StoreOptions = StoreOptions(), threads: HashingThreads = .shared
        ) throws(FileStoreError) {
            let folder = try PrivateFolder(at: path, on: disk).subfolder(Self.folderName)
            self.path = path
            self.engine = StoreEngine(
                try OpenedStore(in: folder, options: options), options: options, on: .ofRoster)
            self.keeper = CredentialKeeper(
                CredentialFiles(engine: self.engine), hasher: PasswordHasher(function, pepper: pepper, on: threads))
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
        ///
        /// The hashes are in the journal until the vault is compacted, and the disk may hold them until they are written over.
        public func settle(
            _ user: UserID, naming named: Set<CredentialID>, at version: Int
        ) async throws(CredentialVaultError) {
            try await self.keeper.settle(user, naming: named, at: version)
        }

        /// Drops one credential; its hash stays in the journal as with ``settle(_:naming:at:)``.
        public func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
            try await self.keeper.discard(credential, of: user)
        }

        /// Forgets all that is known of users, and compacts the vault, so that no file holds any of it.
        ///
        /// O(credentials), once for all of the users.
        public func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
            guard !users.isEmpty else { return }
            try await self.keeper.forget(users)
            let engine = self.engine
            do throws(FileStoreError) {
                try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in try engine.dropHistory() }
            } catch {
                throw .unavailable(cause: error)
            }
        }

        /// The users for whom the vault holds more than one credential.
        ///
        /// O(such users + users who changed since the last checkpoint).
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
        /// O(such users + users who changed since the last checkpoint).
        public func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
            try await self.keeper.usersWithFailures()
        }

        /// Writes a checkpoint of the credentials that count, and removes the journal up to there.
        ///
        /// Hashes that were replaced or revoked before are in no file of the vault afterwards. The vault does so by itself
        /// when enough has changed. Whatever else is called meanwhile goes on.
        ///
        /// - Throws: `FileStoreError`. The vault is as good as before then.
        public func compact() async throws(FileStoreError) {
            let engine = self.engine
            try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try engine.writeCheckpoint(isPatient: true)
            }
        }
    }
#endif
