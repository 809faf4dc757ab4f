extension AccessQuestion {
    /// Why the answer is no, and what would help.
    ///
    /// Only for a question whose answer is no.
    ///
    /// The holdings are narrowed step by step; the first step that leaves none is the reason.
    func denial(for standing: UserStanding) -> AccessDecision {
        let holdings = self.holdings(of: standing, assignments: standing.assignments)
        let granting = holdings.filter { !self.grants(of: $0.role).isEmpty }
        guard !granting.isEmpty else { return .denied(self.nothingGrants(standing), self.roleRemedy(for: standing)) }
        let valid = granting.filter { $0.assignment?.window.contains(self.now) ?? true }
        guard !valid.isEmpty else { return self.outsideWindow(granting, standing) }
        let here = valid.filter(self.counts)
        guard !here.isEmpty else {
            let scopes = Set(valid.compactMap { $0.assignment?.scope }).sorted()
            return .denied(.wrongScope(heldAt: scopes), self.roleRemedy(for: standing))
        }
        guard here.contains(where: { self.grantsNow($0.role) }) else { return self.conditionsMissing(here) }
        return self.ruleUnmet(standing)
    }

    private func nothingGrants(_ standing: UserStanding) -> DenialReason {
        let held = Set(standing.assignments.map(\.role)).sorted()
        return held.isEmpty ? .noRole : .notGranted(heldRoles: held)
    }

    private func outsideWindow(_ granting: [Holding], _ standing: UserStanding) -> AccessDecision {
        let windows = granting.compactMap { $0.assignment?.window }
        let coming = windows.compactMap { window in
            window.from.flatMap { from in self.now.map { $0 < from } ?? true ? from : nil }
        }
        if let earliest = coming.min() {
            return .denied(.notYetValid(from: earliest), self.waiting(standing, earliest))
        }
        let latest = windows.compactMap(\.until).max() ?? .distantPast
        return .denied(.noLongerValid(since: latest), self.roleRemedy(for: standing))
    }

    /// Waiting helps only when nothing else is missing then.
    private func waiting(_ standing: UserStanding, _ moment: Timestamp) -> Remedy {
        let later = AccessQuestion(
            catalog: self.catalog, permission: self.permission, scope: self.scope, conditions: self.conditions,
            now: moment)
        return later.isAllowed(standing, with: standing.assignments)
            ? .wait(until: moment) : self.roleRemedy(for: standing)
    }

    private func conditionsMissing(_ holdings: [Holding]) -> AccessDecision {
        let missing = holdings.flatMap { self.grants(of: $0.role) }.map { $0.conditions.subtracting(self.conditions) }
        let least = Set(missing.filter { set in !missing.contains { $0.isStrictSubset(of: set) } })
        let sorted = least.sorted { $0.sorted().lexicographicallyPrecedes($1.sorted()) }
        return .denied(.missingConditions(anyOf: sorted), .stateConditions(anyOf: sorted))
    }

    private func ruleUnmet(_ standing: UserStanding) -> AccessDecision {
        let rule = self.catalog.definition(of: self.permission)?.rule ?? .allOf([PermissionRule]())
        return .denied(.ruleUnmet(rule: PermissionRule.Stored(rule)), self.roleRemedy(for: standing))
    }
}
