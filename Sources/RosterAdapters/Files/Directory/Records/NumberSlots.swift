/// Finds small numbers by 64-bit hashes: a table with open addressing, at most half of it full.
///
/// A number and half of its hash stand in one word, so that nearly every other number is passed over without a look at
/// what it stands for.
struct NumberSlots: Sendable {
    private static let leastCapacity = 64

    /// In each slot 0, or the upper half of a hash above a number and one.
    private var slots = ChunkedArray<UInt64>()
    private var usedCount = 0

    /// Creates an empty table.
    init() {}

    /// The bytes that it takes.
    var byteCount: Int { self.slots.byteCount }

    /// The first number with a hash that is the one meant.
    @inline(__always)
    func find(_ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        guard self.slots.count > 0 else { return nil }
        let mask = self.slots.count - 1
        var position = Int(truncatingIfNeeded: hash) & mask
        while true {
            let slot = self.slots[position]
            if slot == 0 { return nil }
            if slot >> 32 == hash >> 32 {
                let number = Int(slot & 0xFFFF_FFFF) - 1
                if matches(number) { return number }
            }
            position = (position + 1) & mask
        }
    }

    /// Adds a number, which stands in no slot with the same hash yet.
    ///
    /// - Parameters:
    ///   - count: How many numbers there are, from 0 on.
    ///   - hashOf: The hash of a number when the table is made anew; nil for one that is to be found no longer.
    @inline(__always)
    mutating func insert(_ number: Int, hash: UInt64, of count: Int, hashOf: (Int) -> UInt64?) {
        precondition(count < 0xFFFF_FFFF, "invariant: a level holds fewer users than 32 bits can number")
        if (self.usedCount + 1) * 2 > self.slots.count { self.rebuild(without: number, of: count, hashOf) }
        self.place(number, hash)
    }

    private mutating func place(_ number: Int, _ hash: UInt64) {
        let mask = self.slots.count - 1
        var position = Int(truncatingIfNeeded: hash) & mask
        while self.slots[position] != 0 { position = (position + 1) & mask }
        self.slots[position] = (hash & ~0xFFFF_FFFF) | UInt64(number + 1)
        self.usedCount += 1
    }

    /// Makes the table anew with the numbers that are still to be found, one apart.
    private mutating func rebuild(without other: Int, of count: Int, _ hashOf: (Int) -> UInt64?) {
        var capacity = Self.leastCapacity
        while capacity < count * 3 { capacity *= 2 }
        self.slots = ChunkedArray(repeating: 0, count: capacity)
        self.usedCount = 0
        for number in 0..<count where number != other {
            if let hash = hashOf(number) { self.place(number, hash) }
        }
    }
}
