/// What a store is about, as its files say.
package struct StoreKind: Sendable, Hashable {
    /// The number in the headers of its files.
    package let number: UInt32
    /// Whether what a checkpoint holds is dropped from the journal; otherwise the history is kept for good.
    package let dropsHistory: Bool

    /// Names a kind.
    package init(_ number: UInt32, dropsHistory: Bool = false) {
        self.number = number
        self.dropsHistory = dropsHistory
    }
}

/// What a journal looks like, byte by byte.
///
/// A journal is one or more files, the segments. Each begins with a header, and then has frames: one for each group of steps
/// that reached the disk together. What follows the last frame is zeros, written there beforehand, so that adding a frame
/// changes nothing but bytes that the file has already. All numbers are unsigned and little endian.
///
/// | header of a segment, 64 bytes | |
/// |---|---|
/// | 0–7 | `RSTOREJ` and a line feed |
/// | 8–11 | the format: 1 |
/// | 12–27 | 16 random bytes, the store's own: a frame of another store is never taken for one of this |
/// | 28–35 | the revision that the first step in it reaches; it is in the file's name too |
/// | 36–39 | what it is about (``StoreKind``) |
/// | 40–59 | zeros |
/// | 60–63 | CRC-32C of bytes 0–59 |
///
/// | frame, at a multiple of 8 | |
/// |---|---|
/// | 0–3 | the payload's length in bytes, from 1 to ``payloadByteLimit`` |
/// | 4–7 | the number of steps; 0 ends the segment |
/// | 8–15 | the revision that the first of the steps reaches |
/// | 16–19 | CRC-32C of the payload |
/// | 20–23 | CRC-32C of bytes 0–19 followed by the store's 16 bytes |
/// | 24– | the payload: each step behind its compact length; where the segment ends, the first revision of the next one |
/// | | 1 to 8 bytes 0xFF, up to a multiple of 8 |
///
/// No payload holds 512 zero bytes in a row.
package enum JournalFormat {
    /// The bytes that every segment begins with.
    static let magic = Array("RSTOREJ\n".utf8)
    /// The format written, and the only one read.
    static let version: UInt32 = 1
    /// The length of a segment's header.
    package static let headerByteCount = 64
    /// The length of a frame without its payload and what fills it up.
    package static let frameHeaderByteCount = 24
    /// The length of the payload that ends a segment.
    static let endPayloadByteCount = 8
    /// The length of the whole frame that ends a segment.
    static let endFrameByteCount = frameByteCount(payload: endPayloadByteCount)
    /// The most bytes of one payload; ours.
    static let payloadByteLimit = 256 << 20
    /// What fills a frame up.
    package static let filler: UInt8 = 0xFF
    /// The most that a disk is sure to write as a whole; what a crash tears, it tears between these.
    static let sectorByteCount: UInt64 = 512

    /// The length of a whole frame.
    package static func frameByteCount(payload: Int) -> Int {
        (self.frameHeaderByteCount + payload + 8) & ~7
    }
}

/// How large segments become, and the steps in which they grow; what readers need not know.
package struct JournalSizes: Sendable {
    /// A segment with more bytes than this is ended.
    package var segmentByteLimit: UInt64
    /// The length of a new segment, and the least by which one grows.
    package var firstStepByteCount: UInt64
    /// The most by which a segment grows, unless one frame takes more.
    package var stepByteLimit: UInt64
    /// Steps that are written at once have no more bytes than this; no more than the format allows.
    package var payloadByteLimit = JournalFormat.payloadByteLimit

    /// Segments of 64 MiB, which grow from 64 KiB by a quarter, up to 4 MiB.
    package static let standard = JournalSizes(
        segmentByteLimit: 64 << 20, firstStepByteCount: 64 << 10, stepByteLimit: 4 << 20)

    /// Creates sizes.
    package init(segmentByteLimit: UInt64, firstStepByteCount: UInt64, stepByteLimit: UInt64) {
        self.segmentByteLimit = segmentByteLimit
        self.firstStepByteCount = firstStepByteCount
        self.stepByteLimit = stepByteLimit
    }

    /// The length that a segment grows to when it is to have room up to an offset.
    func byteCount(after byteCount: UInt64, roomUpTo end: UInt64) -> UInt64 {
        let page: UInt64 = 4_096
        let step = max(self.firstStepByteCount, min(self.stepByteLimit, byteCount / 4))
        return (max(byteCount + step, end) + page - 1) / page * page
    }
}

/// The names of the files of a journal.
package enum JournalName {
    private static let prefix = "journal-"
    private static let digitCount = 20

    /// The name of the segment that begins with a revision.
    package static func segment(_ first: UInt64) -> String {
        let digits = String(first)
        return self.prefix + String(repeating: "0", count: self.digitCount - digits.utf8.count) + digits
    }

    /// The revision that the segment with a name begins with; nil when it is no name of a segment.
    package static func firstRevision(of name: String) -> UInt64? {
        let digits = name.utf8.dropFirst(self.prefix.utf8.count)
        guard name.hasPrefix(self.prefix), digits.count == self.digitCount,
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            let first = UInt64(Substring(digits)), first > 0
        else { return nil }
        return first
    }

    /// The segments of a folder, as the revisions that they begin with, in order.
    package static func segments(in folder: PrivateFolder) throws(FileStoreError) -> [UInt64] {
        try folder.names().compactMap { self.firstRevision(of: $0) }.sorted()
    }
}

/// What a segment of a journal begins with; see ``JournalFormat``.
package struct JournalSegmentHeader: Equatable {
    let store: StoreID
    let kind: UInt32
    package let firstRevision: UInt64

    package init(store: StoreID, kind: UInt32, firstRevision: UInt64) {
        self.store = store
        self.kind = kind
        self.firstRevision = firstRevision
    }

    /// Reads a header.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)``, or
    ///   ``FileStoreError/unsupportedVersion(path:version:)`` for one that is whole and of another format.
    init(_ bytes: [UInt8], path: String) throws(FileStoreError) {
        func damage(_ detail: String) -> FileStoreError {
            .damaged(path: path, offset: 0, revision: nil, detail: detail)
        }
        guard bytes.starts(with: JournalFormat.magic) else { throw damage("this is not how a journal begins") }
        guard bytes.count == JournalFormat.headerByteCount else { throw damage("the file ends inside its header") }
        guard CRC32C.checksum(of: bytes[..<60]) == UInt32(littleEndianBytes: bytes[60...]) else {
            throw damage("the checksum of the header is wrong")
        }
        let version = UInt32(littleEndianBytes: bytes[8..<12])
        guard version == JournalFormat.version else { throw .unsupportedVersion(path: path, version: version) }
        self.init(
            store: StoreID(sixteen: Array(bytes[12..<28])), kind: UInt32(littleEndianBytes: bytes[36..<40]),
            firstRevision: UInt64(littleEndianBytes: bytes[28..<36]))
        guard self.bytes == bytes else { throw damage("the header is whole but cannot be understood") }
    }

    /// The header's 64 bytes.
    package var bytes: [UInt8] {
        let fields =
            JournalFormat.magic + JournalFormat.version.littleEndianBytes + self.store.bytes
            + self.firstRevision.littleEndianBytes + self.kind.littleEndianBytes
            + [UInt8](repeating: 0, count: 20)
        return fields + CRC32C.checksum(of: fields).littleEndianBytes
    }
}
