/// One question about a permission, asked of the holdings of an active user.
struct AccessQuestion {
    let catalog: RoleCatalog
    let permission: Permission
    let scope: Scope
    let conditions: Set<Condition>
    let now: Timestamp?

    /// A role held, by assignment or implicitly.
    struct Holding {
        let role: RoleID
        let assignment: RoleAssignment?
    }

    func holdings(of standing: UserStanding, assignments: [RoleAssignment]) -> [Holding] {
        assignments.map { Holding(role: $0.role, assignment: $0) }
            + self.catalog.rolesHeldImplicitly(by: standing.affiliation).map { Holding(role: $0, assignment: nil) }
    }

    /// Whether a holding counts at the place and moment in question.
    func counts(_ holding: Holding) -> Bool {
        holding.assignment?.counts(at: self.scope, now: self.now) ?? true
    }

    /// The grants of the permission that a role brings, itself or through a role it includes.
    func grants(of role: RoleID) -> [Grant] {
        self.catalog.grants(of: role).filter { $0.permission == self.permission }
    }

    func grantsNow(_ role: RoleID) -> Bool {
        self.grants(of: role).contains { $0.conditions.isSubset(of: self.conditions) }
    }

    func ruleIsSatisfied(by holdings: [Holding]) -> Bool {
        guard let rule = self.catalog.definition(of: self.permission)?.rule else { return true }
        return rule.isSatisfied { wanted in
            holdings.contains { self.catalog.rolesIncluded(in: $0.role).contains(wanted) }
        }
    }

    func isAllowed(_ standing: UserStanding, with assignments: [RoleAssignment]) -> Bool {
        let counting = self.holdings(of: standing, assignments: assignments).filter(self.counts)
        return counting.contains { self.grantsNow($0.role) } && self.ruleIsSatisfied(by: counting)
    }

    /// What makes the answer yes, or nil when it is no.
    func grounds(for standing: UserStanding) -> AccessGrounds? {
        guard self.isAllowed(standing, with: standing.assignments) else { return nil }
        var sufficient = standing.assignments
        for candidate in standing.assignments.reversed() {
            let without = sufficient.filter { $0 != candidate }
            if self.isAllowed(standing, with: without) { sufficient = without }
        }
        let counting = self.holdings(of: standing, assignments: sufficient).filter(self.counts)
        guard let granting = counting.first(where: { self.grantsNow($0.role) }) else { return nil }
        return AccessGrounds(
            grantingRole: self.roleThatGrants(through: granting.role), heldRole: granting.role, assignments: sufficient)
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
