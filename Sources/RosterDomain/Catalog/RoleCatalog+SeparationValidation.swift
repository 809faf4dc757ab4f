extension RoleCatalog {
    /// What is wrong with the separation sets, beyond roles that are not defined.
    func separationProblems() -> [RoleCatalogProblem] {
        guard !self.separationSets.isEmpty else { return [] }
        let names = self.separationSets.map(\.name)
        let misnamed =
            names.repeated.map(RoleCatalogProblem.duplicateSeparationSet)
            + names.filter { !$0.isWellFormedName }.map(RoleCatalogProblem.malformedSeparationSet)
        let breaching = self.rolesBreachingSets()
        let atEnrollment = self.rolesAuthorized(by: self.enrollmentRoles, affiliation: .member)
        return misnamed
            + self.separationSets.enumerated().flatMap { position, set -> [RoleCatalogProblem] in
                guard set.limit >= 2, set.limit <= set.roles.count else {
                    return [.separationLimitOutOfRange(set: set.name, limit: set.limit, roleCount: set.roles.count)]
                }
                let roles = breaching[position] ?? []
                guard roles.isEmpty else { return roles.map { .roleBreachesSeparation($0, set: set.name) } }
                return set.isBreached(by: atEnrollment) ? [.enrollmentBreachesSeparation(set: set.name)] : []
            }
    }

    /// For each set, by position, the roles that alone bring as many of its roles as no user may have.
    private func rolesBreachingSets() -> [Int: [RoleID]] {
        let index = SeparationIndex(self.separationSets, self.inclusions)
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
    func rolesAuthorized(by assigned: Set<RoleID>, affiliation: Affiliation) -> Set<RoleID> {
        Set((assigned + self.rolesHeldImplicitly(by: affiliation)).flatMap(self.rolesIncluded))
    }
}
