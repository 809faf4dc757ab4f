/// Who may give which roles.
struct RoleGivers {
    /// The most combinations of givers that are tried before a set of givers may be larger than necessary; ours.
    private static let attemptLimit = 2_000

    private let catalog: RoleCatalog
    private let facts: RemedyFacts

    init(in catalog: RoleCatalog) {
        self.catalog = catalog
        self.facts = catalog.compilation.remedyFacts(catalog)
    }

    /// The roles whose holders may assign all of these roles, in the catalog's order.
    ///
    /// - Complexity: O(roles that come with these + roles that include others).
    func whoMayAssignAll(of roles: [Int]) -> [Int] {
        let parts = self.assigners(of: roles)
        guard let fewest = parts.min(by: { $0.count < $1.count }), !fewest.isEmpty else { return [] }
        let inclusions = self.catalog.inclusions
        let givers = Set(fewest + inclusions.including(anyOf: fewest)).sorted()
        guard parts.count > 1 else { return givers }
        return givers.filter { giver in
            parts.allSatisfy { part in part.contains { inclusions.contains($0, in: giver) } }
        }
    }

    /// Who may assign a role: one person who holds all the roles of any one of these sets.
    ///
    /// Each set is a single role where one is enough, and otherwise as small as possible. Empty when no role can give
    /// it.
    func whoMayAssign(_ role: Int) -> [[RoleID]] {
        let ids = self.catalog.inclusions.ids
        let single = self.whoMayAssignAll(of: [role])
        guard single.isEmpty else { return single.map { [ids[$0]] } }
        let parts = self.assigners(of: [role])
        guard parts.allSatisfy({ !$0.isEmpty }), parts.count > 1 else { return [] }
        for size in 2...parts.count {
            var attempts = Attempts(left: Self.attemptLimit)
            self.combine(parts[...], [], upTo: size, &attempts)
            if attempts.left == 0, attempts.found.isEmpty {
                attempts = Attempts(left: .max)
                self.combine(parts[...], [], upTo: parts.count, &attempts)
            }
            let possible = attempts.found.filter { !self.breachesSeparation($0) }
            guard possible.isEmpty else {
                return possible.map { $0.map { ids[$0] }.sorted() }.sorted { $0.lexicographicallyPrecedes($1) }
            }
        }
        return []
    }

    /// Each different set of roles of which one must be held to assign a part of what comes with roles.
    private func assigners(of roles: [Int]) -> [[Int]] {
        let given = roles + roles.flatMap { self.facts.companions[$0] }
        var (seen, sets): (Set<Int>, [[Int]]) = ([], [])
        var last = -1
        self.catalog.inclusions.included(inAnyOf: given).forEach { part in
            let number = self.facts.assigners[part]
            guard number != last, seen.insert(number).inserted else { return }
            last = number
            sets.append(self.facts.assignerSets[number])
        }
        return sets
    }

    private struct Attempts {
        var found: Set<Set<Int>> = []
        var left: Int
    }

    private func combine(
        _ parts: ArraySlice<[Int]>, _ chosen: Set<Int>, upTo size: Int, _ attempts: inout Attempts
    ) {
        guard attempts.found.count < RemedySearch.alikeLimit, attempts.left > 0 else { return }
        attempts.left -= 1
        guard let open = parts.firstIndex(where: { chosen.isDisjoint(with: $0) }) else {
            attempts.found.insert(chosen)
            return
        }
        guard chosen.count < size else { return }
        for holder in parts[open] {
            self.combine(parts[(open + 1)...], chosen.union([holder]), upTo: size, &attempts)
        }
    }

    /// Whether a separation set forbids holding these roles together.
    private func breachesSeparation(_ roles: Set<Int>) -> Bool {
        let implicit = self.catalog.rolesHeldImplicitly(by: .member).compactMap {
            self.catalog.inclusions.positions[$0]
        }
        let authorized = self.catalog.inclusions.included(inAnyOf: implicit)
        return self.facts.separation.firstBreach(by: Array(roles), besides: authorized) != nil
    }
}
