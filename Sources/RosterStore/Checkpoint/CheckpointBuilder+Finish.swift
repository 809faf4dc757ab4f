extension CheckpointBuilder {
    /// Writes what is left, and makes the file durable.
    ///
    /// - Throws: ``FileStoreError/noSpace(path:)`` and others that a system call failed with. The file is of no use then.
    package func finish() throws(FileStoreError) {
        self.sections.append(try self.entries.finish())
        // What follows begins behind the room that was kept for entries, even when there is no record.
        self.sections.append(try self.records.finish())
        try self.writeHoldings()
        let counts = try self.writeIDIndex()
        try self.writeEmailIndex()
        try self.writeLists(counts)
        let (section, root) = try self.file.writeChecksums()
        let sections = self.sections + [section]
        try self.file.finish(
            CheckpointHeader(self.info, userCount: self.userCount, rootChecksum: root, sections: sections))
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

    private func writeHoldings() throws(FileStoreError) {
        try self.writeSection { (writer) throws(FileStoreError) in
            var offset = 0
            for number in 0..<self.holdings.count {
                let counts = (self.holdings.bytes(of: number).count, self.holdings.roles(of: number).count)
                try writer.write(UInt64(offset))
                try writer.write(UInt32(counts.0))
                try writer.write(UInt32(counts.1))
                offset += counts.0 + 4 * counts.1
            }
        }
        try self.writeSection { (writer) throws(FileStoreError) in
            for number in 0..<self.holdings.count {
                try writer.write(self.holdings.bytes(of: number))
                for role in self.holdings.roles(of: number) {
                    try withUnsafeBytes(of: role.littleEndian) { (bytes) throws(FileStoreError) in
                        try writer.write(bytes)
                    }
                }
            }
        }
    }

    /// Writes the index by identifier, and returns how long each list will be.
    private func writeIDIndex() throws(FileStoreError) -> [Int] {
        let counts = CheckpointCounts(self.roleCount + CheckpointLists.fixedCount)
        let holders = CheckpointCounts(self.holdings.count)
        let slots = CheckpointSlotTable(count: self.userCount)
        let (seed, roleCount) = (self.info.seed, self.roleCount)
        try self.forEachEntry { ordinal, entry in
            slots.insert(ordinal, hash: CheckpointSlots.hash(high: entry.high, low: entry.low, seed: seed))
            holders.add(1, at: Int(entry.holdings))
            CheckpointLists.forEachFixed(of: entry, roleCount: roleCount) { counts.add(1, at: $0) }
        }
        for number in 0..<self.holdings.count {
            for role in self.holdings.roles(of: number) { counts.add(holders[number], at: Int(role)) }
        }
        try self.writeSection { (writer) throws(FileStoreError) in try writer.write(slots.bytes) }
        return (0..<self.roleCount + CheckpointLists.fixedCount).map { counts[$0] }
    }

    private func writeEmailIndex() throws(FileStoreError) {
        let (hashes, ordinals) = self.emails
        self.emails = ([], [])
        let seed = self.info.seed
        let slots = CheckpointSlotTable(count: hashes.count)
        for (place, hash) in hashes.enumerated() {
            slots.insert(Int(ordinals[place]), hash: CheckpointSlots.hash(emailHash: hash, seed: seed))
        }
        try self.writeSection { (writer) throws(FileStoreError) in try writer.write(slots.bytes) }
    }

    /// Calls with every entry that was written, in the order of ordinals.
    @inline(__always)
    func forEachEntry(_ body: (Int, CheckpointEntry) -> Void) throws(FileStoreError) {
        let piece = UnsafeMutableRawBufferPointer.allocate(
            byteCount: 1 << 20, alignment: CheckpointLayout.blockByteCount)
        defer { piece.deallocate() }
        let perPiece = piece.count / CheckpointEntry.byteCount
        for first in stride(from: 0, to: self.userCount, by: perPiece) {
            let count = min(perPiece, self.userCount - first)
            let blockCount = CheckpointLayout.blockCount(of: count * CheckpointEntry.byteCount)
            let blocks = UnsafeMutableRawBufferPointer(rebasing: piece[..<(blockCount << CheckpointLayout.blockShift)])
            try self.file.read(into: blocks, at: self.entries.offset + first * CheckpointEntry.byteCount)
            guard let base = blocks.baseAddress else { return }
            // invariant: the blocks that were read hold `count` entries
            for place in 0..<count { body(first + place, CheckpointEntry(base + place * CheckpointEntry.byteCount)) }
        }
    }

    private func writeLists(_ counts: [Int]) throws(FileStoreError) {
        var starts = [0]
        for count in counts { starts.append(starts[starts.count - 1] + count) }
        try self.writeSection { (writer) throws(FileStoreError) in
            for start in starts { try writer.write(UInt64(start)) }
        }
        try self.writeSection { (writer) throws(FileStoreError) in try self.writePostings(starts, to: writer) }
    }
}

extension CheckpointBuilder {
    /// Writes all lists, a window of the postings after the other.
    ///
    /// The entries are read once for each window. A window takes 8 bytes a user or 16 MiB, so few are needed however many
    /// users there are.
    func writePostings(_ starts: [Int], to writer: CheckpointSectionWriter) throws(FileStoreError) {
        let total = starts[starts.count - 1]
        let window = UnsafeMutableBufferPointer<UInt32>.allocate(capacity: min(total, max(4 << 20, 2 * self.userCount)))
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
        let places = CheckpointCounts(starts.count)
        for (number, start) in starts.enumerated() { places.add(start - first, at: number) }
        let roleCount = self.roleCount
        try self.holdings.withRoles { (roles) throws(FileStoreError) in
            try self.forEachEntry { ordinal, entry in
                // invariant: the starts were counted from the same entries, so that every place of the window is filled
                func list(_ number: Int) {
                    let place = places[number]
                    places.add(1, at: number)
                    if place >= 0, place < window.count {
                        window[place] = UInt32(truncatingIfNeeded: ordinal).littleEndian
                    }
                }
                roles.forEach(of: Int(entry.holdings)) { list(Int($0)) }
                CheckpointLists.forEachFixed(of: entry, roleCount: roleCount, list)
            }
        }
    }
}

/// Numbers that are counted up, in memory of their own.
struct CheckpointCounts: ~Copyable {
    private let counts: UnsafeMutableBufferPointer<Int>

    /// Makes so many zeros.
    init(_ count: Int) {
        self.counts = .allocate(capacity: count)
        self.counts.initialize(repeating: 0)
    }

    deinit {
        self.counts.deallocate()
    }

    /// A number; precondition: the index is less than how many there are.
    @inline(__always)
    subscript(index: Int) -> Int {
        precondition(index >= 0 && index < self.counts.count, "invariant: what is counted has a number")
        return self.counts[index]
    }

    /// Adds to a number; precondition: the index is less than how many there are.
    @inline(__always)
    func add(_ count: Int, at index: Int) {
        precondition(index >= 0 && index < self.counts.count, "invariant: what is counted has a number")
        self.counts[index] += count
    }
}
