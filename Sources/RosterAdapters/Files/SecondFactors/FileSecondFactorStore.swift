#if os(Linux)
    public import RosterDomain
    public import RosterPorts
    public import RosterStore

    /// A store of second factors on disk, readable for the process's own account only: secrets of authenticator apps, and digests of
    /// recovery codes.
    ///
    /// The folder `second-factors` (mode 0700) of the folder that is given, which may be the one that a `FileDirectory` uses, is a store
    /// of its own, with files of its own (mode 0600). Every step is synced to disk before the call returns; after a crash every step
    /// is there wholly or not at all. Several processes may have the same store open: a code works once in all of them.
    /// A right code costs one synced write, and so does a wrong one until codes are refused for a while. What a step of the history left
    /// behind stays in the journal until the store is compacted.
    ///
    /// Unlike hashes of passwords, a reader can use the secrets. Keep the folder, and copies of it, as you would keep keys.
    public final class FileSecondFactorStore: KeptSecondFactorStore {
        /// The name of the folder with the factors, inside the folder that is given.
        public static let folderName = "second-factors"

        /// The folder that was given.
        public let path: String
        private let engine: StoreEngine<PerUserContent<UserSecondFactors>>
        package let keeper: SecondFactorKeeper

        /// Opens a store; what is missing of its folders is made, and what a crash left unfinished is mended.
        ///
        /// - Parameters:
        ///   - path: The folder in which the folder `second-factors` is or is to be.
        ///   - codes: What the codes of new factors are like; those that there are keep theirs, but for the drift.
        /// - Throws: `FileStoreError`, as `FileCredentialVault` does.
        public convenience init(
            at path: String, codes: AuthenticatorCodes = .standard
        ) throws(FileStoreError) { try self.init(at: path, codes: codes, on: SystemDisk()) }

        /// Opens a store on another disk; for tests.
        package init(
            at path: String, codes: AuthenticatorCodes = .standard, on disk: any StoreDisk,
            options: StoreOptions = StoreOptions()
        ) throws(FileStoreError) {
            let folder = try PrivateFolder(at: path, on: disk).subfolder(Self.folderName)
            self.path = path
            self.engine = StoreEngine(
                try OpenedStore(in: folder, options: options), options: options, on: .ofRoster)
            self.keeper = SecondFactorKeeper(SecondFactorFiles(engine: self.engine), codes: codes)
        }

        /// Forgets all that is known of users, and compacts the store, so that no file holds any of it.
        ///
        /// O(factors).
        public func forget(_ users: Set<UserID>) async throws(SecondFactorStoreError) {
            try await self.keeper.forget(users)
            let engine = self.engine
            do throws(FileStoreError) {
                try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in try engine.dropHistory() }
            } catch {
                throw .unavailable(cause: error)
            }
        }

        /// Writes a checkpoint of the factors, and removes the journal up to there.
        ///
        /// - Throws: `FileStoreError`. The store is as good as before then.
        public func compact() async throws(FileStoreError) {
            let engine = self.engine
            try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try engine.writeCheckpoint(isPatient: true)
            }
        }
    }
#endif
