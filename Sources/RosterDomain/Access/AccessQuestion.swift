/// One question about a permission, asked of an active user, with what the user's roles contribute to the answer.
struct AccessQuestion {
    let catalog: RoleCatalog
    let standing: UserStanding
    let permission: Permission
    private(set) var scope: Scope
    private(set) var conditions: Set<Condition>
    private(set) var now: Timestamp?
    /// The rule of the permission; nil when a grant is enough.
    let rule: PermissionRule?
    /// The roles held, at any place and time, that grant the permission or that its rule asks for.
    let held: [HeldRole]

    /// A role that a user has, by assignment or implicitly, and what it contributes to the answer.
    struct HeldRole {
        let role: RoleID
        /// Nil when the role is held without an assignment.
        let holding: RoleHolding?
        /// The conditions under which it grants the permission, itself or through a role it includes; one set for each
        /// grant.
        let grants: [Set<Condition>]
        /// The roles of the permission's rule that it is or includes.
        let satisfies: Set<RoleID>
    }

    init(
        _ permission: Permission, at scope: Scope, given conditions: Set<Condition>, now: Timestamp?,
        of standing: UserStanding, in catalog: RoleCatalog
    ) {
        self.catalog = catalog
        self.standing = standing
        self.permission = permission
        self.scope = scope
        self.conditions = conditions
        self.now = now
        let rule = catalog.definition(of: permission)?.rule
        self.rule = rule
        let ruleRoles = rule?.roles ?? []
        let implicit = catalog.rolesHeldImplicitly(by: standing.affiliation).map {
            (role: $0, holding: RoleHolding?.none)
        }
        self.held = (standing.holdings.map { (role: $0.role, holding: $0) } + implicit)
            .map { HeldRole($0.role, $0.holding, permission, ruleRoles, catalog) }
            .filter { !$0.grants.isEmpty || !$0.satisfies.isEmpty }
    }

    // MARK: - The definition

    /// Whether the answer is yes.
    var isAllowed: Bool { self.isAllowed(by: self.counting) }

    /// The roles that count at the place and moment in question.
    var counting: [HeldRole] { self.held.filter(self.counts) }

    func counts(_ held: HeldRole) -> Bool {
        held.holding?.counts(at: self.scope, now: self.now) ?? true
    }

    /// Whether roles that count make the answer yes.
    func isAllowed(by counting: [HeldRole]) -> Bool {
        counting.contains(where: self.grantsNow)
            && self.rule?.isSatisfied { wanted in counting.contains { $0.satisfies.contains(wanted) } } ?? true
    }

    /// Whether a role grants the permission under the conditions stated.
    func grantsNow(_ held: HeldRole) -> Bool {
        held.grants.contains { $0.isSubset(of: self.conditions) }
    }
}

// MARK: - The same question, asked differently

extension AccessQuestion {
    /// The same question with more stated about the case.
    func stating(_ more: Set<Condition>) -> AccessQuestion {
        var other = self
        other.conditions.formUnion(more)
        return other
    }

    /// The same question at another place.
    func at(_ scope: Scope) -> AccessQuestion {
        var other = self
        other.scope = scope
        return other
    }

    /// The same question at another moment.
    func at(_ moment: Timestamp) -> AccessQuestion {
        var other = self
        other.now = moment
        return other
    }
}

extension AccessQuestion.HeldRole {
    fileprivate init(
        _ role: RoleID, _ holding: RoleHolding?, _ permission: Permission, _ ruleRoles: Set<RoleID>,
        _ catalog: RoleCatalog
    ) {
        let granting = catalog.roles(granting: permission, in: role)
        let grants = granting.flatMap { part in
            catalog.roles[part].grants.filter { $0.permission == permission }.map(\.conditions)
        }
        let satisfies = ruleRoles.filter { catalog.role(role, includes: $0) }
        self.init(role: role, holding: holding, grants: grants, satisfies: satisfies)
    }
}

extension RoleCatalog {
    /// Where the roles stand that grant a permission themselves and that a role is or includes.
    fileprivate func roles(granting permission: Permission, in role: RoleID) -> [Int] {
        guard let position = self.inclusions.positions[role] else { return [] }
        return self.grantingRoles(of: permission).filter { self.inclusions.contains($0, in: position) }
    }
}

// MARK: - Why yes

extension AccessQuestion {
    /// The grounds for a yes, or nil when the answer is no.
    ///
    /// - Complexity: O(n² × rule), n being the holdings that bear on the question here and now.
    func grounds() -> AccessGrounds? {
        var sufficient = self.counting
        guard self.isAllowed(by: sufficient) else { return nil }
        for candidate in sufficient.reversed() where candidate.holding != nil {
            let without = sufficient.filter { $0.holding != candidate.holding }
            if self.isAllowed(by: without) { sufficient = without }
        }
        guard let granting = sufficient.first(where: self.grantsNow) else { return nil }
        return AccessGrounds(
            grantingRole: self.roleThatGrants(through: granting.role), heldRole: granting.role,
            holdings: sufficient.compactMap(\.holding))
    }

    private func roleThatGrants(through held: RoleID) -> RoleID {
        let granting = self.catalog.roles(granting: self.permission, in: held).map { self.catalog.roles[$0] }.filter {
            role in
            role.grants.contains {
                $0.permission == self.permission && $0.conditions.isSubset(of: self.conditions)
            }
        }
        .map(\.id).sorted()
        return granting.contains(held) ? held : granting.first ?? held
    }
}
