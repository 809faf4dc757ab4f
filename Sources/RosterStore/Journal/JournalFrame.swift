/// A group of steps out of a journal, whole and checked as bytes.
package struct JournalFrame: Sendable {
    /// The revision that the first of the steps reaches.
    package let firstRevision: UInt64
    /// The number of steps; at least one.
    package let count: Int
    /// The steps, each behind its compact length.
    package let payload: [UInt8]
    /// The segment that they stand in, and where in it.
    package let path: String
    package let offset: UInt64

    /// The revision that the steps reach together.
    package var lastRevision: UInt64 { self.firstRevision + UInt64(self.count) - 1 }

    /// Lends the bytes of each step, in order, with the revision that it reaches.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` when `body` cannot understand a step.
    package func forEachCommit(
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(FileStoreError) {
        try self.payload.withUnsafeBufferPointer { (payload) throws(FileStoreError) in
            let commits = JournalCommits(
                payload: UnsafeRawBufferPointer(payload), first: self.firstRevision, count: self.count)
            var revision = self.firstRevision
            do throws(ByteReader.Malformed) {
                try commits.forEach { (number, bytes) throws(ByteReader.Malformed) in
                    revision = number
                    try body(number, bytes)
                }
            } catch {
                throw error.explaining(self.damage(at: revision, JournalCommits.misunderstanding))
            }
        }
    }

    /// What is wrong with a step of the group, as an error.
    package func damage(at revision: UInt64, _ detail: String) -> FileStoreError {
        .damaged(path: self.path, offset: self.offset, revision: revision, detail: detail)
    }

    /// The group without its steps up to a revision, at least one of which is left.
    func dropping(through revision: UInt64) throws(FileStoreError) -> JournalFrame {
        guard revision >= self.firstRevision else { return self }
        let dropped = Int(revision - self.firstRevision) + 1
        let start = self.payload.withUnsafeBytes { payload in
            var reader = ByteReader(payload)
            for _ in 0..<dropped {
                guard let count = try? reader.readCount(), (try? reader.read(count: count)) != nil else { return -1 }
            }
            return reader.position
        }
        guard start >= 0 else { throw self.damage(at: self.firstRevision, JournalCommits.misunderstanding) }
        return JournalFrame(
            firstRevision: revision + 1, count: self.count - dropped, payload: Array(self.payload[start...]),
            path: self.path, offset: self.offset)
    }
}

/// The steps in a payload.
package struct JournalCommits {
    static let misunderstanding = "the record is whole but cannot be understood"

    let payload: UnsafeRawBufferPointer
    let first: UInt64
    let count: Int

    /// Names the steps of a payload.
    package init(payload: UnsafeRawBufferPointer, first: UInt64, count: Int) {
        self.payload = payload
        self.first = first
        self.count = count
    }

    /// Lends the bytes of each step; all bytes of the payload must belong to one.
    @inline(__always)
    package func forEach(
        _ body: (UInt64, UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Void
    ) throws(ByteReader.Malformed) {
        var reader = ByteReader(self.payload)
        for number in 0..<self.count {
            let byteCount = try reader.readCount()
            try body(self.first + UInt64(number), try reader.read(count: byteCount))
        }
        guard reader.remainingCount == 0 else { throw .init() }
    }
}

/// What stands before the payload of a frame; see ``JournalFormat``.
package struct JournalFrameHeader: Equatable {
    package let payloadByteCount: Int
    /// The number of steps; 0 ends the segment.
    package let commitCount: Int
    package let firstRevision: UInt64
    let payloadChecksum: UInt32

    /// The header for a payload of up to ``JournalFormat/payloadByteLimit`` bytes.
    package init(payload: UnsafeRawBufferPointer, commitCount: Int, firstRevision: UInt64) {
        self.payloadByteCount = payload.count
        self.commitCount = commitCount
        self.firstRevision = firstRevision
        var sum = CRC32C()
        sum.update(payload)
        self.payloadChecksum = sum.value
    }

    /// Reads a header of a store; nil when it is none, or is damaged.
    init?(_ bytes: UnsafeRawBufferPointer, of store: StoreID) {
        guard bytes.count >= JournalFormat.frameHeaderByteCount, Self.isPlausible(bytes) else { return nil }
        guard Self.number(in: bytes, at: 20, as: UInt32.self) == Self.checksum(bytes, of: store) else { return nil }
        self.payloadByteCount = Int(Self.number(in: bytes, at: 0, as: UInt32.self))
        self.commitCount = Int(Self.number(in: bytes, at: 4, as: UInt32.self))
        self.firstRevision = Self.number(in: bytes, at: 8)
        self.payloadChecksum = Self.number(in: bytes, at: 16)
    }

    /// The length of the whole frame.
    package var frameByteCount: Int { JournalFormat.frameByteCount(payload: self.payloadByteCount) }

    /// Whether the frame ends its segment.
    package var isEnd: Bool { self.commitCount == 0 }

    /// The revision that the steps in the frame reach together.
    package var lastRevision: UInt64 { self.firstRevision + UInt64(self.commitCount) - 1 }

    /// Puts the header before its payload.
    package func write(to bytes: UnsafeMutableRawBufferPointer, of store: StoreID) {
        bytes.storeBytes(of: UInt32(self.payloadByteCount).littleEndian, toByteOffset: 0, as: UInt32.self)
        bytes.storeBytes(of: UInt32(self.commitCount).littleEndian, toByteOffset: 4, as: UInt32.self)
        bytes.storeBytes(of: self.firstRevision.littleEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: self.payloadChecksum.littleEndian, toByteOffset: 16, as: UInt32.self)
        let sum = Self.checksum(UnsafeRawBufferPointer(bytes), of: store)
        bytes.storeBytes(of: sum.littleEndian, toByteOffset: 20, as: UInt32.self)
    }

    /// Whether a payload of as many bytes may hold as many steps.
    static func isPlausible(payloadByteCount: UInt32, commitCount: UInt32) -> Bool {
        guard (1...UInt32(JournalFormat.payloadByteLimit)).contains(payloadByteCount) else { return false }
        if commitCount == 0 { return payloadByteCount == UInt32(JournalFormat.endPayloadByteCount) }
        return commitCount <= payloadByteCount
    }

    private static func isPlausible(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let revision = self.number(in: bytes, at: 8, as: UInt64.self)
        // There will never be as many steps that adding another frame's to them is too much.
        return self.isPlausible(
            payloadByteCount: self.number(in: bytes, at: 0), commitCount: self.number(in: bytes, at: 4))
            && (1...UInt64.max >> 1).contains(revision)
    }

    private static func checksum(_ bytes: UnsafeRawBufferPointer, of store: StoreID) -> UInt32 {
        var sum = CRC32C()
        sum.update(UnsafeRawBufferPointer(rebasing: bytes[..<20]))
        sum.update(store.bytes)
        return sum.value
    }

    static func number<Number: FixedWidthInteger & BitwiseCopyable>(
        in bytes: UnsafeRawBufferPointer, at offset: Int, as: Number.Type = Number.self
    ) -> Number {
        Number(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
