/// Numbers in pieces of at most 2,048: a copy of it is made at once, and changing one of them later copies one piece.
///
/// So a long reader can keep all of it as it is, while commits go on.
struct ChunkedArray<Element: BitwiseCopyable & Sendable>: Sendable {
    private static var shift: Int { 11 }
    private static var mask: Int { 1 << self.shift - 1 }

    private var chunks: [[Element]]
    private(set) var count: Int

    /// Creates an empty one.
    init() {
        self.chunks = []
        self.count = 0
    }

    /// Creates one that has the same number everywhere.
    init(repeating element: Element, count: Int) {
        let whole = [Element](repeating: element, count: min(count, 1 << Self.shift))
        self.chunks = Array(repeating: whole, count: (count + Self.mask) >> Self.shift)
        self.count = count
    }

    subscript(position: Int) -> Element {
        @inline(__always) get { self.chunks[position >> Self.shift][position & Self.mask] }
        @inline(__always) _modify { yield &self.chunks[position >> Self.shift][position & Self.mask] }
    }

    mutating func append(_ element: Element) {
        if self.count & Self.mask == 0 {
            self.chunks.append([])
            // The first one grows, so that few numbers take little room.
            if self.count > 0 { self.chunks[self.chunks.count - 1].reserveCapacity(1 << Self.shift) }
        }
        self.chunks[self.chunks.count - 1].append(element)
        self.count += 1
    }

    /// The bytes that it takes.
    var byteCount: Int {
        let capacity = self.chunks.count > 1 ? self.chunks.count << Self.shift : self.chunks.first?.capacity ?? 0
        return capacity * MemoryLayout<Element>.stride
    }
}

/// Finds small numbers by 64-bit hashes: a table with open addressing, at most half of it full.
///
/// A number and half of a hash stand in one word, so that nearly every other number is passed over without a look at what it
/// stands for, and the table grows without anything else. A number may be found by several hashes.
struct NumberSlots: Sendable {
    private static let leastCapacity = 64

    /// In each slot 0, or the upper half of a hash above a number and one.
    private var slots = ChunkedArray<UInt64>()
    private var usedCount = 0

    /// The bytes that it takes.
    var byteCount: Int { self.slots.byteCount }

    /// The first number with a hash that is the one meant.
    @inline(__always)
    func find(_ hash: UInt64, where matches: (Int) -> Bool) -> Int? {
        guard self.slots.count > 0 else { return nil }
        var position = self.home(of: hash)
        while true {
            let slot = self.slots[position]
            if slot == 0 { return nil }
            if slot >> 32 == hash >> 32 {
                let number = Int(slot & 0xFFFF_FFFF) - 1
                if matches(number) { return number }
            }
            position = (position + 1) & (self.slots.count - 1)
        }
    }

    /// Adds a number, which stands in no slot with the same hash yet.
    ///
    /// - Parameter isKept: Asked when the table grows: whether a number is still to be found by hashes with this upper half.
    mutating func insert(_ number: Int, hash: UInt64, isKept: (Int, UInt64) -> Bool = { _, _ in true }) {
        precondition(number < 0xFFFF_FFFF, "invariant: what is found has a number of 32 bits")
        if (self.usedCount + 1) * 2 > self.slots.count { self.rebuild(isKept) }
        self.place(hash & ~0xFFFF_FFFF | UInt64(number + 1))
    }

    private mutating func place(_ slot: UInt64) {
        var position = self.home(of: slot)
        while self.slots[position] != 0 { position = (position + 1) & (self.slots.count - 1) }
        self.slots[position] = slot
        self.usedCount += 1
    }

    /// Where the search for a hash begins: its upper half alone decides.
    @inline(__always)
    private func home(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 32) & (self.slots.count - 1) }

    /// Makes the table anew, a third full at most, with what is still to be found.
    private mutating func rebuild(_ isKept: (Int, UInt64) -> Bool) {
        let old = self.slots
        let kept = (0..<old.count).filter { old[$0] != 0 && isKept(Int(old[$0] & 0xFFFF_FFFF) - 1, old[$0] >> 32) }
        var capacity = Self.leastCapacity
        while capacity < (kept.count + 1) * 3 { capacity *= 2 }
        self.slots = ChunkedArray(repeating: 0, count: capacity)
        self.usedCount = 0
        for position in kept { self.place(old[position]) }
    }
}
