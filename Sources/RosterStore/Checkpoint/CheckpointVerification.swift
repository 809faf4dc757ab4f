/// Reads out of records what the indexes of a checkpoint are built from.
package protocol RecordIndexing: Sendable {
    /// Reads what the indexes should know about a record, from its bytes alone, into facts that are empty.
    func readFacts(
        of record: UnsafeRawBufferPointer, into facts: inout RecordFacts
    ) throws(ByteReader.Malformed)

    /// Adds the hashes of a record's secondary keys, and reads no more than that takes.
    func readKeyHashes(of record: UnsafeRawBufferPointer, into hashes: inout [UInt64]) throws(ByteReader.Malformed)

    /// Fails unless a record can be read whole, and is one that would be written.
    func check(_ record: UnsafeRawBufferPointer, of key: RecordKey) throws(ByteReader.Malformed)

    /// Whether two records that have a hash of a secondary key in common have the same key.
    func haveSameKey(
        _ record: UnsafeRawBufferPointer, _ other: UnsafeRawBufferPointer, hash: UInt64
    ) throws(ByteReader.Malformed) -> Bool
}

/// What the indexes of a checkpoint know about a record.
package struct RecordFacts: Sendable, Hashable {
    package var group: UInt8 = 0
    package var flags: UInt8 = 0
    /// The keyed hashes of the secondary keys, in any order.
    package var keyHashes: [UInt64] = []
    /// The value that the record shares with others.
    package var value: [UInt8] = []
    /// The numbers of the lists that it is in through its value, in any order.
    package var lists: [UInt32] = []

    /// Creates empty facts.
    package init() {}

    /// Empties the facts, and keeps their room.
    mutating func removeAll() {
        (self.group, self.flags) = (0, 0)
        self.keyHashes.removeAll(keepingCapacity: true)
        self.value.removeAll(keepingCapacity: true)
        self.lists.removeAll(keepingCapacity: true)
    }
}

extension Checkpoint {
    /// Reads everything, and finds whether it is as a builder writes it.
    ///
    /// - Every block has its checksum, also those that were compared before.
    /// - Keys ascend, and the records follow each other without a gap.
    /// - Each index finds every record that it should, and holds nothing else. No two records share a secondary key.
    /// - What entries and values say follows from the records, and the lists from those.
    ///
    /// - Parameters:
    ///   - indexing: Reads the records.
    ///   - progress: Called now and then with the number of steps that were done, and of all.
    /// - Throws: ``FileStoreError/damaged(path:offset:revision:detail:)`` with the first fault.
    /// - Complexity: O(bytes of the file) time; memory for the distinct values.
    package func verify(
        _ indexing: some RecordIndexing, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(FileStoreError) {
        let total = self.blocks.tree.blockCount + self.recordCount
        try self.verifyBlocks { progress($0, total) }
        try self.verifyValues()
        var verification = try CheckpointVerification(self, indexing)
        for ordinal in 0..<self.recordCount {
            try verification.verify(ordinal)
            if ordinal % 65_536 == 0 { progress(self.blocks.tree.blockCount + ordinal, total) }
        }
        try verification.finish()
        progress(total, total)
    }

    /// Reads every block, and compares it with its checksum; what the bytes mean is not looked at.
    func verifyBlocks(progress: (_ done: Int) -> Void = { _ in }) throws(FileStoreError) {
        for block in 0..<self.blocks.tree.blockCount {
            if block > 0 { try self.blocks.verify(block) }
            if block % 4096 == 0 { progress(block) }
        }
    }

    private func verifyValues() throws(FileStoreError) {
        var end = self.valueBytes.lowerBound
        var known: Set<[UInt8]> = []
        for number in 0..<UInt32(clamping: self.valueCount) {
            let value = try self.value(number)
            let isAscending = zip(value.lists, value.lists.dropFirst()).allSatisfy { $0 < $1 }
            guard value.range.lowerBound == end, isAscending else {
                throw self.blocks.damaged(at: end, "invalid encoding of a value")
            }
            guard known.insert(Array(value.bytes)).inserted else {
                throw self.blocks.damaged(at: end, "the value has two numbers")
            }
            end = value.range.upperBound
        }
        guard end == self.valueBytes.upperBound else {
            throw self.blocks.damaged(at: end, "there is something behind the values")
        }
    }
}

/// The records of a checkpoint compared with its indexes, in the order of their ordinals.
private struct CheckpointVerification<Indexing: RecordIndexing> {
    private let checkpoint: Checkpoint
    private let indexing: Indexing
    private var last: RecordKey?
    private var recordsEnd = 0
    private var keyCount = 0
    /// The lists, and in each the position of the next record to come.
    private var lists: [PostingList] = []
    private var positions: [Int]
    private var facts = RecordFacts()

