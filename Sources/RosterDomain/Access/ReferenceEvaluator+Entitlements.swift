extension ReferenceEvaluator {
    /// Everything that a user can do, and where.
    ///
    /// The answer to a question is yes if and only if one of these entitlements covers it. None of them covers another.
    /// They are sorted by permission, scope and conditions.
    ///
    /// - Parameters:
    ///   - standing: The standing of the user; nil when the tenant does not list the user, who can then do nothing.
    ///   - now: The moment; nil ignores every assignment with a beginning or an end.
    /// - Complexity: O(n log n + roles), n being the grants of the roles held, each counted once for every scope at which
    ///   its role is held; for a permission with a rule, times the scopes at which the rule's roles are held.
    package func entitlements(of standing: UserStanding?, now: Timestamp? = nil) -> [Entitlement] {
        guard let standing, standing.status == .active else { return [] }
        let held = ScopesByRole(standing, now: now, catalog: self.catalog)
        var granted: [Permission: Set<Entitlement>] = [:]
        for (role, scopes) in held.scopes {
            for grant in self.catalog.role(role)?.grants ?? [] {
                for scope in scopes {
                    let entitlement = Entitlement(grant.permission, at: scope, given: grant.conditions)
                    granted[grant.permission, default: []].insert(entitlement)
                }
            }
        }
        var limits = RuleLimits(held)
        return granted.flatMap { permission, entitlements in
            self.limited(entitlements, by: self.catalog.definition(of: permission)?.rule, &limits)
                .outermost(held.enclosing)
        }
        .sorted()
    }

    /// The grants, limited to where the permission's rule is met.
    private func limited(
        _ granted: Set<Entitlement>, by rule: PermissionRule?, _ limits: inout RuleLimits
    ) -> Set<Entitlement> {
        guard let rule else { return granted }
        let scopes = limits.scopes(satisfying: rule)
        return granted.reduce(into: []) { result, entitlement in
            for scope in scopes {
                guard let common = scope.intersection(with: entitlement.scope) else { continue }
                result.insert(Entitlement(entitlement.permission, at: common, given: entitlement.conditions))
            }
        }
    }
}

/// Where each role is held at a moment, itself or through a role that includes it.
private struct ScopesByRole {
    /// The outermost scopes at which each role is held.
    let scopes: [RoleID: Set<Scope>]
    /// Every scope at which any role is held, with its path: itself and the scopes above it, innermost first.
    let enclosing: [Scope: [Scope]]

    init(_ standing: UserStanding, now: Timestamp?, catalog: RoleCatalog) {
        var scopesByRole: [RoleID: Set<Scope>] = [:]
        for holding in standing.holdings where holding.window.contains(now) {
            scopesByRole[holding.role, default: []].insert(holding.scope)
        }
        for role in catalog.rolesHeldImplicitly(by: standing.affiliation) { scopesByRole[role] = [.company] }
        var scopes: [RoleID: Set<Scope>] = [:]
        for (role, held) in scopesByRole {
            for included in catalog.rolesIncluded(in: role) { scopes[included, default: []].formUnion(held) }
        }
        let held = scopesByRole.values.reduce(into: Set([Scope.company])) { $0.formUnion($1) }
        let enclosing = Dictionary(uniqueKeysWithValues: held.map { ($0, $0.andEnclosing) })
        self.enclosing = enclosing
        self.scopes = scopes.mapValues { $0.outermost(enclosing) }
    }
}

/// The scopes where rules are met, computed once for each rule.
private struct RuleLimits {
    private let held: ScopesByRole
    private var known: [PermissionRule: Set<Scope>] = [:]

    init(_ held: ScopesByRole) {
        self.held = held
    }

    /// The outermost scopes at which a rule is met; each is the company, or a scope at which one of its roles is held.
    mutating func scopes(satisfying rule: PermissionRule) -> Set<Scope> {
        if let known = self.known[rule] { return known }
        let candidates = rule.roles.reduce(into: Set([Scope.company])) { $0.formUnion(self.held.scopes[$1] ?? []) }
        let scopes = candidates.filter { scope in
            let enclosing = Set(self.held.enclosing[scope] ?? [])
            return rule.isSatisfied { !enclosing.isDisjoint(with: self.held.scopes[$0] ?? []) }
        }
        let outermost = Set(scopes).outermost(self.held.enclosing)
        self.known[rule] = outermost
        return outermost
    }
}

extension Set where Element == Scope {
    /// The scopes that no other scope contains.
    fileprivate func outermost(_ enclosing: [Scope: [Scope]]) -> Set<Scope> {
        guard self.count > 1 else { return self }
        return self.filter { scope in
            !(enclosing[scope] ?? []).contains { $0 != scope && self.contains($0) }
        }
    }
}

extension Set where Element == Entitlement {
    /// The entitlements, all of one permission, that follow from no other.
    fileprivate func outermost(_ enclosing: [Scope: [Scope]]) -> [Entitlement] {
        guard self.count > 1 else { return Array(self) }
        var conditions: [Scope: [Set<Condition>]] = [:]
        for entitlement in self { conditions[entitlement.scope, default: []].append(entitlement.conditions) }
        return self.filter { entitlement in
            !(enclosing[entitlement.scope] ?? []).contains { scope in
                conditions[scope]?.contains { other in
                    (scope != entitlement.scope || other != entitlement.conditions)
                        && other.isSubset(of: entitlement.conditions)
                } ?? false
            }
        }
    }
}

extension Scope {
    /// The inner one of two scopes if one contains the other; otherwise nil.
    fileprivate func intersection(with other: Scope) -> Scope? {
        if self.contains(other) { return other }
        return other.contains(self) ? self : nil
    }
}
