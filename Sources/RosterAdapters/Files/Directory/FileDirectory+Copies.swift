public import RosterDomain
public import RosterPorts
public import RosterStore

extension FileDirectory: HistoryTarget {
    /// Adds steps of a history as they stand, those of an import say; they share writes and syncs.
    ///
    /// The first must follow on what the directory holds, and each on the one before it; that they come out of a directory is
    /// not asked, but they must not contradict it. All are on disk once this returns. Nothing else is committed in between by
    /// this process or another.
    ///
    /// When this throws, as many of the steps as came before the one at fault may be in the history, in their order and each as
    /// a whole; ``head()`` tells how far it reaches. After `UserDirectoryError.outcomeUnknown` opening the directory again does.
    /// The same holds after a crash.
    ///
    /// - Throws: `UserDirectoryError`: `conflict` when a step does not follow on, `contradiction` when it contradicts those
    ///   before it, and as ``commit(_:by:at:given:)`` for the rest.
    public func append(_ commits: [Commit]) async throws(UserDirectoryError) {
        guard !commits.isEmpty else { return }
        let requests = commits.map { commit in
            DirectoryRequest(
                changes: commit.changes, principal: commit.principal, moment: commit.at,
                precondition: .history(at: commit.revision.previous))
        }
        let engine = self.engine
        let purged = commits.reduce(into: Set<UserID>()) { $0.formUnion($1.changes.purgedUsers) }
        let replies =
            purged.isEmpty
            ? await BlockingWork.run(.lengthy) { engine.repliesBlocking(to: requests) }
            : await self.purge(purged, by: requests)
        for reply in replies { _ = try reply.get() }
    }
}

extension Revision {
    /// The position before this one; for the first, one that no history ever reaches.
    fileprivate var previous: Revision { Revision(self.number &- 1) }
}

extension FileDirectory {
    /// Copies the directory, as of one revision, into a folder that is not there yet or is empty.
    ///
    /// Commits and reads go on meanwhile, in this process and in others; what they add is not in the copy. Everything copied of
    /// the history is checked first, so that no damage gets into the copy unnoticed. The copy is on disk when this returns, and
    /// is a directory of its own, with private modes: restoring it means opening it. Torn ends kept aside are not in
    /// it.
    ///
    /// Neither are credentials: copy them with `FileCredentialVault.backup(to:progress:)` into the same folder, **afterwards**.
    /// Every user whom this copy holds has a credential by then, unless it was revoked. The other way round, a user added in
    /// between would have none, and a password that was reset in between would let its owner in.
    ///
    /// A copy that a crash left unfinished is refused with `FileStoreError.lost(path:)` when it is opened. When this
    /// throws, what was copied is removed again as far as that is possible.
    ///
    /// - Parameters:
    ///   - path: The folder to copy to, which is made when it is missing; its parent must exist.
    ///   - progress: Called now and then, on a thread of its own, with the part that is done, from 0 to 1.
    /// - Returns: The revision that the copy holds.
    /// - Throws: `FileStoreError`: `FileStoreError.notEmpty(path:)` when anything is in the folder, this directory say;
    ///   `FileStoreError.insideOriginal(path:of:)` when it is in the folder of this directory;
    ///   `FileStoreError.damaged(path:offset:revision:detail:)` when the history is; and others when something cannot be read
    ///   or written.
    /// - Complexity: O(bytes of the history and the checkpoint), each read once or twice.
    @discardableResult
    public func backup(
        to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(FileStoreError) -> Revision {
        let engine = self.engine
        return try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
            let target = try PrivateFolder(at: path, on: engine.folder.disk)
            // A copy must not hold what is about to be erased.
            let backup = StoreBackup(of: engine, to: target, progress: progress) { (lock) throws(FileStoreError) in
                try engine.finishErasures(holding: lock)
            }
            return Revision(try backup.run())
        }
    }
}

extension FileDirectory {
    /// Reads everything that the directory has on disk, and finds whether it shows what its history amounts to.
    ///
    /// - Every step of the history, from the first one on, has its checksum and its place, can be understood, and does not
    ///   contradict those before it.
    /// - The checkpoint is whole, and its indexes follow from its records.
    /// - Both the checkpoint at its revision and what the directory shows now are, user by user, what the history amounts to when
    ///   it is gone through anew: records, standings, and who is found by which address.
    ///
    /// Commits and reads go on meanwhile; what they add is not looked at. Checkpoints wait.
    ///
    /// - Parameter progress: Called now and then, on a thread of its own, with the part that is done, from 0 to 1.
    /// - Returns: What was looked at, all of it sound.
    /// - Throws: `FileStoreError`: `FileStoreError.damaged(path:offset:revision:detail:)` with the first fault, and others
    ///   when something cannot be read, or is missing.
    /// - Complexity: O(bytes of the history and the checkpoint); memory for all users.
    @discardableResult
    public func verify(
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(FileStoreError) -> FileDirectoryReport {
        let engine = self.engine
        return try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
            var verification = try DirectoryVerification(of: engine, progress: progress)
            return try verification.run()
        }
    }
}

/// What a directory in a folder was found to hold, all of it sound.
public struct FileDirectoryReport: Sendable, Hashable {
    /// How far the history was read, from its first step on.
    public let revision: Revision
    /// The number of users that were compared with what the history amounts to, deleted ones among them.
    public let userCount: Int
    /// The number of files that hold the history.
    public let segmentCount: Int
    /// The bytes of history in them.
    public let journalByteCount: UInt64
    /// The revision of the checkpoint; nil when there is none.
    public let checkpointRevision: Revision?
    /// The bytes of the checkpoint; 0 when there is none.
    public let checkpointByteCount: UInt64
}
