/// Writes a checkpoint: records in the order of their keys, then everything by which they are found.
///
/// The bytes go to the file in large pieces as they come. In memory stay 12 bytes a secondary key, and every distinct value;
/// ``finish()`` takes 11 bytes a record more, or 16 MiB. The last thing that is written is the header: a file that was not
/// finished has none.
package final class CheckpointBuilder {
    private let file: CheckpointFile
    private let info: CheckpointInfo
    private let listCount: Int
    private let recordLimit: Int
    private let keyEstimate: Int
    /// Where the sections lie that are finished, by their numbers.
    private var sections: [Range<Int>] = []
    private let entries: CheckpointSectionWriter
    private let records: CheckpointSectionWriter
    private var values = SharedValueTable()
    /// The hashes of secondary keys, and which records have them.
    private var keys: (hashes: [UInt64], ordinals: [UInt32]) = ([], [])
    private var recordCount = 0
    private var last: RecordKey?

    /// Begins a checkpoint in an empty file.
    ///
    /// - Parameters:
    ///   - file: The file; giving it a name once it is finished is up to the caller.
    ///   - path: Where the file is, for errors.
    ///   - info: What the checkpoint says about itself.
    ///   - listCount: How many lists values may name; their numbers are less.
    ///   - recordLimit: The most records that will be added. Room for so many entries is kept; what is not used stays a hole.
    ///   - keyEstimate: About how many secondary keys they have.
    package init(
        _ file: any StoreFile, path: String, info: CheckpointInfo, listCount: Int, recordLimit: Int, keyEstimate: Int
    ) throws(FileStoreError) {
        precondition(
            recordLimit >= 0 && recordLimit <= CheckpointLayout.recordLimit, "invariant: ordinals fit 32 bits")
        self.file = CheckpointFile(file, path: path)
        self.info = info
        self.listCount = listCount
        self.recordLimit = recordLimit
        self.keyEstimate = keyEstimate
        let details = CheckpointSectionWriter(self.file, at: CheckpointHeader.byteCount)
        try details.write(info.details)
        self.sections = [try details.finish()]
        let offset = CheckpointLayout.blockCount(of: self.sections[0].upperBound) * CheckpointLayout.blockByteCount
        self.entries = CheckpointSectionWriter(self.file, at: offset)
        let room = CheckpointLayout.blockCount(of: recordLimit * CheckpointEntry.byteCount)
        self.records = CheckpointSectionWriter(self.file, at: offset + room * CheckpointLayout.blockByteCount)
    }

    /// The number of a value in this checkpoint: the same for the same bytes.
    ///
    /// - Parameters:
    ///   - bytes: The value, written in the one way in which it can be.
    ///   - lists: The numbers of the lists that its records are in, in any order. They depend on the bytes alone.
    package func value(_ bytes: UnsafeRawBufferPointer, lists: [UInt32]) -> UInt32 {
        precondition(lists.allSatisfy { $0 < self.listCount }, "invariant: lists are numbered from 0")
        return self.values.number(of: bytes, lists: lists)
    }

    /// Adds a record, whose key is greater than all before; the number of its value is from ``value(_:lists:)``.
    @inline(__always)
    package func add(_ record: CheckpointRecord, keyHashes: [UInt64]) throws(FileStoreError) {
        precondition(self.last.map { $0 < record.key } ?? true, "invariant: records are added in the order of keys")
        precondition(self.recordCount < self.recordLimit, "invariant: no more records are added than were announced")
        precondition(record.value < self.values.count, "invariant: values are numbered before records have them")
        precondition(
            self.records.count < CheckpointEntry.recordOffsetLimit && record.bytes.count <= Int(UInt32.max),
            "invariant: records are found by 48 bits, and counted by 32")
        let entry = CheckpointEntry(record, recordOffset: self.records.count)
        try self.entries.write(count: CheckpointEntry.byteCount) { entry.store(to: $0) }
        try self.records.write(record.bytes)
        for hash in keyHashes { self.addKey(hash) }
        self.recordCount += 1
        self.last = record.key
    }

    private func addKey(_ hash: UInt64) {
        if self.keys.hashes.isEmpty {
            // Growing step by step would take twice the memory at times.
            self.keys.hashes.reserveCapacity(self.keyEstimate)
            self.keys.ordinals.reserveCapacity(self.keyEstimate)
        }
        self.keys.hashes.append(hash)
        self.keys.ordinals.append(UInt32(self.recordCount))
    }
}

