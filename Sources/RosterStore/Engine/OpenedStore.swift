/// A store that was opened, brought up to the end of its journal, and let go of again for others.
package struct OpenedStore<Content: StoreContent> {
    /// The file that a process locks to commit.
    package static var lockName: String { "lock" }

    let folder: PrivateFolder
    let lock: LockFile
    let head: StoreHead
    let journal: Journal
    let content: Content
    /// How far the history reaches.
    package var reached: UInt64 { self.content.reached }
    package let recoveredTail: RecoveredTail?
    /// How often the history had been rewritten.
    let rewriteCount: UInt64

    /// Opens the store in a folder; when there never was one, makes it.
    ///
    /// What a crash left is mended under the lock, so that no other process is in the middle of anything. In a folder that was
    /// opened for reading nothing is made or mended.
    package init(in folder: PrivateFolder, options: StoreOptions) throws(FileStoreError) {
        if folder.isForReading {
            try self.init(readingIn: folder, options: options)
        } else {
            try self.init(writingIn: folder, options: options)
        }
    }

    private init(writingIn folder: PrivateFolder, options: StoreOptions) throws(FileStoreError) {
        self.folder = folder
        // Better now than when the journal needs another file.
        try folder.checkIsWritable()
        self.lock = try folder.lockFile(Self.lockName)
        let lock = try self.lock.take(waitingUpTo: options.lockPatience)
        let mark = try StoreMark(lock, path: folder.path(of: lock.name))
        let sizes = options.journalSizes
        try Self.makeJournal(in: folder, unless: mark, sizes: sizes)
        var (journal, content) = try Self.load(from: folder, mark: mark, sizes: sizes)
        try Self.replay(journal, into: &content, told: StoreHead.revision(in: folder))
        self.recoveredTail = try journal.recoverTail()
        try mark.write(journal.store, to: lock, path: folder.path(of: lock.name))
        let head = try StoreHead(writingIn: folder)
        try head.publish(content.reached)
        head.close()
        journal.close()
        self.head = head
        self.rewriteCount = head.rewriteCount
        self.journal = journal
        self.content = content
        try Self.tidy(folder)
        withExtendedLifetime(lock) {}
    }

    /// Opens the store as it is, up to the last whole frame.
    ///
    /// Others may not have been told of that one, and it may be in memory only, when the process that wrote it died. Whether it was
    /// acknowledged cannot be known, since the head may have been lost; so it counts, and is made durable.
    private init(readingIn folder: PrivateFolder, options: StoreOptions) throws(FileStoreError) {
        self.folder = folder
        self.lock = try folder.lockFile(Self.lockName)
        let lock = try self.lock.take(waitingUpTo: options.lockPatience)
        let mark = try StoreMark(lock, path: folder.path(of: lock.name))
        try Self.checkIsThere(in: folder, mark)
        var (journal, content) = try Self.load(from: folder, mark: mark, sizes: options.journalSizes)
        while let frame = try journal.nextOrTail() { try content.replay(frame) }
        let head = try StoreHead(readingIn: folder, reaching: content.reached)
        if head.revision < content.reached { try journal.syncWhatWasRead() }
        journal.close()
        self.head = head
        self.rewriteCount = head.rewriteCount
        self.journal = journal
        self.content = content
        self.recoveredTail = nil
        withExtendedLifetime(lock) {}
    }

    /// Opens the newest checkpoint, and the journal behind it.
    private static func load(
        from folder: PrivateFolder, mark: StoreMark, sizes: JournalSizes
    ) throws(FileStoreError) -> (journal: Journal, content: Content) {
        let newest = try CheckpointFiles(folder).newest()
        let checkpoint = try newest.map { (newest) throws(FileStoreError) in
            try CheckpointFiles(folder).open(newest.revision, kind: Content.kind)
        }
        let journal = try Journal(in: folder, kind: Content.kind, after: newest?.revision ?? 0, sizes: sizes)
        guard mark.admits(journal.store) else { throw .lost(path: journal.segment.path) }
        if let newest, checkpoint?.info.store != journal.store { throw .lost(path: folder.path(of: newest.name)) }
        return (journal, try Content(checkpoint))
    }

    /// Fails unless there is a journal that can be read as it is.
    private static func checkIsThere(in folder: PrivateFolder, _ mark: StoreMark) throws(FileStoreError) {
        guard try !Journal.exists(in: folder) else { return }
        guard mark.isEmpty else { throw .lost(path: folder.path(of: JournalName.segment(1))) }
        throw .noStore(path: folder.path)
    }

    private static func makeJournal(
        in folder: PrivateFolder, unless mark: StoreMark, sizes: JournalSizes
    ) throws(FileStoreError) {
        let segments = try JournalName.segments(in: folder)
        guard mark.isEmpty else {
            if segments.isEmpty { throw .lost(path: folder.path(of: JournalName.segment(1))) }
            return
        }
        let store = try self.storeOfEmptyJournal(segments, in: folder) ?? (segments.isEmpty ? .random() : nil)
        if let store { try Journal.make(in: folder, store: store, kind: Content.kind, sizes: sizes) }
    }

    /// The store of a journal that nothing was ever written to; nil when there is another one, or none.
    ///
    /// It is made once more: the process that made it, and did not come to mark the lock, may not have got its name onto the disk, and a
    /// sync that failed is not made up for by another one.
    private static func storeOfEmptyJournal(
        _ segments: [UInt64], in folder: PrivateFolder
    ) throws(FileStoreError) -> StoreID? {
        guard segments == [1],
            let segment = try JournalSegment.open(1, in: folder, kind: Content.kind, store: nil), try segment.isEmpty()
        else { return nil }
        return segment.header.store
    }

    /// Takes over what the journal holds behind the checkpoint.
    ///
    /// The last group may be in memory only, when the process that wrote it died, or was told that its sync failed: a sync alone
    /// would not write it again. It is durable if the head tells of it, which is written after the sync. What ends a segment is
    /// not told of.
    private static func replay(
        _ journal: Journal, into content: inout Content, told revision: UInt64
    ) throws(FileStoreError) {
        var last = journal.position
        var start = last
        while let frame = try journal.nextOrTail() {
            try content.replay(frame)
            last = start
            start = journal.position
        }
        if revision == content.reached, last.segment == journal.position.segment { return }
        if last != journal.position { try journal.persistAgain(from: last) }
    }

    /// Removes what a crash left unfinished, unless another process may be at it.
    private static func tidy(_ folder: PrivateFolder) throws(FileStoreError) {
        do throws(FileStoreError) {
            let lock = try folder.lock(StoreEngine<Content>.compactionLockName)
            try folder.removeUnfinished()
            withExtendedLifetime(lock) {}
        } catch {
            guard case .locked = error else { throw error }
        }
    }
}
