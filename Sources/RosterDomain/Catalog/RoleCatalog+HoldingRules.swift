/// The rules for holding roles beyond who gives them: prerequisites and the number of holders.
extension RoleCatalog {
    /// What is wrong with prerequisites and maximum numbers, beyond roles that are not defined.
    func holdingRuleProblems() -> [RoleCatalogProblem] {
        let ruled = self.roles.filter { !$0.requires.isEmpty || $0.maximumHolders != nil }
        guard !ruled.isEmpty else { return [] }
        let implicit = ruled.filter { $0.heldImplicitlyBy != .noUsers }.map {
            RoleCatalogProblem.holdingRuleOnImplicitRole($0.id)
        }
        let limits = ruled.compactMap { role in
            role.maximumHolders.flatMap { $0 < 1 ? RoleCatalogProblem.holderLimitTooSmall(role.id, limit: $0) : nil }
        }
        return implicit + limits + self.prerequisiteCycles(ruled) + self.enrollmentPrerequisites()
    }

    /// Roles that require one another, directly or through others, so that none could be given first.
    private func prerequisiteCycles(_ ruled: [Role]) -> [RoleCatalogProblem] {
        var reported: Set<RoleID> = []
        return ruled.compactMap { role in
            guard !reported.contains(role.id) else { return nil }
            guard let circle = self.circle(from: role.id, { self.rolesByID[$0]?.requires ?? [] }) else { return nil }
            reported.formUnion(circle)
            return .prerequisiteCycle(circle)
        }
    }

    private func enrollmentPrerequisites() -> [RoleCatalogProblem] {
        let held = self.rolesAuthorized(by: self.enrollmentRoles, affiliation: .member)
        return held.sorted().flatMap { id -> [RoleCatalogProblem] in
            let missing = (self.rolesByID[id]?.requires ?? []).subtracting(held).sorted()
            return missing.map { .enrollmentLacksPrerequisite(id, requires: $0) }
        }
    }

    /// The roles with a maximum number of holders that a role is or includes.
    package func limitedRoles(in role: RoleID) -> [RoleID] {
        guard self.hasHolderLimits else { return [] }
        return self.rolesIncluded(in: role).filter { self.rolesByID[$0]?.maximumHolders != nil }.sorted()
    }

    /// The roles whose holders hold a role.
    package func rolesIncluding(_ role: RoleID) -> [RoleID] {
        Set([role]).union(self.rolesIncluding(anyOf: [role])).sorted()
    }
}
