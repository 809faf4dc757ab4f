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
