public import RosterDomain
import RosterPorts

extension Tenant {
    /// Signs a user in with user name or address, and password, and begins a session.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - password: The password.
    ///   - device: What the session runs on.
    ///   - source: Where the attempt comes from; see ``signIn(_:password:from:)``.
    ///   - roles: Which roles are active in the session, assigned or included in assigned ones; nil for all, which dynamic separation
    ///     may limit. See ``activateRoles(_:in:)``.
    /// - Returns: The session and, once, its token, and what must be done before anything is allowed: see
    ///   ``changePassword(in:from:to:from:)``, ``showSecondFactor(_:in:)`` and ``prepareSecondFactor(in:issuer:)``.
    /// - Throws: As ``signIn(_:password:from:)``; ``TenantError/refused(_:)`` with `RefusalReason.unknownRole(role:nearest:)`,
    ///   `RefusalReason.roleNotAuthorized(role:)` or `RefusalReason.rolesSeparatedInSession(set:wanted:active:limit:)` once the password
    ///   was right; and ``TenantError/sessions(_:)``. Then there is no session.
    public func beginSession(
        _ name: String, password: Password, on device: DeviceName, from source: String? = nil,
        activating roles: Set<RoleID>? = nil
    ) async throws(TenantError) -> BegunSession {
        let user = try await self.authenticate(name, password, from: source).user
        return try await self.beginSession(
            of: user, by: [.password], on: device, activating: roles, attempt: "sign in")
    }

    /// Begins a session of a person whom the host has authenticated itself, by OpenID Connect, SAML or a passkey say.
    ///
    /// It takes no credential of Roster's, and the account counts as one that can sign in from then on.
    ///
    /// - Parameters:
    ///   - user: Who was authenticated.
    ///   - methods: How; at least one. What the person has, such as `AuthenticationMethod.multipleFactors`, makes a second factor
    ///     needless.
    ///   - device: What the session runs on.
    ///   - roles: Which roles are active in the session; nil for all.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.unknownUser(user:)`, `RefusalReason.wrongKind(kind:)`,
    ///   `RefusalReason.wrongStatus(status:)`, or what ``beginSession(_:password:on:from:activating:)`` says of roles; ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    /// - Precondition: `methods` is not empty.
    public func beginSession(
        for user: UserID, authenticatedBy methods: Set<AuthenticationMethod>, on device: DeviceName,
        activating roles: Set<RoleID>? = nil
    ) async throws(TenantError) -> BegunSession {
        precondition(!methods.isEmpty, "a session needs at least one way in which its user was authenticated")
        let attempt = "begin a session"
        guard let record = try await self.user(user) else {
            throw .refused(Refusal(attempt, because: .unknownUser(user: user)))
        }
        guard record.user.accountKind == .person else {
            throw try await self.refuse(attempt, because: .wrongKind(kind: record.user.accountKind), user)
        }
        guard record.user.status == .active || record.user.status == .mustChangePassword else {
            throw try await self.refuse(attempt, because: .wrongStatus(status: record.user.status), user)
        }
        try await self.recordFirstSignIn(of: record.user)
        return try await self.beginSession(
            of: record.user, by: methods, on: device, activating: roles, attempt: attempt)
    }

    /// Who presents a token; nil when it opens nothing, for whatever reason.
    ///
    /// For every request. It touches no port, and notes that the session was used. It knows the sessions that this process has
    /// begun or met, and forgets them now and then: when it returns nil, ask ``admission(of:)``, which asks the session store.
    ///
    /// A session is over as soon as the account is blocked or deleted or its password reset or changed, at this host before the verb
    /// returns, at others as soon as they follow. A host that calls ``run()`` admits no session once it could not follow the
    /// session store for longer than ``SessionPolicy/maximumStaleness``.
    ///
    /// - Complexity: O(1), without a lock.
    public func admits(_ token: SessionToken) -> SessionAdmission? {
        let now = self.clock.now
        guard !self.freshness.isStale(at: now), !self.sessions.isStale(at: now) else { return nil }
        return self.sessions.table.admission(of: token, in: self.access, at: now)
    }

