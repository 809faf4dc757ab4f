public import RosterDomain
import RosterPorts

extension Tenant {
    /// Adds a service: the account of a program, such as a SCIM client or a nightly job.
    ///
    /// It has no password and no address. It holds roles as people do, all laws hold for it, and what it does is on record under its own
    /// identifier. It never counts as the user without whom the tenant could not be run. To let the program in, issue a token:
    /// ``issueServiceToken(for:named:lasting:activating:by:)``.
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
            userID: userID, credential: nil, accountKind: .service, fullName: name, userName: userName, email: nil,
            attributes: attributes,
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
    ///   - roles: Which roles of the service are active with the token, for good; nil for all, which dynamic separation may limit.
    ///   - principal: Who issues it.
    /// - Returns: The token, once.
    /// - Throws: ``TenantError/refused(_:)``, also for roles that the service does not have; ``TenantError/directory(_:)``. ``TenantError/sessions(_:)``: there is no token then, though
    ///   the history may tell of it.
    public func issueServiceToken(
        for service: UserID, named name: DeviceName, lasting lifetime: Duration,
        activating roles: Set<RoleID>? = nil, by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        let tokens = try await self.sessions(of: service, by: principal)
        let attempt = "issue a token"
        guard tokens.count < ServiceToken.countLimit else {
            throw try await self.refuse(attempt, because: .tokenLimit(limit: ServiceToken.countLimit), principal)
        }
        let chosen = try await self.chosen(roles, for: service, by: principal, attempt: attempt)
        return try await self.issue(
            ServiceToken(self.newSessionID(), named: name, expiringAt: self.clock.now + lifetime), for: service,
            activating: chosen, attempt: attempt, by: principal)
    }

    /// Issues a token in the place of another one, which goes on working for a while.
    ///
    /// The new token has the former one's name, and is valid for as long as the former one was issued for. So a program can be given the
    /// new token before the former one stops working.
    ///
    /// - Parameters:
    ///   - token: The token to replace: the identifier of its session.
    ///   - service: Whose it is.
    ///   - overlap: For how long the former one goes on working, if it does not end sooner; zero for not at all.
    ///   - principal: Who does it: who may issue its tokens.
    /// - Returns: The new token, once.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.unknownToken` also for a token that was replaced already;
    ///   ``TenantError/directory(_:)``. ``TenantError/sessions(_:)``: the former token goes on as before, unless the session store
    ///   failed while it was told otherwise.
    public func rotateServiceToken(
        _ token: UserSessionID, of service: UserID, overlap: Duration, by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        // A service shows the very token that it replaces.
        guard principal != service else {
            throw try await self.refuse(
                "replace a token", because: .ownAccount(action: .resetPassword), principal)
        }
        let tokens = try await self.sessions(of: service, by: principal)
        let former = tokens.first { $0.id == token }
        let attempt = "replace a token"
        guard let former, !former.isEnding else {
            throw try await self.refuse(attempt, because: .unknownToken, principal)
        }
        guard tokens.count < 2 * ServiceToken.countLimit else {
            throw try await self.refuse(attempt, because: .tokenLimit(limit: ServiceToken.countLimit), principal)
        }
        let end = self.overlapEnd(of: former, overlap)
        let issued = try await self.issue(
            ServiceToken(
                self.newSessionID(), named: former.device, expiringAt: self.clock.now + former.lifetime,
                replacing: token,
                overlappingUntil: end),
            for: service, activating: former.activeRoles, attempt: attempt, by: principal)
        try await self.replacing(former, with: issued.session, attempt: attempt) { () async throws(TenantError) in
            let present = try await self.askingSessions { (store) throws(SessionStoreError) in
                try await store.sessions(of: service).first { $0.id == token }
            }
            guard let present, !present.isEnding else { return false }
            // Without an overlap it is over whatever a clock says.
            try await self.end([token], of: service, at: end > self.clock.now ? end : nil)
            return true
        }
        return issued
    }

    /// Has a service replace the token that it presents; the former one goes on working for a while.
    ///
    /// The new token ends when the former one would have ended: what lasts longer is the administrators' to give. So a token that leaked
    /// is worth no more than its time, and who presents one that was replaced gets nothing.
    ///
    /// - Parameters:
    ///   - token: The token as it is presented.
    ///   - overlap: For how long it goes on working, if it does not end sooner; zero for not at all.
    /// - Returns: The new token, once; nil when the one presented opens nothing.
    /// - Throws: As ``rotateServiceToken(_:of:overlap:by:)``, with `RefusalReason.wrongKind(kind:)` for a person's session.
    public func rotateServiceToken(
        _ token: SessionToken, overlap: Duration
    ) async throws(TenantError) -> BegunSession? {
        guard let (admission, former) = try await self.present(token) else { return nil }
        let attempt = "replace a token"
        guard !former.isEnding else {
            throw try await self.refuse(attempt, because: .unknownToken, admission.user)
        }
        let count = try await self.sessions(of: admission.user, by: admission.user).count
        guard count < 2 * ServiceToken.countLimit else {
            throw try await self.refuse(attempt, because: .tokenLimit(limit: ServiceToken.countLimit), admission.user)
        }
        let end = self.overlapEnd(of: former, overlap)
        let issued = try await self.issue(
            ServiceToken(
                self.newSessionID(), named: former.device, expiringAt: former.expiresAt, replacing: former.id,
                overlappingUntil: end),
            for: admission.user, activating: former.activeRoles, attempt: attempt, by: admission.user)
        try await self.replacing(former, with: issued.session, attempt: attempt) { () async throws(TenantError) in
            guard let ending = former.ending(at: end) else { return false }
            let digest = token.digest
            let isDone = try await self.askingSessions { (store) throws(SessionStoreError) in
                try await store.replace(ending, from: digest, to: digest)
            }
            if isDone { self.sessions.table.remove(former.id) }
            return isDone
        }
        if end <= self.clock.now { try await self.end([former.id], of: admission.user) }
        return issued
    }

    private func overlapEnd(of former: UserSession, _ overlap: Duration) -> Timestamp {
        min(self.clock.now + max(overlap, .zero), former.expiresAt)
    }

    /// Marks a token as replaced; when that fails, or another caller did it first, its successor ends before it is shown.
    private func replacing(
        _ former: UserSession, with successor: UserSession, attempt: String,
        _ mark: () async throws(TenantError) -> Bool
    ) async throws(TenantError) {
        let isDone: Bool
        do throws(TenantError) {
            isDone = try await mark()
        } catch {
            try? await self.end([successor.id], of: former.user)
            throw error
        }
        guard !isDone else { return }
        try await self.end([successor.id], of: former.user)
        throw try await self.refuse(attempt, because: .unknownToken, former.user)
    }

    /// Puts a token on record and hands it out.
    private func issue(
        _ token: ServiceToken, for service: UserID, activating roles: Set<RoleID>?, attempt: String,
        by principal: UserID
    ) async throws(TenantError) -> BegunSession {
        let performed = try await self.perform(
            IssueServiceToken(token, for: service, lifetimeLimit: self.policy.sessions.serviceTokenLifetime),
            by: .user(id: principal))
        guard let record = performed.record(of: service) else {
            preconditionFailure("invariant: a step that concerns a user holds the user")
        }
        let session = UserSession(
            token.id, of: service, on: token.name, by: [.token], epoch: record.user.sessionEpoch, at: self.clock.now,
            idleLifetime: nil, expiringAt: token.expiresAt, activating: roles)
        return try await self.begin(session, attempt: attempt)
    }
}
