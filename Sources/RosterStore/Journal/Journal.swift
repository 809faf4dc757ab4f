/// A place in a journal, between two frames.
package struct JournalPosition: Sendable, Equatable {
    /// The segment, as the revision that it begins with.
    package var segment: UInt64
    /// Where in it, in bytes from its beginning.
    package var offset: UInt64
    /// The revision that the first step of the frame there reaches, or will reach.
    package var next: UInt64

    /// Names a place.
    package init(segment: UInt64, offset: UInt64, next: UInt64) {
        self.segment = segment
        self.offset = offset
        self.next = next
    }
}

/// The history of a store on disk: read from a place on, and written at its end; see ``JournalFormat``.
///
/// One thread at a time uses it. Several processes may have a journal open; the one that writes holds the store's lock, and has
/// read up to the end under it. Segments are never removed, except of credentials: ``dropSegments(through:)``.
///
/// After an ``AppendError/outcomeUnknown(_:)`` nothing more is to be written with this object: a sync that failed cannot be
/// tried again, since the operating system forgets what it could not write.
package final class Journal {
    let folder: PrivateFolder
    package let kind: StoreKind
    package let store: StoreID
    let sizes: JournalSizes

    package var segment: JournalSegment
    /// How much of the segment is durable, and zeros where no frame is; nil when that is not known.
    var durableByteCount: UInt64?
    /// Whether it was seen that nothing stands behind the last frame, in this segment or another.
    var isEndChecked = false
    /// Whether the next segment is there already, and nothing ends this one.
    var isNextMade = false

    /// Where the next frame is read or written.
    package internal(set) var position: JournalPosition
    /// The torn end that was read last, which ``recoverTail()`` takes away.
    package internal(set) var tornTail: (offset: UInt64, bytes: [UInt8])?
    /// How many bytes of frames were added since the journal was opened.
    package internal(set) var appendedByteCount: UInt64 = 0

    /// Opens a journal behind a revision; what comes before is not read again.
    ///
    /// The first frame that is read begins with the next revision, also where the journal has both in one. A journal of
    /// credentials may begin as late as that, since what comes before is dropped from it once a checkpoint holds it.
    /// - Throws: ``FileStoreError``; ``FileStoreError/lost(path:)`` when a segment is missing.
    package init(
        in folder: PrivateFolder, kind: StoreKind, after revision: UInt64, sizes: JournalSizes = .standard
    ) throws(FileStoreError) {
        let segments = try JournalSegments(in: folder, kind: kind, after: revision)
        let first = segments.firstRevision(for: revision + 1)
        self.folder = folder
        self.kind = kind
        self.sizes = sizes
        self.store = segments.store
        self.segment = try Self.open(first, in: folder, kind: kind, store: segments.store)
        self.position = JournalPosition(
            segment: first, offset: UInt64(JournalFormat.headerByteCount), next: first)
        try self.skip(through: revision)
    }

    /// Makes a journal without any step; it is durable when this returns.
    package static func make(
        in folder: PrivateFolder, store: StoreID, kind: StoreKind, sizes: JournalSizes = .standard
    ) throws(FileStoreError) {
        try self.makeSegment(
            JournalSegmentHeader(store: store, kind: kind.number, firstRevision: 1), in: folder, sizes: sizes)
    }

    /// Whether a folder has any of the files of a journal.
    package static func exists(in folder: PrivateFolder) throws(FileStoreError) -> Bool {
        try !JournalName.segments(in: folder).isEmpty
    }

    /// Opens a segment to read it, and to write to it where that is allowed.
    static func open(
        _ first: UInt64, in folder: PrivateFolder, kind: StoreKind, store: StoreID
    ) throws(FileStoreError) -> JournalSegment {
        let purpose: FilePurpose = folder.isForReading ? .reading : .writing
        guard let segment = try JournalSegment.open(first, in: folder, kind: kind, store: store, for: purpose) else {
            throw .lost(path: folder.path(of: JournalName.segment(first)))
        }
        return segment
    }

    /// Opens the file, unless it is open.
    ///
    /// - Throws: ``FileStoreError/replaced(path:)`` when the segment has lost its name.
    func open() throws(FileStoreError) { _ = try self.segment.file.open() }

    /// Closes the file until it is used again.
    func close() { self.segment.file.close() }

    /// Goes on with another segment, of which nothing was read yet.
    func move(to first: UInt64) throws(FileStoreError) {
        self.segment = try Self.open(first, in: self.folder, kind: self.kind, store: self.store)
        self.durableByteCount = nil
        self.isEndChecked = false
        self.isNextMade = false
        self.position = JournalPosition(
            segment: first, offset: UInt64(JournalFormat.headerByteCount), next: first)
    }

    /// Where it is read, and the segment that is open there.
    var place: (segment: JournalSegment, position: JournalPosition) { (self.segment, self.position) }

    /// Goes back to a place where it was: what was read since will be read again, and so will what follows.
    func goBack(to place: (segment: JournalSegment, position: JournalPosition)) {
        guard place.position != self.position else { return }
        (self.segment, self.position) = place
        self.segment.forgetWindow()
        self.durableByteCount = nil
        self.isEndChecked = false
        self.isNextMade = false
        self.tornTail = nil
    }

    /// Goes on behind a frame.
    func move(behind header: JournalFrameHeader) {
        self.position.offset += UInt64(header.frameByteCount)
        self.position.next = header.lastRevision + 1
    }
}