    /// Who presents a token, at whichever host the session began; nil when it opens nothing, for whatever reason.
    ///
    /// - Throws: ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``. Then it is unknown who it is: refuse the request.
    public func admission(of token: SessionToken) async throws(TenantError) -> SessionAdmission? {
        if let known = self.admits(token) { return known }
        let digest = token.digest
        for _ in 0..<Self.lookUpLimit {
            let count = self.sessions.table.removalCount
            guard let session = try await self.storedSession(digest) else { return nil }
            if self.sessions.table.add(
                session, token: token, ifRemovalCountIs: count, at: self.clock.now, in: self.access)
            {
                return try await self.admission(of: session)
            }
        }
        // Sessions keep ending; what the store says holds for this answer, and is not remembered.
        guard let session = try await self.storedSession(digest) else { return nil }
        return try await self.admission(of: session)
    }

    /// Gives a session another token, and makes the present one useless.
    ///
    /// Do it when the session's rights grow in a way that Roster does not see. Roster does it by itself where it sees it.
    ///
    /// - Returns: The session with its new token; nil when the present one opens nothing.
    /// - Throws: ``TenantError/sessions(_:)``: the present token may have become useless then.
    public func rotateSession(_ token: SessionToken) async throws(TenantError) -> BegunSession? {
        guard let (_, session) = try await self.present(token) else { return nil }
        return try await self.replace(session, token: token)
    }

    /// Ends the session of a token, and so signs the person out.
    ///
    /// A token that opens nothing is no error.
    ///
    /// - Throws: ``TenantError/sessions(_:)``: it is unknown then whether the session has ended.
    public func endSession(_ token: SessionToken) async throws(TenantError) {
        // The store may have dropped the session already, or be out of reach: at this host it is over in any case.
        let known = self.sessions.table.session(of: token)
        defer { if let known { self.sessions.table.remove(known) } }
        let digest = token.digest
        let session = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.session(withDigest: digest)
        }
        if let session { try await self.end([session.id], of: session.user) }
    }
}

extension Tenant {
    /// How often a session is read again because others ended meanwhile, before it is answered without being remembered; ours.
    private static let lookUpLimit = 3

