internal import RosterDomain
internal import RosterStore

extension StoreEngine<DirectoryContent> {
    /// What any process has committed so far, to be read at leisure.
    func snapshot() throws(FileStoreError) -> DirectorySnapshot {
        try self.refresh()
        return self.content.update { $0.snapshot() }
    }

    /// Steps of the history after a revision, read from the journal.
    func commits(after revision: Revision, limit: Int) throws(FileStoreError) -> [Commit] {
        let last = self.durableRevision
        guard limit > 0, revision.number < last else { return [] }
        var commits: [Commit] = []
        try self.history.read(after: revision.number, through: last, limit: limit) {
            (number, bytes) throws(ByteReader.Malformed) in
            commits.append(try CommitCodec.read(bytes, revision: Revision(number)))
        }
        return commits
    }
}
