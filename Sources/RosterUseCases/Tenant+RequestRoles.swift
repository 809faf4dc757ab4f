public import RosterDomain
import RosterPorts

extension Tenant {
    /// Asks for roles for oneself.
    ///
    /// Those who may give all of them, and are in use, are told.
    ///
    /// - Parameters:
    ///   - roles: The roles wished for.
    ///   - scope: Where.
    ///   - window: For when; who grants it may decide otherwise.
    ///   - reason: Why, in at most `RoleRequest.reasonCharacterLimit` characters, as a form sends it: every kind of line end
    ///     becomes a line feed, and a tab a blank. Marks and isolates that guide the direction of Hebrew or Arabic text stay;
    ///     marks that force a direction (U+202A–U+202E) and other control characters are refused.
    ///   - user: Who asks. At most ``TenantPolicy/pendingRequestLimit`` requests of a user wait for an answer.
    /// - Returns: The request, for ``grantRequest(_:during:by:)-(RoleRequest,_,_)``, ``declineRequest(_:by:)-(RoleRequest,_)``
    ///   and ``withdrawRequest(_:by:)-(RoleRequest,_)``. It can be granted for ``TenantPolicy/roleRequestLifetime``.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func requestRoles(
        _ roles: [RoleID], at scope: Scope = .company, during window: ValidityWindow = .always, reason: String,
        by user: UserID
    ) async throws(TenantError) -> RoleRequest {
        let now = self.clock.now
        let request = RoleRequest(
            id: RoleRequestID(madeAt: now, randomness: self.randomness.next()), user: user, roles: roles, scope: scope,
            reason: reason, requestedAt: now, during: window, expiringAt: now + self.policy.roleRequestLifetime)
        let command = RequestRoles(request, pendingLimit: self.policy.pendingRequestLimit)
        try await self.perform(command, by: .user(id: user))
        return command.request
    }

    /// Grants a user's request for roles: all of them, but for those held meanwhile.
    ///
    /// The user is told. Granting adds and never shortens: a role that the user holds for longer stays as it is.
    ///
    /// - Parameters:
    ///   - request: The request, as it waits in the user's record.
    ///   - window: When the roles hold, no longer than the principal may give them. Without one they hold until the end that the
    ///     request wishes; where it wishes none, a role that the user holds with an end keeps its end, one that has ended is
    ///     given for as long as before, and another one is given for good. Say `.always` to make a role permanent.
    ///   - principal: Who grants it; must have the right to give every role asked for.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when it has been answered, and with
    ///   `RefusalReason.requestExpired(at:)` when it has expired; ``TenantError/directory(_:)``.
    public func grantRequest(
        _ request: RoleRequest, during window: ValidityWindow? = nil, by principal: UserID
    ) async throws(TenantError) {
        let command = AnswerRoleRequest(request.id, of: request.user, answer: .granted, during: window)
        try await self.perform(command, by: .user(id: principal))
    }

    /// Declines a user's request for roles.
    ///
    /// The user is told. Who declines their own request withdraws it.
    ///
    /// - Parameters:
    ///   - request: The request, as it waits in the user's record.
    ///   - principal: Who declines it; must have the right to give every role asked for.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when it has been answered.
    public func declineRequest(_ request: RoleRequest, by principal: UserID) async throws(TenantError) {
        try await self.perform(
            AnswerRoleRequest(request.id, of: request.user, answer: .declined), by: .user(id: principal))
    }

    /// Withdraws one's own request for roles.
    ///
    /// It counts among the user's requests for a day.
    ///
    /// - Parameters:
    ///   - request: The request, as it waits in the user's record.
    ///   - user: Who asked.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when it has been answered or is another
    ///   user's; ``TenantError/directory(_:)``.
    public func withdrawRequest(_ request: RoleRequest, by user: UserID) async throws(TenantError) {
        try await self.perform(WithdrawRoleRequest(request.id, of: request.user), by: .user(id: user))
    }
}

extension Tenant {
    /// The request for roles with an identifier, as a letter or a list names it; nil when none waits for an answer.
    ///
    /// For the host: it asks no permission, and the verbs that answer do.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(users with requests that wait).
    public func roleRequest(_ id: RoleRequestID) async throws(TenantError) -> RoleRequest? {
        var query = UserQuery(hasPendingRequest: true, pageSize: UserQuery.pageSizeLimit)
        while true {
            let present = query
            let found = try await askingDirectory { () async throws(UserDirectoryError) in
                try await self.directory.users(matching: present)
            }
            for record in found.records {
                if let request = record.roleRequests.first(where: { $0.id == id }) { return request }
            }
            guard let next = found.next else { return nil }
            query.start = next
        }
    }

    /// Grants the request for roles with an identifier, as ``grantRequest(_:during:by:)-(RoleRequest,_,_)`` does.
    public func grantRequest(
        _ id: RoleRequestID, during window: ValidityWindow? = nil, by principal: UserID
    ) async throws(TenantError) {
        try await self.grantRequest(try await self.pending(id, principal), during: window, by: principal)
    }

    /// Declines the request for roles with an identifier, as ``declineRequest(_:by:)-(RoleRequest,_)`` does.
    public func declineRequest(_ id: RoleRequestID, by principal: UserID) async throws(TenantError) {
        try await self.declineRequest(try await self.pending(id, principal), by: principal)
    }

    /// Withdraws one's own request for roles with an identifier, as ``withdrawRequest(_:by:)-(RoleRequest,_)`` does.
    public func withdrawRequest(_ id: RoleRequestID, by user: UserID) async throws(TenantError) {
        try await self.withdrawRequest(try await self.pending(id, user), by: user)
    }

    private func pending(_ id: RoleRequestID, _ principal: UserID) async throws(TenantError) -> RoleRequest {
        guard let request = try await self.roleRequest(id) else {
            throw try await self.refuse("answer a request for roles", because: .nothingPending, principal)
        }
        return request
    }
}
