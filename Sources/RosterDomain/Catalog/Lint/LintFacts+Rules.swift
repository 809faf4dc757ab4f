extension LintFacts {
    /// Rules that never decide, or say more than they need.
    func rules() -> [RoleCatalogFinding] {
        var shorter: [PermissionRule: PermissionRule] = [:]
        let implication = RuleImplication(catalog: self.catalog, always: Set(self.heldByEveryone.numbers.map(self.id)))
        var undecided: [RoleCatalogFinding] = []
        var redundant: [RoleCatalogFinding] = []
        for permission in self.catalog.permissions {
            guard let rule = permission.rule else { continue }
            if self.neverDecides(rule, for: permission.id, implication) {
                undecided.append(.ruleNeverDecides(permission.id))
                continue
            }
            let short = shorter[rule] ?? implication.shortened(rule)
            shorter[rule] = short
            if short != rule { redundant.append(.ruleHasRedundantParts(permission.id, shorter: short)) }
        }
        return undecided + redundant
    }

    private func neverDecides(_ rule: PermissionRule, for permission: Permission, _ implication: RuleImplication)
        -> Bool
    {
        // Roles that include these satisfy whatever rule these do.
        let granting = self.catalog.grantingRoles(of: permission).map(self.id)
        return !granting.isEmpty && granting.allSatisfy { implication.implies(.role($0), rule) }
    }
}

/// Which rules are satisfied whenever others are.
struct RuleImplication {
    let catalog: RoleCatalog
    /// The roles that every active user holds everywhere.
    let always: Set<RoleID>

    /// Whether a user who satisfies one rule is sure to satisfy another; false means that it could not be shown.
    func implies(_ rule: PermissionRule, _ other: PermissionRule) -> Bool {
        switch (rule, other) {
        case (.role(let role), _):
            return other.isSatisfied { self.catalog.role(role, includes: $0) || self.always.contains($0) }
        case (.anyOf(let parts), _): return parts.allSatisfy { self.implies($0, other) }
        case (.allOf, .allOf(let needed)): return needed.allSatisfy { self.implies(rule, $0) }
        case (.allOf(let parts), .anyOf(let choices)):
            return parts.contains { self.implies($0, other) } || choices.contains { self.implies(rule, $0) }
        case (.allOf(let parts), .role(let role)):
            return self.always.contains(role) || parts.contains { self.implies($0, other) }
        }
    }

    /// A rule without the parts that change nothing; the rule itself where each part counts.
    func shortened(_ rule: PermissionRule) -> PermissionRule {
        switch rule {
        case .role: rule
        case .anyOf(let parts):
            self.kept(of: parts.map(self.shortened), as: PermissionRule.anyOf) { part, others in
                self.implies(part, .anyOf(others))
            }
        case .allOf(let parts):
            self.kept(of: parts.map(self.shortened), as: PermissionRule.allOf) { part, others in
                self.implies(.allOf(others), part)
            }
        }
    }

    /// The last of two parts that say the same goes.
    private func kept(
        of parts: [PermissionRule], as join: ([PermissionRule]) -> PermissionRule,
        isRedundant: (PermissionRule, [PermissionRule]) -> Bool
    ) -> PermissionRule {
        var kept = parts
        for position in parts.indices.reversed() where kept.count > 1 {
            var others = kept
            let part = others.remove(at: position)
            if isRedundant(part, others) { kept = others }
        }
        return kept.count == 1 && parts.count > 1 ? kept[0] : join(kept)
    }
}
