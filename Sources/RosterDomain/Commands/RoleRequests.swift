/// Ask for roles for oneself; those who may give them are told.
public struct RequestRoles: TenantCommand {
    /// The request.
    public let request: RoleRequest

    /// Names the request.
    public init(_ request: RoleRequest) {
        self.request = request
    }

    /// What is wanted, in words.
    public var attempt: String { "ask for \(self.request.roles.map { "`\($0)`" }.joined(separator: ", "))" }
    /// The user who asks.
    public var needs: FactNeeds { FactNeeds(users: [self.request.user]) }

    /// Refuses roles that could not be given, are held, or were asked for already.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        let actor = try facts.activeActor()
        guard !self.request.roles.isEmpty else { throw .noRole }
        try self.checkReason()
        _ = try facts.assignable(self.request.roles, at: self.request.scope, to: actor.user.affiliation)
        let scope = self.request.scope
        for role in self.request.roles {
            guard !actor.holds(role, at: scope) else { throw .roleAlreadyHeld(role: role, scope: scope) }
            let isPending = actor.roleRequests.contains { $0.scope == scope && $0.roles.contains(role) }
            guard !isPending else { throw .roleAlreadyRequested(role: role, scope: scope) }
        }
        return [.rolesRequested(request: self.request)]
    }

    private func checkReason() throws(RefusalReason) {
        let count = self.request.reason.unicodeScalars.count
        guard count <= RoleRequest.reasonCharacterLimit else {
            throw .reasonTooLong(characterCount: count, limit: RoleRequest.reasonCharacterLimit)
        }
        guard !self.request.reason.unicodeScalars.contains(where: { $0 != "\n" && $0.isUnsafeInText }) else {
            throw .reasonUnsafe
        }
    }
}

/// Grant or decline somebody's request for roles.
public struct AnswerRoleRequest: TenantCommand {
    /// Who asked.
    public let user: UserID
    /// The request.
    public let request: RoleRequestID
    /// The answer.
    public let answer: RoleRequestAnswer

    /// Names the request and the answer.
    public init(_ request: RoleRequestID, of user: UserID, answer: RoleRequestAnswer) {
        self.request = request
        self.user = user
        self.answer = answer
    }

    /// What is wanted, in words.
    public var attempt: String { "answer a request for roles" }
    /// The user who asked.
    public var needs: FactNeeds { FactNeeds(users: [self.user]) }

    /// Refuses whoever may not give every role asked for; roles held meanwhile are not given again.
    public func changes(given facts: Facts) throws(RefusalReason) -> [Change] {
        try facts.activeActor()
        let record = try facts.user(self.user)
        let pending = record.roleRequests.first { $0.id == self.request }
        guard let pending else { throw .nothingPending }
        // To decline takes the same rights, but not that the roles could still be held.
        let known = pending.roles.filter { facts.catalog.role($0) != nil }
        for role in known { try facts.requireMayAssign(role, at: pending.scope) }
        if known.isEmpty { try facts.require(facts.catalog.provisioning.createUsers) }
        let answered = Change.roleRequestAnswered(request: pending, answer: self.answer)
        guard self.answer == .granted else { return [answered] }
        let wanted = try facts.assignable(pending.roles, at: pending.scope, to: record.user.affiliation)
        let missing = wanted.filter { !record.holds($0.role, at: $0.scope) }
        return try facts.assignments(of: missing, to: self.user).map(Change.roleAssigned) + [answered]
    }
}
