extension StoreEngine {
    /// How long a copy waits for a checkpoint that another process writes.
    package static var compactionPatience: Duration { .seconds(600) }
}

/// A copy of a store in another folder, made of one durable revision while commits go on.
///
/// Everything is copied that the revision takes: the newest checkpoint, and the segments of the journal, the last of them up to
/// the revision; of a store that drops what a checkpoint holds, those behind the checkpoint. The first segment comes last, and
/// a lock marked with the store comes first: so a copy that was not finished is refused as lost, and can neither be taken for a
/// shorter history nor for a folder in which there never was one.
package struct StoreBackup<Content: StoreContent> {
    private let engine: StoreEngine<Content>
    private let target: PrivateFolder
    private let progress: (Double) -> Void
    private let beforeCopying: (FolderLock) throws(FileStoreError) -> Void

    /// Prepares a copy; nothing is written yet.
    ///
    /// - Parameter beforeCopying: Called under the lock that keeps checkpoints and rewriting from the store's files.
    package init(
        of engine: StoreEngine<Content>, to target: PrivateFolder, progress: @escaping (Double) -> Void,
        beforeCopying: @escaping (FolderLock) throws(FileStoreError) -> Void = { _ in }
    ) {
        self.beforeCopying = beforeCopying
        self.engine = engine
        self.target = target
        self.progress = progress
    }

    /// Makes the copy, durably, and returns the revision that it holds.
    ///
    /// Whatever was made is removed again when this throws, as far as that is possible.
    /// - Throws: ``FileStoreError/notEmpty(path:)`` when anything is in the target,
    ///   ``FileStoreError/insideOriginal(path:of:)`` when it is in the store's own folder, and ``FileStoreError`` for the rest.
    package func run() throws(FileStoreError) -> UInt64 {
        guard try self.target.entries().isEmpty else { throw .notEmpty(path: self.target.path) }
        guard try !self.target.isInside(self.engine.folder) else {
            throw .insideOriginal(path: self.target.path, of: self.engine.folder.path)
        }
        // No checkpoint that is being copied goes away meanwhile.
        let compaction = try self.engine.folder.lock(
            StoreEngine<Content>.compactionLockName, waitingUpTo: StoreEngine<Content>.compactionPatience)
        defer { withExtendedLifetime(compaction) {} }
        try self.beforeCopying(compaction)
        let lock = try self.lockTarget()
        defer { withExtendedLifetime(lock) {} }
        do throws(FileStoreError) {
            try self.mark(lock)
            return try self.copy()
        } catch {
            self.removeAll()
            throw error
        }
    }

    /// Keeps every process from opening the copy before it is finished.
    private func lockTarget() throws(FileStoreError) -> FolderLock {
        let name = OpenedStore<Content>.lockName
        let lock = try self.target.lock(name)
        // Another process may have come in between.
        guard try self.target.entries() == [name], try StoreMark(lock, path: self.target.path(of: name)).isEmpty else {
            throw .notEmpty(path: self.target.path)
        }
        return lock
    }

    private func mark(_ lock: FolderLock) throws(FileStoreError) {
        let path = self.target.path(of: lock.name)
        try StoreMark(lock, path: path).write(self.engine.store, to: lock, path: path)
        try self.target.sync()
    }

    /// Removes what was copied; the lock comes last, and refuses what is left until then.
    private func removeAll() {
        let lock = OpenedStore<Content>.lockName
        let names = (try? self.target.entries()) ?? []
        for name in names where name != lock { try? self.target.remove(name) }
        guard (try? self.target.entries()) == [lock] else { return }
        try? self.target.remove(lock)
    }
}

// MARK: - Copying

