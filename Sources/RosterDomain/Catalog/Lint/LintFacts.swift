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
    /// For each permission, the roles that grant it themselves.
    let granters: [PermissionGranters]
    let separation: SeparationIndex
    /// Whether each role is named in a rule.
    let isNamedInRule: [Bool]
    /// Whether each role gives authority over roles or accounts.
    let isAuthority: [Bool]
    /// The roles that every active user holds, and those that every active member holds.
    let heldByEveryone: PositionSet
    let heldByMembers: PositionSet

    init(_ catalog: RoleCatalog) {
        let index = RoleIndex(catalog)
        self.catalog = catalog
        self.index = index
        self.holdable = HoldableRoles(
            index, assignmentAuthorities: catalog.assignmentAuthorities, enrollmentRoles: catalog.enrollmentRoles,
            givenByHost: catalog.leavesGivingToHost)
        let ownGrants = index.roles.map { role in
            role.grants.compactMap { grant in
                catalog.permissionNumbers[grant.permission].map {
                    NumberedGrant(permission: $0, conditions: grant.conditions)
                }
            }
        }
        self.ownGrants = ownGrants
        self.granters = PermissionGranters.each(ownGrants, permissionCount: catalog.permissions.count)
        self.separation = SeparationIndex(catalog.separationSets, catalog.inclusions)
        self.isNamedInRule = Self.marks(index, catalog.permissions.lazy.flatMap { $0.rule?.roles ?? [] })
        self.isAuthority = Self.marks(
            index, catalog.assignmentAuthorities.map(\.holder) + catalog.accountAuthorities.map(\.holder))
        self.heldByEveryone = Self.implicit(catalog, .guest)
        self.heldByMembers = Self.implicit(catalog, .member)
    }

    private static func marks(_ index: RoleIndex, _ roles: some Sequence<RoleID>) -> [Bool] {
        var marks = Array(repeating: false, count: index.roles.count)
        for role in roles { if let position = index.positions[role] { marks[position] = true } }
        return marks
    }

    private static func implicit(_ catalog: RoleCatalog, _ affiliation: Affiliation) -> PositionSet {
        let held = catalog.rolesHeldImplicitly(by: affiliation).compactMap { catalog.inclusions.positions[$0] }
        return catalog.inclusions.included(inAnyOf: held)
    }

    func id(_ position: Int) -> RoleID { self.index.roles[position].id }

    /// Whether a role and all that it includes have a property.
    func areAll(_ isRight: (Int) -> Bool) -> [Bool] {
        var areRight = self.index.roles.indices.map(isRight)
        // Those that a role includes come before it.
        for role in self.catalog.inclusions.groups.joined() where areRight[role] {
            areRight[role] = self.catalog.inclusions.direct[role].allSatisfy { areRight[$0] }
        }
        return areRight
    }

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
