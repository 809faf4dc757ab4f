public import RosterDomain
public import RosterPorts
public import RosterStore

/// A user directory in a folder on disk: the default of an app that embeds Roster.
///
/// The folder is made when it is missing, and only its owner can use it. In it is a journal of everything that ever happened,
/// which every change is added to and synced to disk before it is acknowledged, and now and then a checkpoint of what it
/// amounts to, so that opening takes no longer for a million users than for ten. Several processes may have the same
/// directory open, and one process several times: each sees what the others commit, and is woken by it. The folder must be on a
/// file system of this machine: locks, mappings and syncs over a network promise less. A program that only looks opens it with
/// ``init(readingAt:)``, which changes nothing.
///
/// What a crash left unfinished is cut off the journal when the directory is opened, kept in a file beside it, and told in
/// ``recoveredTail``; any other damage is refused with the place where it is, and nothing is changed.
///
/// A full disk fails the commits that find no room, and too many open files those that need another; both pass. When the disk
/// itself fails, it is unknown what it holds: the commit that finds out throws, and so does every later one with the same
/// cause, while reads go on. Open the directory again then.
public final class FileDirectory: UserDirectory {
    /// The folder's path, as it was given.
    public let path: String
    let engine: StoreEngine<DirectoryContent>
    private let waiters: HistoryWaiters

    /// Opens the directory in a folder, which is made when it is missing; its parent must exist.
    ///
    /// Maps the newest checkpoint and reads the journal behind it, on the calling thread. Waits up to 10 seconds for a process
    /// that is committing.
    ///
    /// - Throws: `FileStoreError`: `FileStoreError.locked(path:)` when another process commits for longer than that,
    ///   `FileStoreError.damaged(path:offset:revision:detail:)` when the journal or the checkpoint is damaged,
    ///   `FileStoreError.lost(path:)` when a file is missing from a folder that had one, and others when the folder or a
    ///   file in it is not as the directory would have made it.
    public convenience init(at path: String) throws(FileStoreError) {
        try self.init(at: path, on: SystemDisk())
    }

    /// Opens the directory on a disk.
    package convenience init(
        at path: String, on disk: any StoreDisk, options: StoreOptions = StoreOptions()
    ) throws(FileStoreError) {
        try self.init(in: PrivateFolder(at: path, on: disk), options: options)
    }

    init(in folder: PrivateFolder, options: StoreOptions) throws(FileStoreError) {
        self.path = folder.path
        let opened = try OpenedStore<DirectoryContent>(in: folder, options: options)
        let waiters = HistoryWaiters(at: Revision(opened.reached))
        self.engine = StoreEngine(opened, options: options, on: .ofRoster) { waiters.advance(to: Revision($0)) }
        self.waiters = waiters
        // What fails here is told by ``finishErasures()``; another process may be at it.
        try? self.engine.finishErasures(waitingUpTo: .zero)
    }

    /// The unfinished change that was cut off the journal when the directory was opened, or nil.
    ///
    /// Opening a directory for reading only cuts nothing off.
    public var recoveredTail: RecoveredTail? { self.engine.recoveredTail }
}

// MARK: - Reading

