public import RosterDomain
import RosterPorts

extension Tenant {
    /// Gives a user roles at a scope: all of them, or none.
    ///
    /// - Parameters:
    ///   - roles: The roles to give. What comes along with them is given too, where it is not held.
    ///   - user: Who gets them.
    ///   - scope: Where they hold, and below.
    ///   - window: When they hold.
    ///   - actor: Who gives them. The catalog says who may give which role.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func assign(
        _ roles: [RoleID], to user: UserID, at scope: Scope = .company, during window: ValidityWindow = .always,
        by actor: UserID
    ) async throws(TenantError) {
        let command = AssignRoles(roles, to: user, at: scope, during: window)
        try await self.perform(command, by: .user(id: actor))
    }

    /// Takes roles from a user at a scope: all of them, or none.
    ///
    /// Once this returns, no check says yes because of them.
    ///
    /// - Parameters:
    ///   - roles: The roles to take.
    ///   - user: Who loses them.
    ///   - scope: Where they are held.
    ///   - actor: Who takes them. The catalog says who may take which role.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func remove(
        _ roles: [RoleID], from user: UserID, at scope: Scope = .company, by actor: UserID
    ) async throws(TenantError) {
        try await self.perform(RemoveRoles(roles, from: user, at: scope), by: .user(id: actor))
    }

    /// Asks for roles for oneself.
    ///
    /// Those who may give all of them, and are in use, are told.
    ///
    /// - Parameters:
    ///   - roles: The roles wished for.
    ///   - scope: Where.
    ///   - reason: Why, in at most `RoleRequest.reasonCharacterLimit` characters.
    ///   - user: Who asks.
    /// - Returns: The request, for ``answer(_:of:_:by:)``.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
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

    /// Grants or declines somebody's request for roles.
    ///
    /// The user is told.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - user: Who asked.
    ///   - answer: The answer.
    ///   - actor: Who answers; must have the right to give every role asked for.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func answer(
        _ request: RoleRequestID, of user: UserID, _ answer: RoleRequestAnswer, by actor: UserID
    ) async throws(TenantError) {
        try await self.perform(AnswerRoleRequest(request, of: user, answer: answer), by: .user(id: actor))
    }
}
