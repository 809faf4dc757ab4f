/// One question about a permission, asked of the holdings of an active user.
struct AccessQuestion {
    let catalog: RoleCatalog
    let permission: Permission
    let scope: Scope
    let conditions: Set<Condition>
    let now: Timestamp?

    /// A role that a user has, by assignment or implicitly.
    struct HeldRole {
        let role: RoleID
        let holding: RoleHolding?
    }

    func heldRoles(of standing: UserStanding, with holdings: [RoleHolding]) -> [HeldRole] {
        holdings.map { HeldRole(role: $0.role, holding: $0) }
            + self.catalog.rolesHeldImplicitly(by: standing.affiliation).map { HeldRole(role: $0, holding: nil) }
    }

    /// Whether a role held counts at the place and moment in question.
    func counts(_ held: HeldRole) -> Bool {
        held.holding?.counts(at: self.scope, now: self.now) ?? true
    }

    /// The grants of the permission that a role brings, itself or through a role it includes.
    func grants(of role: RoleID) -> [Grant] {
        self.catalog.grants(of: role).filter { $0.permission == self.permission }
    }

    func grantsNow(_ role: RoleID) -> Bool {
        self.grants(of: role).contains { $0.conditions.isSubset(of: self.conditions) }
    }

    func ruleIsSatisfied(by held: [HeldRole]) -> Bool {
        guard let rule = self.catalog.definition(of: self.permission)?.rule else { return true }
        return rule.isSatisfied { wanted in
            held.contains { self.catalog.rolesIncluded(in: $0.role).contains(wanted) }
        }
    }

    func isAllowed(_ standing: UserStanding, with holdings: [RoleHolding]) -> Bool {
        let counting = self.heldRoles(of: standing, with: holdings).filter(self.counts)
        return counting.contains { self.grantsNow($0.role) } && self.ruleIsSatisfied(by: counting)
    }

    /// What makes the answer yes, or nil when it is no.
    func grounds(for standing: UserStanding) -> AccessGrounds? {
        guard self.isAllowed(standing, with: standing.holdings) else { return nil }
        var sufficient = standing.holdings
        for candidate in standing.holdings.reversed() {
            let without = sufficient.filter { $0 != candidate }
            if self.isAllowed(standing, with: without) { sufficient = without }
        }
        let counting = self.heldRoles(of: standing, with: sufficient).filter(self.counts)
        guard let granting = counting.first(where: { self.grantsNow($0.role) }) else { return nil }
        return AccessGrounds(
            grantingRole: self.roleThatGrants(through: granting.role), heldRole: granting.role, holdings: sufficient)
    }

    private func roleThatGrants(through held: RoleID) -> RoleID {
        let included = self.catalog.rolesIncluded(in: held).sorted()
        let granting = included.filter { role in
            self.catalog.role(role)?.grants.contains {
                $0.permission == self.permission && $0.conditions.isSubset(of: self.conditions)
            } ?? false
        }
        return granting.contains(held) ? held : granting.first ?? held
    }
}
