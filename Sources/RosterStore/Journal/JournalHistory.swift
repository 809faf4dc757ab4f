internal import Synchronization

/// Reads steps anywhere in a journal, on any thread, beside the process that writes.
///
/// Where frames stand is found out as they are read, and remembered of one in 256, in up to ``segmentLimit`` segments. Files
/// are open only while they are read.
package final class JournalHistory: Sendable {
    /// The most segments of which anything is remembered; ours.
    ///
    /// One of them takes 100 KB at most, unless its frames are smaller than any that this package writes.
    private static let segmentLimit = 64

    private struct State {
        /// The segments known, as the revisions that they begin with, in order; at first none.
        var firsts: [UInt64] = []
        var indexes: [UInt64: JournalIndex] = [:]
    }

    private let folder: PrivateFolder
    private let kind: StoreKind
    private let store: StoreID
    private let state = Mutex(State())

    /// Reads the journal of a store in a folder; nothing is opened yet.
    package init(in folder: PrivateFolder, kind: StoreKind, store: StoreID) {
        self.folder = folder
        self.kind = kind
        self.store = store
    }

    /// Lends the bytes of the steps behind a revision, in order, each with the revision that it reaches.
    ///
    /// - Parameters:
    ///   - last: The last revision to read, which must be known to be durable.
    ///   - limit: The most steps to read.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)``, also when `body` cannot understand a step.
    /// - Complexity: O(steps read), after the headers of some 256 frames, once that part of the journal was read before.
    package func read(
        after revision: UInt64, through last: UInt64, limit: Int,
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(FileStoreError) {
        guard revision < last, limit > 0 else { return }
        let end = min(last, revision + min(UInt64(limit), last - revision))
        var cursor = try self.cursor(at: revision + 1)
        defer { self.remember(cursor) }
        while cursor.next <= end {
            if let next = try cursor.read(after: revision, through: end, body) {
                self.remember(cursor)
                cursor = try self.cursor(in: next)
            }
        }
    }

    /// Forgets where frames stand: the files may have been replaced.
    package func forgetPlaces() { self.state.withLock { $0 = State() } }

    /// Stands before the frame in which a revision is reached, or some frames before.
    private func cursor(at revision: UInt64) throws(FileStoreError) -> JournalCursor {
        var firsts = self.state.withLock { $0.firsts }
        if firsts.isEmpty {
            firsts = try JournalName.segments(in: self.folder)
            self.state.withLock { [firsts] in $0.firsts = firsts }
        }
        let first = firsts.last { $0 <= revision } ?? 1
        let index = self.state.withLock { $0.indexes[first] } ?? JournalIndex(first: first)
        return JournalCursor(try self.open(first), at: index.mark(before: revision))
    }

    /// Stands before the first frame of a segment that follows another.
    private func cursor(in first: UInt64) throws(FileStoreError) -> JournalCursor {
        self.state.withLock { state in
            if let last = state.firsts.last, last < first { state.firsts.append(first) }
        }
        return JournalCursor(try self.open(first), at: JournalIndex(first: first).mark(before: first))
    }

    private func open(_ first: UInt64) throws(FileStoreError) -> JournalSegment {
        guard let segment = try JournalSegment.open(first, in: self.folder, kind: self.kind, store: self.store) else {
            throw .lost(path: self.folder.path(of: JournalName.segment(first)))
        }
        return segment
    }

    /// Remembers where frames stand that were read.
    private func remember(_ cursor: JournalCursor) {
        guard !cursor.marks.isEmpty else { return }
        let first = cursor.segment.header.firstRevision
        self.state.withLock { state in
            if state.indexes[first] == nil, state.indexes.count >= Self.segmentLimit, let any = state.indexes.keys.first
            {
                state.indexes[any] = nil
            }
            state.indexes[first, default: JournalIndex(first: first)].add(cursor.marks)
        }
    }
}

/// A reader of one segment, frame by frame.
private struct JournalCursor {
    let segment: JournalSegment
    private var offset: UInt64
    /// The revision that the first step of the next frame reaches.
    private(set) var next: UInt64
    /// The frames to remember.
    private(set) var marks: [JournalIndex.Mark] = []
    private var frameCount = 0

    init(_ segment: JournalSegment, at mark: JournalIndex.Mark) {
        self.segment = segment
        self.offset = mark.offset
        self.next = mark.revision
    }

    /// Reads a frame and lends those of its steps that lie between two revisions, or returns the next segment.
    mutating func read(
        after revision: UInt64, through last: UInt64,
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(FileStoreError) -> UInt64? {
        guard let header = try self.segment.frameHeader(at: self.offset), header.firstRevision == self.next else {
            throw self.damage(at: self.next, "the frame is missing or damaged")
        }
        if header.isEnd {
            if let next = try self.segment.nextSegment(endingAt: self.offset) { return next }
            throw self.damage(at: self.next, "the checksum of the frame is wrong")
        }
        if header.lastRevision > revision { try self.lend(header, after: revision, through: last, body) }
        self.offset += UInt64(header.frameByteCount)
        self.next = header.lastRevision + 1
        self.frameCount += 1
        if self.frameCount.isMultiple(of: JournalIndex.step) {
            self.marks.append(JournalIndex.Mark(revision: self.next, offset: self.offset))
        }
        return nil
    }

    private func lend(
        _ header: JournalFrameHeader, after revision: UInt64, through last: UInt64,
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(FileStoreError) {
        guard let payload = try self.segment.payload(of: header, at: self.offset) else {
            throw self.damage(at: self.next, "the checksum of the frame is wrong")
        }
        var current = header.firstRevision
        do throws(ByteReader.Malformed) {
            let commits = JournalCommits(payload: payload, first: current, count: header.commitCount)
            try commits.forEach { (number, bytes) throws(ByteReader.Malformed) in
                current = number
                if number > revision, number <= last { try body(number, bytes) }
            }
        } catch {
            throw self.damage(at: current, JournalCommits.misunderstanding)
        }
    }

    private func damage(at revision: UInt64, _ detail: String) -> FileStoreError {
        self.segment.damage(at: self.offset, revision: revision, detail)
    }
}

/// Where in one segment of a journal some of its frames stand: about one in 256.
///
/// It grows with what is read of the segment, from its beginning on.
struct JournalIndex: Sendable {
    /// How many frames lie between those that are remembered.
    static let step = 256

    /// A frame, and the revision that its first step reaches.
    struct Mark: Sendable {
        let revision: UInt64
        let offset: UInt64
    }

    private var marks: [Mark]

    /// Begins with the first frame of a segment.
    init(first revision: UInt64) {
        self.marks = [Mark(revision: revision, offset: UInt64(JournalFormat.headerByteCount))]
    }

    /// The last frame remembered that does not lie behind the one in which a revision is reached.
    func mark(before revision: UInt64) -> Mark {
        var (low, high) = (0, self.marks.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.marks[middle].revision <= revision { low = middle } else { high = middle }
        }
        return self.marks[low]
    }

    /// Remembers frames, in order; those that lie before the last one remembered are known already.
    mutating func add(_ marks: [Mark]) {
        for mark in marks where mark.offset > self.marks[self.marks.count - 1].offset { self.marks.append(mark) }
    }
}
