extension AccessQuestion {
    /// Why the answer is no, and what would help; only for a question whose answer is no.
    func denial() -> AccessDecision {
        let reason = self.reason()
        return .denied(reason, self.remedy(for: reason))
    }

    /// The reason that comes nearest to a yes: first what is missing here and now, then where else or when else the
    /// permission holds.
    private func reason() -> DenialReason {
        let granting = self.held.filter { !$0.grants.isEmpty }
        guard !granting.isEmpty else { return self.nothingGrants() }
        guard !granting.contains(where: self.counts) else {
            let unmet = self.unmetParts()
            return unmet.isEmpty ? .missingConditions(anyOf: self.furtherConditions()) : .ruleUnmet(parts: unmet)
        }
        let scopes = self.scopesThatWouldDo()
        guard scopes.isEmpty else { return .wrongScope(holdsAt: scopes) }
        return self.wrongMoment() ?? .notHeldHereAndNow(holdings: granting.compactMap(\.holding))
    }

    private func nothingGrants() -> DenialReason {
        let held = Set(self.standing.holdings.map(\.role)).sorted()
        return held.isEmpty ? .noRole : .notGranted(heldRoles: held)
    }

    /// The smallest sets of unstated conditions under which a role held here and now grants the permission.
    private func furtherConditions() -> [Set<Condition>] {
        let missing = Set(self.counting.flatMap(\.grants).map { $0.subtracting(self.conditions) })
        let least = missing.filter { set in !missing.contains { $0.isStrictSubset(of: set) } }
        return least.sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
    }

    /// The outermost scopes at which the answer is yes, all else being equal.
    ///
    /// The answer changes only where an assignment begins to hold, so only the scopes of assignments need to be tried.
    private func scopesThatWouldDo() -> [Scope] {
        let scopes = Set(self.held.compactMap { $0.holding?.scope }).filter { self.at($0).isAllowed }
        return scopes.filter { scope in !scopes.contains { $0 != scope && $0.contains(scope) } }.sorted()
    }
}

// MARK: - The rule

extension AccessQuestion {
    /// The parts of the rule that the roles held here and now do not meet, except those that meeting another part would
    /// meet too.
    private func unmetParts() -> [UnmetRulePart] {
        let held = self.counting.reduce(into: Set<RoleID>()) { $0.formUnion($1.satisfies) }
        var rules: [PermissionRule] = []
        for rule in self.rule?.conjuncts ?? [] where !rule.isSatisfied(by: held.contains) {
            guard !rules.contains(where: { self.meeting($0, meets: rule, with: held) }) else { continue }
            rules.removeAll { self.meeting(rule, meets: $0, with: held) }
            rules.append(rule)
        }
        return rules.map { UnmetRulePart(missing: $0.roleSetsMissing(from: held), in: self.catalog) }
    }

    /// Whether a user who gains what meets one rule also meets another.
    private func meeting(_ rule: PermissionRule, meets other: PermissionRule, with held: Set<RoleID>) -> Bool {
        rule.roleSetsMissing(from: held).allSatisfy { roles in
            other.isSatisfied { wanted in
                held.contains(wanted) || roles.contains { self.catalog.role($0, includes: wanted) }
            }
        }
    }
}

extension PermissionRule {
    /// The parts that must all be satisfied.
    fileprivate var conjuncts: [PermissionRule] {
        if case .allOf(let parts) = self { parts.flatMap(\.conjuncts) } else { [self] }
    }

    /// The smallest sets of roles that satisfy the rule together with those held.
    func roleSetsMissing(from held: Set<RoleID>) -> Set<Set<RoleID>> {
        Set(self.minimalRoleSets.map { $0.subtracting(held) }).minimalSets
    }
}

extension UnmetRulePart {
    fileprivate init(missing sets: Set<Set<RoleID>>, in catalog: RoleCatalog) {
        let categories = Set(sets.joined().compactMap { catalog.role($0)?.category })
        self.init(missing: PermissionRule.Alternatives(sets), planes: Set(categories.map(\.title)).sorted())
    }
}

extension PermissionRule.Alternatives {
    fileprivate init(_ sets: Set<Set<RoleID>>) {
        self.init(.anyOf(sets.map { .allOf($0.map(PermissionRule.role)) }))
    }
}

// MARK: - The moment

extension AccessQuestion {
    /// What is wrong with the moment alone; nil when the answer is no at every moment.
    private func wrongMoment() -> DenialReason? {
        guard let now else { return self.holdsAtSomeMoment ? .momentNotStated : nil }
        if let from = self.momentToWaitFor() { return .notYetValid(from: from) }
        let ends = Set(self.held.compactMap { $0.holding?.window.until }).filter { $0 <= now && $0 > .distantPast }
        return ends.sorted(by: >).first { self.at($0 + .milliseconds(-1)).isAllowed }.map { .noLongerValid(since: $0) }
    }

    /// The next moment at which the answer is yes; nil when there is none or the question names no moment.
    ///
    /// The answer becomes yes only when an assignment begins to hold.
    func momentToWaitFor() -> Timestamp? {
        guard let now else { return nil }
        let beginnings = Set(self.held.compactMap { $0.holding?.window.from }).filter { $0 > now }
        return beginnings.sorted().first { self.at($0).isAllowed }
    }

    /// Whether the answer is yes at any moment at all.
    var holdsAtSomeMoment: Bool {
        let beginnings = Set(self.held.compactMap { $0.holding?.window.from })
        return beginnings.union([.distantPast]).contains { self.at($0).isAllowed }
    }
}
