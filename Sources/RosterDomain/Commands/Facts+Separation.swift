/// Which roles must stay apart, no matter who gives them.
extension Facts {
    /// Refuses roles that would bring a user as many roles of a separation set as no user may have, or more; of any set of the catalog
    /// unless some are named.
    ///
    /// What is held counts wherever it is held and whenever it holds, unless its window has passed. Sets to which the
    /// roles given contribute nothing are left alone, even where they are breached: that is no fault of what is given.
    func requireSeparation(
        giving roles: some Sequence<RoleID>, who record: UserRecord?, affiliation: Affiliation,
        by sets: [SeparationSet]? = nil
    ) throws(RefusalReason) {
        let sets = sets ?? self.catalog.separationSets
        guard !sets.isEmpty else { return }
        let assigned = record?.heldAssignments.filter { !self.hasPassed($0.window) }.map(\.role) ?? []
        let held = self.catalog.rolesAuthorized(by: Set(assigned), affiliation: affiliation)
        let given = Set(roles.flatMap(self.catalog.rolesIncluded))
        let authorized = held.union(given)
        for set in sets
        where !set.roles.isDisjoint(with: given) && set.isBreached(by: authorized) {
            let wanted = set.roles.intersection(given)
            let others = set.roles.intersection(held).subtracting(wanted)
            throw .rolesSeparated(set: set.name, wanted: wanted.sorted(), held: others.sorted(), limit: set.limit)
        }
    }
}
