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
    ///   - reason: Why, in at most `RoleRequest.reasonCharacterLimit` characters.
    ///   - user: Who asks.
    /// - Returns: The request, for ``grantRequest(_:by:)`` and ``declineRequest(_:by:)``.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func requestRoles(
        _ roles: [RoleID], at scope: Scope = .company, reason: String, by user: UserID
    ) async throws(TenantError) -> RoleRequest {
        let now = self.clock.now
        let request = RoleRequest(
            id: RoleRequestID(madeAt: now, randomness: self.randomness.next()), user: user, roles: roles, scope: scope,
            reason: reason, requestedAt: now)
        try await self.perform(RequestRoles(request), by: .user(id: user))
        return request
    }

    /// Grants somebody's request for roles: all of them, but for those held meanwhile.
    ///
    /// The user is told.
    ///
    /// - Parameters:
    ///   - request: The request, as it waits in the user's record.
    ///   - principal: Who grants it; must have the right to give every role asked for.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when it has been answered.
    public func grantRequest(_ request: RoleRequest, by principal: UserID) async throws(TenantError) {
        try await self.perform(
            AnswerRoleRequest(request.id, of: request.user, answer: .granted), by: .user(id: principal))
    }

    /// Declines somebody's request for roles.
    ///
    /// The user is told.
    ///
    /// - Parameters:
    ///   - request: The request, as it waits in the user's record.
    ///   - principal: Who declines it; must have the right to give every role asked for.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.nothingPending` when it has been answered.
    public func declineRequest(_ request: RoleRequest, by principal: UserID) async throws(TenantError) {
        try await self.perform(
            AnswerRoleRequest(request.id, of: request.user, answer: .declined), by: .user(id: principal))
    }
}
