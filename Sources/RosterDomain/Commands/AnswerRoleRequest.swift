/// Grant or decline somebody's request for roles.
package struct AnswerRoleRequest: TenantCommand {
    /// Who asked.
    package let user: UserID
    /// The request.
    package let request: RoleRequestID
    /// The answer.
    package let answer: RoleRequestAnswer

    /// Names the request and the answer.
    package init(_ request: RoleRequestID, of user: UserID, answer: RoleRequestAnswer) {
        self.request = request
        self.user = user
        self.answer = answer
    }

    /// What is wanted, in words.
    package var attempt: String { "answer a request for roles" }
    /// The user who asked.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses whoever may not give every role asked for; roles held meanwhile are not given again.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activePrincipal()
        let record = try facts.user(self.user)
        let pending = record.roleRequests.first { $0.id == self.request }
        guard let pending else { throw .nothingPending }
        // To decline takes the same rights, but not that the roles could still be held.
        let known = pending.roles.filter { facts.catalog.role($0) != nil }
        for role in known { try facts.requireMayAssign(role, at: pending.scope) }
        if known.isEmpty { try facts.require(facts.catalog.provisioning.createUsers) }
        let answered = Change.roleRequestAnswered(request: pending, answer: self.answer)
        guard self.answer == .granted else { return [answered] }
        guard record.user.status != .deleted else { throw .wrongStatus(status: .deleted) }
        let wanted = try facts.assignable(pending.roles, at: pending.scope, to: record.user.affiliation)
        return try facts.giving(wanted, to: self.user, of: record.user.affiliation, who: record) + [answered]
    }
}
