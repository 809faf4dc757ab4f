/// What stands about a user in the section of entries.
///
/// | bytes | |
/// |---|---|
/// | 0–15 | identifier: the first 64 bits, then the last, as two numbers |
/// | 16–21 | where the record begins, from the beginning of the records |
/// | 22 | status |
/// | 23 | flags |
/// | 24–27 | number of the set of holdings |
/// | 28–31 | bytes of the record |
///
/// 32 divides a block, so that an entry never lies in two.
package struct CheckpointEntry {
    static let byteCount = 32
    static let recordOffsetLimit = 1 << 48

    package let high: UInt64
    package let low: UInt64
    /// The place of the record (48 bits), the status and the flags.
    private let packed: UInt64
    private let numbers: UInt64

    /// Creates an entry; precondition: the place of the record is less than ``recordOffsetLimit``.
    @inline(__always)
    init(_ user: CheckpointUser, recordOffset: Int) {
        self.high = user.key.high
        self.low = user.key.low
        self.packed = UInt64(recordOffset) | UInt64(user.status) << 48 | UInt64(user.flags) << 56
        self.numbers = UInt64(user.holdings) | UInt64(user.record.count) << 32
    }

    /// Loads an entry from 32 bytes.
    @inline(__always)
    init(_ bytes: UnsafeRawPointer) {
        // invariant: entries begin at multiples of 32 in memory that is aligned to a page
        self.high = UInt64(littleEndian: bytes.load(as: UInt64.self))
        self.low = UInt64(littleEndian: bytes.load(fromByteOffset: 8, as: UInt64.self))
        self.packed = UInt64(littleEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
        self.numbers = UInt64(littleEndian: bytes.load(fromByteOffset: 24, as: UInt64.self))
    }

    /// Stores the entry in 32 bytes.
    @inline(__always)
    func store(to bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: self.high.littleEndian, as: UInt64.self)
        bytes.storeBytes(of: self.low.littleEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: self.packed.littleEndian, toByteOffset: 16, as: UInt64.self)
        bytes.storeBytes(of: self.numbers.littleEndian, toByteOffset: 24, as: UInt64.self)
    }

    @inline(__always)
    package var key: RecordKey { RecordKey(high: self.high, low: self.low) }
    @inline(__always)
    package var recordOffset: Int { Int(truncatingIfNeeded: self.packed & 0xFFFF_FFFF_FFFF) }
    @inline(__always)
    package var recordByteCount: Int { Int(truncatingIfNeeded: self.numbers >> 32) }
    @inline(__always)
    package var status: UInt8 { UInt8(truncatingIfNeeded: self.packed >> 48) }
    @inline(__always)
    package var flags: UInt8 { UInt8(truncatingIfNeeded: self.packed >> 56) }
    @inline(__always)
    package var holdings: UInt32 { UInt32(truncatingIfNeeded: self.numbers) }
}
