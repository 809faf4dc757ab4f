extension AccessQuestion {
    /// The smallest sets of roles that, given to the user, turn the answer into a yes.
    ///
    /// Where no role would do under the conditions stated, the sets for which least more would have to be stated.
    func roleRemedy(for standing: UserStanding) -> Remedy {
        var choices = self.roleChoices(for: standing, stating: [])
        if choices.isEmpty {
            // The least set may belong to a role that the user cannot gain, and then a larger one is needed.
            var sufficient: [Set<Condition>] = []
            for more in self.missingConditions(of: self.catalog.rolesGranting(self.permission))
            where !sufficient.contains(where: { $0.isStrictSubset(of: more) }) {
                let found = self.stating(more).roleChoices(for: standing, stating: more)
                if !found.isEmpty { sufficient.append(more) }
                choices += found
            }
        }
        return choices.isEmpty ? .nothing : .gainRoles(anyOf: choices.sorted(by: self.isSmaller))
    }

    private func roleChoices(for standing: UserStanding, stating more: Set<Condition>) -> [RoleRemedy] {
        let sets = self.roleSetsThatSuffice()
            .map { self.missing(from: $0, for: standing) }
            .filter { !$0.isEmpty && $0.allSatisfy { self.canGain($0, standing) } }
            .map { self.reduced($0, for: standing) }
        return Set(sets).minimalSets.filter { !$0.isEmpty }.map { self.remedy($0, stating: more) }
    }

    /// The same question with more stated about the case.
    func stating(_ more: Set<Condition>) -> AccessQuestion {
        AccessQuestion(
            catalog: self.catalog, permission: self.permission, scope: self.scope,
            conditions: self.conditions.union(more), now: self.now)
    }

    /// The least sets of conditions not stated yet under which any of these roles grants the permission.
    func furtherConditions(of roles: [RoleID]) -> [Set<Condition>] {
        let missing = self.missingConditions(of: roles)
        let least = missing.filter { set in !missing.contains { $0.isStrictSubset(of: set) } }
        return least.sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
    }

    /// The sets of conditions not stated yet under which any of these roles grants the permission, the smallest first.
    private func missingConditions(of roles: [RoleID]) -> [Set<Condition>] {
        let missing = Set(roles.flatMap(self.grants).map { $0.conditions.subtracting(self.conditions) })
        return missing.sorted { ($0.count, $0.sorted().description) < ($1.count, $1.sorted().description) }
    }

    /// A role that grants under the conditions stated, with each set of roles that satisfies the rule.
    private func roleSetsThatSuffice() -> [Set<RoleID>] {
        let granting = self.catalog.rolesGranting(self.permission).filter(self.grantsNow)
        let needed = self.catalog.definition(of: self.permission)?.rule?.minimalRoleSets ?? [[]]
        return granting.flatMap { role in needed.map { $0.union([role]) } }
    }

    /// The roles of a set that are neither held here and now nor included in another role of the set.
    private func missing(from set: Set<RoleID>, for standing: UserStanding) -> Set<RoleID> {
        let counting = self.heldRoles(of: standing, with: standing.holdings).filter(self.counts)
        let held = Set(counting.flatMap { self.catalog.rolesIncluded(in: $0.role) })
        let open = set.subtracting(held)
        return open.filter { role in
            !open.contains { other in
                other != role && self.catalog.rolesIncluded(in: other).contains(role)
                    && !self.catalog.rolesIncluded(in: role).contains(other)
            }
        }
    }

    /// A set without the roles that the others make superfluous, because they include what is needed in another way.
    private func reduced(_ set: Set<RoleID>, for standing: UserStanding) -> Set<RoleID> {
        var needed = set
        for role in set.sorted() where self.isAllowed(standing, gaining: needed.subtracting([role])) {
            needed.remove(role)
        }
        return needed
    }

    private func isAllowed(_ standing: UserStanding, gaining roles: Set<RoleID>) -> Bool {
        self.isAllowed(standing, with: standing.holdings + roles.map { RoleHolding($0) })
    }

    private func canGain(_ id: RoleID, _ standing: UserStanding) -> Bool {
        guard let role = self.catalog.role(id), role.heldImplicitlyBy == .nobody else { return false }
        return (standing.affiliation == .member || role.isOpenToGuests) && !self.catalog.rolesThatMayAssign(id).isEmpty
    }

    private func remedy(_ roles: Set<RoleID>, stating more: Set<Condition>) -> RoleRemedy {
        let sorted = roles.sorted()
        let fits = sorted.allSatisfy { self.catalog.role($0)?.scoping.allows(self.scope) ?? false }
        let givers = sorted.map(self.catalog.rolesThatMayAssign)
        return RoleRemedy(
            roles: sorted, scope: fits ? self.scope : .company, conditions: more,
            whoMayAssign: (givers.first ?? []).filter { giver in givers.allSatisfy { $0.contains(giver) } })
    }

    /// Least to ask for first: fewer conditions, fewer roles, then fewer privileged ones, then fewer grants, then by name.
    private func isSmaller(_ left: RoleRemedy, _ right: RoleRemedy) -> Bool {
        let (leftSize, rightSize) = (self.size(of: left), self.size(of: right))
        if leftSize != rightSize { return leftSize.lexicographicallyPrecedes(rightSize) }
        return left.roles.lexicographicallyPrecedes(right.roles)
    }

    private func size(of remedy: RoleRemedy) -> [Int] {
        let privileged = remedy.roles.filter { self.catalog.role($0)?.isPrivileged ?? false }
        let grants = remedy.roles.reduce(0) { $0 + self.catalog.grants(of: $1).count }
        return [remedy.conditions.count, remedy.roles.count, privileged.count, grants]
    }
}
