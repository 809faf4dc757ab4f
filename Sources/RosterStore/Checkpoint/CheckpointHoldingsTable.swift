/// The distinct sets of holdings of a checkpoint that is built, and their numbers.
struct CheckpointHoldingsTable {
    /// The bytes of all sets, one behind the other, and where each one ends.
    private var bytes: [UInt8] = []
    private var ends: [Int] = []
    /// The roles of all sets, and where those of each one end.
    private var roles: [UInt32] = []
    private var roleEnds: [Int] = []
    /// The hash of each set: keyed anew by every process, so that nobody can choose sets that collide.
    private var hashes: [UInt64] = []
    /// Numbers and one more, or 0; how many there are is a power of two, and less than three of four are taken.
    private var slots: [UInt32] = Array(repeating: 0, count: 64)

    var count: Int { self.ends.count }

    /// The number of a set: that of an equal one, or else the next.
    mutating func number(of holdings: UnsafeRawBufferPointer, roles: [UInt32]) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: holdings)
        let hash = UInt64(truncatingIfNeeded: hasher.finalize())
        var position = Int(truncatingIfNeeded: hash) & (self.slots.count - 1)
        while self.slots[position] != 0 {
            let number = Int(self.slots[position]) - 1
            if self.hashes[number] == hash, self.isEqual(number, holdings) { return UInt32(number) }
            position = (position + 1) & (self.slots.count - 1)
        }
        return self.append(holdings, roles: roles, hash: hash, at: position)
    }

    /// The roles in a set, ascending.
    @inline(__always)
    func roles(of number: Int) -> ArraySlice<UInt32> {
        self.roles[(number == 0 ? 0 : self.roleEnds[number - 1])..<self.roleEnds[number]]
    }

    /// Lends the roles of all sets.
    func withRoles(_ body: (Roles) throws(FileStoreError) -> Void) throws(FileStoreError) {
        try self.roles.withUnsafeBufferPointer { (roles) throws(FileStoreError) in
            try self.roleEnds.withUnsafeBufferPointer { (ends) throws(FileStoreError) in
                try body(Roles(roles: roles, ends: ends))
            }
        }
    }

    /// The roles of all sets, borrowed.
    struct Roles {
        fileprivate let roles: UnsafeBufferPointer<UInt32>
        fileprivate let ends: UnsafeBufferPointer<Int>

        /// Calls with each role in a set; precondition: the number is less than how many there are.
        @inline(__always)
        func forEach(of number: Int, _ body: (UInt32) -> Void) {
            precondition(number >= 0 && number < self.ends.count, "invariant: holdings are numbered from 0")
            // invariant: the ends ascend, and the last of them is the number of roles
            for place in (number == 0 ? 0 : self.ends[number - 1])..<self.ends[number] { body(self.roles[place]) }
        }
    }

    /// The bytes of a set.
    func bytes(of number: Int) -> ArraySlice<UInt8> {
        self.bytes[(number == 0 ? 0 : self.ends[number - 1])..<self.ends[number]]
    }

    @inline(__always)
    private func isEqual(_ number: Int, _ holdings: UnsafeRawBufferPointer) -> Bool {
        let start = number == 0 ? 0 : self.ends[number - 1]
        guard self.ends[number] - start == holdings.count else { return false }
        return self.bytes.withUnsafeBytes { UnsafeRawBufferPointer(rebasing: $0[start...]).starts(with: holdings) }
    }

    private mutating func append(
        _ holdings: UnsafeRawBufferPointer, roles: [UInt32], hash: UInt64, at position: Int
    ) -> UInt32 {
        let number = UInt32(self.count)
        self.bytes.append(contentsOf: holdings)
        self.ends.append(self.bytes.count)
        let sorted = roles.sorted()
        for (place, role) in sorted.enumerated() where place == 0 || sorted[place - 1] != role {
            self.roles.append(role)
        }
        self.roleEnds.append(self.roles.count)
        self.hashes.append(hash)
        self.slots[position] = number + 1
        if self.count * 4 >= self.slots.count * 3 { self.grow() }
        return number
    }

    private mutating func grow() {
        self.slots = Array(repeating: 0, count: self.slots.count * 2)
        for (number, hash) in self.hashes.enumerated() {
            var position = Int(truncatingIfNeeded: hash) & (self.slots.count - 1)
            while self.slots[position] != 0 { position = (position + 1) & (self.slots.count - 1) }
            self.slots[position] = UInt32(number) + 1
        }
    }
}
