// How steps that are in the history get other bytes, and others who have the store open go on undisturbed.
extension StoreEngine {
    /// What a step becomes: other bytes, or nil where it stays as it is.
    package typealias Transformation =
        @Sendable (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> [UInt8]?

    /// Takes the lock under which the history is rewritten, and no checkpoint written and no copy made.
    package func lockForRewriting(waitingUpTo limit: Duration) throws(FileStoreError) -> FolderLock {
        try self.folder.checkIsForWriting()
        return try self.folder.lock(Self.compactionLockName, waitingUpTo: limit)
    }

    /// Takes over every step that is in the journal, those among them of which no process was told.
    package func takeOverAll() throws(FileStoreError) {
        try self.writing { _ throws(FileStoreError) in }
    }

    /// Rewrites steps of the history; no step goes, none gets another number, and what all of them amount to at this revision is the
    /// same.
    ///
    /// First comes a checkpoint of the present revision, so that no process begins with what is before it. Then each segment in which
    /// a step changes is replaced as a whole, the oldest first. A crash at any point leaves each segment as it was or as it is to be;
    /// calling it once more does the rest. Torn ends that were kept aside are removed. Commits and reads go on meanwhile: they wait
    /// for one segment to get its name, or for the last one to be written, which has a megabyte at most.
    ///
    /// - Parameters:
    ///   - steps: The steps that may change; a segment without one is not read.
    ///   - lock: What ``lockForRewriting(waitingUpTo:)`` returned.
    ///   - transformation: Gives the same for the same step whenever it is called, and nil for what it returned before.
    package func rewriteHistory(
        of steps: RevisionSet, holding lock: FolderLock, _ transformation: @escaping Transformation
    ) throws(FileStoreError) {
        defer { withExtendedLifetime(lock) {} }
        let transformation: Transformation = { (number, bytes) throws(ByteReader.Malformed) in
            steps.contains(number) ? try transformation(number, bytes) : nil
        }
        try self.writeCheckpointUnderLock(isPatient: true)
        let tail = try self.writing { (end) throws(FileStoreError) in
            try self.beginRewriting(&end)
            return end.journal.position.segment
        }
        let segments = try JournalName.segments(in: self.folder).filter { $0 <= tail }
        for (first, next) in zip(segments, segments.dropFirst()) where steps.containsAny(of: first...next - 1) {
            try self.rewriteSegment(first, transformation)
        }
        try self.writing { (end) throws(FileStoreError) in
            try self.rewriteTail(&end, from: tail, transformation)
            for name in try self.folder.names() where JournalName.isTorn(name) { try self.folder.remove(name) }
            try self.folder.removeUnfinished()
            try self.endRewriting(&end)
        }
    }

    /// Tells the other processes that files are being replaced: what they cannot read, they look for anew.
    private func beginRewriting(_ end: inout End) throws(FileStoreError) {
        end.rewriteCount = (self.head.rewriteCount &+ 1) | 1
        try self.head.publish(rewriteCount: end.rewriteCount)
    }

    /// Tells them that it is done.
    private func endRewriting(_ end: inout End) throws(FileStoreError) {
        end.rewriteCount = self.head.rewriteCount &+ 1
        try self.head.publish(rewriteCount: end.rewriteCount)
        self.history.forgetPlaces()
    }

    /// Replaces a segment that nothing is added to any more, if any step in it changes.
    private func rewriteSegment(_ first: UInt64, _ transformation: @escaping Transformation) throws(FileStoreError) {
        let copy = SegmentCopy(of: first, in: self.folder, kind: Content.kind, store: self.store)
        guard try copy.isAffected(by: transformation, end: nil) else { return }
        let unfinished = try copy.write(transformation, end: nil, sizes: self.options.journalSizes)
        // Another process may be in the middle of reading the end of it under the lock.
        try self.writing { _ throws(FileStoreError) in try self.folder.finish(unfinished, as: copy.name) }
    }

    /// Replaces the segment at the end of the journal, and any that was ended meanwhile.
    private func rewriteTail(
        _ end: inout End, from tail: UInt64, _ transformation: @escaping Transformation
    ) throws(FileStoreError) {
        let position = end.journal.position
        for first in try JournalName.segments(in: self.folder) where (tail...position.segment).contains(first) {
            let limit = first == position.segment ? position.offset : nil
            let copy = SegmentCopy(of: first, in: self.folder, kind: Content.kind, store: self.store)
            guard try copy.isAffected(by: transformation, end: limit) else { continue }
            let unfinished = try copy.write(transformation, end: limit, sizes: self.options.journalSizes)
            try self.folder.finish(unfinished, as: copy.name)
        }
        end.journal = try Journal(
            in: self.folder, kind: Content.kind, after: self.content.revision, sizes: self.options.journalSizes)
    }
}

// MARK: - Beside a process that rewrites

extension StoreEngine {
    /// How often files are looked for anew that another process is replacing; ours.
    private static var rewritingLimit: Int { 1_000 }

    /// Goes on from the files as they are now, when another process has rewritten them since they were opened, or is at it.
    ///
    /// - Returns: Whether it was so; otherwise what could not be read is lost or damaged.
    func followRewriting(_ end: inout End) throws(FileStoreError) -> Bool {
        let count = self.head.rewriteCount
        guard count != end.rewriteCount || !count.isMultiple(of: 2) else { return false }
        let present = self.content.read { $0.checkpoint?.info.revision } ?? 0
        if try !self.goOnFromCheckpoint(from: present + 1, &end) {
            end.journal = try Journal(
                in: self.folder, kind: Content.kind, after: self.content.revision, sizes: self.options.journalSizes)
        }
        end.rewriteCount = count
        return true
    }

    /// Calls `body` until it finds no files that another process is replacing.
    func followingRewriting<Result>(
        _ end: inout End, _ body: (inout End) throws(FileStoreError) -> Result
    ) throws(FileStoreError) -> Result {
        var attempts = 0
        while true {
            do throws(FileStoreError) {
                // This process may have replaced the file itself, and failed before it opened the new one.
                if attempts > 0 || self.head.rewriteCount != end.rewriteCount { _ = try self.followRewriting(&end) }
                return try body(&end)
            } catch {
                attempts += 1
                guard error.isLoss || error.isDamage, attempts < Self.rewritingLimit, self.isRewritten(since: end)
                else { throw error }
            }
        }
    }

    private func isRewritten(since end: borrowing End) -> Bool {
        let count = self.head.rewriteCount
        return count != end.rewriteCount || !count.isMultiple(of: 2)
    }

    /// Reads the history; once more from its beginning when files were replaced meanwhile.
    ///
    /// - Parameter body: Begins anew each time that it is called.
    package func readingHistory<Result>(
        _ body: (JournalHistory) throws(FileStoreError) -> Result
    ) throws(FileStoreError) -> Result {
        var attempts = 0
        while true {
            let count = self.head.rewriteCount
            do throws(FileStoreError) {
                return try body(self.history)
            } catch {
                self.history.forgetPlaces()
                attempts += 1
                let isRewritten = count != self.head.rewriteCount || !count.isMultiple(of: 2)
                // Places of frames that were remembered may be those of a file that was replaced before.
                guard error.isLoss || error.isDamage, attempts == 1 || isRewritten && attempts < Self.rewritingLimit
                else { throw error }
            }
        }
    }
}

extension JournalName {
    /// Whether a file keeps the torn end of a segment.
    package static func isTorn(_ name: String) -> Bool { name.hasPrefix("journal") && name.contains(".torn-") }
}
