/// What remedies need to know of a catalog, by the positions of its roles.
final class RemedyFacts: Sendable {
    /// How much each role grants, with what it includes.
    let grantCounts: [Int]
    /// The roles, the least to ask for first: unprivileged ones, then those that grant less, then by name.
    let leastFirst: [Int]
    /// A number for each role; the same for roles that are offered to the same companies.
    let offers: [Int]
    /// For each role, those that come along with it.
    let companions: [[Int]]
    /// For each role, the number of the set of roles that have a right of their own to assign it.
    let assigners: [Int]
    /// The sets of roles that have a right of their own to assign some role.
    let assignerSets: [[Int]]
    /// Whether some right to assign covers each role, all that it includes, and what comes along with it.
    let isGivable: [Bool]
    /// What must be kept apart.
    let separation: SeparationIndex
    /// The roles that require others.
    let ruled: PositionSet

    /// - Complexity: O(r log r + roles chosen by different authorities), r being the roles of the catalog, and one operation
    ///   for each inclusion and 64 roles.
    init(_ catalog: RoleCatalog) {
        let (roles, inclusions) = (catalog.roles, catalog.inclusions)
        let grantCounts = inclusions.sums(of: roles.map(\.grants.count))
        self.grantCounts = grantCounts
        self.leastFirst = Self.leastFirst(roles.map(\.id), roles.map(\.isPrivileged), grantCounts)
        var offers: [Set<Program>: Int] = [:]
        self.offers = roles.map { role in
            if role.offeredTo.isEmpty { return 0 }
            let number = offers[role.offeredTo] ?? offers.count + 1
            offers[role.offeredTo] = number
            return number
        }
        self.companions = roles.map { $0.accompaniedBy.compactMap { inclusions.positions[$0] } }
        (self.assigners, self.assignerSets) = Self.assigners(in: catalog)
        self.isGivable = Self.givable(inclusions, self.assigners, self.assignerSets, self.companions)
        self.separation = SeparationIndex(catalog.separationSets, inclusions)
        self.ruled = PositionSet(roles.indices.filter { !roles[$0].requires.isEmpty }, count: inclusions.ids.count)
    }

    private static func leastFirst(_ ids: [RoleID], _ arePrivileged: [Bool], _ grantCounts: [Int]) -> [Int] {
        ids.indices.sorted { left, right in
            guard arePrivileged[left] == arePrivileged[right] else { return arePrivileged[right] }
            guard grantCounts[left] == grantCounts[right] else { return grantCounts[left] < grantCounts[right] }
            return ids[left] < ids[right]
        }
    }

    private static func assigners(in catalog: RoleCatalog) -> (numbers: [Int], sets: [[Int]]) {
        let index = RoleIndex(catalog)
        let bySelection = Dictionary(grouping: catalog.assignmentAuthorities, by: \.over)
        var holders: [Set<Int>] = Array(repeating: [], count: index.roles.count)
        for (selection, authorities) in bySelection {
            let positions = authorities.compactMap { index.positions[$0.holder] }
            for role in index.selected(by: selection) { holders[role].formUnion(positions) }
        }
        var known: [Set<Int>: Int] = [:]
        var sets: [[Int]] = []
        let numbers = holders.map { holders in
            if let number = known[holders] { return number }
            known[holders] = sets.count
            sets.append(holders.sorted())
            return sets.count - 1
        }
        return (numbers, sets)
    }

    private static func givable(
        _ inclusions: RoleInclusions, _ assigners: [Int], _ sets: [[Int]], _ companions: [[Int]]
    ) -> [Bool] {
        var isCovered = assigners.map { !sets[$0].isEmpty }
        for role in inclusions.groups.joined() {
            isCovered[role] = isCovered[role] && inclusions.direct[role].allSatisfy { isCovered[$0] }
        }
        return companions.indices.map { role in isCovered[role] && companions[role].allSatisfy { isCovered[$0] } }
    }
}
