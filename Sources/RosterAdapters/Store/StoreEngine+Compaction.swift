internal import Dispatch
internal import RosterDomain
internal import Synchronization

/// Whether a checkpoint is being written by this engine.
final class CompactionState: Sendable {
    private let isRunning = Mutex(false)

    /// Begins, unless somebody has begun already.
    func begin() -> Bool {
        self.isRunning.withLock { isRunning in
            defer { isRunning = true }
            return !isRunning
        }
    }

    func end() {
        self.isRunning.withLock { $0 = false }
    }
}

extension StoreEngine {
    /// The file that is locked by whoever writes a checkpoint.
    static var compactionLockName: String { "compaction" }

    /// Begins to write a checkpoint in the background when enough has changed.
    func compactIfWorthwhile() {
        guard self.options.compactsByItself, self.isWorthCompacting, self.compaction.begin() else { return }
        DispatchQueue.global(qos: .utility).async {
            // What fails here fails again, and is told, when somebody asks for it; the journal holds everything meanwhile.
            try? self.writeCheckpoint(isPatient: false)
            self.compaction.end()
        }
    }

    private var isWorthCompacting: Bool {
        self.content.read {
            self.options.isWorthCompacting(changed: $0.changedByteCount, checkpoint: $0.checkpointByteCount)
        }
    }

    /// Writes a checkpoint of everything that is durable, and goes on from it.
    ///
    /// Commits and reads go on meanwhile. A crash at any point leaves the former checkpoint or the new one.
    func writeCheckpoint(isPatient: Bool) throws(FileStoreError) {
        let lock = try self.folder.lock(Self.compactionLockName, waitingUpTo: isPatient ? .seconds(600) : .zero)
        defer { withExtendedLifetime(lock) {} }
        try self.refresh()
        let revision = self.content.revision
        guard try self.checkpointRevision() != revision else { return }
        let frozen = self.content.update { $0.freeze() }
        let checkpoint = try self.write(frozen)
        self.content.update { $0.adopt(checkpoint) }
        try CheckpointFiles(self.folder).removeAll(before: checkpoint.head.revision)
    }

    private func checkpointRevision() throws(FileStoreError) -> UInt64? {
        try CheckpointFiles(self.folder).newest()?.revision
    }

    private func write(_ frozen: Content.Frozen) throws(FileStoreError) -> Checkpoint {
        let (unfinished, file) = try self.folder.create("checkpoint")
        do throws(FileStoreError) {
            try Content.write(frozen, of: self.store, to: file, path: self.folder.path(of: unfinished))
            let checkpoint = try Checkpoint(file, path: self.folder.path(of: unfinished))
            let name = CheckpointFiles.name(of: checkpoint.head.revision)
            try self.folder.finish(unfinished, as: name)
            return try CheckpointFiles(self.folder).open(checkpoint.head.revision)
        } catch {
            self.folder.discard(unfinished)
            throw error
        }
    }
}
