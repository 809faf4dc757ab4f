/// An open segment of a journal, its bytes read through a window.
///
/// One thread at a time uses it. What it lends is good until the next call.
package final class JournalSegment {
    /// The most bytes that are read at once, unless one frame has more.
    private static let windowByteLimit = 256 << 10
    /// The fewest bytes that are read at once.
    private static let windowByteMinimum = 4 << 10

    package let path: String
    package let header: JournalSegmentHeader
    let file: NamedFile

    private var window: UnsafeMutableRawBufferPointer
    private var windowStart: UInt64 = 0
    private var windowByteCount = 0
    /// How many bytes are read the next time; more and more, when it goes on.
    private var readAhead = windowByteMinimum

    /// Opens a segment and reads its header, or returns nil when there is none.
    ///
    /// - Throws: ``FileStoreError``; ``FileStoreError/lost(path:)`` when the segment is that of another store.
    static func open(
        _ first: UInt64, in folder: PrivateFolder, kind: StoreKind, store: StoreID?, for purpose: FilePurpose = .reading
    ) throws(FileStoreError) -> JournalSegment? {
        let name = JournalName.segment(first)
        guard let file = try folder.open(name, for: purpose) else { return nil }
        let segment = try JournalSegment(NamedFile(file, name: name, in: folder, for: purpose))
        guard segment.header.firstRevision == first, segment.header.kind == kind.number else {
            throw segment.damage(at: 0, revision: first, "the segment is another one than its name says")
        }
        if let store, segment.header.store != store { throw .lost(path: segment.path) }
        return segment
    }

    /// Reads the header of a segment.
    init(_ file: NamedFile) throws(FileStoreError) {
        self.file = file
        self.path = file.path
        let open = try file.open()
        let bytes = try translating(file.path) { () throws(FileFailure) in
            try open.read(JournalFormat.headerByteCount, at: 0)
        }
        self.header = try JournalSegmentHeader(bytes, path: file.path)
        self.window = Self.noWindow
    }

    /// Reads the header of a segment that stays open, whatever its name.
    package convenience init(_ file: any StoreFile, path: String) throws(FileStoreError) {
        try self.init(NamedFile(file, path: path))
    }

    private static var noWindow: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(start: nil, count: 0) }

    deinit {
        self.window.deallocate()
    }

    /// The length of the file.
    func byteCount() throws(FileStoreError) -> UInt64 {
        let file = try self.file.open()
        return try translating(self.path) { () throws(FileFailure) in try file.status().byteCount }
    }

    /// What is wrong with a place in the segment, as an error.
    func damage(at offset: UInt64, revision: UInt64?, _ detail: String) -> FileStoreError {
        .damaged(path: self.path, offset: offset, revision: revision, detail: detail)
    }

    /// Forgets what was read: another process may have written meanwhile.
    func forgetWindow() {
        self.makeWindow(byteCount: 0)
        self.readAhead = Self.windowByteMinimum
    }

    /// Reads bytes from an offset on, past the window; fewer only when the file ends.
    func read(_ count: Int, at offset: UInt64) throws(FileStoreError) -> [UInt8] {
        let file = try self.file.open()
        return try translating(self.path) { () throws(FileFailure) in try file.read(count, at: offset) }
    }

    /// Lends bytes from an offset on; fewer only when the file ends.
    func bytes(_ count: Int, at offset: UInt64) throws(FileStoreError) -> UnsafeRawBufferPointer {
        if offset < self.windowStart || offset + UInt64(count) > self.windowStart + UInt64(self.windowByteCount) {
            try self.fillWindow(from: offset, byteCount: count)
        }
        let start = Int(offset - self.windowStart)
        let end = min(start + count, self.windowByteCount)
        return UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(self.window)[start..<end])
    }

    private func fillWindow(from offset: UInt64, byteCount: Int) throws(FileStoreError) {
        self.makeWindow(byteCount: max(byteCount, self.readAhead))
        let file = try self.file.open()
        self.windowByteCount = try translating(self.path) { () throws(FileFailure) in
            try file.read(into: self.window, at: offset)
        }
        self.windowStart = offset
        self.readAhead = min(Self.windowByteLimit, self.readAhead * 4)
    }

    /// Gives the window another size, and empties it.
    private func makeWindow(byteCount: Int) {
        self.windowByteCount = 0
        guard byteCount != self.window.count else { return }
        self.window.deallocate()
        self.window = byteCount == 0 ? Self.noWindow : .allocate(byteCount: byteCount, alignment: 16)
    }
}

