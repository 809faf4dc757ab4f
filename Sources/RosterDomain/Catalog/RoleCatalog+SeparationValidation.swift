extension RoleCatalog {
    /// What is wrong with the separation sets, beyond roles that are not defined.
    func separationProblems() -> [RoleCatalogProblem] {
        let (fixed, dynamic) = (self.separationSets, self.dynamicSeparationSets)
        guard !fixed.isEmpty || !dynamic.isEmpty else { return [] }
        // A refusal names the set, so that one name stands for one set of either kind.
        let names = (fixed + dynamic).map(\.name)
        let misnamed =
            names.repeated.map(RoleCatalogProblem.duplicateSeparationSet)
            + names.filter { !$0.isWellFormedName }.map(RoleCatalogProblem.malformedSeparationSet)
        let atEnrollment = self.rolesAuthorized(by: self.enrollmentRoles, affiliation: .member)
        return misnamed
            + self.problems(of: fixed) { set in
                set.isBreached(by: atEnrollment) ? [.enrollmentBreachesSeparation(set: set.name)] : []
            }
            + self.problems(of: dynamic) { set in
                self.roles.filter { role in
                    role.heldImplicitlyBy != .noUsers && set.isTouched(by: role.id, in: self)
                }
                .map { .implicitRoleSeparated($0.id, set: set.name) }
            }
    }

    /// What is wrong with sets of one kind: what both have in common, and otherwise what else is asked.
    private func problems(
        of sets: [SeparationSet], _ others: (SeparationSet) -> [RoleCatalogProblem]
    ) -> [RoleCatalogProblem] {
        guard !sets.isEmpty else { return [] }
        let breaching = self.rolesBreaching(sets)
        return sets.enumerated().flatMap { position, set -> [RoleCatalogProblem] in
            guard set.limit >= 2, set.limit <= set.roles.count else {
                return [.separationLimitOutOfRange(set: set.name, limit: set.limit, roleCount: set.roles.count)]
            }
            let roles = breaching[position] ?? []
            return roles.isEmpty ? others(set) : roles.map { .roleBreachesSeparation($0, set: set.name) }
        }
    }

    /// For each set, by position, the roles that alone bring as many of its roles as must stay apart.
    private func rolesBreaching(_ sets: [SeparationSet]) -> [Int: [RoleID]] {
        let index = SeparationIndex(sets, self.inclusions)
        let none = PositionSet(count: self.inclusions.ids.count)
        var breaching: [Int: [RoleID]] = [:]
        for position in self.inclusions.composites {
            for set in index.breaches(by: [position], besides: none) {
                breaching[set, default: []].append(self.inclusions.ids[position])
            }
        }
        return breaching
    }

    /// The roles for which a user is authorized: those assigned, those held implicitly, and all that they include.
    package func rolesAuthorized(by assigned: Set<RoleID>, affiliation: Affiliation) -> Set<RoleID> {
        Set((assigned + self.rolesHeldImplicitly(by: affiliation)).flatMap(self.rolesIncluded))
    }
}

extension SeparationSet {
    /// Whether a role is or includes one of the set's roles.
    func isTouched(by role: RoleID, in catalog: RoleCatalog) -> Bool {
        !self.roles.isDisjoint(with: catalog.rolesIncluded(in: role))
    }
}
