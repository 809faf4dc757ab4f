public import RosterDomain
import RosterPorts

extension Tenant {
    /// The sessions of a user that still count, in the order in which they began.
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - principal: Who asks: the user, or an administrator who may reset the user's password.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    public func sessions(of user: UserID, by principal: UserID) async throws(TenantError) -> [UserSession] {
        try await self.perform(EndSessions(.review, of: user), by: .user(id: principal))
        let epoch = try await self.user(user)?.user.sessionEpoch
        let now = self.clock.now
        return try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.sessions(of: user).filter { $0.epoch == epoch && !$0.isOver(at: now) }
        }
    }

    /// Ends one session of a user, at every host; one that is over already is no error.
    ///
    /// - Parameters:
    ///   - session: Which.
    ///   - user: Whose.
    ///   - principal: Who ends it: the user, or an administrator who may reset the user's password, which goes on record.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``; ``TenantError/sessions(_:)``: it is unknown then
    ///   whether it has ended, and ``endAllSessions(of:by:)`` needs no session store.
    public func endSession(
        _ session: UserSessionID, of user: UserID, by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(EndSessions(.endOne(session), of: user), by: .user(id: principal))
        let sessions = try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.sessions(of: user)
        }
        if sessions.contains(where: { $0.id == session }) { try await self.end([session], of: user) }
    }

    /// Ends all sessions of a user, at every host.
    ///
    /// The step in the history ends them: the session epoch moves, whatever becomes of the session store.
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - principal: Who ends them: the user, or an administrator who may reset the user's password.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func endAllSessions(of user: UserID, by principal: UserID) async throws(TenantError) {
        let performed = try await self.perform(EndSessions(.endAll, of: user), by: .user(id: principal))
        // What is left in the store opens nothing any more; what began since does.
        guard let epoch = performed.record(of: user)?.user.sessionEpoch else { return }
        let sessions = try? await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.sessions(of: user).filter { $0.epoch != epoch }
        }
        if let sessions, !sessions.isEmpty { try? await self.end(Set(sessions.map(\.id)), of: user) }
    }

    /// When users last began a session; those who never did are left out.
    ///
    /// - Parameters:
    ///   - users: Whom it is about.
    ///   - principal: Who asks; needs the permission to edit users.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    public func lastSignIns(
        of users: [UserID], by principal: UserID
    ) async throws(TenantError) -> [UserID: Timestamp] {
        try await self.require(self.catalog.companyPermissions.editUsers, of: principal, attempt: "list sign-ins")
        return try await self.askingSessions { (store) throws(SessionStoreError) in
            try await store.lastSignIns(of: users)
        }
    }

    /// Replaces the password of the person whose session a token is, and keeps this session alone.
    ///
    /// All other sessions end. This one gets another token, and has nothing left to do if the password was temporary.
    ///
    /// - Parameters:
    ///   - token: The token of the session.
    ///   - current: The present password.
    ///   - new: The password to keep; see ``changePassword(of:from:to:showing:from:)``.
    ///   - source: Where the attempt comes from.
    /// - Returns: The session with its new token; nil when the present one opens nothing, and then nothing was changed, or when the
    ///   session ended meanwhile: then the password was changed, and the person signs in with it.
    /// - Throws: As ``changePassword(of:from:to:showing:from:)``, and ``TenantError/refused(_:)`` with `RefusalReason.secondFactorNeeded` when the
    ///   session has not shown the second factor. ``TenantError/sessions(_:)`` after the password was changed: the person
    ///   signs in with it.
    public func changePassword(
        in token: SessionToken, from current: Password, to new: Password, from source: String? = nil
    ) async throws(TenantError) -> BegunSession? {
        guard let (admission, present) = try await self.present(token) else { return nil }
        if admission.duties.contains(.secondFactor) {
            throw try await self.refuse("change the password", because: .secondFactorNeeded, admission.user)
        }
        guard let record = try await self.user(admission.user) else { return nil }
        let changed = try await self.replacePassword(
            of: record.user.userName.rawValue, from: current, to: new, .shown, source: source)
        return try await self.keep(present, of: changed, token: token) { $0.insert(.password) }
    }
}
