internal import Dispatch
public import RosterDomain
public import RosterPorts
internal import Synchronization

/// A user directory in a folder on disk: the default of an app that embeds Roster.
///
/// The folder is made when it is missing, and only its owner can use it. In it are the `journal`, to which every change
/// is added and synced to disk before it is acknowledged, and the `lock`, which keeps other processes and other openings
/// out until the last reference to this directory goes, and tells whether the journal was lost. Other entries are left alone. The folder must be on a file system
/// of this machine: locks and syncs over a network promise less.
///
/// Everything is read into memory when the directory is opened, and read from there. What a crash left unfinished is cut
/// off the journal then, kept in a file beside it, and told in ``recoveredTail``; any other damage is refused, and nothing
/// is changed.
///
/// When the disk fails or is full, the commit that finds out throws, and so does every later one with the same cause;
/// reads go on. Open the directory again once the cause is gone. It cannot be opened for reading only: a folder or journal
/// that this process may not write is refused.
public final class FileDirectory: UserDirectory {
    /// The state and the history that it follows from.
    private struct Memory {
        var state: DirectoryState
        var commits: [Commit]
    }

    /// The folder's path, as it was given.
    public let path: String
    /// The unfinished change that was cut off the journal when the directory was opened, or nil.
    public let recoveredTail: RecoveredTail?

    /// Held while reading or changing what is in memory; never while waiting for the disk.
    private let memory: Mutex<Memory>
    /// Held by the one writer, on the queue.
    private let journal: Mutex<FormatOneJournal>
    private let waiters: HistoryWaiters
    /// Where waiting for the disk keeps no task of others from running.
    private let queue = DispatchQueue(label: "roster.journal")

    /// Opens the directory in a folder, which is made when it is missing; its parent must exist.
    ///
    /// Reads the whole journal, on the calling thread.
    ///
    /// - Throws: ``FileStoreError``: ``FileStoreError/locked(path:)`` when it is open already,
    ///   ``FileStoreError/damaged(path:offset:revision:detail:)`` when the journal is damaged,
    ///   ``FileStoreError/lost(path:)`` when it is missing from a folder that had one, and others when the folder or a
    ///   file in it is not as the directory would have made it.
    public init(at path: String) throws(FileStoreError) {
        let folder = try PrivateFolder(at: path)
        let lock = try folder.lock("lock")
        try folder.checkIsWritable()
        let journalPath = folder.path(of: FormatOneJournal.name)
        let mark = try StoreMark(lock, path: folder.path(of: lock.name))
        guard let file = try FormatOneJournal.open(in: folder, making: mark.isEmpty) else {
            throw .lost(path: journalPath)
        }
        let replay = try FormatOneReplay(file, path: journalPath)
        guard mark.admits(replay.store) else { throw .lost(path: journalPath) }
        self.recoveredTail = try FormatOneJournal.recover(replay, of: file, in: folder)
        try mark.write(replay.store, to: lock, path: folder.path(of: lock.name))
        try folder.removeUnfinished()
        self.path = path
        self.memory = Mutex(Memory(state: replay.state, commits: replay.commits))
        self.journal = Mutex(FormatOneJournal(file, in: folder, lock: lock, after: replay))
        self.waiters = HistoryWaiters(at: replay.state.revision)
    }
}

// MARK: - Reading

extension FileDirectory {
    /// Returns how far the history reaches, and what holds for the company as a whole there.
    public func head() async throws(UserDirectoryError) -> DirectoryHead {
        self.memory.withLock { DirectoryHead(of: $0.state) }
    }

    /// Returns a user, or nil when nobody has this identifier.
    public func user(_ id: UserID) async throws(UserDirectoryError) -> UserRecord? {
        self.memory.withLock { $0.state.record(id) }
    }

    /// Returns the user with an address, in any case, or nil when nobody has it.
    public func user(withEmail email: EmailAddress) async throws(UserDirectoryError) -> UserRecord? {
        self.memory.withLock { $0.state.record(withEmail: email) }
    }

    /// Returns one page of users, in the order of their identifiers.
    public func users(matching query: UserQuery) async throws(UserDirectoryError) -> UserPage {
        self.memory.withLock { $0.state.page(query) }
    }

    /// Returns up to `limit` steps of the history that come after a revision, oldest first.
    public func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        self.memory.withLock { memory in
            // The step of revision 1 is at position 0.
            Array(memory.commits.dropFirst(Int(clamping: revision.number)).prefix(max(0, limit)))
        }
    }

    /// Waits until the history reaches further than a revision; nil when the task is cancelled before.
    public func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        await self.waiters.wait(after: revision)
    }

    /// Lends everybody's standing, in the order of identifiers.
    ///
    /// A commit meanwhile does not wait for it: it copies the state in memory once.
    public func readStandings(_ body: (UserStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        let state = self.memory.withLock { $0.state }
        for standing in state.standings { body(standing) }
        return state.revision
    }
}

// MARK: - Writing

extension FileDirectory {
    /// Adds a step to the history: all of the changes or none of them, on disk once this returns.
    ///
    /// - Throws: `UserDirectoryError` as the port says; its causes are ``FileStoreError``s.
    public func commit(
        _ changes: [Change], by actor: Actor, at moment: Timestamp, after revision: Revision
    ) async throws(UserDirectoryError) -> Commit {
        let result = await withCheckedContinuation { continuation in
            // The caller holds the directory until this is over. If the queue did too, it would let go of it, and of the
            // lock, only some time after the caller has gone on.
            self.queue.async { [unowned self] in
                let result = self.add(changes, by: actor, at: moment, after: revision)
                continuation.resume(returning: result)
            }
        }
        return try result.get()
    }

    private func add(
        _ changes: [Change], by actor: Actor, at moment: Timestamp, after revision: Revision
    ) -> Result<Commit, UserDirectoryError> {
        let result = self.journal.withLock { journal in
            Result { () throws(UserDirectoryError) in
                if let failure = journal.failure { throw UserDirectoryError.unavailable(cause: failure) }
                let draft = try self.draft(of: changes, by: actor, at: moment, after: revision)
                try Self.append(draft.commit, to: &journal)
                self.memory.withLock { memory in
                    memory.state.absorb(draft)
                    memory.commits.append(draft.commit)
                }
                return draft.commit
            }
        }
        if case .success(let commit) = result { self.waiters.advance(to: commit.revision) }
        return result
    }

    private func draft(
        of changes: [Change], by actor: Actor, at moment: Timestamp, after revision: Revision
    ) throws(UserDirectoryError) -> DirectoryDraft {
        try self.memory.withLock { (memory) throws(UserDirectoryError) in
            guard memory.state.revision == revision else { throw .conflict(latest: memory.state.revision) }
            let commit = Commit(revision: revision.next, at: moment, actor: actor, changes: changes)
            do throws(ChangeError) {
                return try memory.state.draft(of: commit)
            } catch {
                throw .contradiction(error)
            }
        }
    }

    private static func append(_ commit: Commit, to journal: inout FormatOneJournal) throws(UserDirectoryError) {
        do throws(FormatOneJournal.AppendError) {
            try journal.append(commit)
        } catch {
            switch error {
            case .nothingWritten(let cause): throw .unavailable(cause: cause)
            case .outcomeUnknown(let cause): throw .outcomeUnknown(cause: cause)
            }
        }
    }
}
