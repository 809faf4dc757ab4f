/// The end of a journal, from the first frame on that does not check out: nothing, what a crash tore, or damage.
///
/// Only the last frame can have been torn, before it was acknowledged: each is on disk before the next is written. It was
/// written over zeros that were on disk already. So a crash leaves some of its sectors, and zeros in place of the others;
/// and no sector of a whole frame is all zeros. What cannot be the remains of one unfinished write is damage, and is never
/// taken away: it may have been acknowledged.
///
/// One kind of damage cannot be told: a sector of the very last frame that was lost after it had been written.
package struct JournalTail {
    let segment: JournalSegment
    let offset: UInt64
    /// The revision of the step that should stand there.
    let revision: UInt64
    /// Where the zeros begin that reach to the end of the file.
    private let end: UInt64
    private let byteCount: UInt64

    /// Looks at the end of a segment.
    package init(of segment: JournalSegment, at offset: UInt64, revision: UInt64) throws(FileStoreError) {
        self.segment = segment
        self.offset = offset
        self.revision = revision
        self.byteCount = try segment.byteCount()
        self.end = try segment.endOfContent(after: offset)
    }

    /// The bytes that a crash tore; nil when there is nothing but zeros.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)``.
    package func torn() throws(FileStoreError) -> [UInt8]? {
        guard self.byteCount >= self.offset else { throw self.damage("the file ends before it") }
        guard self.end > self.offset else { return nil }
        let limit = UInt64(JournalFormat.frameByteCount(payload: JournalFormat.payloadByteLimit))
        guard self.end - self.offset <= limit else {
            throw self.damage("\(self.end - self.offset) bytes follow, more than one frame can have")
        }
        let header = try self.segment.frameHeader(at: self.offset)
        let frameEnd = min(self.byteCount, header.map { self.end(of: $0) } ?? (self.end + 7) / 8 * 8)
        let bytes = try self.read(Int(max(self.end, frameEnd) - self.offset))
        let detail = header.map { self.damage(of: $0, bytes) } ?? self.damageWithoutHeader(bytes)
        if let detail { throw self.damage(detail) }
        return bytes
    }

    /// Why a frame with a good header is damage, or nil when it is torn.
    private func damage(of header: JournalFrameHeader, _ bytes: [UInt8]) -> String? {
        guard header.firstRevision == self.revision else {
            return "the frame is that of revision \(header.firstRevision)"
        }
        guard self.end(of: header) <= self.byteCount else { return "the file ends inside the frame" }
        guard self.end <= self.end(of: header) else { return "the frame is damaged, and more follows it" }
        return self.hasUnwrittenSector(bytes) ? nil : "the checksum of the frame is wrong"
    }

    /// Why what has no good header is damage, or nil when it is torn: when a sector with some of its header was never
    /// written.
    private func damageWithoutHeader(_ bytes: [UInt8]) -> String? {
        if let follower = self.follower(in: bytes) {
            return "the frame's header is damaged, and another frame follows at byte \(self.offset + UInt64(follower))"
        }
        let first = self.sectorEnd(from: 0)
        if Self.isZero(bytes[..<min(first, bytes.count)]) { return nil }
        let badHeader = "the checksum of the frame's header is wrong"
        guard first < JournalFormat.frameHeaderByteCount, self.isPlausible(bytes.prefix(first)) else {
            return badHeader
        }
        let second = bytes.dropFirst(first).prefix(Int(JournalFormat.sectorByteCount))
        return Self.isZero(second) ? nil : badHeader
    }

    /// Whether the beginning of a header, as much of it as lies in the first sector, is one that was written.
    private func isPlausible(_ start: ArraySlice<UInt8>) -> Bool {
        guard start.count >= 8 else { return false }
        let (length, count) = (UInt32(littleEndianBytes: start[..<4]), UInt32(littleEndianBytes: start[4..<8]))
        guard JournalFrameHeader.isPlausible(payloadByteCount: length, commitCount: count) else { return false }
        let end = self.offset + UInt64(JournalFormat.frameByteCount(payload: Int(length)))
        guard self.end <= end, end <= self.byteCount else { return false }
        return start.count < 16 || UInt64(littleEndianBytes: start[8..<16]) == self.revision
    }

    /// Where in the bytes another frame begins.
    private func follower(in bytes: [UInt8]) -> Int? {
        let last = bytes.count - JournalFormat.frameHeaderByteCount
        guard last >= 8 else { return nil }
        return bytes.withUnsafeBytes { bytes in
            stride(from: 8, through: last, by: 8).first { place in
                JournalFrameHeader(UnsafeRawBufferPointer(rebasing: bytes[place...]), of: self.segment.header.store)
                    != nil
            }
        }
    }

    /// Whether a whole sector, as far as it lies in the frame, holds nothing but zeros: the disk never got it.
    ///
    /// No whole frame has such a sector. It begins with its length, ends with what fills it up, and both have at least
    /// eight bytes of a sector, or the whole frame.
    private func hasUnwrittenSector(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, self.sectorEnd(from: start))
            if Self.isZero(bytes[start..<end]) { return true }
            start = end
        }
        return false
    }

    /// Where the sector ends in which a byte lies.
    private func sectorEnd(from start: Int) -> Int {
        let rest = JournalFormat.sectorByteCount - (self.offset + UInt64(start)) % JournalFormat.sectorByteCount
        return start + Int(rest)
    }

    private static func isZero(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.withUnsafeBytes { $0.countWithoutTrailingZeros == 0 }
    }

    private func end(of header: JournalFrameHeader) -> UInt64 { self.offset + UInt64(header.frameByteCount) }

    private func read(_ count: Int) throws(FileStoreError) -> [UInt8] {
        try self.segment.read(count, at: self.offset)
    }

    private func damage(_ detail: String) -> FileStoreError {
        self.segment.damage(at: self.offset, revision: self.revision, detail)
    }
}
