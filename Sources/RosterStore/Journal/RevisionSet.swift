/// Revisions of a history, one bit for each up to the greatest.
package struct RevisionSet: Sendable {
    private var words: [UInt64] = []

    /// Creates an empty set.
    package init() {}

    /// Adds a revision.
    ///
    /// - Complexity: O(1), amortized over revisions that come in order.
    package mutating func insert(_ revision: UInt64) {
        let position = Int(revision >> 6)
        if position >= self.words.count {
            self.words.append(contentsOf: repeatElement(0, count: position + 1 - self.words.count))
        }
        self.words[position] |= 1 << (revision & 63)
    }

    /// Whether a revision is in the set.
    package func contains(_ revision: UInt64) -> Bool {
        let position = Int(clamping: revision >> 6)
        return position < self.words.count && self.words[position] >> (revision & 63) & 1 == 1
    }

    /// Whether any of these revisions is in the set.
    ///
    /// - Complexity: O(revisions / 64).
    package func containsAny(of revisions: ClosedRange<UInt64>) -> Bool {
        let (first, last) = (Int(clamping: revisions.lowerBound >> 6), Int(clamping: revisions.upperBound >> 6))
        guard first < self.words.count else { return false }
        return (first...min(last, self.words.count - 1)).contains { position in
            var word = self.words[position]
            if position == first { word &= .max << (revisions.lowerBound & 63) }
            if position == last { word &= .max >> (63 - revisions.upperBound & 63) }
            return word != 0
        }
    }
}
