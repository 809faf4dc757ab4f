/// What a profile may permit: the assigned role that would grant it, under which conditions, and what else it needs.
struct UncertainCandidates {
    struct Candidate {
        let permission: UInt64
        let conditions: UInt64
        /// The position of the role that grants it among ``groups``.
        let group: Int
    }

    /// A role of the profile, and where and when it is held; company-wide and permanently when there is no holding.
    struct Group {
        let role: CompiledRole
        let holdings: [RoleHolding]
    }

    private let catalog: CompiledCatalog
    private(set) var candidates: [Candidate] = []
    private(set) var groups: [Group] = []

    init(_ catalog: CompiledCatalog) {
        self.catalog = catalog
    }

    var isEmpty: Bool { self.candidates.isEmpty }

    /// Adds a role.
    ///
    /// - Parameter holdings: Nil when the role is held company-wide and permanently.
    mutating func add(_ role: CompiledRole, holdings: [RoleHolding]?) {
        let group = self.groups.count
        self.groups.append(Group(role: role, holdings: holdings ?? [RoleHolding(role.id)]))
        func add(_ permissions: [UInt64]) {
            self.candidates += permissions.map { Candidate(permission: $0, conditions: 0, group: group) }
        }
        // What a role held everywhere grants without conditions and without a rule is certain.
        if holdings != nil { add(role.plain) }
        add(role.ruled)
        self.candidates += role.conditional.map { grant in
            Candidate(permission: grant.permission, conditions: grant.conditions, group: group)
        }
    }

    /// Removes permissions that are already certain, and those whose rule the profile can never satisfy.
    mutating func removeAll(where isCertain: (UInt64) -> Bool) {
        guard !self.candidates.isEmpty else { return }
        let held = self.groups.reduce(into: Set<RoleID>()) { $0.formUnion($1.role.ruleRoles) }
        self.candidates.removeAll { candidate in
            isCertain(candidate.permission)
                || self.catalog.rule(of: candidate.permission)?.isSatisfied(by: held.contains) == false
        }
        self.candidates.sort { ($0.permission, $0.group) < ($1.permission, $1.group) }
    }

    /// The ways in which the profile may satisfy a permission's rule, each as roles; nil when there is no rule.
    func alternatives(of permission: UInt64) -> [[RoleID]]? {
        guard let rule = self.catalog.rule(of: permission) else { return nil }
        let held = self.groups.reduce(into: Set<RoleID>()) { $0.formUnion($1.role.ruleRoles) }
        return rule.minimalRoleSets.filter { $0.isSubset(of: held) }.map { $0.sorted() }
    }
}
