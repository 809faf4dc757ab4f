extension AccessQuestion {
    /// Why the answer is no, and what would help.
    ///
    /// Only for a question whose answer is no.
    ///
    /// The holdings are narrowed step by step; the first step that leaves none is the reason.
    func denial(for standing: UserStanding) -> AccessDecision {
        let holdings = self.heldRoles(of: standing, with: standing.holdings)
        let granting = holdings.filter { !self.grants(of: $0.role).isEmpty }
        guard !granting.isEmpty else { return .denied(self.nothingGrants(standing), self.roleRemedy(for: standing)) }
        let valid = granting.filter { $0.holding?.window.contains(self.now) ?? true }
        guard !valid.isEmpty else { return self.outsideWindow(granting, standing) }
        let here = valid.filter(self.counts)
        guard !here.isEmpty else {
            let scopes = Set(valid.compactMap { $0.holding?.scope }).sorted()
            return .denied(.wrongScope(heldAt: scopes), self.roleRemedy(for: standing))
        }
        guard here.contains(where: { self.grantsNow($0.role) }) else {
            return self.conditionsMissing(here, standing)
        }
        return self.ruleUnmet(standing)
    }

    private func nothingGrants(_ standing: UserStanding) -> DenialReason {
        let held = Set(standing.holdings.map(\.role)).sorted()
        return held.isEmpty ? .noRole : .notGranted(heldRoles: held)
    }

    private func outsideWindow(_ granting: [HeldRole], _ standing: UserStanding) -> AccessDecision {
        let windows = granting.compactMap { $0.holding?.window }
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
        return later.isAllowed(standing, with: standing.holdings)
            ? .wait(until: moment) : self.roleRemedy(for: standing)
    }

    private func conditionsMissing(_ holdings: [HeldRole], _ standing: UserStanding) -> AccessDecision {
        let sets = self.furtherConditions(of: holdings.map(\.role))
        let sufficient = sets.filter { self.stating($0).isAllowed(standing, with: standing.holdings) }
        let remedy = sufficient.isEmpty ? self.roleRemedy(for: standing) : .stateConditions(anyOf: sufficient)
        return .denied(.missingConditions(anyOf: sets), remedy)
    }

    private func ruleUnmet(_ standing: UserStanding) -> AccessDecision {
        let rule = self.catalog.definition(of: self.permission)?.rule ?? .allOf([PermissionRule]())
        return .denied(.ruleUnmet(rule: PermissionRule.Alternatives(rule)), self.roleRemedy(for: standing))
    }
}
