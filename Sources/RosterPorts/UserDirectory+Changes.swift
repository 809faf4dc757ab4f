public import RosterDomain

extension UserDirectory {
    /// The history after a revision, and then every step as it is added, until the consuming task is canceled.
    ///
    /// Nothing is skipped and nothing comes twice. The sequence fails with ``UserDirectoryError``.
    public func changes(after revision: Revision) -> AsyncThrowingStream<Commit, any Error> {
        let position = HistoryPosition(revision)
        return AsyncThrowingStream { try await position.next(in: self) }
    }
}

/// How far one follower of a history has come. Only one task consumes a stream, so no two calls overlap.
private actor HistoryPosition {
    private var revision: Revision
    private var read: ArraySlice<Commit> = []

    init(_ revision: Revision) {
        self.revision = revision
    }

    func next(in directory: some UserDirectory) async throws(UserDirectoryError) -> Commit? {
        while self.read.isEmpty {
            guard try await directory.waitForHistory(after: self.revision) != nil else { return nil }
            self.read = try await directory.history(after: self.revision, limit: 256)[...]
        }
        let commit = self.read.removeFirst()
        self.revision = commit.revision
        return commit
    }
}