    /// The session whose token has a digest, as long as it is not over; nil for none.
    private func storedSession(_ digest: SessionDigest) async throws(TenantError) -> UserSession? {
        let session = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.session(withDigest: digest)
        }
        guard let session, !session.isOver(at: self.clock.now) else { return nil }
        // This host may not have heard yet of the step that moved the account's epoch to the session's.
        if self.access.sessionEpoch(of: session.user) != session.epoch { try await self.refresh() }
        return session
    }

    /// Who has a session that was just read.
    ///
    /// - Throws: ``TenantError/sessions(_:)`` when it is unknown whether the session ended elsewhere.
    private func admission(of session: UserSession) async throws(TenantError) -> SessionAdmission? {
        if self.freshness.isStale(at: self.clock.now) { try await self.refresh() }
        let now = self.clock.now
        guard !self.sessions.isStale(at: now) else { throw .sessions(.outdated) }
        return self.sessions.table.admission(of: session, in: self.access, at: now)
    }

    /// Begins a session of a user as they were when they were authenticated: what happened since ends it.
    private func beginSession(
        of user: User, by methods: Set<AuthenticationMethod>, on device: DeviceName, activating roles: Set<RoleID>?,
        attempt: String
    ) async throws(TenantError) -> BegunSession {
        let chosen = try await self.chosen(roles, for: user.id, by: user.id, attempt: attempt)
        let (now, policy) = (self.clock.now, self.policy.sessions)
        let session = UserSession(
            self.newSessionID(), of: user.id, on: device, by: methods,
            epoch: user.sessionEpoch, at: now, idleLifetime: policy.idleLifetime,
            expiringAt: now + policy.lifetime, activating: chosen)
        return try await self.begin(session, attempt: attempt)
    }

    /// Keeps a session that begins and hands out its token, unless a later step overtook it.
    func begin(_ session: UserSession, attempt: String) async throws(TenantError) -> BegunSession {
        let token = self.newToken()
        let count = self.sessions.table.removalCount
        let dropped = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.add(session, digest: token.digest)
        }
        for session in dropped { self.sessions.table.remove(session) }
        // What overtook it while it was being kept is found here, and what comes later moves the epoch in the table.
        let present = try await self.user(session.user)?.user
        guard let present, present.sessionEpoch == session.epoch, present.isInUse else {
            try await self.end([session.id], of: session.user)
            throw .refused(Refusal(attempt, because: .resetMeanwhile))
        }
        if self.access.sessionEpoch(of: session.user) != session.epoch { try await self.refresh() }
        if !self.sessions.table.add(
            session, token: token, ifRemovalCountIs: count, at: session.begunAt, in: self.access)
        {
            // The session is kept all the same; it is met when the token is presented.
            _ = try? await self.admission(of: token)
        }
        guard let duties = await self.duties(in: session) else {
            throw .refused(Refusal(attempt, because: .resetMeanwhile))
        }
        return BegunSession(session, duties: duties, token: token)
    }

    /// The session of a token as the store knows it, and who it is; nil when the token opens nothing.
    func present(
        _ token: SessionToken
    ) async throws(TenantError) -> (admission: SessionAdmission, session: UserSession)? {
        let digest = token.digest
        guard let admission = try await self.admission(of: token) else { return nil }
        let session = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.session(withDigest: digest)
        }
        // This request is a use of it.
        return session.map { (admission, $0.used(at: self.clock.now)) }
    }

    /// Gives a session what it is to be, and another token; nil when it has ended or got another token meanwhile.
    func replace(
        _ session: UserSession, token former: SessionToken
    ) async throws(TenantError) -> BegunSession? {
        let token = self.newToken()
        let count = self.sessions.table.removalCount
        let isDone = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.replace(session, from: former.digest, to: token.digest)
        }
        guard isDone else { return nil }
        let isAdded = self.sessions.table.add(
            session, token: token, ifRemovalCountIs: count, at: self.clock.now, in: self.access, isRotation: true)
        if !isAdded {
            self.sessions.table.remove(session.id)
            _ = try? await self.admission(of: token)
        }
        // What overtook it meanwhile has ended it.
        guard let duties = await self.duties(in: session) else { return nil }
        return BegunSession(session, duties: duties, token: token)
    }

    /// What the person must do in a session before anything is allowed; nil when the session does not count.
    private func duties(in session: UserSession) async -> SessionDuties? {
        func known() -> SessionDuties? {
            self.sessions.table.admission(of: session, in: self.access, at: self.clock.now)?.duties
        }
        if let duties = known() { return duties }
        // This host has not heard yet of a step that lets the account in.
        _ = try? await self.refresh()
        return known()
    }

    /// Ends sessions of a user, in the store and at this host, at once or at a moment to come.
    func end(
        _ sessions: Set<UserSessionID>, of user: UserID, at moment: Timestamp? = nil
    ) async throws(TenantError) {
        do throws(TenantError) {
            try await self.askingSessions { (store) throws(SessionStoreError) in
                try await store.end(sessions, of: user, at: moment)
            }
        } catch {
            for session in sessions { self.sessions.table.remove(session) }
            throw error
        }
        for session in sessions { self.sessions.table.remove(session) }
    }

    func newSessionID() -> UserSessionID {
        UserSessionID(madeAt: self.clock.now, randomness: self.randomness.next())
    }

    private func newToken() -> SessionToken {
        SessionToken(randomness: self.randomness.next(), self.randomness.next())
    }

    /// Runs calls to the session store, whose error becomes the tenant's.
    func askingSessions<Result>(
        _ body: (any SessionStore) async throws(SessionStoreError) -> Result
    ) async throws(TenantError) -> Result {
        do { return try await body(self.sessions.store) } catch { throw .sessions(error) }
    }
}

extension User {
    /// Whether the account is in use.
    var isInUse: Bool { self.status == .active || self.status == .mustChangePassword }
}
