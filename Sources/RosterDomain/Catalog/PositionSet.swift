/// A set of small numbers, one bit each: the positions of roles, permissions or needs.
struct PositionSet: Sendable, Hashable {
    private(set) var words: [UInt64]

    /// An empty set for numbers less than a count.
    init(count: Int) { self.words = Array(repeating: 0, count: (count + 63) / 64) }

    /// A set of these numbers, each less than a count.
    init(_ positions: some Sequence<Int>, count: Int) {
        self.init(count: count)
        for position in positions { self.insert(position) }
    }

    var isEmpty: Bool { self.words.allSatisfy { $0 == 0 } }

    /// The numbers, in ascending order.
    var numbers: [Int] {
        var numbers: [Int] = []
        self.forEach { numbers.append($0) }
        return numbers
    }

    /// How many numbers are in the set.
    var count: Int { self.words.reduce(0) { $0 + $1.nonzeroBitCount } }

    func contains(_ position: Int) -> Bool { self.words[position >> 6] >> UInt64(position & 63) & 1 != 0 }

    mutating func insert(_ position: Int) { self.words[position >> 6] |= 1 << UInt64(position & 63) }

    mutating func removeAll() {
        for index in self.words.indices { self.words[index] = 0 }
    }

    mutating func formUnion(_ other: PositionSet) {
        for index in self.words.indices { self.words[index] |= other.words[index] }
    }

    func union(_ other: PositionSet) -> PositionSet {
        var joined = self
        joined.formUnion(other)
        return joined
    }

    func subtracting(_ other: PositionSet) -> PositionSet {
        var rest = self
        for index in rest.words.indices { rest.words[index] &= ~other.words[index] }
        return rest
    }

    func isSubset(of other: PositionSet) -> Bool {
        self.words.indices.allSatisfy { self.words[$0] & ~other.words[$0] == 0 }
    }

    func isDisjoint(with other: PositionSet) -> Bool {
        self.words.indices.allSatisfy { self.words[$0] & other.words[$0] == 0 }
    }

    /// How many numbers are in both sets.
    func count(in other: PositionSet) -> Int {
        var count = 0
        for index in self.words.indices { count += (self.words[index] & other.words[index]).nonzeroBitCount }
        return count
    }

    /// Calls `body` with each number, in ascending order.
    func forEach(_ body: (Int) -> Void) {
        for index in self.words.indices { Self.forEachBit(of: self.words[index], index, body) }
    }

    func allSatisfy(_ isRight: (Int) -> Bool) -> Bool {
        for index in self.words.indices {
            var rest = self.words[index]
            while rest != 0 {
                guard isRight(index << 6 + rest.trailingZeroBitCount) else { return false }
                rest &= rest - 1
            }
        }
        return true
    }

    /// Calls `body` with each number that is in another set too, in ascending order.
    func forEach(in other: PositionSet, _ body: (Int) -> Void) {
        for index in self.words.indices { Self.forEachBit(of: self.words[index] & other.words[index], index, body) }
    }

    /// The least number that is in another set too, apart from one.
    func first(in other: PositionSet, except excluded: Int) -> Int? {
        for index in self.words.indices {
            var word = self.words[index] & other.words[index]
            if index == excluded >> 6 { word &= ~(1 << UInt64(excluded & 63)) }
            if word != 0 { return index << 6 + word.trailingZeroBitCount }
        }
        return nil
    }

    private static func forEachBit(of word: UInt64, _ index: Int, _ body: (Int) -> Void) {
        var rest = word
        while rest != 0 {
            body(index << 6 + rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}
