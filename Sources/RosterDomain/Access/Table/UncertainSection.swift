/// The words behind a row's bits; ``AccessRow/permits(_:)`` reads them, and its file describes their layout.
struct UncertainSection {
    private(set) var words: [UInt64] = []
    /// The place of the first word in the row.
    private let start: Int
    private let source: UncertainCandidates
    private var groupPlaces: [Int] = []
    private var rolePlaces: [RoleID: Int] = [:]

    init(_ candidates: UncertainCandidates, start: Int) {
        self.source = candidates
        self.start = start
        let count = candidates.candidates.count
        self.words = [UInt64(count)] + Array(repeating: 0, count: count * AccessRow.Candidate.wordCount)
        for group in candidates.groups { self.groupPlaces.append(self.append(group)) }
        var ruled: (permission: UInt64, place: Int)?
        for (position, candidate) in candidates.candidates.enumerated() {
            if ruled?.permission != candidate.permission {
                ruled = (candidate.permission, self.appendRule(of: candidate.permission))
            }
            self.write(candidate, rule: ruled?.place ?? 0, at: 1 + position * AccessRow.Candidate.wordCount)
        }
    }

    private mutating func write(_ candidate: UncertainCandidates.Candidate, rule: Int, at index: Int) {
        let place = self.groupPlaces[candidate.group]
        self.words[index] = AccessRow.Candidate(permission: candidate.permission, group: place).bits
        self.words[index + 1] = UInt64(rule)
        self.words[index + 2] = candidate.conditions
    }

    /// The place, in the row, of the next word.
    private var end: Int { self.start + self.words.count }

    private mutating func append(_ group: UncertainCandidates.Group) -> Int {
        var paths: [Int] = []
        for holding in group.holdings { paths.append(self.append(holding.scope)) }
        let place = self.end
        self.words.append(UInt64(group.holdings.count))
        for (holding, path) in zip(group.holdings, paths) {
            let length = holding.scope == .company ? 0 : holding.scope.path.utf8.count
            let held = AccessRow.HeldPath(start: path, length: length, window: holding.window)
            self.words.append(UInt64(bitPattern: holding.window.from?.millisecondsSinceEpoch ?? .min))
            self.words.append(UInt64(bitPattern: holding.window.until?.millisecondsSinceEpoch ?? .max))
            self.words.append(held.bits)
        }
        return place
    }

    private mutating func append(_ scope: Scope) -> Int {
        let place = self.end
        guard scope != .company else { return place }
        NameBytes.lend(scope.path) { bytes in
            for position in 0..<(bytes.count + 7) / 8 { self.words.append(bytes.paddedWord(position)) }
        }
        return place
    }

    /// The place of a permission's rule; 0 when a grant is enough.
    private mutating func appendRule(of permission: UInt64) -> Int {
        guard let alternatives = self.source.alternatives(of: permission) else { return 0 }
        var places: [[Int]] = []
        for roles in alternatives { places.append(roles.map { self.placeOfGroups(bringing: $0) }) }
        let place = self.end
        self.words.append(UInt64(places.count))
        for roles in places { self.words += [UInt64(roles.count)] + roles.map { UInt64($0) } }
        return place
    }

    /// The place of the list of groups that bring a role.
    private mutating func placeOfGroups(bringing role: RoleID) -> Int {
        if let known = self.rolePlaces[role] { return known }
        let bringing = self.source.groups.indices.filter { self.source.groups[$0].role.ruleRoles.contains(role) }
        let place = self.end
        self.words += [UInt64(bringing.count)] + bringing.map { UInt64(self.groupPlaces[$0]) }
        self.rolePlaces[role] = place
        return place
    }
}
