/// The separation sets of a catalog, by the positions of roles.
struct SeparationIndex: Sendable {
    private let inclusions: RoleInclusions
    private let roles: [[Int]]
    private let limits: [Int]
    /// The roles that are in any set.
    let members: PositionSet
    private let setsByRole: [Int: [Int]]

    /// - Complexity: O(roles of the sets).
    init(_ sets: [SeparationSet], _ inclusions: RoleInclusions) {
        self.inclusions = inclusions
        self.roles = sets.map { set in set.roles.compactMap { inclusions.positions[$0] } }
        self.limits = sets.map(\.limit)
        self.members = PositionSet(self.roles.joined(), count: inclusions.ids.count)
        var setsByRole: [Int: [Int]] = [:]
        for (number, roles) in self.roles.enumerated() {
            for role in roles { setsByRole[role, default: []].append(number) }
        }
        self.setsByRole = setsByRole
    }

    /// The sets that a role is a member of.
    func sets(of role: Int) -> [Int] { self.setsByRole[role] ?? [] }

    /// The first set of which these roles, and all that they include, bring a member, and of which a user who is authorized
    /// for others too has too many; nil when there is none.
    func firstBreach(by given: [Int], besides authorized: PositionSet) -> Int? {
        self.breaches(by: given, besides: authorized).min()
    }

    /// Every set of which roles bring a member and of which a user has too many.
    func breaches(by given: [Int], besides authorized: PositionSet) -> [Int] {
        guard !self.limits.isEmpty else { return [] }
        var brought: Set<Int> = []
        for role in given { self.inclusions.forEach(in: role, among: self.members) { brought.insert($0) } }
        let touched = Set(brought.flatMap(self.sets))
        return touched.filter { set in
            self.roles[set].count { brought.contains($0) || authorized.contains($0) } >= self.limits[set]
        }
    }
}
