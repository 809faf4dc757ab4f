/// What each role of a catalog would cover of what is missing, itself or through roles that it includes.
struct NeedCoverage {
    /// For each role, by position, the number of the set of needs that it covers; 0 for none.
    private(set) var numbers: [Int]
    /// The sets of needs, by number.
    private(set) var sets: [PositionSet]
    private var known: [PositionSet: Int]
    private var unions: [UInt64: Int] = [:]

    /// - Parameters:
    ///   - own: What roles cover by themselves.
    ///   - needCount: How many needs there are.
    /// - Complexity: O(roles + inclusions by name).
    init(_ own: [Int: PositionSet], needCount: Int, _ inclusions: RoleInclusions) {
        let none = PositionSet(count: needCount)
        self.numbers = Array(repeating: 0, count: inclusions.ids.count)
        self.sets = [none]
        self.known = [none: 0]
        for (role, needs) in own { self.numbers[role] = self.number(of: needs) }
        // Those that a role includes come before it.
        for group in inclusions.groups {
            for role in group {
                var number = self.numbers[role]
                for part in inclusions.direct[role] { number = self.union(number, self.numbers[part]) }
                self.numbers[role] = number
            }
        }
    }

    /// The set of needs that a role covers.
    func needs(of role: Int) -> PositionSet { self.sets[self.numbers[role]] }

    private mutating func union(_ left: Int, _ right: Int) -> Int {
        if left == right || right == 0 { return left }
        if left == 0 { return right }
        let key = UInt64(left) << 32 | UInt64(right)
        if let known = self.unions[key] { return known }
        let number = self.number(of: self.sets[left].union(self.sets[right]))
        self.unions[key] = number
        return number
    }

    private mutating func number(of needs: PositionSet) -> Int {
        if let known = self.known[needs] { return known }
        self.known[needs] = self.sets.count
        self.sets.append(needs)
        return self.sets.count - 1
    }
}
