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
                try self.dropUnended(segment, before: next)
            }
            segment = next
        }
    }

    /// Accepts a segment that does not end when nothing is in the next one, which is the last, and does not count that one.
    ///
    /// The process that made it has not come to end the one before, or died before doing so.
    private mutating func dropUnended(
        _ segment: JournalSegment, before next: JournalSegment
    ) throws(FileStoreError) {
        let first = next.header.firstRevision
        if first == self.firsts.last, try next.isEmpty() {
            self.firsts.removeLast()
            return
        }
        // Asked once more: another process may have ended the one and written to the other in between.
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

/// How far a journal reaches at one revision: its segments, and how much of each is history up to there.
package struct JournalExtent {
    /// One of the segments.
    package struct Segment {
        package let firstRevision: UInt64
        /// The bytes from the beginning of the file that hold history: the last ones of a segment that was ended end it.
        package let usedByteCount: UInt64
        /// The length of the file.
        package let byteCount: UInt64

        package var name: String { JournalName.segment(self.firstRevision) }
    }

    /// The segments, in order; never none.
    package let segments: [Segment]

    /// Looks where the history stands behind a revision and up to one that is durable, reading the headers of frames alone.
    ///
    /// - Throws: ``FileStoreError``, when a segment is missing, or one that should be ended is not.
    package init(
        in folder: PrivateFolder, kind: StoreKind, after start: UInt64 = 0, through revision: UInt64
    ) throws(FileStoreError) {
        let journal = try Journal(in: folder, kind: kind, after: revision)
        let position = journal.position
        let firsts = try JournalName.segments(in: folder)
        let begin = firsts.last { $0 <= start + 1 } ?? 1
        var segments: [Segment] = []
        for first in firsts where (begin..<position.segment).contains(first) {
            guard let segment = try JournalSegment.open(first, in: folder, kind: kind, store: journal.store) else {
                throw .lost(path: folder.path(of: JournalName.segment(first)))
            }
            segments.append(try Self.ended(segment))
        }
        let last = Segment(
            firstRevision: position.segment, usedByteCount: position.offset, byteCount: try journal.segment.byteCount())
        self.segments = segments + [last]
    }

    private static func ended(_ segment: JournalSegment) throws(FileStoreError) -> Segment {
        guard let end = try segment.end() else {
            throw segment.damage(at: 0, revision: nil, "the frame is missing that ends the segment")
        }
        return Segment(
            firstRevision: segment.header.firstRevision,
            usedByteCount: end.offset + UInt64(JournalFormat.endFrameByteCount), byteCount: try segment.byteCount())
    }

    /// The bytes of history in all segments.
    package var usedByteCount: UInt64 { self.segments.reduce(0) { $0 + $1.usedByteCount } }
}
