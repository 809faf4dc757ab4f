#if os(Linux)
    public import RosterDomain
    public import RosterPorts
    public import RosterStore

    /// A session store on disk, readable for the process's own account only.
    ///
    /// The folder `sessions` (mode 0700) of the folder that is given, which may be the one that a `FileDirectory` uses, is a store of
    /// its own, with files of its own (mode 0600). Every step is synced to disk before the call returns; after a crash every step
    /// is there wholly or not at all. Several processes may have the same store open, and hear of what the others end. The digest of a session
    /// that ended stays in the journal until the store is compacted.
    ///
    /// It holds digests of tokens, names of devices and moments. A backup needs none of it: without it, people sign in again.
    public final class FileSessionStore: KeptSessionStore {
        /// The name of the folder with the sessions, inside the folder that is given.
        public static let folderName = "sessions"

        /// The folder that was given.
        public let path: String
        private let files: SessionFiles
        package let keeper: SessionKeeper
        private let waiters: HistoryWaiters

        /// Opens a store; what is missing of its folders is made, and what a crash left unfinished is mended.
        ///
        /// - Parameter path: The folder in which the folder `sessions` is or is to be.
        /// - Throws: `FileStoreError`, as `FileCredentialVault` does.
        public convenience init(at path: String) throws(FileStoreError) { try self.init(at: path, on: SystemDisk()) }

        /// Opens a store on another disk; for tests.
        package init(
            at path: String, on disk: any StoreDisk, options: StoreOptions = StoreOptions()
        ) throws(FileStoreError) {
            let folder = try PrivateFolder(at: path, on: disk).subfolder(Self.folderName)
            let opened = try OpenedStore<PerUserContent<UserSessions>>(in: folder, options: options)
            let waiters = HistoryWaiters(at: Revision(opened.reached))
            let engine = StoreEngine(opened, options: options, on: .ofRoster) { waiters.advance(to: Revision($0)) }
            self.path = path
            self.waiters = waiters
            self.files = SessionFiles(engine: engine)
            self.keeper = SessionKeeper(self.files)
        }

        /// Forgets all that is known of users, and compacts the store, so that no file holds any of it.
        ///
        /// O(sessions), once for all of the users.
        public func forget(_ users: Set<UserID>) async throws(SessionStoreError) {
            guard !users.isEmpty else { return }
            try await self.keeper.forget(users)
            let engine = self.files.engine
            do throws(FileStoreError) {
                try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in try engine.dropHistory() }
            } catch {
                throw .unavailable(cause: error)
            }
        }

        /// Which sessions ended or got another token after a position.
        ///
        /// At least the last 4,096 such steps since the store was opened are remembered.
        public func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
            try await self.files.changes(after: position)
        }

        /// Waits until something happened after a position, in this process or another one.
        public func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? {
            do throws(FileStoreError) { try self.files.engine.followOthers() } catch {
                throw .unavailable(cause: error)
            }
            return await self.waiters.wait(after: position)
        }

        /// Writes a checkpoint of the sessions, and removes the journal up to there.
        ///
        /// - Throws: `FileStoreError`. The store is as good as before then.
        public func compact() async throws(FileStoreError) {
            let engine = self.files.engine
            try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                try engine.writeCheckpoint(isPatient: true)
            }
        }
    }
#endif
