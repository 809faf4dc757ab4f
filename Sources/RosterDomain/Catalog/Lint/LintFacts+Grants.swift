extension LintFacts {
    /// Grants that change nothing.
    func redundantGrants() -> [RoleCatalogFinding] {
        self.index.roles.indices.flatMap { position in
            self.repeatedGrants(in: position) + self.coveredGrants(in: position)
        }
    }

    private func repeatedGrants(in position: Int) -> [RoleCatalogFinding] {
        let grants = self.ownGrants[position]
        guard Set(grants).count != grants.count else { return [] }
        return self.index.roles[position].grants.repeated.map { .grantRepeated($0, in: self.id(position)) }
    }

    private func coveredGrants(in position: Int) -> [RoleCatalogFinding] {
        let role = self.index.roles[position]
        let grants = self.ownGrants[position]
        // A role that adds nothing at all is found as such.
        guard self.mayHaveCoveredGrants(position), !self.addsNothing(position) else { return [] }
        var seen: Set<NumberedGrant> = []
        return grants.indices.compactMap { number in
            let grant = grants[number]
            guard seen.insert(grant).inserted else { return nil }
            let isWithin = grants.contains {
                $0.permission == grant.permission && $0.conditions.isStrictSubset(of: grant.conditions)
            }
            let other = isWithin ? role.id : self.includedRole(covering: grant, in: position)
            return other.map { .grantCovered(role.grants[number], in: role.id, by: $0) }
        }
    }

    /// Whether a permission is granted more than once among a role and those that it includes.
    private func mayHaveCoveredGrants(_ position: Int) -> Bool {
        var seen: Set<Int> = []
        for part in self.index.included(position) {
            for grant in self.ownGrants[part] where !seen.insert(grant.permission).inserted { return true }
        }
        return false
    }
}
