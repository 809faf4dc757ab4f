extension LintFacts {
    /// Permissions that no user can ever be allowed.
    ///
    /// Every role can be held for the whole company, by members, in a company that is in each program; and a catalog refuses
    /// roles and rules out of every user's reach. So nothing but separation sets can keep a granted permission from all.
    func unreachablePermissions() -> [RoleCatalogFinding] {
        self.catalog.permissions.filter { !self.isWithinReach($0) }.map { .permissionOutOfReach($0.id) }
    }

    private func isWithinReach(_ permission: PermissionDefinition) -> Bool {
        let granting = self.catalog.rolesGranting(permission.id)
        guard !granting.isEmpty, !self.catalog.separationSets.isEmpty else { return !granting.isEmpty }
        guard let rule = permission.rule else { return granting.contains { self.canBeHeldTogether([$0]) } }
        if granting.contains(where: self.isFree), rule.isSatisfied(by: self.isFree) { return true }
        let alternatives = rule.minimalRoleSets
        return granting.contains { role in
            alternatives.contains { self.canBeHeldTogether($0.union([role])) }
        }
    }

    private func canBeHeldTogether(_ roles: Set<RoleID>) -> Bool {
        self.setBreached(by: roles.compactMap { self.index.positions[$0] }) == nil
    }

    /// Whether a role brings no role of any separation set, so that it stands in the way of none.
    private func isFree(_ role: RoleID) -> Bool {
        guard let position = self.index.positions[role] else { return false }
        return self.index.included(position).allSatisfy { self.sets[$0].isEmpty }
    }
}
