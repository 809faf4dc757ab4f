/// The sections of a checkpoint, in the order in which they stand in the file.
///
/// Each begins at a multiple of ``CheckpointLayout/blockByteCount``; whatever lies between two is zero.
enum CheckpointSection: Int, CaseIterable {
    /// The bytes that the owner keeps beside the records.
    case details
    /// 32 bytes a record, ascending by key; see ``CheckpointEntry``.
    case entries
    /// The records, one behind the other in the order of the entries.
    case records
    /// 16 bytes a value: where its bytes begin (u64), how many there are (u32), how many lists follow (u32).
    case values
    /// For each value its bytes, then the numbers of the lists that its records are in, ascending (u32 each).
    case valueBytes
    /// Where records are, by their keys and by the hashes of their secondary keys; see ``CheckpointSlots``.
    case recordIndex
    case keyIndex
    /// Where each list begins among the postings (u64), and at last where the postings end; see ``CheckpointLists``.
    case lists
    /// The lists, one behind the other: ordinals of records, ascending (u32).
    case postings
    /// The checksums of the blocks; see ``CheckpointTree``.
    case checksums
}

/// What the parts of a checkpoint have in common.
enum CheckpointLayout {
    /// The bytes of a block: what is read at once from most disks, and what has a checksum of its own.
    static let blockByteCount = 4096
    static let blockShift = 12
    /// The most records: an ordinal and one more fit 32 bits.
    static let recordLimit = Int(UInt32.max) - 1

    /// The blocks that so many bytes take.
    @inline(__always)
    static func blockCount(of byteCount: Int) -> Int {
        byteCount >> Self.blockShift + (byteCount & (Self.blockByteCount - 1) == 0 ? 0 : 1)
    }

    /// Names the checksum of each of some blocks, by its number among them.
    static func forEachChecksum(of blocks: UnsafeRawBufferPointer, _ body: (Int, UInt32) -> Void) {
        for number in 0..<blocks.count >> Self.blockShift {
            let start = number << Self.blockShift
            let block = UnsafeRawBufferPointer(rebasing: blocks[start..<start + Self.blockByteCount])
            body(number, CRC32C.checksum(of: block))
        }
    }
}

/// Where the checksum of each block stands, and by what that is covered in turn.
///
/// The blocks of the file up to the checksums are level 0. Their checksums fill the blocks of level 1, whose own fill those of
/// level 2, up to a level of one block, whose checksum is in the header. So a block is verified with as many others as there
/// are levels (three for 4 GiB), and a file of any size is opened without reading all of its checksums.
struct CheckpointTree: Sendable {
    /// The checksums in a block.
    static let fanOut = CheckpointLayout.blockByteCount / 4

    /// The first block of each level, and at last the number of blocks of the file.
    let starts: [Int]

    /// Creates the levels above so many blocks, of which there is at least one.
    init(dataBlockCount: Int) {
        var starts = [0, dataBlockCount]
        var count = dataBlockCount
        repeat {
            count = (count - 1) / Self.fanOut + 1
            starts.append(starts[starts.count - 1] + count)
        } while count > 1
        self.starts = starts
    }

    /// The blocks of the whole file.
    var blockCount: Int { self.starts[self.starts.count - 1] }

    /// The block whose checksum the header has.
    var root: Int { self.blockCount - 1 }

    /// Where in the file the checksum of a block stands; nil for the root.
    func placeOfChecksum(of block: Int) -> Int? {
        guard block < self.root else { return nil }
        // invariant: `starts[0]` is 0, and a block that is not the root lies in a level that has one above it
        let level = (self.starts.firstIndex { $0 > block } ?? 1) - 1
        return self.starts[level + 1] * CheckpointLayout.blockByteCount + (block - self.starts[level]) * 4
    }
}

/// How an index of a checkpoint finds records: open addressing, eight bytes a slot.
///
/// A slot holds the ordinal of a record and one more in its low half, and the low half of a hash in its high half; it is zero
/// when it is empty. The search for a hash begins at the slot to which the high bits of the hash scale, and goes on with the
/// next one, after the last with the first, up to an empty slot, of which there is always one.
enum CheckpointSlots {
    static let byteCount = 8

    /// The slots for so many hashes: three of four are taken.
    static func slotCount(for count: Int) -> Int { count + count / 3 + 1 }

    /// About how many hashes an index with so many slots holds, and never fewer.
    static func count(ofSlots slotCount: Int) -> Int { slotCount * 3 / 4 + 1 }

    /// Whether a section can be an index that holds so many hashes.
    static func fit(_ section: Range<Int>, count: Int) -> Bool {
        section.count % Self.byteCount == 0 && section.count / Self.byteCount > count
    }

    /// The slot at which the search for a hash begins.
    @inline(__always)
    static func home(of hash: UInt64, slotCount: Int) -> Int {
        Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(truncatingIfNeeded: slotCount)).high)
    }

    /// The hash by which a record is found by its key, or with ``RecordKey/init(keyHash:)`` by a secondary one.
    @inline(__always)
    static func hash(of key: RecordKey, seed: KeyedHash.Seed) -> UInt64 {
        // The constants (fractions of the golden ratio and of the square root of 2) keep a seed of zeros from making zeros.
        let product = (key.high ^ seed.first ^ 0x9E37_79B9_7F4A_7C15)
            .multipliedFullWidth(by: key.low ^ seed.second ^ 0x6A09_E667_F3BC_C909)
        return product.high ^ product.low
    }
}

extension RecordKey {
    /// Stands for a secondary key of which only a hash is known, so that a poor hash does no harm.
    @inline(__always)
    init(keyHash: UInt64) {
        self.init(high: keyHash, low: 0)
    }
}

/// The slots of an index that is built.
struct CheckpointSlotTable: ~Copyable {
    private let slots: UnsafeMutableBufferPointer<UInt64>

    /// Makes empty slots for so many hashes.
    init(count: Int) {
        self.slots = .allocate(capacity: CheckpointSlots.slotCount(for: count))
        self.slots.initialize(repeating: 0)
    }

    deinit {
        self.slots.deallocate()
    }

    /// Inserts an ordinal; precondition: there are no more than there are slots for.
    @inline(__always)
    func insert(_ ordinal: Int, hash: UInt64) {
        var position = CheckpointSlots.home(of: hash, slotCount: self.slots.count)
        while self.slots[position] != 0 {
            position += 1
            if position == self.slots.count { position = 0 }
        }
        self.slots[position] = (hash << 32 | UInt64(truncatingIfNeeded: ordinal + 1)).littleEndian
    }

    /// The bytes, good for as long as the table is.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self.slots) }
}
