extension LintFacts {
    /// Permissions that no user can ever be allowed.
    ///
    /// Every role can be held for the whole company, by members, in a company that is in each program; and a catalog refuses
    /// roles and rules out of every user's reach. So nothing but separation sets can keep a granted permission from all.
    func unreachablePermissions() -> [RoleCatalogFinding] {
        self.catalog.permissions.filter { !self.isWithinReach($0) }.map { .permissionOutOfReach($0.id) }
    }

    private func isWithinReach(_ permission: PermissionDefinition) -> Bool {
        // Who cannot hold one of these cannot hold a role that includes it either.
        let granting = self.catalog.grantingRoles(of: permission.id)
        guard !granting.isEmpty, !self.catalog.separationSets.isEmpty else { return !granting.isEmpty }
        guard let rule = permission.rule else { return granting.contains { self.setBreached(by: [$0]) == nil } }
        if granting.contains(where: self.isFree), rule.isSatisfied(by: self.isFree) { return true }
        let alternatives = rule.minimalRoleSets.map { $0.compactMap { self.index.positions[$0] } }
        return granting.contains { role in
            alternatives.contains { self.setBreached(by: $0 + [role]) == nil }
        }
    }

    private func isFree(_ role: RoleID) -> Bool { self.index.positions[role].map(self.isFree) ?? false }

    /// Whether a role brings no role of any separation set, so that it stands in the way of none.
    private func isFree(_ role: Int) -> Bool {
        !self.catalog.inclusions.contains(anyOf: self.separation.members, in: role)
    }
}
