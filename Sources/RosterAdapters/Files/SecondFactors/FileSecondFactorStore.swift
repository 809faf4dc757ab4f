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
    ///
    /// Unlike hashes of passwords, a reader can use the secrets. Keep the folder, and copies of it, as you would keep keys.
    public final class FileSecondFactorStore: SecondFactorStore {
        /// The name of the folder with the factors, inside the folder that is given.
        public static let folderName = "second-factors"

        /// The folder that was given.
        public let path: String
        private let engine: StoreEngine<PerUserContent<UserSecondFactors>>
        private let keeper: SecondFactorKeeper<SecondFactorFiles>

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
        ///
        /// A right code costs one synced write, and so does a wrong one until codes are refused for a while.
        public func verify(
            _ code: SecondFactorCode, of claim: SecondFactorClaim, at now: Timestamp
        ) async throws(SecondFactorStoreError) -> SecondFactorMatch {
            try await self.keeper.verify(code, of: claim, at: now)
        }

        /// Makes recovery codes in place of those that there are.
        public func renewRecoveryCodes(
            of claim: SecondFactorClaim
        ) async throws(SecondFactorStoreError) -> RecoveryCodes? { try await self.keeper.renewRecoveryCodes(of: claim) }

        /// How many recovery codes are left.
        public func recoveryCodeCount(of claim: SecondFactorClaim) async throws(SecondFactorStoreError) -> Int? {
            try await self.keeper.recoveryCodeCount(of: claim)
        }

        /// Drops what a step of the history left behind; it is in the journal until the store is compacted.
        public func settle(
            _ user: UserID, naming named: SecondFactorID?, at version: Int
        ) async throws(SecondFactorStoreError) {
            try await self.keeper.settle(user, naming: named, at: version)
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
