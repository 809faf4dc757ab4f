extension LintFacts {
    /// Prerequisites that say less or more than was meant.
    func holdingRules() -> [RoleCatalogFinding] {
        guard self.catalog.hasPrerequisites || self.catalog.hasHolderLimits else { return [] }
        let ruled = self.index.roles.filter { !$0.requires.isEmpty }
        let idle = ruled.flatMap { role in
            role.requires.sorted().filter { self.hasAnyway(role, $0) }.map {
                RoleCatalogFinding.prerequisiteNeverDecides(role.id, requires: $0)
            }
        }
        let closed = ruled.flatMap { role in
            role.requires.sorted().filter { self.excludes(role, $0) }.map {
                RoleCatalogFinding.prerequisiteOutOfReach(role.id, requires: $0)
            }
        }
        let chief = self.catalog.indispensableRole.flatMap { self.catalog.role($0) }
        let lonely = chief.flatMap { $0.maximumHolders == 1 ? RoleCatalogFinding.indispensableRoleForOne($0.id) : nil }
        return idle + closed + [lonely].compactMap(\.self)
    }

    /// Whether every user who may hold a role has its prerequisite without an assignment, or by the role itself.
    private func hasAnyway(_ role: Role, _ prerequisite: RoleID) -> Bool {
        guard let position = self.index.positions[prerequisite] else { return false }
        let implicit = role.isOpenToGuests ? self.heldByEveryone : self.heldByMembers
        return self.catalog.role(role.id, includes: prerequisite) || implicit.contains(position)
    }

    /// Whether a separation set keeps a role and its prerequisite apart.
    private func excludes(_ role: Role, _ prerequisite: RoleID) -> Bool {
        let positions = [role.id, prerequisite].compactMap { self.index.positions[$0] }
        return positions.count == 2 && self.setBreached(by: positions) != nil
    }
}
