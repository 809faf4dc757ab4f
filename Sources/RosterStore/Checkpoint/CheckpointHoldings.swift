/// Where a set of holdings lies among the bytes of all.
struct CheckpointHoldings {
    static let byteCount = 16

    /// Where its bytes begin.
    let offset: UInt64
    let bytesCount: UInt32
    /// How many role numbers follow its bytes, four bytes each.
    let roleCount: UInt32

    /// Loads one from 16 bytes.
    init(_ bytes: UnsafeRawPointer) {
        // invariant: 16 bytes at a multiple of 16 in memory that is aligned to a page
        self.offset = UInt64(littleEndian: bytes.load(as: UInt64.self))
        self.bytesCount = UInt32(littleEndian: bytes.load(fromByteOffset: 8, as: UInt32.self))
        self.roleCount = UInt32(littleEndian: bytes.load(fromByteOffset: 12, as: UInt32.self))
    }

    /// All of its bytes; does not overflow.
    var wholeCount: Int { Int(self.bytesCount) + 4 * Int(self.roleCount) }

    /// Where they lie in a file whose section of them lies so; nil when it cannot be.
    func range(in section: Range<Int>) -> Range<Int>? {
        guard self.offset <= UInt64(section.count), self.wholeCount <= section.count - Int(self.offset) else {
            return nil
        }
        let start = section.lowerBound + Int(self.offset)
        return start..<start + self.wholeCount
    }
}