extension FileDirectory {
    /// Reads records by identifier and by name, all of them as of one revision, and the head at that revision.
    public func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        do throws(FileStoreError) { try self.engine.refresh() } catch { throw .unavailable(cause: error) }
        var excerpt: DirectoryExcerpt?
        do throws(LookupFailure) {
            try self.engine.content.read { (content) throws(LookupFailure) in
                excerpt = try DirectoryExcerpt(of: keys, in: content)
            }
        } catch {
            throw UserDirectoryError(error)
        }
        guard let excerpt else { preconditionFailure("invariant: a content that was read gave an excerpt") }
        return excerpt
    }

    /// Returns a user, deleted ones too, or nil when no user has this identifier.
    ///
    /// It is what ``read(_:)`` answers, without an excerpt around it.
    public func user(_ id: UserID) async throws(UserDirectoryError) -> UserRecord? {
        var found: UserRecord?
        try self.reading { (content) throws(FileStoreError) in found = try content.record(id) }
        return found
    }

    /// Returns the user who has a name, or nil when no user has it; see ``user(_:)``.
    public func user(named name: RecordName) async throws(UserDirectoryError) -> UserRecord? {
        var found: UserRecord?
        try self.reading { (content) throws(FileStoreError) in found = try content.record(named: name) }
        return found
    }

    /// Calls `body` with what any process has committed so far.
    ///
    /// It returns nothing: what passes through the engine, which does not know its type, is copied on the way.
    private func reading(
        _ body: (borrowing DirectoryContent) throws(FileStoreError) -> Void
    ) throws(UserDirectoryError) {
        try self.translating { () throws(FileStoreError) in
            try self.engine.refresh()
            try self.engine.content.read(body)
        }
    }

    /// Returns one page of what a query finds, in the order of identifiers.
    ///
    /// - Complexity: O(log users + users on the page) by role, group, status and pending request, alone or together; a text
    ///   is looked for in every user that the rest of the query leaves. From a rank on, and with a count, O(users that match)
    ///   more, without reading their records.
    public func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        try self.translating { () throws(FileStoreError) in
            let snapshot = try self.engine.snapshot()
            switch query {
            case .users(let query): return .users(try snapshot.page(query))
            case .groups(let query): return .groups(snapshot.page(query))
            }
        }
    }

    /// Returns up to `limit` steps of the history that come after a revision, oldest first.
    ///
    /// They are read from the journal, which holds every step from the first one on.
    public func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        try self.translating { () throws(FileStoreError) in try self.engine.commits(after: revision, limit: limit) }
    }

    /// Waits until the history reaches further than a revision; nil when the task is canceled before.
    ///
    /// Commits of other processes wake it, too. Nothing is looked at in the meantime.
    public func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        try self.translating { () throws(FileStoreError) in try self.engine.followOthers() }
        return await self.waiters.wait(after: revision)
    }

    /// Calls `body` with every standing, in the order of `RecordID`.
    ///
    /// Commits go on meanwhile, and are not in it.
    public func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        try self.translating { () throws(FileStoreError) in
            let snapshot = try self.engine.snapshot()
            try snapshot.readStandings(body)
            return snapshot.revision
        }
    }

    private func translating<Result>(
        _ body: () throws(FileStoreError) -> Result
    ) throws(UserDirectoryError) -> Result {
        do throws(FileStoreError) {
            return try body()
        } catch {
            throw .unavailable(cause: error)
        }
    }
}

// MARK: - Writing

extension FileDirectory {
    /// Adds a step to the history: all of the changes or none of them, on disk once this returns.
    ///
    /// Commits that are made while another one is being synced share the next sync.
    ///
    /// - Throws: `UserDirectoryError` as the port says; its causes are `FileStoreError`s.
    @discardableResult
    public func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        let request = DirectoryRequest(
            changes: changes, principal: principal, moment: moment, precondition: precondition)
        let purged = changes.purgedUsers
        guard purged.isEmpty else { return try await self.purge(purged, by: [request])[0].get() }
        return try await self.engine.reply(to: request).get()
    }

    /// Writes a checkpoint of everything committed so far, and lets go of the former one.
    ///
    /// The directory does so by itself when enough has changed; it makes the next opening quick. The history stays whole.
    /// Commits and reads go on meanwhile.
    ///
    /// - Throws: `FileStoreError`. The directory is as good as before then.
    public func compact() async throws(FileStoreError) {
        let engine = self.engine
        try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in try engine.writeCheckpoint(isPatient: true)
        }
    }
}

extension FileDirectory: AttributeKeeping {
    package func attributeExtents() async throws(UserDirectoryError) -> [AttributeExtent] {
        var extents: [AttributeExtent] = []
        try self.reading { (content) throws(FileStoreError) in extents = content.attributes }
        return extents
    }
}

extension StoreEngine<DirectoryContent> {
    /// What any process has committed so far, to be read at leisure.
    func snapshot() throws(FileStoreError) -> DirectorySnapshot {
        try self.refresh()
        return self.content.update { $0.snapshot() }
    }

    /// Steps of the history after a revision, read from the journal.
    func commits(after revision: Revision, limit: Int) throws(FileStoreError) -> [Commit] {
        try self.refresh()
        let last = self.content.revision
        guard limit > 0, revision.number < last else { return [] }
        return try self.readingHistory { (history) throws(FileStoreError) in
            var commits: [Commit] = []
            try history.read(after: revision.number, through: last, limit: limit) {
                (number, bytes) throws(ByteReader.Malformed) in
                commits.append(try CommitCodec.read(bytes, revision: Revision(number)))
            }
            return commits
        }
    }
}

extension StoreThreads {
    /// Those of all stores in the process.
    static let ofRoster = StoreThreads(
        commits: { BlockingWork.start(.commits, $0) }, upkeep: { BlockingWork.start(.lengthy, $0) })
}
