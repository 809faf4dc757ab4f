public import RosterDomain
public import RosterPorts
internal import RosterStore

extension FileDirectory {
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
        let replies = await BlockingWork.run { engine.repliesBlocking(to: requests) }
        for reply in replies { _ = try reply.get() }
    }
}

extension Revision {
    /// The position before this one; for the first, one that no history ever reaches.
    fileprivate var previous: Revision { Revision(self.number &- 1) }
}
