/// Every way to cover needs with candidates, one candidate for each open need; only the first of very many.
struct RoleCombinations {
    /// The sets of roles found; some have superfluous roles.
    private(set) var found: Set<Set<RoleID>> = []
    private var candidatesByNeed: [RemedySearch.Need: [RemedySearch.Candidate]] = [:]
    private let limit: Int

    init(_ candidates: [RemedySearch.Candidate], limit: Int) {
        self.limit = limit
        for candidate in candidates {
            for need in candidate.covers { self.candidatesByNeed[need, default: []].append(candidate) }
        }
    }

    /// Adds every set of roles that covers all of these needs.
    mutating func cover(_ needs: Set<RemedySearch.Need>) {
        guard needs.allSatisfy({ self.candidatesByNeed[$0] != nil }) else { return }
        self.cover(needs, with: [])
    }

    private mutating func cover(_ open: Set<RemedySearch.Need>, with chosen: Set<RoleID>) {
        guard self.found.count < self.limit else { return }
        // The need with the fewest candidates leaves the fewest dead ends.
        guard let need = open.min(by: { self.rank(of: $0) < self.rank(of: $1) }) else {
            self.found.insert(chosen)
            return
        }
        for candidate in self.candidatesByNeed[need] ?? [] {
            self.cover(open.subtracting(candidate.covers), with: chosen.union([candidate.role]))
        }
    }

    private func rank(of need: RemedySearch.Need) -> (Int, String) {
        let count = self.candidatesByNeed[need]?.count ?? 0
        return if case .role(let role) = need { (count, role.rawValue) } else { (count, "") }
    }
}
