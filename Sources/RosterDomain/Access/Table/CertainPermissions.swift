/// The bits of a row under construction, dense or compact, whichever is shorter.
struct CertainPermissions {
    private(set) var words: [UInt64]
    /// How a compact row is laid out; nil for a dense one.
    let shape: CompactShape?

    /// Lays out a row.
    ///
    /// - Parameters:
    ///   - roles: The roles that are held everywhere and permanently.
    ///   - ruled: Their grants under a rule that is satisfied.
    ///   - rowWords: The words of a dense row.
    ///   - mayBeCompact: Whether the row need not be dense.
    init(_ roles: [CompiledRole], ruled: [UInt64], rowWords: Int, mayBeCompact: Bool) {
        if mayBeCompact, rowWords > CompiledCatalog.denseWordLimit {
            let numbers = roles.flatMap(\.plain) + ruled
            if let (words, shape) = Self.compact(numbers, shorterThan: rowWords) {
                (self.words, self.shape) = (words, shape)
                return
            }
        }
        self.words = Array(repeating: 0, count: rowWords)
        self.shape = nil
        for role in roles { self.insert(role) }
        for number in ruled { self.insert(number) }
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
        return Self.place(of: number, shape, in: self.words).isTaken
    }

    /// The buckets of a compact row; nil when a dense one is not longer.
    ///
    /// Few buckets overflow when they are half full on average; the layout tries several ways to spread the numbers
    /// before it doubles the number of buckets.
    private static func compact(_ numbers: [UInt64], shorterThan rowWords: Int) -> ([UInt64], CompactShape)? {
        var bucketCount = 2
        while bucketCount * 2 < numbers.count { bucketCount *= 2 }
        while bucketCount * 2 < rowWords, bucketCount <= CompactShape.bucketLimit {
            for way in 0..<CompactShape.wayCount {
                let shape = CompactShape(bucketCount: bucketCount, way: way)
                if let words = self.filled(numbers, shape, bucketCount: bucketCount) { return (words, shape) }
            }
            bucketCount *= 2
        }
        return nil
    }

    /// The buckets with all numbers; nil when one of them overflows.
    private static func filled(_ numbers: [UInt64], _ shape: CompactShape, bucketCount: Int) -> [UInt64]? {
        var words = Array(repeating: UInt64(0), count: bucketCount * 2)
        for number in numbers {
            let place = self.place(of: number, shape, in: words)
            if place.isTaken { continue }
            guard let free = place.free else { return nil }
            words[free >> 1] |= (number + 1) << UInt64((free & 1) * 32)
        }
        return words
    }

    /// Whether a number is in its bucket, and a free place there, in halves of words.
    private static func place(
        of number: UInt64, _ shape: CompactShape, in words: [UInt64]
    ) -> (isTaken: Bool, free: Int?) {
        let first = shape.bucket(of: number) * 4
        for half in first..<first + 4 {
            let value = words[half >> 1] >> UInt64((half & 1) * 32) & 0xFFFF_FFFF
            if value == number + 1 { return (true, nil) }
            if value == 0 { return (false, half) }
        }
        return (false, nil)
    }
}
