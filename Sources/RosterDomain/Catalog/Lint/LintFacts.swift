/// What a linter knows of a catalog, by number.
struct LintFacts {
    /// A grant with its permission's number.
    struct NumberedGrant: Hashable {
        let permission: Int
        let conditions: Set<Condition>
    }

    let catalog: RoleCatalog
    let index: RoleIndex
    let holdable: HoldableRoles
    /// For each role, what it grants itself, in order.
    let ownGrants: [[NumberedGrant]]
    /// For each role, the separation sets of which it is a member.
    let sets: [[Int]]
    /// Whether each role is named in a rule.
    let isNamedInRule: [Bool]
    /// Whether each role gives authority over roles or accounts.
    let isAuthority: [Bool]
    /// The roles that every active user holds, and those that every active member holds.
    let heldByEveryone: Set<Int>
    let heldByMembers: Set<Int>

    init(_ catalog: RoleCatalog) {
        let index = RoleIndex(catalog)
        self.catalog = catalog
        self.index = index
        self.holdable = HoldableRoles(
            index, assignmentAuthorities: catalog.assignmentAuthorities, enrollmentRoles: catalog.enrollmentRoles,
            givenByHost: catalog.leavesGivingToHost)
        self.ownGrants = index.roles.map { role in
            role.grants.compactMap { grant in
                catalog.permissionNumbers[grant.permission].map {
                    NumberedGrant(permission: $0, conditions: grant.conditions)
                }
            }
        }
        var sets: [[Int]] = Array(repeating: [], count: index.roles.count)
        for (number, set) in catalog.separationSets.enumerated() {
            for role in set.roles { if let position = index.positions[role] { sets[position].append(number) } }
        }
        self.sets = sets
        self.isNamedInRule = Self.marks(index, catalog.permissions.lazy.flatMap { $0.rule?.roles ?? [] })
        self.isAuthority = Self.marks(
            index, catalog.assignmentAuthorities.map(\.holder) + catalog.accountAuthorities.map(\.holder))
        self.heldByEveryone = Self.implicit(index) { $0 == .everyone }
        self.heldByMembers = Self.implicit(index) { $0 != .nobody }
    }

    private static func marks(_ index: RoleIndex, _ roles: some Sequence<RoleID>) -> [Bool] {
        var marks = Array(repeating: false, count: index.roles.count)
        for role in roles { if let position = index.positions[role] { marks[position] = true } }
        return marks
    }

    private static func implicit(_ index: RoleIndex, _ counts: (ImplicitHolders) -> Bool) -> Set<Int> {
        let held = index.roles.indices.filter { counts(index.roles[$0].heldImplicitlyBy) }
        return Set(held.flatMap { index.included($0) })
    }

    func id(_ position: Int) -> RoleID { self.index.roles[position].id }

    /// The roles that a role includes, directly or through others, without itself.
    func others(in position: Int) -> some Sequence<Int> { self.index.included(position).lazy.filter { $0 != position } }

    /// Whether holding a role means more than what it grants; holders of the indispensable one take retired roles.
    func hasOtherUses(_ position: Int) -> Bool {
        self.isNamedInRule[position] || self.isAuthority[position]
            || !self.index.roles[position].accompaniedBy.isEmpty || self.id(position) == self.catalog.indispensableRole
    }

    /// The sets of conditions under which a role grants each permission, itself or through roles it includes; no set of them
    /// contains another.
    func effectiveGrants(of position: Int) -> [Int: Set<Set<Condition>>] {
        var result: [Int: Set<Set<Condition>>] = [:]
        for part in self.index.included(position) {
            for grant in self.ownGrants[part] { result[grant.permission, default: []].insert(grant.conditions) }
        }
        for (permission, sets) in result where sets.count > 1 {
            result[permission] = sets.filter { set in !sets.contains { $0.isStrictSubset(of: set) } }
        }
        return result
    }
}
