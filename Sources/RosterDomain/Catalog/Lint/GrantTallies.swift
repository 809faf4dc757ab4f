/// For each role a number that is equal for roles which grant the same permissions and bring the same roles of any other use,
/// and seldom for others.
struct GrantTallies {
    private(set) var tallies: [UInt64]
    private let facts: LintFacts
    /// What composite roles grant, for as long as a role that includes them is still to come.
    private var granted: [Int: PositionSet] = [:]
    /// For each role, how many roles include it by name and are still to come.
    private var waiting: [Int]

    /// - Complexity: O(roles + grants), and one operation for each inclusion by name and 64 permissions.
    init(_ facts: LintFacts) {
        let inclusions = facts.catalog.inclusions
        self.facts = facts
        self.tallies = facts.ownGrants.map { Self.tally(Set($0.map(\.permission)).sorted()) }
        self.waiting = Array(repeating: 0, count: inclusions.ids.count)
        for part in inclusions.direct.joined() { self.waiting[part] += 1 }
        for role in inclusions.groups.joined() { self.add(role, inclusions) }
        let useful = PositionSet(
            facts.index.roles.indices.filter(facts.hasOtherUses), count: inclusions.ids.count)
        for role in facts.index.roles.indices {
            let included = inclusions.included(inAnyOf: [role])
            self.tallies[role] ^= Self.tally(included.words, useful.words) &* 3
            self.tallies[role] ^= Self.tally(included.words, facts.separation.members.words) &* 5
        }
    }

    private mutating func add(_ role: Int, _ inclusions: RoleInclusions) {
        var granted = PositionSet(
            self.facts.ownGrants[role].lazy.map(\.permission), count: self.facts.catalog.permissions.count)
        for part in inclusions.direct[role] {
            if let others = self.granted[part] {
                granted.formUnion(others)
            } else {
                for grant in self.facts.ownGrants[part] { granted.insert(grant.permission) }
            }
            self.waiting[part] -= 1
            if self.waiting[part] == 0 { self.granted[part] = nil }
        }
        self.tallies[role] = Self.tally(granted.words, nil)
        if self.waiting[role] > 0 { self.granted[role] = granted }
    }

    /// The tally of numbers in ascending order.
    private static func tally(_ numbers: [Int]) -> UInt64 {
        var (tally, word, index) = (0 as UInt64, 0 as UInt64, 0)
        for number in numbers {
            if number >> 6 != index {
                tally &+= Self.share(of: word, at: index)
                (word, index) = (0, number >> 6)
            }
            word |= 1 << UInt64(number & 63)
        }
        return tally &+ Self.share(of: word, at: index)
    }

    /// The tally of the numbers that are in all of these sets.
    private static func tally(_ words: [UInt64], _ others: [UInt64]?) -> UInt64 {
        words.indices.reduce(0) { $0 &+ Self.share(of: words[$1] & (others?[$1] ?? ~0), at: $1) }
    }

    /// What 64 numbers add to a tally; zero when none of them is there.
    private static func share(of word: UInt64, at index: Int) -> UInt64 {
        word == 0 ? 0 : mixed(word, UInt64(index) &* 0x9E37_79B9_7F4A_7C15 | 1)
    }
}