// MARK: - Frames

extension JournalSegment {
    /// The header of the frame at an offset; nil when none is there.
    package func frameHeader(at offset: UInt64) throws(FileStoreError) -> JournalFrameHeader? {
        JournalFrameHeader(try self.bytes(JournalFormat.frameHeaderByteCount, at: offset), of: self.header.store)
    }

    /// Lends the payload of a frame; nil when it is not what was written, or not all there.
    package func payload(of header: JournalFrameHeader, at offset: UInt64) throws(FileStoreError)
        -> UnsafeRawBufferPointer?
    {
        let byteCount = header.frameByteCount
        // Nothing larger than the file is made, whatever the length says.
        if byteCount > Self.windowByteLimit {
            guard try self.byteCount() >= UInt64(byteCount) else { return nil }
        }
        let frame = try self.bytes(byteCount, at: offset)
        guard frame.count == byteCount else { return nil }
        let end = JournalFormat.frameHeaderByteCount + header.payloadByteCount
        let payload = UnsafeRawBufferPointer(rebasing: frame[JournalFormat.frameHeaderByteCount..<end])
        var sum = CRC32C()
        sum.update(payload)
        guard sum.value == header.payloadChecksum else { return nil }
        return frame[end...].allSatisfy { $0 == JournalFormat.filler } ? payload : nil
    }

    /// The first revision of the segment that follows, if a frame that ends this one stands at an offset.
    func nextSegment(endingAt offset: UInt64) throws(FileStoreError) -> UInt64? {
        guard let header = try self.frameHeader(at: offset), header.isEnd,
            let payload = try self.payload(of: header, at: offset)
        else { return nil }
        let next = JournalFrameHeader.number(in: payload, at: 0, as: UInt64.self)
        // A segment that held nothing would be followed by itself.
        return next == header.firstRevision && next > self.header.firstRevision ? next : nil
    }

    /// Where the frame stands that ends the segment, and which segment it says follows; nil when there is none.
    ///
    /// It is the last thing in the file, besides zeros that a process had no time to cut away.
    package func end() throws(FileStoreError) -> (offset: UInt64, next: UInt64)? {
        if let end = try self.end(before: self.byteCount()) { return end }
        return try self.end(before: (self.endOfContent(after: 0) + 7) / 8 * 8)
    }

    private func end(before end: UInt64) throws(FileStoreError) -> (offset: UInt64, next: UInt64)? {
        let least = UInt64(JournalFormat.headerByteCount + JournalFormat.endFrameByteCount)
        guard end >= least else { return nil }
        let offset = end - UInt64(JournalFormat.endFrameByteCount)
        return try self.nextSegment(endingAt: offset).map { (offset, $0) }
    }

    /// Where the zeros begin that reach to the end of the file; looked for from the end on, and not before an offset.
    func endOfContent(after start: UInt64) throws(FileStoreError) -> UInt64 {
        var end = try self.byteCount()
        while end > start {
            let chunkStart = max(start, end > UInt64(Self.windowByteLimit) ? end - UInt64(Self.windowByteLimit) : 0)
            let chunk = try self.read(Int(end - chunkStart), at: chunkStart)
            let used = chunk.withUnsafeBytes { $0.countWithoutTrailingZeros }
            if used > 0 { return chunkStart + UInt64(used) }
            end = chunkStart
        }
        return start
    }
}

extension UnsafeRawBufferPointer {
    /// The number of bytes up to the last that is not zero.
    var countWithoutTrailingZeros: Int {
        var end = self.count
        while end >= 8, self.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self) == 0 { end -= 8 }
        while end > 0, self[end - 1] == 0 { end -= 1 }
        return end
    }
}
