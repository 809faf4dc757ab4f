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
    ///
    /// A credential that was settled or discarded stays in the journal as a hash until the vault is compacted, and the disk may hold it
    /// until it is written over. The lists of users cost O(users in the list + users who changed since the last checkpoint).
    public final class FileCredentialVault: KeptCredentialVault {
        /// The name of the folder with the credentials, inside the folder that is given.
        public static let folderName = "credentials"

        /// The folder that was given.
        public let path: String
        package let keeper: CredentialKeeper
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
