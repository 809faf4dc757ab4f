public import RosterDomain
import RosterPorts

extension Tenant {
    /// Adds a service: the account of a program, such as a SCIM client or a nightly job.
    ///
    /// It has no password and no address. It holds roles as people do, all laws hold for it, and what it does is on record under its own
    /// identifier. It never counts as the user without whom the tenant could not be run. To let the program in, issue a token:
    /// ``issueServiceToken(for:named:lasting:by:)``.
    ///
    /// - Parameters:
    ///   - name: What people call it.
    ///   - userName: Its name in the directory, unique together with all user names and addresses.
    ///   - attributes: The profile attributes to give, of those that administrators may edit.
    ///   - roles: The roles to give, all of them or the service is not added.
    ///   - scope: Where to give them.
    ///   - window: When they hold; no longer than the principal may give them.
    ///   - principal: Who adds it. Needs the permission to create users, and the right to give each role.
    /// - Returns: The service as added.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    @discardableResult
    public func addService(
        _ name: FullName, userName: UserName, attributes: [AttributeName: AttributeValue] = [:], roles: [RoleID],
        at scope: Scope = .company, during window: ValidityWindow = .always, by principal: UserID
    ) async throws(TenantError) -> UserRecord {
        let userID = self.newUserID()
        let command = AddUser(
            userID: userID, credential: nil, fullName: name, userName: userName, email: nil, attributes: attributes,
            schema: self.policy.attributes, roles: roles, at: scope, during: window)
        let performed = try await self.perform(command, by: .user(id: principal))
        await self.dropCodes(replacedBy: performed)
        guard let record = performed.record(of: userID) else {
            preconditionFailure("invariant: a step that adds a user holds the user")
        }
        return record
    }

    /// Issues a token with which a program acts as a service, until it expires or is ended.
    ///
    /// The token is a session's: ``admits(_:)`` and ``admission(of:)`` tell at each request that it is the service. ``sessions(of:by:)``
    /// lists the tokens of a service with their last use, ``endSession(_:of:by:)`` ends one and ``endAllSessions(of:by:)`` all of
    /// them. Blocking or deleting the service ends them for good.
    ///
    /// Who may issue and end tokens of a service is who may reset the password of a person with its roles.
    ///
    /// - Parameters:
    ///   - service: Whose token.
    ///   - name: What it is for, such as `Okta, production`. It is on record.
    ///   - lifetime: How long it is valid, ``SessionPolicy/serviceTokenLifetime`` at most.
    ///   - principal: Who issues it.
    /// - Returns: The token, once.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``. ``TenantError/sessions(_:)``: there is no token then, though
    ///   the history may tell of it.
    public func issueServiceToken(
        for service: UserID, named name: DeviceName, lasting lifetime: Duration, by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        let tokens = try await self.sessions(of: service, by: principal)
        let attempt = "issue the token `\(name)`"
        guard tokens.count < ServiceToken.countLimit else {
            throw try await self.refuse(attempt, because: .tokenLimit(limit: ServiceToken.countLimit), principal)
        }
        return try await self.issue(
            ServiceToken(self.newSessionID(), named: name, expiringAt: self.clock.now + lifetime), for: service,
            attempt: attempt, by: principal)
    }

    /// Issues a token in the place of another one, which goes on working for a while.
    ///
    /// The new token has the former one's name, and is valid for as long as the former one was issued for. So a program can be given the
    /// new token before the former one stops working. A service may do it to a token of its own.
    ///
    /// - Parameters:
    ///   - token: The token to replace: the identifier of its session.
    ///   - service: Whose it is.
    ///   - overlap: For how long the former one goes on working, if it does not end sooner; zero for not at all.
    ///   - principal: Who does it: the service, or who may issue its tokens.
    /// - Returns: The new token, once.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.unknownToken` also for a token that was replaced already;
    ///   ``TenantError/directory(_:)``. ``TenantError/sessions(_:)``: the former token goes on as before, unless the session store
    ///   failed while it was told otherwise.
    public func rotateServiceToken(
        _ token: UserSessionID, of service: UserID, overlap: Duration, by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        let former = try await self.sessions(of: service, by: principal).first { $0.id == token }
        let attempt = former.map { "replace the token `\($0.device)`" } ?? "replace a token"
        guard let former, !former.isEnding else {
            throw try await self.refuse(attempt, because: .unknownToken, principal)
        }
        let now = self.clock.now
        let overlapEnd = min(now + max(overlap, .zero), former.expiresAt)
        let successor = ServiceToken(
            self.newSessionID(), named: former.device, expiringAt: now + former.lifetime,
            replacing: token, overlappingUntil: overlapEnd)
        let issued = try await self.issue(successor, for: service, attempt: attempt, by: principal)
        do throws(TenantError) {
            try await self.end([token], of: service, at: overlapEnd)
        } catch {
            try? await self.end([successor.id], of: service)
            throw error
        }
        return issued
    }

    /// Puts a token on record and hands it out.
    private func issue(
        _ token: ServiceToken, for service: UserID, attempt: String, by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        let performed = try await self.perform(
            IssueServiceToken(token, for: service, lifetimeLimit: self.policy.sessions.serviceTokenLifetime),
            by: .user(id: principal))
        guard let record = performed.record(of: service) else {
            preconditionFailure("invariant: a step that concerns a user holds the user")
        }
        let session = UserSession(
            token.id, of: service, on: token.name, by: [.token], epoch: record.user.sessionEpoch, at: self.clock.now,
            idleLifetime: nil, expiringAt: token.expiresAt)
        return try await self.begin(session, attempt: attempt)
    }
}
