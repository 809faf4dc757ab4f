extension LintFacts {
    /// Roles that could be done without.
    func redundantRoles() -> [RoleCatalogFinding] {
        let grantNothing = self.areAll { self.ownGrants[$0].isEmpty && !self.hasOtherUses($0) }
        let empty = self.index.roles.indices.filter { grantNothing[$0] }
        let adding = self.index.roles.indices.filter { !grantNothing[$0] && self.addsNothing($0) }
        let open = self.index.roles.filter {
            $0.isPrivileged && ($0.isOpenToGuests || $0.heldImplicitlyBy == .everyone)
        }
        return empty.map { .roleGrantsNothing(self.id($0)) }
            + adding.map { .roleAddsNothing(self.id($0), to: self.index.roles[$0].includes.sorted()) }
            + self.alikeRoles(without: Set(empty + adding)).map { .rolesAlike($0.map(self.id)) }
            + open.map { .privilegedRoleOpenToGuests($0.id) }
    }

    /// Whether a role grants nothing that the roles it includes do not grant, and is good for nothing else.
    func addsNothing(_ position: Int) -> Bool {
        let role = self.index.roles[position]
        guard !role.includes.isEmpty, role.heldImplicitlyBy == .noUsers, !self.hasOtherUses(position) else {
            return false
        }
        return self.ownGrants[position].allSatisfy { self.includedRole(covering: $0, in: position) != nil }
    }

    /// An included role that grants a permission under the same or fewer conditions: the first in the catalog's order.
    func includedRole(covering grant: NumberedGrant, in position: Int) -> RoleID? {
        self.granters[grant.permission].first(in: position, under: grant.conditions, self.catalog.inclusions)
            .map(self.id)
    }
}

extension LintFacts {
    /// What roles that are alike have in common, apart from the authorities that select them.
    private struct Likeness: Hashable {
        let grants: [Int: Set<Set<Condition>>]
        let useful: Set<Int>
        let sets: Set<Int>
        let companions: Set<RoleID>
        let category: RoleCategory
        let isPrivileged: Bool
        let scoping: RoleScoping
        let isOpenToGuests: Bool
        let offeredTo: Set<Program>
        let heldImplicitlyBy: ImplicitHolders
        let isGivenAtEnrollment: Bool
        let requires: Set<RoleID>
        let maximumHolders: Int?
    }

    /// Roles that differ in nothing but their names, in groups.
    private func alikeRoles(without found: Set<Int>) -> [[Int]] {
        let open = self.index.roles.indices.filter { !found.contains($0) }
        // A role whose tally no other one has is like none, and that is cheap to see.
        let tallies = GrantTallies(self).tallies
        let byTally = Dictionary(grouping: open) { tallies[$0] }.values.filter { $0.count > 1 }
        let groups = byTally.flatMap { Dictionary(grouping: $0, by: self.likeness).values.filter { $0.count > 1 } }
        return groups.flatMap(self.selectedAlike).sorted { $0[0] < $1[0] }
    }

    private func likeness(of position: Int) -> Likeness {
        let role = self.index.roles[position]
        let parts = self.index.included(position)
        return Likeness(
            grants: self.effectiveGrants(of: position), useful: Set(parts.filter(self.hasOtherUses)),
            // A set counts each role that is included, so roles that bring different ones are kept apart from different ones.
            sets: Set(parts.filter(self.separation.members.contains)), companions: role.accompaniedBy,
            category: role.category, isPrivileged: role.isPrivileged, scoping: role.scoping,
            isOpenToGuests: role.isOpenToGuests, offeredTo: role.offeredTo, heldImplicitlyBy: role.heldImplicitlyBy,
            isGivenAtEnrollment: self.catalog.enrollmentRoles.contains(role.id),
            requires: role.requires, maximumHolders: role.maximumHolders)
    }

    /// Those of a group of roles that are chosen by the same authorities, in groups.
    private func selectedAlike(_ group: [Int]) -> [[Int]] {
        let selections =
            self.catalog.assignmentAuthorities.map(\.over) + self.catalog.accountAuthorities.map(\.over)
        // A user who assigns a role must reach each role in it, by one right or another.
        let alike = Dictionary(grouping: group) { position in
            Set(self.index.included(position).map { part in selections.map { $0.contains(self.index.roles[part]) } })
        }
        return alike.values.filter { $0.count > 1 }
    }
}
