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
        let permissions = Set(grants.map(\.permission))
        // A role that adds nothing at all is found as such.
        guard !role.includes.isEmpty || permissions.count < grants.count, !self.addsNothing(position) else { return [] }
        let own = Dictionary(grouping: grants, by: \.permission)
        var seen: Set<NumberedGrant> = []
        return grants.indices.compactMap { number in
            let grant = grants[number]
            guard seen.insert(grant).inserted else { return nil }
            let isWithin =
                own[grant.permission]?.contains { $0.conditions.isStrictSubset(of: grant.conditions) } ?? false
            let other = isWithin ? role.id : self.includedRole(covering: grant, in: position)
            return other.map { .grantCovered(role.grants[number], in: role.id, by: $0) }
        }
    }
}
