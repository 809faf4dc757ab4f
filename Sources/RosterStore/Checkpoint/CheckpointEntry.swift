/// A user as a checkpoint holds one.
///
/// The record is borrowed: from a ``Checkpoint`` it is good for as long as the checkpoint is held, for a
/// ``CheckpointBuilder`` it need only be good during the call.
package struct CheckpointUser {
    package var key: RecordKey
    /// The status, as a number that means nothing here; users are listed by it.
    package var status: UInt8
    /// Eight facts, a bit each; users are listed by every one of them.
    package var flags: UInt8
    /// The number that the set of holdings has in this checkpoint.
    package var holdings: UInt32
    /// The encoded user.
    package var record: UnsafeRawBufferPointer

    /// Creates a user.
    @inline(__always)
    package init(key: RecordKey, status: UInt8, flags: UInt8, holdings: UInt32, record: UnsafeRawBufferPointer) {
        self.key = key
        self.status = status
        self.flags = flags
        self.holdings = holdings
        self.record = record
    }
}

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

/// The numbers of the lists of users in a checkpoint: one for each role, then for each status, then for each flag.
enum CheckpointLists {
    static let statusCount = 256
    static let flagCount = 8

    /// How many lists there are beside those of roles.
    static let fixedCount = Self.statusCount + Self.flagCount

    /// Whether a section can tell where each list begins and the last one ends.
    static func fit(_ section: Range<Int>) -> Bool {
        section.count % 8 == 0 && section.count / 8 > Self.fixedCount
    }

    /// Names every list that a user is in, but those of roles.
    @inline(__always)
    static func forEachFixed(of entry: CheckpointEntry, roleCount: Int, _ body: (Int) -> Void) {
        body(roleCount + Int(entry.status))
        var flags = entry.flags
        while flags != 0 {
            body(roleCount + Self.statusCount + flags.trailingZeroBitCount)
            flags &= flags &- 1
        }
    }
}
