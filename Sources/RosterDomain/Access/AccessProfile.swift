/// What users with the same roles at the same scopes may do, compiled once for all of them.
final class AccessProfile: Sendable {
    /// What users must have in common to share a profile.
    struct Key: Hashable, Sendable {
        let affiliation: Affiliation
        let holdings: Set<RoleHolding>

        init(_ standing: UserStanding) {
            self.affiliation = standing.affiliation
            self.holdings = Set(standing.holdings)
        }
    }

    private struct CompiledGrant {
        let holding: RoleHolding
        let conditions: Set<Condition>
    }

    let key: Key
    /// Whether the clock matters to any holding.
    let isTimeBound: Bool
    private let grants: [Permission: [CompiledGrant]]
    private let rules: [Permission: PermissionRule]
    private let holdingsByRole: [RoleID: [RoleHolding]]

    init(_ key: Key, catalog: RoleCatalog) {
        let implicit = catalog.rolesHeldImplicitly(by: key.affiliation)
            .map { RoleHolding($0) }
        var grants: [Permission: [CompiledGrant]] = [:]
        var holdingsByRole: [RoleID: [RoleHolding]] = [:]
        for holding in Array(key.holdings) + implicit {
            for role in catalog.rolesIncluded(in: holding.role) { holdingsByRole[role, default: []].append(holding) }
            for grant in catalog.grants(of: holding.role) {
                let compiled = CompiledGrant(holding: holding, conditions: grant.conditions)
                grants[grant.permission, default: []].append(compiled)
            }
        }
        self.key = key
        self.isTimeBound = key.holdings.contains { $0.window != .always }
        self.grants = grants
        self.rules = Dictionary(
            grants.keys.compactMap { name in catalog.definition(of: name)?.rule.map { (name, $0) } },
            uniquingKeysWith: { first, _ in first })
        self.holdingsByRole = holdingsByRole
    }

    func permits(_ permission: Permission, at scope: Scope, given conditions: Set<Condition>, now: Timestamp?) -> Bool {
        let isGranted = self.grants[permission]?.contains { grant in
            grant.holding.counts(at: scope, now: now) && grant.conditions.isSubset(of: conditions)
        }
        guard isGranted == true else { return false }
        guard let rule = self.rules[permission] else { return true }
        return rule.isSatisfied { role in
            self.holdingsByRole[role]?.contains { $0.counts(at: scope, now: now) } ?? false
        }
    }
}
