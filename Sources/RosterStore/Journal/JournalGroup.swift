/// Steps that are put together to be written at once: one frame.
package struct JournalGroup: Sendable {
    /// The revision that the first of the steps reaches.
    package let firstRevision: UInt64
    /// The number of steps.
    package private(set) var count = 0
    private var writer = ByteWriter()
    /// How many bytes the length of the last step took: a guess for the next.
    private var lengthByteCount = 1

    /// Creates an empty group whose first step will reach a revision.
    package init(first revision: UInt64) {
        self.firstRevision = revision
        self.writer.bytes.reserveCapacity(Self.expectedByteCount)
        self.writer.bytes.append(contentsOf: repeatElement(0, count: JournalFormat.frameHeaderByteCount))
    }

    /// The room that a group begins with: enough for a few steps of a few changes.
    private static let expectedByteCount = 1_000

    /// The number of bytes that the steps take together.
    package var byteCount: Int { self.writer.bytes.count - JournalFormat.frameHeaderByteCount }

    /// Adds a step, which `write` puts at the end of what it is given.
    ///
    /// It must not write 512 zero bytes in a row: a sector of them tells that the disk never got it.
    package mutating func add(_ write: (inout ByteWriter) -> Void) {
        let place = self.writer.bytes.count
        self.writer.bytes.append(contentsOf: repeatElement(0, count: self.lengthByteCount))
        write(&self.writer)
        self.putLength(at: place)
        self.count += 1
    }

    /// Adds a step that was encoded before, as ``add(_:)`` does.
    package mutating func add(_ step: [UInt8]) {
        self.add { $0.bytes.append(contentsOf: step) }
    }

    /// Puts the length of the last step before it, and moves it when the guess was wrong.
    private mutating func putLength(at place: Int) {
        let length = UInt64(self.writer.bytes.count - place - self.lengthByteCount)
        let byteCount = max(1, (70 - (length | 1).leadingZeroBitCount) / 7)
        if byteCount != self.lengthByteCount {
            let zeros = repeatElement(0 as UInt8, count: byteCount)
            self.writer.bytes.replaceSubrange(place..<place + self.lengthByteCount, with: zeros)
            self.lengthByteCount = byteCount
        }
        var rest = length
        for index in 0..<byteCount {
            let isLast = index == byteCount - 1
            self.writer.bytes[place + index] = UInt8(truncatingIfNeeded: rest) & 0x7F | (isLast ? 0 : 0x80)
            rest >>= 7
        }
    }

    // MARK: Writing

    /// The length of the whole frame.
    var frameByteCount: Int { JournalFormat.frameByteCount(payload: self.byteCount) }

    /// Lends the whole frame, header and all.
    mutating func withFrame<Result>(
        of store: StoreID, _ body: (UnsafeRawBufferPointer) throws(FileFailure) -> Result
    ) throws(FileFailure) -> Result {
        let byteCount = self.writer.bytes.count
        let fillerCount = self.frameByteCount - byteCount
        self.writer.bytes.append(contentsOf: repeatElement(JournalFormat.filler, count: fillerCount))
        defer { self.writer.bytes.removeLast(fillerCount) }
        let (count, first) = (self.count, self.firstRevision)
        return try self.writer.bytes.withUnsafeMutableBufferPointer { (buffer) throws(FileFailure) in
            let frame = UnsafeMutableRawBufferPointer(buffer)
            let payload = UnsafeRawBufferPointer(
                rebasing: UnsafeRawBufferPointer(frame)[JournalFormat.frameHeaderByteCount..<byteCount])
            JournalFrameHeader(payload: payload, commitCount: count, firstRevision: first).write(to: frame, of: store)
            return try body(UnsafeRawBufferPointer(frame))
        }
    }

    /// The frame that ends a segment, and names the revision with which the next one begins.
    static func endFrame(next revision: UInt64, of store: StoreID) throws(FileFailure) -> [UInt8] {
        var group = JournalGroup(first: revision)
        group.writer.writeFixed(revision)
        return try group.withFrame(of: store) { (frame) in Array(frame) }
    }
}
