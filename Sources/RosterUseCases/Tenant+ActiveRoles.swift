public import RosterDomain
import RosterPorts

// Which roles are active in a session: the sessions of ANSI INCITS 359-2012, with dynamic separation of duty.

extension Tenant {
    /// Activates roles in a session, beside those that it has active, and gives it another token.
    ///
    /// The person must hold each role, assigned at whatever scope or included in a role that is assigned, and the session must not have
    /// it active. A session that had all roles active has from then on those that it has at this moment and the ones named: roles
    /// that are given later do not come along.
    ///
    /// - Returns: The session with its new token; nil when the present one opens nothing, or when the session ended or got another
    ///   token meanwhile: of two hosts that activate roles at a time, one succeeds.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.unknownRole(role:nearest:)`, `RefusalReason.roleNotAuthorized(role:)`,
    ///   `RefusalReason.roleAlreadyActive(role:)`, `RefusalReason.rolesSeparatedInSession(set:wanted:active:limit:)`, or
    ///   `RefusalReason.tokenRolesFixed` for a token of a service; when a duty of the session is open,
    ///   with `RefusalReason.secondFactorNeeded` or `RefusalReason.wrongStatus(status:)`. ``TenantError/sessions(_:)``: the present token
    ///   may have become useless then. ``TenantError/directory(_:)``.
    public func activateRoles(
        _ roles: Set<RoleID>, in token: SessionToken
    ) async throws(TenantError) -> BegunSession? {
        try await self.changeRoles(in: token, "activate roles") { (choice, chosen) throws(RefusalReason) in
            try choice.activating(roles, besides: chosen)
        }
    }

    /// Deactivates roles in a session, and gives it another token.
    ///
    /// The session must have each role active itself. A role that is active only because another one includes it is deactivated with
    /// that one. A session that had all roles active has from then on the others that it has at this moment.
    ///
    /// - Returns: As ``activateRoles(_:in:)``.
    /// - Throws: As ``activateRoles(_:in:)``, with `RefusalReason.roleNotActive(role:through:)` or
    ///   `RefusalReason.roleAlwaysActive(role:)` for a role that cannot be deactivated.
    public func deactivateRoles(
        _ roles: Set<RoleID>, in token: SessionToken
    ) async throws(TenantError) -> BegunSession? {
        try await self.changeRoles(in: token, "deactivate roles") { (choice, chosen) throws(RefusalReason) in
            try choice.deactivating(roles, of: chosen)
        }
    }

    /// The roles that count for a subject now: those that were assigned or activated, and not what they include; sorted.
    ///
    /// Touches no port. Roles that users hold without an assignment count in every session, and are not named. Nothing for a session
    /// that is over, and for a user whom the tenant does not list.
    public func activeRoles(of subject: UserHandle) -> [RoleID] {
        let now = self.clock.now
        let holdings = self.standing(of: subject)?.holdings.filter { $0.window.contains(now) } ?? []
        return Set(holdings.map(\.role)).sorted()
    }

    /// Everything that a subject can do now, and where; sorted: of a session, with the roles that it has active.
    ///
    /// Touches no port.
    ///
    /// - Parameters:
    ///   - subject: Who: `SessionAdmission.subject`, or another user who was resolved.
    ///   - previous: The last entitlement of the page before; nil for the first page.
    ///   - limit: The most entitlements on a page; nil for all.
    public func entitlements(
        of subject: UserHandle, after previous: Entitlement? = nil, limit: Int? = nil
    ) -> [Entitlement] {
        let all = ReferenceEvaluator(catalog: self.catalog)
            .entitlements(of: self.standing(of: subject), now: self.clock.now)
        let rest = all.drop { entitlement in previous.map { entitlement <= $0 } ?? false }
        return Array(limit.map { rest.prefix(max(0, $0)) } ?? rest)
    }

    /// Decides a question about a resolved user, such as `SessionAdmission.subject`, and says why.
    ///
    /// A denial in a session says which roles the user holds that the session does not have active. Touches no port, and takes its time.
    public func decide(
        _ subject: UserHandle, _ permission: Permission, at scope: Scope = .company,
        given conditions: Set<Condition> = []
    ) -> AccessDecision {
        let now = self.clock.now
        guard subject.isOfSession, !self.freshness.isStale(at: now) else {
            return self.decide(subject.id, permission, at: scope, given: conditions)
        }
        let decide = SessionDecision(permission, at: scope, given: conditions, now: now, in: self.catalog)
        return self.offered(decide(for: self.standing(of: subject), of: self.access.standing(of: subject.id)))
    }

    private func standing(of subject: UserHandle) -> UserStanding? {
        subject.isOfSession
            ? self.sessions.table.subjects.standing(of: subject) : self.access.standing(of: subject.id)
    }
}

extension Tenant {
    /// The roles that a session begins with, checked; nil for all.
    func chosen(
        _ roles: Set<RoleID>?, for user: UserID, by principal: UserID, attempt: String
    ) async throws(TenantError) -> Set<RoleID>? {
        guard let roles else { return nil }
        return try await self.choosing(for: user, by: principal, attempt) { (choice) throws(RefusalReason) in
            try choice.beginning(with: roles)
        }
    }

    private func changeRoles(
        in token: SessionToken, _ attempt: String,
        _ change: (RoleChoice, Set<RoleID>?) throws(RefusalReason) -> Set<RoleID>
    ) async throws(TenantError) -> BegunSession? {
        guard let (admission, session) = try await self.present(token) else { return nil }
        try await self.checkHasNoDuties(admission, attempt)
        let kind = try await self.user(session.user)?.user.accountKind
        if kind == .service { throw try await self.refuse(attempt, because: .tokenRolesFixed, session.user) }
        var changed = session
        changed.activeRoles = try await self.choosing(
            for: session.user, by: session.user, attempt
        ) { (choice) throws(RefusalReason) in
            try change(choice, session.activeRoles)
        }
        return try await self.replace(changed, token: token)
    }

    /// Decides about the roles of a session on what the user holds at present, at whichever host it was given.
    private func choosing(
        for user: UserID, by principal: UserID, _ attempt: String,
        _ decide: (RoleChoice) throws(RefusalReason) -> Set<RoleID>
    ) async throws(TenantError) -> Set<RoleID> {
        try await self.refresh()
        guard let standing = self.access.standing(of: user) else {
            throw .refused(Refusal(attempt, because: .unknownUser(user: user)))
        }
        do throws(RefusalReason) {
            return try decide(RoleChoice(by: standing, in: self.catalog, at: self.clock.now))
        } catch {
            throw try await self.refuse(attempt, because: error, principal)
        }
    }

    /// Refuses a session in which something must be done before anything is allowed.
    private func checkHasNoDuties(_ admission: SessionAdmission, _ attempt: String) async throws(TenantError) {
        if admission.duties.isEmpty { return }
        let reason: RefusalReason =
            admission.duties.contains(.changePassword)
            ? .wrongStatus(status: .mustChangePassword) : .secondFactorNeeded
        throw try await self.refuse(attempt, because: reason, admission.user)
    }
}
