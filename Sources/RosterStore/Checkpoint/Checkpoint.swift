/// All records of a store at one revision, in a file that is mapped and not parsed.
///
/// Opening one reads its header and the details, whatever its size. A block of the file is compared with its checksum the first
/// time that something in it is read, so every call can throw ``FileStoreError/damaged(path:offset:revision:detail:)``: a
/// byte that is not as it was written is found when it is read, and changes no answer. No contents make a call trap or
/// search for longer than the file is large.
///
/// Records are numbered by their places in the order of keys: those are the ordinals, from 0. All calls can be made from any
/// thread. A file that another process cuts while it is open can end the process, see ``MappedBytes``.
package final class Checkpoint: Sendable {
    /// What the checkpoint says about itself.
    package let info: CheckpointInfo
    package let recordCount: Int
    /// How many values records share; the numbers of them are less.
    package let valueCount: Int
    /// How many lists there are that values name; the numbers of them are less.
    package let listCount: Int

    let blocks: CheckpointBlocks
    let records: Range<Int>
    let valueBytes: Range<Int>
    let recordIndex: CheckpointIndex
    let keyIndex: CheckpointIndex
    let listsOffset: Int
    let postings: Range<Int>
    private let entriesOffset: Int
    private let valuesOffset: Int

    /// Opens a checkpoint of a kind.
    ///
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` when it has no whole header, was cut, or is one of
    ///   another kind; ``FileStoreError/unsupportedVersion(path:version:)`` when a later version wrote it.
    package init(_ file: any StoreFile, path: String, kind: StoreKind) throws(FileStoreError) {
        let mapped = try translating(path) { () throws(FileFailure) -> MappedBytes? in
            let byteCount = Int(clamping: try file.status().byteCount)
            return byteCount < CheckpointHeader.byteCount ? nil : try file.map(byteCount: byteCount, isRandom: true)
        }
        guard let mapped, let memory = CheckpointMemory(mapped) else {
            throw .damaged(path: path, offset: 0, revision: nil, detail: "the file ends within its header")
        }
        let header = try CheckpointHeader(memory.firstPage, fileByteCount: memory.byteCount, path: path)
        guard header.info.kind == kind.number else {
            throw .damaged(path: path, offset: 12, revision: nil, detail: "the checkpoint is one of another kind")
        }
        let blocks = CheckpointBlocks(memory, header: header, path: path)
        var info = header.info
        info.details = Array(try blocks.bytes(in: header.range(of: .details)))
        self.info = info
        self.recordCount = header.recordCount
        self.valueCount = header.range(of: .values).count / SharedValue.entryByteCount
        self.listCount = header.range(of: .lists).count / 8 - 1 - CheckpointLists.fixedCount
        self.blocks = blocks
        self.entriesOffset = header.range(of: .entries).lowerBound
        self.records = header.range(of: .records)
        self.valuesOffset = header.range(of: .values).lowerBound
        self.valueBytes = header.range(of: .valueBytes)
        self.recordIndex = CheckpointIndex(header.range(of: .recordIndex))
        self.keyIndex = CheckpointIndex(header.range(of: .keyIndex))
        self.listsOffset = header.range(of: .lists).lowerBound
        self.postings = header.range(of: .postings)
    }

    /// Where the file is, for messages.
    package var path: String { self.blocks.path }
    /// The bytes of the file.
    package var byteCount: Int { self.blocks.byteCount }
}

/// Where an index lies in the file, and how many slots it has.
struct CheckpointIndex: Sendable {
    let offset: Int
    let slotCount: Int

    init(_ section: Range<Int>) {
        self.offset = section.lowerBound
        self.slotCount = section.count / CheckpointSlots.byteCount
    }
}

// MARK: - Finding

extension Checkpoint {
    /// The ordinal of the record with a key; nil when there is none.
    ///
    /// - Complexity: O(1) expected: a slot and an entry.
    package func find(_ key: RecordKey) throws(FileStoreError) -> Int? {
        let hash = CheckpointSlots.hash(of: key, seed: self.info.seed)
        return try self.search(self.recordIndex, for: hash) { (ordinal) throws(FileStoreError) in
            try self.entry(ordinal).key == key
        }
    }

    /// The ordinal of the first record with a secondary key that has a hash and is found to match; nil when there is none.
    ///
    /// - Parameters:
    ///   - keyHash: The hash, made with the seed in ``CheckpointInfo/seed``.
    ///   - matches: Whether the record with an ordinal has the key. Others can be asked about, too: half of the bits of the
    ///     hash decide whether one is.
    /// - Complexity: O(1) expected: a slot, and what `matches` reads.
    @inline(__always)
    package func find(
        keyHash: UInt64, where matches: (Int) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) -> Int? {
        let hash = CheckpointSlots.hash(of: RecordKey(keyHash: keyHash), seed: self.info.seed)
        return try self.search(self.keyIndex, for: hash, where: matches)
    }

    @inline(__always)
    private func search(
        _ index: CheckpointIndex, for hash: UInt64, where matches: (Int) throws(FileStoreError) -> Bool
    ) throws(FileStoreError) -> Int? {
        var position = CheckpointSlots.home(of: hash, slotCount: index.slotCount)
        for _ in 0..<index.slotCount {
            let offset = index.offset + position * CheckpointSlots.byteCount
            let slot = UInt64(littleEndian: try self.blocks.item(at: offset).load(as: UInt64.self))
            if slot == 0 { return nil }
            if UInt32(truncatingIfNeeded: slot >> 32) == UInt32(truncatingIfNeeded: hash) {
                let ordinal = Int(truncatingIfNeeded: slot & 0xFFFF_FFFF) - 1
                guard ordinal >= 0, ordinal < self.recordCount else {
                    throw self.blocks.damaged(at: offset, "the index names a record that is not there")
                }
                if try matches(ordinal) { return ordinal }
            }
            position += 1
            if position == index.slotCount { position = 0 }
        }
        throw self.blocks.damaged(at: index.offset, "the index has no empty slot")
    }

    /// The ordinal of the first record whose key is greater; the number of records when there is none, 0 for nil.
    ///
    /// - Complexity: O(log records).
    package func firstOrdinal(after key: RecordKey?) throws(FileStoreError) -> Int {
        guard let key else { return 0 }
        return try self.firstOrdinal { $0 > key }
    }

    /// The ordinal of the first record whose key is not less; the number of records when there is none.
    package func firstOrdinal(notBefore key: RecordKey) throws(FileStoreError) -> Int {
        try self.firstOrdinal { $0 >= key }
    }

    private func firstOrdinal(where isBehind: (RecordKey) -> Bool) throws(FileStoreError) -> Int {
        var low = 0
        var high = self.recordCount
        while low < high {
            let middle = low + (high - low) / 2
            if isBehind(try self.key(middle)) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

// MARK: - Reading

extension Checkpoint {
    /// The record with an ordinal, which must be less than ``recordCount``.
    ///
    /// Its bytes are good for as long as the checkpoint is held.
    @inline(__always)
    package func record(_ ordinal: Int) throws(FileStoreError) -> CheckpointRecord {
        let entry = try self.entry(ordinal)
        let count = entry.recordByteCount
        guard entry.recordOffset <= self.records.count, count <= self.records.count - entry.recordOffset else {
            throw self.damaged(ordinal, "the record is not among the records")
        }
        guard entry.value < self.valueCount else { throw self.damaged(ordinal, "there is no such value") }
        let start = self.records.lowerBound + entry.recordOffset
        return CheckpointRecord(
            key: entry.key, group: entry.group, flags: entry.flags, value: entry.value,
            bytes: try self.blocks.bytes(in: start..<start + count))
    }

    /// The key of the record with an ordinal, which must be less than ``recordCount``.
    @inline(__always)
    package func key(_ ordinal: Int) throws(FileStoreError) -> RecordKey { try self.entry(ordinal).key }

    @inline(__always)
    func entry(_ ordinal: Int) throws(FileStoreError) -> CheckpointEntry {
        precondition(
            ordinal >= 0 && ordinal < self.recordCount, "invariant: an ordinal is less than the number of records")
        return CheckpointEntry(try self.blocks.item(at: self.entriesOffset + ordinal * CheckpointEntry.byteCount))
    }

    /// What is wrong with the record that has an ordinal, as an error.
    package func damaged(_ ordinal: Int, _ detail: String) -> FileStoreError {
        self.blocks.damaged(at: self.entriesOffset + ordinal * CheckpointEntry.byteCount, detail)
    }

    /// What to throw when the bytes of a record cannot be understood.
    package func malformed(_ ordinal: Int, _ error: ByteReader.Malformed) -> FileStoreError {
        error.explaining(self.damaged(ordinal, "invalid record encoding"))
    }
}

// MARK: - Values

/// A value that records of a checkpoint share, and the lists that they are in through it, ascending.
package struct SharedValue {
    /// The bytes in the section of values: a place, and two counts.
    static let entryByteCount = 16

    /// Good for as long as the checkpoint is held.
    package let bytes: UnsafeRawBufferPointer
    package let lists: [UInt32]
    /// All of its bytes in the file, the numbers of lists among them.
    let range: Range<Int>
}

extension Checkpoint {
    /// A value; the number must be less than ``valueCount``.
    package func value(_ number: UInt32) throws(FileStoreError) -> SharedValue {
        precondition(number < self.valueCount, "invariant: the number of a value is less than how many there are")
        let place = self.valuesOffset + Int(number) * SharedValue.entryByteCount
        let entry = try self.blocks.item(at: place)
        let offset = UInt64(littleEndian: entry.load(as: UInt64.self))
        let count = Int(UInt32(littleEndian: entry.load(fromByteOffset: 8, as: UInt32.self)))
        let listsCount = Int(UInt32(littleEndian: entry.load(fromByteOffset: 12, as: UInt32.self)))
        let wholeCount = count + 4 * listsCount
        guard offset <= UInt64(self.valueBytes.count), wholeCount <= self.valueBytes.count - Int(offset) else {
            throw self.blocks.damaged(at: place, "the value is not among the values")
        }
        let start = self.valueBytes.lowerBound + Int(offset)
        let whole = try self.blocks.bytes(in: start..<start + wholeCount)
        let lists = stride(from: count, to: wholeCount, by: 4).map { offset in
            UInt32(littleEndian: whole.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
        }
        guard lists.allSatisfy({ $0 < self.listCount }) else {
            throw self.blocks.damaged(at: place, "the value names a list that is not there")
        }
        return SharedValue(
            bytes: UnsafeRawBufferPointer(rebasing: whole[..<count]), lists: lists, range: start..<start + wholeCount)
    }

    /// What to throw when the bytes of a value cannot be understood.
    package func malformed(value number: UInt32, _ error: ByteReader.Malformed) -> FileStoreError {
        let place = self.valuesOffset + Int(number) * SharedValue.entryByteCount
        return error.explaining(self.blocks.damaged(at: place, "invalid encoding of a value"))
    }
}