// MARK: - Finishing

extension CheckpointBuilder {
    /// Writes what is left, and makes the file durable.
    ///
    /// - Throws: ``FileStoreError/noSpace(path:)`` and others that a system call failed with. The file is of no use then.
    package func finish() throws(FileStoreError) {
        self.sections.append(try self.entries.finish())
        // What follows begins behind the room that was kept for entries, even when there is no record.
        self.sections.append(try self.records.finish())
        try self.writeSection { (writer) throws(FileStoreError) in try self.values.writeEntries(to: writer) }
        try self.writeSection { (writer) throws(FileStoreError) in try self.values.writeBytes(to: writer) }
        let counts = try self.writeRecordIndex()
        try self.writeKeyIndex()
        try self.writeLists(counts)
        let (section, root) = try self.file.writeChecksums()
        try self.file.finish(
            CheckpointHeader(
                self.info, recordCount: self.recordCount, rootChecksum: root, sections: self.sections + [section]))
    }

    /// Writes a section behind all that are written.
    private func writeSection(
        _ body: (CheckpointSectionWriter) throws(FileStoreError) -> Void
    ) throws(FileStoreError) {
        let end = self.sections.last?.upperBound ?? CheckpointHeader.byteCount
        let offset = max(self.file.byteCount, CheckpointLayout.blockCount(of: end) * CheckpointLayout.blockByteCount)
        let writer = CheckpointSectionWriter(self.file, at: offset)
        try body(writer)
        self.sections.append(try writer.finish())
    }

    /// Writes the index by key, and returns how long each list will be.
    private func writeRecordIndex() throws(FileStoreError) -> [Int] {
        var counts = [Int](repeating: 0, count: self.listCount + CheckpointLists.fixedCount)
        var holders = [Int](repeating: 0, count: self.values.count)
        let slots = CheckpointSlotTable(count: self.recordCount)
        let (seed, listCount) = (self.info.seed, self.listCount)
        try self.forEachEntry { ordinal, entry in
            slots.insert(ordinal, hash: CheckpointSlots.hash(of: entry.key, seed: seed))
            holders[Int(entry.value)] += 1
            CheckpointLists.forEachFixed(of: entry, listCount: listCount) { counts[$0] += 1 }
        }
        for number in 0..<self.values.count {
            for list in self.values.lists(of: number) { counts[Int(list)] += holders[number] }
        }
        try self.writeSection { (writer) throws(FileStoreError) in try writer.write(slots.bytes) }
        return counts
    }

    private func writeKeyIndex() throws(FileStoreError) {
        let (hashes, ordinals) = self.keys
        self.keys = ([], [])
        let slots = CheckpointSlotTable(count: hashes.count)
        for (place, hash) in hashes.enumerated() {
            let hash = CheckpointSlots.hash(of: RecordKey(keyHash: hash), seed: self.info.seed)
            slots.insert(Int(ordinals[place]), hash: hash)
        }
        try self.writeSection { (writer) throws(FileStoreError) in try writer.write(slots.bytes) }
    }

    private func writeLists(_ counts: [Int]) throws(FileStoreError) {
        var starts = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        try self.writeSection { (writer) throws(FileStoreError) in
            for start in starts { try writer.write(UInt64(start)) }
        }
        try self.writeSection { (writer) throws(FileStoreError) in try self.writePostings(starts, to: writer) }
    }

