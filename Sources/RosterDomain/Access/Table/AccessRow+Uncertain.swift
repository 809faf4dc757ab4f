/// The part of a row behind its bits: what is permitted only at some scopes, at some times or under conditions.
///
/// Layout, from ``AccessRow/moreOffset`` on, every number a word, every place counted from the row's first word:
/// the number of candidates; each candidate as three words, sorted by permission: its permission and group, its rule, and
/// the conditions it requires. A *group* is an assigned role: the number of its holdings, and each as three words: from,
/// until, and a ``HeldPath``. A *rule* is the number of its alternatives, each the number of its roles and, for each, the
/// place of the list of groups that bring it; the rule 0 asks for nothing.
extension AccessRow {
    /// The question that a row is asked.
    struct Question {
        let permission: UInt64
        let scope: NameBytes
        /// What is stated, by the numbers of the conditions.
        let conditions: UInt64
        /// Nil when no moment is known.
        let now: Timestamp?
    }

    /// A candidate's first word: a permission, and the place of the group of an assigned role that grants it.
    struct Candidate {
        static let wordCount = 3

        let bits: UInt64

        var permission: UInt64 { self.bits >> 32 }
        var group: Int { Int(self.bits & 0xFFFF_FFFF) }

        init(bits: UInt64) {
            self.bits = bits
        }

        init(permission: UInt64, group: Int) {
            self.bits = permission << 32 | UInt64(group)
        }
    }

    /// A holding's last word: the place and length of its scope's path, and what to check about its window.
    struct HeldPath {
        let bits: UInt64

        var start: Int { Int(self.bits & 0xFFFF_FFFF) }
        /// The bytes of the path; 0 for the whole company.
        var length: Int { Int(self.bits >> 32 & 0xFFFF) }
        var isAlways: Bool { self.bits & Self.alwaysBit != 0 }
        var hasEnd: Bool { self.bits & Self.endBit != 0 }

        private static let alwaysBit: UInt64 = 1 << 48
        private static let endBit: UInt64 = 1 << 49

        init(bits: UInt64) {
            self.bits = bits
        }

        init(start: Int, length: Int, window: ValidityWindow) {
            self.bits =
                UInt64(start) | UInt64(length) << 32 | (window == .always ? Self.alwaysBit : 0)
                | (window.until == nil ? 0 : Self.endBit)
        }
    }

    /// Whether a candidate permits what the question asks.
    ///
    /// - Complexity: O(log candidates + holdings of the roles that grant it, and of those that its rule needs).
    func permits(_ question: Question) -> Bool {
        let reader = Reader(self.words, limit: self.header.blockSize)
        let count = reader.count(at: self.moreOffset)
        let first = self.moreOffset + 1
        var position = reader.firstCandidate(of: question.permission, from: first, count: count)
        while position < count {
            let place = first + Candidate.wordCount * position
            let candidate = Candidate(bits: reader[place])
            guard candidate.permission == question.permission else { return false }
            if reader[place + 2] & ~question.conditions == 0, reader.counts(candidate.group, question),
                reader.isSatisfied(reader.place(at: place + 1), question)
            {
                return true
            }
            position += 1
        }
        return false
    }

    /// The place of the part behind the bits.
    private var moreOffset: Int { self.second.moreOffset }

    /// Reads words of one block, and zero beyond it: if the block was reused meanwhile, a reader may hold places
    /// outside it.
    private struct Reader {
        private let words: SharedWords
        private let limit: Int

        init(_ words: SharedWords, limit: Int) {
            self.words = words
            self.limit = limit
        }

        subscript(_ index: Int) -> UInt64 { index >= 0 && index < self.limit ? self.words.load(index) : 0 }

        /// A place; one outside the block counts as the end of the block.
        func place(at index: Int) -> Int { self.count(at: index) }

        /// A number of things that follow one another in the block.
        ///
        /// Each takes at least one word, so there are no more than the block has words. If the block was reused
        /// meanwhile, a reader may read anything here; the limit keeps its loop finite.
        func count(at index: Int) -> Int { Int(truncatingIfNeeded: min(self[index], UInt64(self.limit))) }

        func firstCandidate(of permission: UInt64, from first: Int, count: Int) -> Int {
            var (low, high) = (0, count)
            while low < high {
                let middle = (low + high) / 2
                if Candidate(bits: self[first + Candidate.wordCount * middle]).permission < permission {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            return low
        }

        /// Whether any holding of a group counts here and now.
        func counts(_ group: Int, _ question: Question) -> Bool {
            for position in 0..<self.count(at: group) where self.holdingCounts(group + 1 + 3 * position, question) {
                return true
            }
            return false
        }

        func isSatisfied(_ rule: Int, _ question: Question) -> Bool {
            guard rule != 0 else { return true }
            var place = rule + 1
            for _ in 0..<self.count(at: rule) {
                let roleCount = self.count(at: place)
                if self.areHeld(place + 1, roleCount, question) { return true }
                place += 1 + roleCount
            }
            return false
        }

        private func areHeld(_ first: Int, _ count: Int, _ question: Question) -> Bool {
            for position in first..<first + count where !self.isHeld(self.place(at: position), question) {
                return false
            }
            return true
        }

        private func isHeld(_ groups: Int, _ question: Question) -> Bool {
            for position in 0..<self.count(at: groups) {
                if self.counts(self.place(at: groups + 1 + position), question) { return true }
            }
            return false
        }

        private func holdingCounts(_ place: Int, _ question: Question) -> Bool {
            let path = HeldPath(bits: self[place + 2])
            guard path.isAlways || self.holds(place, path, question.now) else { return false }
            return self.contains(question.scope, start: path.start, length: path.length)
        }

        private func holds(_ place: Int, _ path: HeldPath, _ now: Timestamp?) -> Bool {
            guard let moment = now?.millisecondsSinceEpoch else { return false }
            guard Int64(bitPattern: self[place]) <= moment else { return false }
            return !path.hasEnd || moment < Int64(bitPattern: self[place + 1])
        }

        /// Whether the scope whose path is stored contains the one asked about; the whole company has no length.
        private func contains(_ scope: NameBytes, start: Int, length: Int) -> Bool {
            guard length > 0 else { return true }
            guard length == scope.count || (length < scope.count && scope[length] == UInt8(ascii: "/")) else {
                return false
            }
            for index in 0..<length {
                let word = self[start + index / 8]
                if UInt8(truncatingIfNeeded: word >> UInt64(index % 8 * 8)) != scope[index] { return false }
            }
            return true
        }
    }
}
