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
        var setsByRole: [RoleID: [Int]] = [:]
        for (position, set) in self.separationSets.enumerated() {
            for role in set.roles { setsByRole[role, default: []].append(position) }
        }
        var breaching: [Int: [RoleID]] = [:]
        let setsByPosition = self.inclusions.ids.map { setsByRole[$0] ?? [] }
        for position in self.inclusions.composites {
            let role = self.inclusions.ids[position]
            var counts: [Int: Int] = [:]
            self.inclusions.forEach(in: position) { part in
                for set in setsByPosition[part] { counts[set, default: 0] += 1 }
            }
            for (set, count) in counts where count >= self.separationSets[set].limit {
                breaching[set, default: []].append(role)
            }
        }
        return breaching
    }

    /// The roles for which a user is authorized: those assigned, those held implicitly, and all that they include.
    func rolesAuthorized(by assigned: Set<RoleID>, affiliation: Affiliation) -> Set<RoleID> {
        Set((assigned + self.rolesHeldImplicitly(by: affiliation)).flatMap(self.rolesIncluded))
    }
}