    /// Writes all lists, a window of the postings after the other.
    ///
    /// The entries are read once for each window. A window takes 8 bytes a record or 16 MiB, so few are needed however many
    /// records there are.
    private func writePostings(_ starts: [Int], to writer: CheckpointSectionWriter) throws(FileStoreError) {
        let total = starts[starts.count - 1]
        let capacity = min(total, max(4 << 20, 2 * self.recordCount))
        let window = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: capacity)
        defer { window.deallocate() }
        for first in stride(from: 0, to: total, by: max(1, window.count)) {
            let part = UnsafeMutableBufferPointer(rebasing: window.prefix(total - first))
            try self.fill(part, from: first, starts)
            try writer.write(UnsafeRawBufferPointer(part))
        }
    }

    /// Fills a window with the postings from a place on.
    private func fill(
        _ window: UnsafeMutableBufferPointer<UInt32>, from first: Int, _ starts: [Int]
    ) throws(FileStoreError) {
        var places = starts.map { $0 - first }
        let listCount = self.listCount
        try self.forEachEntry { ordinal, entry in
            // invariant: the starts were counted from the same entries, so that every place of the window is filled
            func list(_ number: Int) {
                let place = places[number]
                places[number] += 1
                if place >= 0, place < window.count {
                    window[place] = UInt32(truncatingIfNeeded: ordinal).littleEndian
                }
            }
            for number in self.values.lists(of: Int(entry.value)) { list(Int(number)) }
            CheckpointLists.forEachFixed(of: entry, listCount: listCount, list)
        }
    }

    /// Calls with every entry that was written, in the order of ordinals.
    @inline(__always)
    private func forEachEntry(_ body: (Int, CheckpointEntry) -> Void) throws(FileStoreError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 1 << 20, alignment: CheckpointLayout.blockByteCount)
        defer { piece.deallocate() }
        let perPiece = piece.count / CheckpointEntry.byteCount
        for first in stride(from: 0, to: self.recordCount, by: perPiece) {
            let count = min(perPiece, self.recordCount - first)
            let blockCount = CheckpointLayout.blockCount(of: count * CheckpointEntry.byteCount)
            let blocks = UnsafeMutableRawBufferPointer(rebasing: piece[..<(blockCount << CheckpointLayout.blockShift)])
            try self.file.read(into: blocks, at: self.entries.offset + first * CheckpointEntry.byteCount)
            guard let base = blocks.baseAddress else { return }
            // invariant: the blocks that were read hold `count` entries
            for place in 0..<count { body(first + place, CheckpointEntry(base + place * CheckpointEntry.byteCount)) }
        }
    }
}

/// The distinct values of a checkpoint that is built, and their numbers.
private struct SharedValueTable {
    /// The bytes of all values, one behind the other, and where each one ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The lists of all values, and where those of each one end.
    private var lists: [UInt32] = []
    private var listEnds: [Int] = []
    private var numbers = NumberSlots()

    var count: Int { self.ends.count }

    /// The number of a value: that of an equal one, or else the next.
    mutating func number(of value: UnsafeRawBufferPointer, lists: [UInt32]) -> UInt32 {
        // Keyed anew by every process, so that attackers cannot choose values that collide.
        var hasher = Hasher()
        hasher.combine(bytes: value)
        let hash = UInt64(truncatingIfNeeded: hasher.finalize())
        if let number = self.numbers.find(hash, where: { self.isEqual($0, value) }) { return UInt32(number) }
        let number = self.count
        self.bytes.append(contentsOf: value)
        self.ends.append(self.bytes.count)
        let sorted = lists.sorted()
        for (place, list) in sorted.enumerated() where place == 0 || sorted[place - 1] != list {
            self.lists.append(list)
        }
        self.listEnds.append(self.lists.count)
        self.numbers.insert(number, hash: hash)
        return UInt32(number)
    }

    /// The lists that records with a value are in, ascending.
    @inline(__always)
    func lists(of number: Int) -> ArraySlice<UInt32> {
        self.lists[(number == 0 ? 0 : self.listEnds[number - 1])..<self.listEnds[number]]
    }

    func writeEntries(to writer: CheckpointSectionWriter) throws(FileStoreError) {
        var offset = 0
        for number in 0..<self.count {
            let counts = (self.bytes(of: number).count, self.lists(of: number).count)
            try writer.write(UInt64(offset))
            try writer.write(UInt32(counts.0))
            try writer.write(UInt32(counts.1))
            offset += counts.0 + 4 * counts.1
        }
    }

    func writeBytes(to writer: CheckpointSectionWriter) throws(FileStoreError) {
        for number in 0..<self.count {
            try writer.write(self.bytes(of: number))
            for list in self.lists(of: number) { try writer.write(list.littleEndianBytes) }
        }
    }

    private func bytes(of number: Int) -> ArraySlice<UInt8> {
        self.bytes[(number == 0 ? 0 : self.ends[number - 1])..<self.ends[number]]
    }

    private func isEqual(_ number: Int, _ value: UnsafeRawBufferPointer) -> Bool {
        let start = number == 0 ? 0 : self.ends[number - 1]
        guard self.ends[number] - start == value.count else { return false }
        return self.bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[start...]).starts(with: value) }
    }
}
