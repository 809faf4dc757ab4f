extension LintFacts {
    /// Separation sets that forbid more or less than was meant.
    func separation() -> [RoleCatalogFinding] {
        guard !self.catalog.separationSets.isEmpty else { return [] }
        return self.rolesKeptFromEverybody() + self.coveredSets()
    }

    /// A set that no user with these roles can keep, for members and for guests alike; nil when some of the two can.
    ///
    /// A user who has the roles has at least these, what they include and what every user of the affiliation holds.
    func setBreached(by roles: [Int]) -> Int? {
        let authorized = Set(roles.flatMap { self.index.included($0) })
        guard let breached = self.firstBreach(by: authorized.union(self.heldByMembers)) else { return nil }
        return self.firstBreach(by: authorized.union(self.heldByEveryone)) == nil ? nil : breached
    }

    private func firstBreach(by authorized: Set<Int>) -> Int? {
        var counts: [Int: Int] = [:]
        for role in authorized { for set in self.sets[role] { counts[set, default: 0] += 1 } }
        return counts.filter { $0.value >= self.catalog.separationSets[$0.key].limit }.keys.min()
    }

    private func rolesKeptFromEverybody() -> [RoleCatalogFinding] {
        self.index.roles.indices.compactMap { position in
            let role = self.index.roles[position]
            guard role.heldImplicitlyBy == .nobody, !self.catalog.enrollmentRoles.contains(role.id) else { return nil }
            let companions = self.sureCompanions(of: role)
            let isForMembers = self.firstBreach(by: self.authorized([position] + companions, with: self.heldByMembers))
            guard let set = isForMembers else { return nil }
            if role.isOpenToGuests {
                let open = companions.filter { self.index.roles[$0].isOpenToGuests }
                let authorized = self.authorized([position] + open, with: self.heldByEveryone)
                guard self.firstBreach(by: authorized) != nil else { return nil }
            }
            return .roleKeptFromEverybody(role.id, by: self.catalog.separationSets[set].name)
        }
    }

    private func authorized(_ roles: [Int], with implicit: Set<Int>) -> Set<Int> {
        implicit.union(roles.flatMap { self.index.included($0) })
    }

    /// The roles that come along with a role in every company that may use it.
    private func sureCompanions(of role: Role) -> [Int] {
        role.accompaniedBy.compactMap { self.index.positions[$0] }.filter { position in
            let companion = self.index.roles[position]
            let isOffered =
                companion.offeredTo.isEmpty
                || !role.offeredTo.isEmpty && role.offeredTo.isSubset(of: companion.offeredTo)
            return companion.heldImplicitlyBy == .nobody && isOffered
        }
    }

    /// Sets of which every breach is a breach of another one; of two that are equal the later one.
    private func coveredSets() -> [RoleCatalogFinding] {
        let sets = self.catalog.separationSets
        return sets.indices.compactMap { inner in
            let sharing = Set(sets[inner].roles.flatMap { self.index.positions[$0].map { self.sets[$0] } ?? [] })
            let outer = sharing.sorted().first { outer in
                outer != inner && sets[inner].isWithin(sets[outer])
                    && (outer < inner || !sets[outer].isWithin(sets[inner]))
            }
            return outer.map { .separationCovered(set: sets[inner].name, by: sets[$0].name) }
        }
    }
}

extension SeparationSet {
    /// Whether a user who breaches this set breaches another one too.
    ///
    /// As many of the roles as the limit says, chosen at the other's expense, leave it its own limit.
    fileprivate func isWithin(_ other: SeparationSet) -> Bool {
        self.limit - self.roles.subtracting(other.roles).count >= other.limit
    }
}
