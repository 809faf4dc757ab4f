/// A record as a checkpoint holds one.
///
/// The bytes are borrowed: from a ``Checkpoint`` they are good for as long as it is held, for a ``CheckpointBuilder`` they need
/// only be good during the call.
package struct CheckpointRecord {
    package var key: RecordKey
    /// One of 256 groups; records are listed by it.
    package var group: UInt8
    /// Eight facts, a bit each; records are listed by every one of them.
    package var flags: UInt8
    /// The number that the record's value has in this checkpoint.
    package var value: UInt32
    /// The encoded record.
    package var bytes: UnsafeRawBufferPointer

    /// Describes a record.
    @inline(__always)
    package init(key: RecordKey, group: UInt8, flags: UInt8, value: UInt32, bytes: UnsafeRawBufferPointer) {
        self.key = key
        self.group = group
        self.flags = flags
        self.value = value
        self.bytes = bytes
    }
}

/// What stands about a record in the section of entries.
///
/// | bytes | |
/// |---|---|
/// | 0–15 | key: the first 64 bits, then the last, as two numbers |
/// | 16–21 | where the record begins, from the beginning of the records |
/// | 22 | group |
/// | 23 | flags |
/// | 24–27 | number of the value |
/// | 28–31 | bytes of the record |
///
/// 32 divides a block, so that an entry never lies in two.
struct CheckpointEntry {
    static let byteCount = 32
    static let recordOffsetLimit = 1 << 48

    let key: RecordKey
    /// The place of the record (48 bits), the group and the flags.
    private let packed: UInt64
    private let numbers: UInt64

    /// Creates an entry; precondition: the place of the record is less than ``recordOffsetLimit``.
    @inline(__always)
    init(_ record: CheckpointRecord, recordOffset: Int) {
        self.key = record.key
        self.packed = UInt64(recordOffset) | UInt64(record.group) << 48 | UInt64(record.flags) << 56
        self.numbers = UInt64(record.value) | UInt64(record.bytes.count) << 32
    }

    /// Loads an entry from 32 bytes.
    @inline(__always)
    init(_ bytes: UnsafeRawPointer) {
        // invariant: entries begin at multiples of 32 in memory that is aligned to a page
        self.key = RecordKey(
            high: UInt64(littleEndian: bytes.load(as: UInt64.self)),
            low: UInt64(littleEndian: bytes.load(fromByteOffset: 8, as: UInt64.self)))
        self.packed = UInt64(littleEndian: bytes.load(fromByteOffset: 16, as: UInt64.self))
        self.numbers = UInt64(littleEndian: bytes.load(fromByteOffset: 24, as: UInt64.self))
    }

    /// Stores the entry in 32 bytes.
    @inline(__always)
    func store(to bytes: UnsafeMutableRawPointer) {
        bytes.storeBytes(of: self.key.high.littleEndian, as: UInt64.self)
        bytes.storeBytes(of: self.key.low.littleEndian, toByteOffset: 8, as: UInt64.self)
        bytes.storeBytes(of: self.packed.littleEndian, toByteOffset: 16, as: UInt64.self)
        bytes.storeBytes(of: self.numbers.littleEndian, toByteOffset: 24, as: UInt64.self)
    }

    @inline(__always)
    var recordOffset: Int { Int(truncatingIfNeeded: self.packed & 0xFFFF_FFFF_FFFF) }
    @inline(__always)
    var recordByteCount: Int { Int(truncatingIfNeeded: self.numbers >> 32) }
    @inline(__always)
    var group: UInt8 { UInt8(truncatingIfNeeded: self.packed >> 48) }
    @inline(__always)
    var flags: UInt8 { UInt8(truncatingIfNeeded: self.packed >> 56) }
    @inline(__always)
    var value: UInt32 { UInt32(truncatingIfNeeded: self.numbers) }
}

/// The numbers of the lists of records in a checkpoint: those that values name, then one for each group and for each flag.
enum CheckpointLists {
    static let groupCount = 256
    static let flagCount = 8

    /// How many lists there are beside those that values name.
    static let fixedCount = Self.groupCount + Self.flagCount

    /// Whether a section can tell where each list begins and the last one ends.
    static func fit(_ section: Range<Int>) -> Bool {
        section.count % 8 == 0 && section.count / 8 > Self.fixedCount
    }

    /// Names every list that a record is in, but those of its value.
    @inline(__always)
    static func forEachFixed(of entry: CheckpointEntry, listCount: Int, _ body: (Int) -> Void) {
        body(listCount + Int(entry.group))
        var flags = entry.flags
        while flags != 0 {
            body(listCount + Self.groupCount + flags.trailingZeroBitCount)
            flags &= flags &- 1
        }
    }
}
