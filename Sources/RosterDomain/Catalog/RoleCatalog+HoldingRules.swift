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

    /// What a role requires, and what is not held where and as long as the holding of it lasts, from now on.
    ///
    /// - Parameters:
    ///   - role: The role, or one that includes it, is what the holding holds.
    ///   - held: Everything that the user holds.
    func prerequisites(
        missingFor role: RoleID, in holding: RoleHolding, among held: [RoleHolding], by affiliation: Affiliation,
        at now: Timestamp
    ) -> [RoleID] {
        guard let required = self.role(role)?.requires, !required.isEmpty else { return [] }
        let implicit = Set(self.rolesHeldImplicitly(by: affiliation).flatMap(self.rolesIncluded))
        return required.subtracting(implicit).filter { prerequisite in
            !held.contains { other in
                self.role(other.role, includes: prerequisite) && other.scope.contains(holding.scope)
                    && other.window.coversAhead(holding.window, from: now)
            }
        }.sorted()
    }

    /// The roles whose holders hold a role.
    package func rolesIncluding(_ role: RoleID) -> [RoleID] {
        Set([role]).union(self.rolesIncluding(anyOf: [role])).sorted()
    }
}

extension ValidityWindow {
    /// Whether this window covers another one, as far as that lies ahead.
    fileprivate func coversAhead(_ other: ValidityWindow, from now: Timestamp) -> Bool {
        let start = max(other.from ?? now, now)
        let begins = self.from.map { $0 <= start } ?? true
        let ends = self.until.map { end in other.until.map { $0 <= end } ?? false } ?? true
        return begins && ends
    }
}
