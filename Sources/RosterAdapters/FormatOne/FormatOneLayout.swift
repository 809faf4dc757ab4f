internal import RosterDomain

/// What a journal looks like, byte by byte.
///
/// All numbers are unsigned and little endian. A journal is one header and, right behind it, one frame per step of the
/// history, without gaps.
///
/// | header, 32 bytes | |
/// |---|---|
/// | 0–7 | `ROSTERJ` and a line feed |
/// | 8–11 | the format: 1. Whatever the format, the header stays as it is here |
/// | 12–27 | 16 random bytes, the store's own: a frame of another store is never taken for one of this |
/// | 28–31 | CRC-32C of bytes 0–27 |
///
/// | frame | |
/// |---|---|
/// | 0–3 | the payload's length in bytes, from 1 to ``payloadByteLimit`` |
/// | 4–11 | the revision that the history reaches with this step: 1 in the first frame, and one more in each |
/// | 12–15 | CRC-32C of the payload |
/// | 16–19 | CRC-32C of bytes 0–15 followed by the store's 16 bytes |
/// | 20– | the payload: a `Commit` as JSON in UTF-8, without a zero byte |
enum FormatOneLayout {
    /// The bytes that every journal begins with.
    static let magic = Array("ROSTERJ\n".utf8)
    /// The only format read; nothing writes it any more.
    static let version: UInt32 = 1
    /// The length of the header.
    static let headerByteCount = 32
    /// The length of a frame without its payload.
    static let frameHeaderByteCount = 20
    /// The most bytes of one payload; ours.
    static let payloadByteLimit = 256 << 20
    /// The most that one write to a disk puts there as a whole; what a crash tears, it tears between these.
    static let sectorByteCount: UInt64 = 512
}

extension StoreID {
    /// Reads the header of a journal.
    init(journalHeader bytes: [UInt8], path: String) throws(FileStoreError) {
        func damage(_ detail: String) -> FileStoreError {
            .damaged(path: path, offset: 0, revision: nil, detail: detail)
        }
        guard bytes.starts(with: FormatOneLayout.magic) else { throw damage("this is not how a journal begins") }
        guard bytes.count == FormatOneLayout.headerByteCount else { throw damage("the file ends inside its header") }
        guard CRC32C.checksum(of: bytes[..<28]) == UInt32(littleEndianBytes: bytes[28...]) else {
            throw damage("the checksum of the header is wrong")
        }
        let version = UInt32(littleEndianBytes: bytes[8..<12])
        guard version == FormatOneLayout.version else { throw .unsupportedVersion(path: path, version: version) }
        self.init(sixteen: Array(bytes[12..<28]))
    }
}

/// What stands before a payload.
struct FormatOneFrame: Equatable {
    let payloadByteCount: Int
    let revision: UInt64
    let payloadChecksum: UInt32

    /// The length of the whole frame.
    var frameByteCount: Int { FormatOneLayout.frameHeaderByteCount + self.payloadByteCount }

    /// Reads a header of a store; nil when it is none, or is damaged.
    init?(_ bytes: ArraySlice<UInt8>, of store: StoreID) {
        guard bytes.count == FormatOneLayout.frameHeaderByteCount else { return nil }
        let start = bytes.startIndex
        let length = UInt32(littleEndianBytes: bytes[start..<start + 4])
        guard (1...UInt32(FormatOneLayout.payloadByteLimit)).contains(length) else { return nil }
        let checksum = Self.checksum(bytes[..<(start + 16)], of: store)
        guard UInt32(littleEndianBytes: bytes[(start + 16)...]) == checksum else { return nil }
        self.payloadByteCount = Int(length)
        self.revision = UInt64(littleEndianBytes: bytes[start + 4..<start + 12])
        self.payloadChecksum = UInt32(littleEndianBytes: bytes[start + 12..<start + 16])
    }

    private static func checksum(_ fields: ArraySlice<UInt8>, of store: StoreID) -> UInt32 {
        var sum = CRC32C()
        sum.update(fields)
        sum.update(store.bytes)
        return sum.value
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The bytes, least significant first.
    var littleEndianBytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> ($0 * 8)) }
    }

    /// Puts bytes together, least significant first.
    init(littleEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reversed().reduce(0) { $0 << 8 | Self($1) }
    }
}
