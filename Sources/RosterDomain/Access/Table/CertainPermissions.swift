/// The bits of a row under construction, dense or compact, whichever is shorter.
///
/// It keeps its memory from one row to the next.
struct CertainPermissions {
    private(set) var words: [UInt64] = []
    /// How a compact row is laid out; nil for a dense one.
    private(set) var shape: CompactShape?
    /// The numbers of a compact row.
    private var numbers: [UInt64] = []

    /// Lays out a row.
    ///
    /// - Parameters:
    ///   - roles: The roles that are held everywhere and permanently.
    ///   - ruled: Their grants under a rule that is satisfied.
    ///   - rowWords: The words of a dense row.
    ///   - mayBeCompact: Whether the row need not be dense.
    mutating func lay(out roles: [CompiledRole], ruled: [UInt64], rowWords: Int, mayBeCompact: Bool) {
        if mayBeCompact, rowWords > CompiledCatalog.denseWordLimit {
            self.numbers.removeAll(keepingCapacity: true)
            for role in roles { self.numbers += role.plain }
            self.numbers += ruled
            self.shape = self.compact(shorterThan: rowWords)
            if self.shape != nil { return }
        }
        self.shape = nil
        self.clear(rowWords)
        for role in roles { self.insert(role) }
        for number in ruled { self.insert(number) }
    }

    /// Lays out a compact row of what holdings grant; false when they mean more than that, or when the row would be dense.
    mutating func lay(
        out holdings: [UInt32], of store: HoldingStore, besides implicit: [CompiledRole], rowWords: Int
    ) -> Bool {
        guard rowWords > CompiledCatalog.denseWordLimit, implicit.allSatisfy(\.isPlain) else { return false }
        self.numbers.removeAll(keepingCapacity: true)
        for role in implicit { self.numbers += role.plain }
        for holding in holdings where !store.addPlain(holding, to: &self.numbers) { return false }
        self.shape = self.compact(shorterThan: rowWords)
        return self.shape != nil
    }

    private mutating func clear(_ wordCount: Int) {
        self.words.removeAll(keepingCapacity: true)
        self.words.append(contentsOf: repeatElement(0, count: wordCount))
    }

    private mutating func insert(_ role: CompiledRole) {
        if role.plainWords.isEmpty {
            for number in role.plain { self.insert(number) }
        } else {
            for position in role.plainWords.indices { self.words[position] |= role.plainWords[position] }
        }
    }

    private mutating func insert(_ number: UInt64) { self.words[Int(number >> 6)] |= 1 << (number & 63) }

    func contains(_ number: UInt64) -> Bool {
        guard let shape else { return self.words[Int(number >> 6)] >> (number & 63) & 1 != 0 }
        return self.place(of: number, shape).isTaken
    }

    /// Lays the numbers out in buckets; nil when a dense row is not longer.
    ///
    /// Few buckets overflow when they are half full on average; the layout tries several ways to spread the numbers
    /// before it doubles the number of buckets.
    private mutating func compact(shorterThan rowWords: Int) -> CompactShape? {
        var bucketCount = 2
        while bucketCount * 2 < self.numbers.count { bucketCount *= 2 }
        while bucketCount * 2 < rowWords, bucketCount <= CompactShape.bucketLimit {
            let shapes = (0..<CompactShape.wayCount).lazy.map { CompactShape(bucketCount: bucketCount, way: $0) }
            // Counting is faster than filling, but takes a number that is granted twice for two.
            if bucketCount <= 16, let shape = shapes.first(where: self.isRoomy), self.fill(shape, bucketCount) {
                return shape
            }
            for shape in shapes where self.fill(shape, bucketCount) { return shape }
            bucketCount *= 2
        }
        return nil
    }

    /// Whether no bucket of at most 16 would overflow, even if every number were another one.
    private func isRoomy(_ shape: CompactShape) -> Bool {
        var counts: UInt64 = 0
        for number in self.numbers {
            let shift = UInt64(truncatingIfNeeded: shape.bucket(of: number) &* 4)
            if (counts &>> shift) & 15 == 4 { return false }
            counts &+= 1 &<< shift
        }
        return true
    }

    /// Fills the buckets with all numbers, unless one of them overflows.
    private mutating func fill(_ shape: CompactShape, _ bucketCount: Int) -> Bool {
        self.clear(bucketCount * 2)
        for index in self.numbers.indices {
            let place = self.place(of: self.numbers[index], shape)
            if place.isTaken { continue }
            guard place.free >= 0 else { return false }
            self.words[place.free >> 1] |= (self.numbers[index] &+ 1) << UInt64((place.free & 1) * 32)
        }
        return true
    }

    /// Whether a number is in its bucket, and a free place there, in halves of words; negative when there is none.
    private func place(of number: UInt64, _ shape: CompactShape) -> (isTaken: Bool, free: Int) {
        let first = shape.bucket(of: number) &* 4
        for half in first..<first &+ 4 {
            let value = (self.words[half >> 1] >> UInt64((half & 1) * 32)) & 0xFFFF_FFFF
            if value == number &+ 1 { return (true, -1) }
            if value == 0 { return (false, half) }
        }
        return (false, -1)
    }
}
