/// Grant or decline a user's request for roles.
package struct AnswerRoleRequest: TenantCommand {
    /// Who asked.
    package let user: UserID
    /// The request.
    package let request: RoleRequestID
    /// The answer.
    package let answer: RoleRequestAnswer
    /// When the roles hold that are granted; nil for what the request wishes.
    package let window: ValidityWindow?

    /// Names the request and the answer.
    package init(
        _ request: RoleRequestID, of user: UserID, answer: RoleRequestAnswer, during window: ValidityWindow? = nil
    ) {
        self.window = window
        self.request = request
        self.user = user
        self.answer = answer
    }

    /// What is wanted, in words.
    package var attempt: String { "answer a request for roles" }
    /// The user who asked.
    package var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses principals who may not give every role asked for, and refuses to grant what has expired or was asked by a user who cannot
    /// use it; roles held meanwhile are not given again.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let principal = try facts.activePrincipal()
        let record = try facts.user(self.user)
        let pending = record.roleRequests.first { $0.id == self.request }
        guard let pending else { throw .nothingPending }
        // Who declines what they asked for themselves withdraws it.
        if self.answer == .declined, principal.id == self.user {
            return [.roleRequestAnswered(request: pending, answer: .withdrawn)]
        }
        // To decline takes the same rights, but not that the roles could still be held.
        let known = pending.roles.filter { facts.catalog.role($0) != nil }
        for role in known { try facts.requireMayAssign(role, at: pending.scope) }
        if known.isEmpty { try facts.require(facts.catalog.companyPermissions.createUsers) }
        let answered = Change.roleRequestAnswered(request: pending, answer: self.answer)
        guard self.answer == .granted else { return [answered] }
        return try self.granting(pending, to: record, given: facts) + [answered]
    }

    private func granting(
        _ request: RoleRequest, to record: UserRecord, given facts: Facts
    ) throws(RefusalReason) -> [Change] {
        if let expiry = request.expiresAt, !request.isPending(at: facts.now) { throw .requestExpired(at: expiry) }
        switch record.user.status {
        case .active, .mustChangePassword: break
        case .invited, .blocked, .deleted, .purged: throw .wrongStatus(status: record.user.status)
        }
        let wanted = try facts.assignable(request.roles, at: request.scope, to: record.user.affiliation)
        // A wish without an end is none to make a role permanent that was given for a time.
        let isHeld = wanted.contains { role in
            record.assignment(of: role.role, at: role.scope).map { !facts.hasPassed($0.window) } ?? false
        }
        let isWished = request.window.until != nil || request.window.from != nil && !isHeld
        let window = self.window ?? (isWished ? request.window : nil)
        return try facts.giving(wanted, to: self.user, of: record.user.affiliation, who: record, .adding(window))
    }
}
