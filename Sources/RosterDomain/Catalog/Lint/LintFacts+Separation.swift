extension LintFacts {
    /// Separation sets that forbid more or less than was meant.
    func separationFindings() -> [RoleCatalogFinding] {
        (self.catalog.separationSets.isEmpty ? [] : self.rolesKeptFromEverybody()) + self.coveredSets()
    }

    /// A set that no user with these roles can keep, for members and for guests alike; nil when some of the two can.
    ///
    /// A user who has the roles has at least these, what they include and what every user of the affiliation holds.
    func setBreached(by roles: [Int]) -> Int? {
        guard let breached = self.separation.firstBreach(by: roles, besides: self.heldByMembers) else { return nil }
        return self.separation.firstBreach(by: roles, besides: self.heldByEveryone) == nil ? nil : breached
    }

    private func rolesKeptFromEverybody() -> [RoleCatalogFinding] {
        self.index.roles.indices.compactMap { position in
            let role = self.index.roles[position]
            guard role.heldImplicitlyBy == .noUsers, !self.catalog.enrollmentRoles.contains(role.id) else { return nil }
            let given = [position] + self.sureCompanions(of: role)
            guard let set = self.separation.firstBreach(by: given, besides: self.heldByMembers) else { return nil }
            if role.isOpenToGuests {
                let open = given.filter { self.index.roles[$0].isOpenToGuests }
                guard self.separation.firstBreach(by: open, besides: self.heldByEveryone) != nil else { return nil }
            }
            return .roleKeptFromEverybody(role.id, by: self.catalog.separationSets[set].name)
        }
    }

    /// The roles that come along with a role in every company that may use it.
    private func sureCompanions(of role: Role) -> [Int] {
        role.accompaniedBy.compactMap { self.index.positions[$0] }.filter { position in
            let companion = self.index.roles[position]
            let isOffered =
                companion.offeredTo.isEmpty
                || !role.offeredTo.isEmpty && role.offeredTo.isSubset(of: companion.offeredTo)
            return companion.heldImplicitlyBy == .noUsers && isOffered
        }
    }

    /// Sets of which every breach is a breach of another one; of two that are equal the later one.
    ///
    /// What no user may have, no session has, so that a static set covers dynamic ones too.
    private func coveredSets() -> [RoleCatalogFinding] {
        let staticCount = self.catalog.separationSets.count
        let sets = self.catalog.separationSets + self.catalog.dynamicSeparationSets
        guard sets.count > 1 else { return [] }
        let all = staticCount == sets.count ? self.separation : SeparationIndex(sets, self.catalog.inclusions)
        return sets.indices.compactMap { inner in
            let sharing = Set(sets[inner].roles.flatMap { self.index.positions[$0].map(all.sets) ?? [] })
            let outer = sharing.sorted().first { outer in
                outer != inner && (outer < staticCount || inner >= staticCount) && sets[inner].isWithin(sets[outer])
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
