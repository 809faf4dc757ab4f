internal import Synchronization

/// Whether a checkpoint is being written by this engine.
final class CompactionState: Sendable {
    private let isRunning = Mutex(false)

    /// Begins, unless another thread has begun already.
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
    /// The bytes of a segment behind which opening may have to look for what follows a checkpoint; ours.
    private static var sealedByteCount: UInt64 { 1 << 20 }

    /// The file that a process locks to write a checkpoint.
    package static var compactionLockName: String { "compaction" }

    /// The file that publishes how far the history is durable.
    package static var headName: String { StoreHead.name }

    /// Begins to write a checkpoint in the background when enough has changed.
    func compactIfWorthwhile() {
        guard self.options.compactsByItself, self.isWorthCompacting, self.compaction.begin() else { return }
        self.threads.upkeep {
            // What fails here fails again, and is told, when a caller asks for it; the journal holds everything meanwhile.
            if self.folder.isForReading {
                try? self.adoptFromOthers()
            } else {
                try? self.writeCheckpoint(isPatient: false)
            }
            self.compaction.end()
        }
    }

    private var isWorthCompacting: Bool {
        self.content.read { content in
            let byteCount = content.checkpoint?.byteCount ?? 0
            return self.options.isWorthCompacting(changed: content.changedByteCount, checkpoint: byteCount)
        }
    }

    /// Writes a checkpoint of everything that is durable, and goes on from it.
    ///
    /// Commits and reads go on meanwhile. A crash at any point leaves the former checkpoint or the new one. When another process
    /// has written one that makes it unnecessary, this goes on from that one.
    package func writeCheckpoint(isPatient: Bool) throws(FileStoreError) {
        try self.folder.checkIsForWriting()
        let lock = try self.folder.lock(Self.compactionLockName, waitingUpTo: isPatient ? .seconds(600) : .zero)
        defer { withExtendedLifetime(lock) {} }
        try self.writeCheckpointUnderLock(isPatient: isPatient)
    }

    /// The same for a caller that holds the lock on ``compactionLockName``.
    func writeCheckpointUnderLock(isPatient: Bool) throws(FileStoreError) {
        try self.refreshWithoutCompacting()
        try self.adoptFromOthers()
        guard isPatient || self.isWorthCompacting else { return }
        try self.endSegment()
        let revision = self.content.revision
        // A checkpoint that was found may not have its name for good. Nothing may be dropped for the sake of such a one.
        var isDurable = !Content.kind.dropsHistory
        // More than once when an earlier attempt failed, and what it kept aside is written first.
        while !isDurable || self.content.read({ $0.checkpoint.map { $0.info.revision < revision } ?? true }) {
            let frozen = self.content.update { $0.freeze() }
            let checkpoint = try self.write(frozen)
            self.content.update { $0.adopt(checkpoint) }
            isDurable = true
        }
        try self.removeSuperfluous()
    }

    /// Ends the segment that is written to, so that opening need not read it, and so that it can be removed.
    private func endSegment() throws(FileStoreError) {
        try self.writing { (end) throws(FileStoreError) in
            do throws(FileStoreError) {
                try end.journal.endSegment(longerThan: Content.kind.dropsHistory ? 0 : Self.sealedByteCount)
            } catch {
                _ = self.fail(.nothingWritten(error), &end)
                throw error
            }
        }
    }

    /// Removes what the newest checkpoint holds, too.
    ///
    /// It does so under the lock, so that no process is opening it meanwhile.
    private func removeSuperfluous() throws(FileStoreError) {
        let lock = try self.lock.take(waitingUpTo: self.options.lockPatience)
        defer { withExtendedLifetime(lock) {} }
        guard let revision = self.content.read({ $0.checkpoint?.info.revision }) else { return }
        // The process that wrote the checkpoint may have died before its name was durable.
        try self.folder.sync()
        try CheckpointFiles(self.folder).removeAll(before: revision)
        if Content.kind.dropsHistory { try Journal.dropSegments(in: self.folder, through: revision) }
    }

    /// Goes on from a checkpoint that another process wrote, if there is one: what has changed since is read from the journal.
    ///
    /// It gives names other numbers, so nothing that is in memory can be kept.
    private func adoptFromOthers() throws(FileStoreError) {
        let present = self.content.read { $0.checkpoint?.info.revision } ?? 0
        try self.end.withLock { (end) throws(FileStoreError) in
            defer { end.journal.close() }
            _ = try self.goOnFromCheckpoint(from: present + 1, &end)
        }
    }

    private func write(_ frozen: FrozenRecords) throws(FileStoreError) -> Checkpoint {
        let name = CheckpointFiles.name(of: frozen.revision)
        let path = self.folder.path(of: name)
        let (unfinished, file) = try self.folder.create(name)
        do throws(FileStoreError) {
            try frozen.write(to: file, path: path, store: self.store, kind: Content.kind)
            let checkpoint = try Checkpoint(file, path: path, kind: Content.kind)
            try self.folder.finish(unfinished, as: name)
            return checkpoint
        } catch {
            self.folder.discard(unfinished)
            throw error
        }
    }
}
