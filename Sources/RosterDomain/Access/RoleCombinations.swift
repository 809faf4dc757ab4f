/// Every way to cover needs with candidates, one candidate for each open need; only the first of very many.
struct RoleCombinations {
    /// The sets of roles found; some have superfluous roles.
    private(set) var found: Set<Set<Int>> = []
    private var candidatesByNeed: [Int: [RemedySearch.Candidate]] = [:]
    private let limit: Int

    init(_ candidates: [RemedySearch.Candidate], limit: Int) {
        self.limit = limit
        for candidate in candidates {
            candidate.covers.forEach { self.candidatesByNeed[$0, default: []].append(candidate) }
        }
    }

    /// Adds every set of roles that covers all of these needs.
    mutating func cover(_ needs: PositionSet) {
        guard needs.allSatisfy({ self.candidatesByNeed[$0] != nil }) else { return }
        self.cover(needs, with: [])
    }

    private mutating func cover(_ open: PositionSet, with chosen: Set<Int>) {
        guard self.found.count < self.limit else { return }
        // The need with the fewest candidates leaves the fewest dead ends.
        var next: (need: Int, count: Int)?
        open.forEach { need in
            let count = self.candidatesByNeed[need]?.count ?? 0
            if count < next?.count ?? .max { next = (need, count) }
        }
        guard let next else {
            self.found.insert(chosen)
            return
        }
        for candidate in self.candidatesByNeed[next.need] ?? [] {
            self.cover(open.subtracting(candidate.covers), with: chosen.union([candidate.role]))
        }
    }
}
