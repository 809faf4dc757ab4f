internal import RosterStore

/// How a file of breached passwords is written: a header, then blocks of digests in ascending order, none of them twice.
///
/// The header is 24 bytes: `RosterBP`, the number of the format (8 bytes) and the number of digests (8 bytes), the highest byte first. A
/// block is 200 digests of 20 bytes, or what is left for the last one, and a checksum (CRC-32C, 4 bytes) of its number and its digests.
enum BreachedPasswordFormat {
    static let headerByteCount = 24
    static let digestsInBlock = 200
    static let version: UInt64 = 1
    private static let mark = Array("RosterBP".utf8)
    private static let checksumByteCount = 4

    static func header(count: Int) -> [UInt8] {
        self.mark + self.bytes(of: self.version) + self.bytes(of: UInt64(count))
    }

    /// The number of digests that a header states; nil when it is no header.
    static func count(in header: [UInt8]) -> Int? {
        guard header.count == self.headerByteCount, header.starts(with: self.mark),
            self.number(header[8..<16]) == self.version
        else { return nil }
        // No disk holds as many.
        return Int(exactly: self.number(header[16..<24])).flatMap { $0 < 1 << 48 ? $0 : nil }
    }

    /// How long a file is that holds so many digests.
    static func byteCount(of count: Int) -> UInt64 {
        UInt64(self.headerByteCount + count * DigestKey.byteCount + self.blockCount(of: count) * self.checksumByteCount)
    }

    static func blockCount(of count: Int) -> Int { (count + self.digestsInBlock - 1) / self.digestsInBlock }

    /// Where a block is in a file of so many digests.
    static func place(ofBlock number: Int, of count: Int) -> (offset: UInt64, byteCount: Int) {
        let whole = self.digestsInBlock * DigestKey.byteCount + self.checksumByteCount
        let digests = min(self.digestsInBlock, count - number * self.digestsInBlock)
        return (UInt64(self.headerByteCount + number * whole), digests * DigestKey.byteCount + self.checksumByteCount)
    }

    static func block(_ number: Int, of digests: some Collection<DigestKey>) -> [UInt8] {
        let bytes = digests.flatMap(\.bytes)
        return bytes + self.bytes(of: UInt64(self.checksum(ofBlock: number, bytes))).suffix(self.checksumByteCount)
    }

    /// The digests in a block; nil when it is not as it was written.
    static func digests(inBlock number: Int, _ bytes: [UInt8]) -> [DigestKey]? {
        let digests = Array(bytes.dropLast(self.checksumByteCount))
        guard digests.count.isMultiple(of: DigestKey.byteCount),
            self.number(bytes.suffix(self.checksumByteCount)) == UInt64(self.checksum(ofBlock: number, digests))
        else { return nil }
        return stride(from: 0, to: digests.count, by: DigestKey.byteCount).map {
            DigestKey(digests[$0..<$0 + DigestKey.byteCount])
        }
    }

    private static func checksum(ofBlock number: Int, _ bytes: [UInt8]) -> UInt32 {
        CRC32C.checksum(of: self.bytes(of: UInt64(number)) + bytes)
    }

    private static func bytes(of number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}

/// A digest of 20 bytes as numbers, which compare as its bytes do.
struct DigestKey: Sendable, Hashable, Comparable {
    static let byteCount = 20
    let high: UInt128
    let low: UInt32

    init(_ bytes: some Collection<UInt8>) {
        self.high = bytes.prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        self.low = bytes.dropFirst(16).reduce(0) { $0 << 8 | UInt32($1) }
    }

    var bytes: [UInt8] {
        (0..<16).map { UInt8(truncatingIfNeeded: self.high >> (120 - 8 * $0)) }
            + (0..<4).map { UInt8(truncatingIfNeeded: self.low >> (24 - 8 * $0)) }
    }

    static func < (left: DigestKey, right: DigestKey) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }
}
