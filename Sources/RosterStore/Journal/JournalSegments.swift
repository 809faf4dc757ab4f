/// All segments of a journal, of which each but the last names the one that follows it.
struct JournalSegments {
    let store: StoreID
    /// The segments, as the revisions that they begin with.
    private var firsts: [UInt64]

    /// Looks for the segments in a folder, and reads the beginning and the end of each.
    ///
    /// Those up to a revision may be missing where `kind` lets go of what a checkpoint holds.
    /// - Throws: ``FileStoreError/lost(path:)`` when one is missing or is that of another store.
    init(in folder: PrivateFolder, kind: StoreKind, after revision: UInt64) throws(FileStoreError) {
        self.firsts = try JournalName.segments(in: folder)
        func lost(_ first: UInt64) -> FileStoreError { .lost(path: folder.path(of: JournalName.segment(first))) }
        guard let start = self.firsts.first, start == 1 || kind.dropsHistory && start <= revision + 1,
            var segment = try JournalSegment.open(start, in: folder, kind: kind, store: nil)
        else { throw lost(1) }
        self.store = segment.header.store
        for first in self.firsts.dropFirst() {
            let next = try JournalSegment.open(first, in: folder, kind: kind, store: self.store)
            guard let next else { throw lost(first) }
            if let end = try segment.end() {
                guard end.next == first else { throw lost(end.next) }
            } else {
                try self.checkIsUnfinished(segment, before: next)
            }
            segment = next
        }
    }

    /// Accepts a segment that does not end when nothing is in the next one, which is the last, and does not count that one.
    ///
    /// Whoever made it has not come to end the one before, or died before doing so.
    private mutating func checkIsUnfinished(
        _ segment: JournalSegment, before next: JournalSegment
    ) throws(FileStoreError) {
        let first = next.header.firstRevision
        if first == self.firsts.last, try next.isEmpty() {
            self.firsts.removeLast()
            return
        }
        // Asked once more: somebody may have ended the one and written to the other in between.
        segment.forgetWindow()
        guard try segment.end()?.next != first else { return }
        let end = try segment.endOfContent(after: 0)
        throw segment.damage(at: end, revision: nil, "the frame is missing that ends the segment")
    }

    /// The segment in which a revision is reached, or will be, as the revision that it begins with.
    func firstRevision(for revision: UInt64) -> UInt64 {
        self.firsts.last { $0 <= revision } ?? self.firsts[0]
    }
}

extension JournalSegment {
    /// Whether nothing stands behind the header.
    func isEmpty() throws(FileStoreError) -> Bool {
        let start = UInt64(JournalFormat.headerByteCount)
        return try self.endOfContent(after: start) == start
    }
}
