extension StoreEngine {
    /// Writes a checkpoint unless the newest one is all there is: afterwards no file holds what was replaced before.
    ///
    /// For a store that drops what a checkpoint holds.
    package func dropHistory() throws(FileStoreError) {
        precondition(Content.kind.dropsHistory, "invariant: only a store that keeps no history drops it")
        try self.refreshWithoutCompacting()
        if try !self.isCheckpointAlone { try self.writeCheckpoint(isPatient: true) }
    }

    /// Whether nothing is in the folder but the checkpoint of the present revision, and a journal to follow it.
    private var isCheckpointAlone: Bool {
        get throws(FileStoreError) {
            let revision = self.content.revision
            guard self.content.read({ $0.checkpoint?.info.revision }) == revision else { return false }
            let names = try self.folder.names()
            let checkpoints = names.filter { CheckpointFiles.revision(of: $0) != nil }
            return checkpoints == [CheckpointFiles.name(of: revision)]
                && names.compactMap { JournalName.firstRevision(of: $0) } == [revision + 1]
        }
    }
}