extension StoreBackup {
    private func copy() throws(FileStoreError) -> UInt64 {
        try self.engine.refresh()
        let checkpoint = try self.soundCheckpoint()
        // What this engine committed is durable even when it could not be told.
        let revision = max(self.engine.head.revision, self.engine.content.revision, checkpoint?.revision ?? 0)
        // What a vault has forgotten, a copy of it must not know either.
        let start = Content.kind.dropsHistory ? checkpoint?.revision ?? 0 : 0
        let extent = try JournalExtent(in: self.engine.folder, kind: Content.kind, after: start, through: revision)
        try self.check(after: start, through: revision)
        if let checkpoint { try self.copy(checkpoint.name, byteCount: nil, progress: 0.4..<0.5) }
        let total = Double(extent.usedByteCount)
        var done: Double = 0
        for segment in extent.segments.reversed() {
            let end = done + Double(segment.usedByteCount)
            let share = 0.5 + done / total / 2..<0.5 + end / total / 2
            try self.copy(segment.name, byteCount: segment.usedByteCount, progress: share)
            done = end
        }
        self.progress(1)
        return revision
    }

    /// Reads the newest checkpoint, all of it, so that no damage gets into a copy unnoticed; nil when there is none.
    private func soundCheckpoint() throws(FileStoreError) -> (revision: UInt64, name: String)? {
        let files = CheckpointFiles(self.engine.folder)
        guard let newest = try files.newest() else { return nil }
        let checkpoint = try files.open(newest.revision, kind: Content.kind)
        guard checkpoint.info.store == self.engine.store else { throw .lost(path: checkpoint.path) }
        let total = Double(checkpoint.blocks.tree.blockCount)
        try checkpoint.verifyBlocks { self.progress(0.1 * Double($0) / total) }
        return newest
    }

    /// Reads all that is going to be copied of the journal, for the same reason.
    private func check(after start: UInt64, through revision: UInt64) throws(FileStoreError) {
        let journal = try Journal(in: self.engine.folder, kind: Content.kind, after: start)
        var (reached, percent): (UInt64, UInt64) = (start, 0)
        while let frame = try journal.next(through: revision) {
            reached = frame.lastRevision
            let part = (reached - start) * 100 / (revision - start)
            if part > percent { self.progress(0.1 + 0.003 * Double(part)) }
            percent = part
        }
        guard reached == revision else {
            throw journal.segment.damage(
                at: journal.position.offset, revision: journal.position.next, "the frame goes on beyond what is durable"
            )
        }
    }

    /// Copies the beginning of a file, or all of it, durably and under its name.
    private func copy(
        _ name: String, byteCount: UInt64?, progress share: Range<Double>
    ) throws(FileStoreError) {
        let path = self.engine.folder.path(of: name)
        guard let source = try self.engine.folder.open(name, for: .reading) else { throw .lost(path: path) }
        let whole = try translating(path) { () throws(FileFailure) in try source.status().byteCount }
        let end = byteCount ?? whole
        let (unfinished, file) = try self.target.create(name)
        do throws(FileStoreError) {
            try self.copy(from: source, at: path, to: file, at: self.target.path(of: name), end: end, progress: share)
        } catch {
            self.target.discard(unfinished)
            throw error
        }
        try self.target.finish(unfinished, as: name)
    }

    private func copy(
        from source: any StoreFile, at path: String, to file: any StoreFile, at targetPath: String, end: UInt64,
        progress share: Range<Double>
    ) throws(FileStoreError) {
        var offset: UInt64 = 0
        while offset < end {
            let (start, count) = (offset, Int(min(1 << 20, end - offset)))
            let bytes = try translating(path) { () throws(FileFailure) in try source.read(count, at: start) }
            guard bytes.count == count else { throw FileFailure.endOfFile.error(at: path) }
            try translating(targetPath) { () throws(FileFailure) in try file.write(bytes, at: start) }
            offset += UInt64(count)
            self.progress(share.lowerBound + (share.upperBound - share.lowerBound) * Double(offset) / Double(end))
        }
        try translating(targetPath) { () throws(FileFailure) in try file.syncAll() }
    }
}