    /// Begins before the first record.
    init(_ checkpoint: Checkpoint, _ indexing: Indexing) throws(FileStoreError) {
        self.checkpoint = checkpoint
        self.indexing = indexing
        var total = 0
        for number in 0..<checkpoint.listCount + CheckpointLists.fixedCount {
            let list = try checkpoint.posting(number)
            guard list.offset == checkpoint.postings.lowerBound + 4 * total else {
                throw checkpoint.blocks.damaged(at: checkpoint.listsOffset + 8 * number, "the lists have gaps")
            }
            self.lists.append(list)
            total += list.count
        }
        guard 4 * total == checkpoint.postings.count else {
            throw checkpoint.blocks.damaged(
                at: checkpoint.postings.lowerBound, "there are more postings than lists hold")
        }
        self.positions = Array(repeating: 0, count: self.lists.count)
    }

    /// Compares the next record.
    mutating func verify(_ ordinal: Int) throws(FileStoreError) {
        let entry = try self.checkpoint.entry(ordinal)
        guard self.last.map({ $0 < entry.key }) ?? true else {
            throw self.checkpoint.damaged(ordinal, "the keys do not ascend")
        }
        guard entry.recordOffset == self.recordsEnd else {
            throw self.checkpoint.damaged(ordinal, "the records have gaps")
        }
        self.last = entry.key
        self.recordsEnd += entry.recordByteCount
        let record = try self.checkpoint.record(ordinal)
        try self.readFacts(of: record, ordinal)
        guard try self.checkpoint.find(record.key) == ordinal else {
            throw self.checkpoint.damaged(ordinal, "the record is not found by its key")
        }
        for hash in self.facts.keyHashes { try self.verify(hash, of: record, ordinal) }
        try self.verifyLists(of: entry, ordinal)
    }

    /// Compares what must come out at the end.
    func finish() throws(FileStoreError) {
        let blocks = self.checkpoint.blocks
        guard self.recordsEnd == self.checkpoint.records.count else {
            throw blocks.damaged(at: self.checkpoint.records.lowerBound + self.recordsEnd, "there are too many records")
        }
        let indexes = [
            (self.checkpoint.recordIndex, self.checkpoint.recordCount), (self.checkpoint.keyIndex, self.keyCount),
        ]
        for (index, count) in indexes where try self.takenCount(of: index) != count {
            throw blocks.damaged(at: index.offset, "the index holds more than the records")
        }
        for (number, list) in self.lists.enumerated() where self.positions[number] != list.count {
            throw blocks.damaged(at: list.offset, "the list holds more than its records")
        }
    }

    private mutating func readFacts(of record: CheckpointRecord, _ ordinal: Int) throws(FileStoreError) {
        self.facts.removeAll()
        do throws(ByteReader.Malformed) {
            try self.indexing.check(record.bytes, of: record.key)
            try self.indexing.readFacts(of: record.bytes, into: &self.facts)
        } catch {
            throw self.checkpoint.malformed(ordinal, error)
        }
    }

    private mutating func verify(_ hash: UInt64, of record: CheckpointRecord, _ ordinal: Int) throws(FileStoreError) {
        self.keyCount += 1
        let found = try self.checkpoint.find(keyHash: hash) { (other) throws(FileStoreError) in
            if other == ordinal { return true }
            guard try self.sharesKey(hash, with: other, record) else { return false }
            throw self.checkpoint.damaged(ordinal, "two records have the same key")
        }
        guard found == ordinal else {
            throw self.checkpoint.damaged(ordinal, "the record is not found by a secondary key")
        }
    }

    private func sharesKey(
        _ hash: UInt64, with other: Int, _ record: CheckpointRecord
    ) throws(FileStoreError) -> Bool {
        let bytes = try self.checkpoint.record(other).bytes
        do throws(ByteReader.Malformed) {
            var hashes: [UInt64] = []
            try self.indexing.readKeyHashes(of: bytes, into: &hashes)
            guard hashes.contains(hash) else { return false }
            return try self.indexing.haveSameKey(record.bytes, bytes, hash: hash)
        } catch {
            throw self.checkpoint.malformed(other, error)
        }
    }

    private mutating func verifyLists(of entry: CheckpointEntry, _ ordinal: Int) throws(FileStoreError) {
        let value = try self.checkpoint.value(entry.value)
        guard self.facts.group == entry.group, self.facts.flags == entry.flags,
            value.bytes.elementsEqual(self.facts.value), Set(self.facts.lists) == Set(value.lists)
        else { throw self.checkpoint.damaged(ordinal, "the entry says otherwise than the record") }
        var numbers = value.lists.map { Int($0) }
        CheckpointLists.forEachFixed(of: entry, listCount: self.checkpoint.listCount) { numbers.append($0) }
        for number in numbers {
            let position = self.positions[number]
            guard position < self.lists[number].count, try self.lists[number].ordinal(at: position) == ordinal else {
                throw self.checkpoint.damaged(ordinal, "the record is not in a list where it belongs")
            }
            self.positions[number] = position + 1
        }
    }

    private func takenCount(of index: CheckpointIndex) throws(FileStoreError) -> Int {
        var count = 0
        for position in 0..<index.slotCount {
            let offset = index.offset + position * CheckpointSlots.byteCount
            if try self.checkpoint.blocks.item(at: offset).load(as: UInt64.self) != 0 { count += 1 }
        }
        return count
    }
}
