/// Ask for roles for oneself; those who may give them are told.
package struct RequestRoles: TenantCommand {
    /// The request.
    package let request: RoleRequest

    /// The most requests that may wait for an answer; those withdrawn within a day count too.
    package let pendingLimit: Int

    /// Names the request; its reason is tidied.
    package init(_ request: RoleRequest, pendingLimit: Int = .max) {
        self.pendingLimit = pendingLimit
        var request = request
        request.reason = RoleRequest.tidied(reason: request.reason)
        self.request = request
    }

    /// What is wanted, in words.
    package var attempt: String { "ask for \(self.request.roles.listed)" }
    /// The user who asks.
    package var needs: FactNeeds { FactNeeds(users: [self.request.user]) }

    /// Refuses roles that could not be given, alone or with what is held, are held already, or were asked for already, and one
    /// request too many.
    package func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let principal = try facts.activePrincipal()
        guard !self.request.roles.isEmpty else { throw .noRole }
        try self.checkReason()
        if let until = self.request.window.until, facts.hasPassed(self.request.window) {
            throw .windowPassed(until: until)
        }
        let wanted = try facts.assignable(self.request.roles, at: self.request.scope, to: principal.user.affiliation)
        let pending = principal.roleRequests.filter { $0.isPending(at: facts.now) }
        try self.checkNews(to: principal, pending)
        let withdrawn = principal.user.requestsWithdrawn(at: facts.now)
        guard pending.count < self.pendingLimit, withdrawn < self.pendingLimit - pending.count else {
            throw .requestLimit(limit: self.pendingLimit)
        }
        try facts.requireSeparation(giving: wanted.map(\.role), who: principal, affiliation: principal.user.affiliation)
        // Those that have expired make room on this occasion.
        let expired = principal.roleRequests.filter { !$0.isPending(at: facts.now) }
        return expired.map { .roleRequestAnswered(request: $0, answer: .lapsed) }
            + [.rolesRequested(request: self.request)]
    }

    /// Refuses a role that is held for all of the time wished for, or that was asked for already.
    private func checkNews(to principal: UserRecord, _ pending: [RoleRequest]) throws(RefusalReason) {
        let scope = self.request.scope
        for role in self.request.roles {
            let isHeld = principal.assignment(of: role, at: scope)?.window.covers(self.request.window) ?? false
            if isHeld { throw .roleAlreadyHeld(role: role, scope: scope) }
            let isPending = pending.contains { $0.scope == scope && $0.roles.contains(role) }
            if isPending { throw .roleAlreadyRequested(role: role, scope: scope) }
        }
    }

    private func checkReason() throws(RefusalReason) {
        let count = self.request.reason.unicodeScalars.count
        guard count <= RoleRequest.reasonCharacterLimit else {
            throw .reasonTooLong(characterCount: count, limit: RoleRequest.reasonCharacterLimit)
        }
        guard !self.request.reason.unicodeScalars.contains(where: \.isUnsafeInFreeText) else { throw .reasonUnsafe }
    }
}
