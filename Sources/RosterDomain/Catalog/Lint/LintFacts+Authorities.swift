extension LintFacts {
    /// Rights to assign roles that change nothing.
    func assignmentAuthorities() -> [RoleCatalogFinding] {
        let authorities = self.catalog.assignmentAuthorities
        let selected = self.selections(authorities.map(\.over))
        let empty = authorities.indices.filter { selected[$0].isEmpty }
        let covered = self.covered(
            among: authorities.indices.filter { !selected[$0].isEmpty }, by: \.holder, authorities
        ) {
            selected[$0].isSubset(of: selected[$1])
        }
        return empty.map { .assignmentAuthoritySelectsNothing(authorities[$0]) }
            + covered.map { .assignmentAuthorityCovered(authorities[$0.0], by: authorities[$0.1]) }
    }

    /// Rights over accounts that change nothing.
    func accountAuthorities() -> [RoleCatalogFinding] {
        let authorities = self.catalog.accountAuthorities
        let selected = self.selections(authorities.map(\.over))
        let empty = authorities.indices.filter {
            authorities[$0].actions.isEmpty || self.reachesNobody(authorities[$0], selected[$0])
        }
        let others = Set(authorities.indices).subtracting(empty).sorted()
        let covered = self.covered(among: others, by: \.holder, authorities) { inner, outer in
            authorities[inner].actions.isSubset(of: authorities[outer].actions)
                && selected[inner].isSubset(of: selected[outer])
                && (!authorities[inner].reachesRetiredRoles(in: self.catalog)
                    || authorities[outer].reachesRetiredRoles(in: self.catalog))
        }
        return empty.map { .accountAuthoritySelectsNothing(authorities[$0]) }
            + covered.map { .accountAuthorityCovered(authorities[$0.0], by: authorities[$0.1]) }
    }

    /// Whether an authority reaches no role, not even those that were retired.
    private func reachesNobody(_ authority: AccountAuthority, _ selected: Set<Int>) -> Bool {
        selected.isEmpty && !authority.reachesRetiredRoles(in: self.catalog)
    }

    private func selections(_ selections: [RoleSelection]) -> [Set<Int>] {
        var known: [RoleSelection: Set<Int>] = [:]
        return selections.map { selection in
            if let selected = known[selection] { return selected }
            let selected = Set(self.index.selected(by: selection))
            known[selection] = selected
            return selected
        }
    }

    /// What is within another of the same holder, with that other; of two that are equal the later one.
    private func covered<Authority>(
        among positions: [Int], by holder: KeyPath<Authority, RoleID>, _ authorities: [Authority],
        isWithin: (Int, Int) -> Bool
    ) -> [(Int, Int)] {
        let byHolder = Dictionary(grouping: positions) { authorities[$0][keyPath: holder] }.values
        let covered = byHolder.filter { $0.count > 1 }.flatMap { group in
            group.compactMap { inner -> (Int, Int)? in
                let outer = group.first { outer in
                    outer != inner && isWithin(inner, outer) && (outer < inner || !isWithin(outer, inner))
                }
                return outer.map { (inner, $0) }
            }
        }
        return covered.sorted { $0.0 < $1.0 }
    }

    /// Roles that no user can give, and roles that are never given along with others.
    func unassignableRoles() -> [RoleCatalogFinding] {
        let roles = self.index.roles
        let closed = roles.indices.filter { roles[$0].heldImplicitlyBy == .noUsers && !self.holdable.mayBeAssigned($0) }
        let companions = roles.flatMap { role in
            role.accompaniedBy.sorted().filter { self.catalog.role($0)?.heldImplicitlyBy != .noUsers }
                .map { RoleCatalogFinding.companionNeverGiven($0, with: role.id) }
        }
        return closed.map { .roleNobodyMayAssign(self.id($0)) } + companions
    }
}
