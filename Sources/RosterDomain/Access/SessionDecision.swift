/// Decides questions about sessions that do not have all roles of their users active, and says why.
package struct SessionDecision {
    private let evaluator: ReferenceEvaluator
    private let permission: Permission
    private let scope: Scope
    private let conditions: Set<Condition>
    private let now: Timestamp

    /// Asks a question.
    package init(
        _ permission: Permission, at scope: Scope, given conditions: Set<Condition>, now: Timestamp,
        in catalog: RoleCatalog
    ) {
        self.evaluator = ReferenceEvaluator(catalog: catalog)
        self.permission = permission
        self.scope = scope
        self.conditions = conditions
        self.now = now
    }

    /// The answer for a session.
    ///
    /// Where the session lacks what its user has, the remedy is to activate it; otherwise the denial is that of the user.
    ///
    /// - Parameters:
    ///   - session: What the session has active; nil for one that is over.
    ///   - user: What its user holds.
    package func callAsFunction(for session: UserStanding?, of user: UserStanding?) -> AccessDecision {
        guard let session else { return .denied(.sessionOver, .beginSession) }
        let decision = self.decide(session)
        guard !decision.isAllowed, let user else { return decision }
        let whole = self.decide(user)
        guard whole.isAllowed else { return whole }
        let missing = self.roles(missingFrom: session, of: user.heldDirectly)
        return .denied(
            .rolesInactive(roles: missing),
            .activateRoles(missing, insteadOf: self.roles(keptFrom: missing, in: session)))
    }

    private func decide(_ standing: UserStanding) -> AccessDecision {
        self.evaluator.decide(standing, self.permission, at: self.scope, given: self.conditions, now: self.now)
    }

    /// One role that would be enough besides those that are active, or those on which the user's own yes rests.
    private func roles(missingFrom session: UserStanding, of user: UserStanding) -> [RoleID] {
        let inactive = user.holdings.filter { !session.holdings.contains($0) }
        let enough = Set(inactive.map(\.role)).sorted().first { role in
            let added = session.holdings + inactive.filter { $0.role == role }
            return self.decide(
                UserStanding(
                    id: user.id, affiliation: user.affiliation, status: user.status, holdings: added)
            ).isAllowed
        }
        if let enough { return [enough] }
        guard case .allowed(let grounds) = self.decide(user) else { return [] }
        let needed = Set(grounds.holdings.filter { !session.holdings.contains($0) }.map(\.role))
        return needed.sorted()
    }

    /// The active roles that dynamic separation keeps apart from others.
    private func roles(keptFrom wanted: [RoleID], in session: UserStanding) -> [RoleID] {
        let catalog = self.evaluator.catalog
        let active = Set(session.holdings.filter { $0.window.contains(self.now) }.map(\.role))
        let (given, held) = (catalog.closure(of: Set(wanted)), catalog.closure(of: active))
        let breached = catalog.dynamicSeparationSets.filter { set in
            !set.roles.isDisjoint(with: given) && set.isBreached(by: held.union(given))
        }
        return active.filter { role in breached.contains { $0.isTouched(by: role, in: catalog) } }.sorted()
    }
}
