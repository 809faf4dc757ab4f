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
        var places = starts
        try self.forEachEntry { ordinal, entry in
            // invariant: the starts were counted from the same entries, so that every place of the window is filled
            func list(_ number: Int) {
                let place = places[number] - first
                places[number] += 1
                if place >= 0, place < window.count { window[place] = UInt32(truncatingIfNeeded: ordinal).littleEndian }
            }
            for role in self.holdings.roles(of: Int(entry.holdings)) { list(Int(role)) }
            CheckpointLists.forEachFixed(of: entry, roleCount: self.roleCount, list)
        }
    }
}

/// The slots of an index that is built.
struct CheckpointSlotTable: ~Copyable {
    private let slots: UnsafeMutableBufferPointer<UInt64>

    /// Makes empty slots for so many users.
    init(count: Int) {
        self.slots = .allocate(capacity: CheckpointSlots.slotCount(for: count))
        self.slots.initialize(repeating: 0)
    }

    deinit {
        self.slots.deallocate()
    }

    /// Inserts a user; precondition: there are no more than there are slots for.
    @inline(__always)
    mutating func insert(_ ordinal: Int, hash: UInt64) {
        var position = CheckpointSlots.home(of: hash, slotCount: self.slots.count)
        while self.slots[position] != 0 {
            position += 1
            if position == self.slots.count { position = 0 }
        }
        self.slots[position] = CheckpointSlots.slot(ordinal: ordinal, hash: hash).littleEndian
    }

    /// The bytes, good for as long as the table is.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(self.slots) }
}
