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
