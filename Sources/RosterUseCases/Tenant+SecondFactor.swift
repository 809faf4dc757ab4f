public import RosterDomain
public import RosterPorts

extension Tenant {
    /// Begins to enroll an authenticator app of the person whose session a token is.
    ///
    /// Nothing counts until ``enrollSecondFactor(_:confirming:showing:in:)`` is given a first code of the app: what is left half done
    /// leaves everything as it was.
    ///
    /// - Parameters:
    ///   - token: The token of the session.
    ///   - issuer: Whose accounts these are, as the app shows it; the company unless given.
    /// - Returns: What the app takes over; nil when the token opens nothing.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.secondFactorNeeded` when the session has not shown the present
    ///   factor, or `RefusalReason.wrongStatus(status:)` when the password must be changed first;
    ///   ``TenantError/secondFactors(_:)``, ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    public func prepareSecondFactor(
        in token: SessionToken, issuer: String? = nil
    ) async throws(TenantError) -> SecondFactorSetup? {
        guard let (admission, _) = try await self.present(token) else { return nil }
        try await self.checkMayEnroll(admission)
        guard let user = try await self.user(admission.user)?.user else { return nil }
        let factor = SecondFactorID(madeAt: self.clock.now, randomness: self.randomness.next())
        let label = SecondFactorLabel(
            issuer: issuer ?? self.company.name.rawValue, account: user.userName.rawValue)
        return try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
            try await store.prepare(factor, of: user.id, labeled: label, at: self.clock.now)
        }
    }

    /// Lets an authenticator app count, once a first code of it was shown, in place of the present one.
    ///
    /// All other sessions of the person end. This one gets another token, and has shown the factor.
    ///
    /// - Parameters:
    ///   - factor: Which: that of the `SecondFactorSetup`.
    ///   - first: What the app shows; it is spent.
    ///   - present: A code of the factor that counts until now, or a recovery code; needed when there is one.
    ///   - token: The token of the session.
    /// - Returns: The session with its new token, and recovery codes; they cannot be had again. Nil when the token opens nothing.
    /// - Throws: ``TenantError/refused(_:)`` as ``prepareSecondFactor(in:issuer:)`` and ``showSecondFactor(_:in:)`` do, with
    ///   `RefusalReason.credentialsExpired` when the factor was prepared too long ago, and with `RefusalReason.secondFactorDiffers` when
    ///   another one counts by now. ``TenantError/secondFactors(_:)``, ``TenantError/directory(_:)``: exactly one factor counts, the one
    ///   that the history names. ``TenantError/sessions(_:)`` after the factor was enrolled: the person signs in with it.
    public func enrollSecondFactor(
        _ factor: SecondFactorID, confirming first: SecondFactorCode, showing present: SecondFactorCode? = nil,
        in token: SessionToken
    ) async throws(TenantError) -> EnrolledSecondFactor? {
        guard let (admission, session) = try await self.present(token) else { return nil }
        try await self.checkMayEnroll(admission)
        let attempt = Self.enrollAttempt
        let former = try await self.user(session.user)?.user.secondFactor
        if former != nil, present == nil {
            throw try await self.refuse(attempt, because: .secondFactorNeeded, session.user)
        }
        if former == factor { throw try await self.refuse(attempt, because: .secondFactorDiffers, session.user) }
        let recovery = try await self.confirm(first, of: SecondFactorClaim(factor, of: session.user))
        if let former, let present { try await self.compare(present, with: former, of: session.user, attempt) }
        let changed = try await self.establish(factor, in: session, replacing: former)
        return EnrolledSecondFactor(
            recovery, in: try await self.keep(session, of: changed, token: token) { $0.insert(.oneTimeCode) })
    }

    /// Shows a second factor in a session: a code of the app, or a recovery code.
    ///
    /// Each works once, at whichever host. After ten wrong codes in a row, codes of the app are refused for a minute, and longer with each
    /// wrong one after that, up to an hour; recovery codes work even then. A session whose second factor is not shown within ten minutes
    /// ends.
    ///
    /// - Returns: The session with a new token, and without the duty; nil when the present token opens nothing.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongSecondFactor(wasUsed:)`,
    ///   `RefusalReason.secondFactorPaused(until:)` or `RefusalReason.secondFactorDiffers`; ``TenantError/secondFactors(_:)``: it is unknown
    ///   then whether the code was spent, and the session has not shown it. ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    public func showSecondFactor(
        _ code: SecondFactorCode, in token: SessionToken
    ) async throws(TenantError) -> BegunSession? {
        guard let (admission, present) = try await self.present(token) else { return nil }
        if admission.duties.contains(.secondFactor), self.clock.now >= present.begunAt + Self.secondFactorPatience {
            try await self.end([present.id], of: present.user)
            return nil
        }
        try await self.showSecondFactor(code, of: present.user)
        var session = present
        session.methods.insert(.oneTimeCode)
        return try await self.replace(session, token: token)
    }

    /// Compares a code for a host that keeps its sessions itself, and that ``signIn(_:password:from:)`` has told to ask for it.
    ///
    /// - Throws: As ``showSecondFactor(_:in:)``.
    public func showSecondFactor(_ code: SecondFactorCode, of user: UserID) async throws(TenantError) {
        let attempt = "show the second factor"
        guard let factor = try await self.user(user)?.user.secondFactor else {
            throw self.refuseSignIn(attempt, because: .secondFactorDiffers, user)
        }
        try await self.compare(code, with: factor, of: user, attempt)
    }

    /// Makes other recovery codes for the person whose session a token is; the former ones do not work any more.
    ///
    /// - Parameters:
    ///   - code: A code of the app, or one of the former recovery codes.
    ///   - token: The token of the session, which must have shown the second factor.
    /// - Returns: The codes; they cannot be had again. Nil when the token opens nothing.
    /// - Throws: As ``showSecondFactor(_:in:)``.
    public func renewRecoveryCodes(
        showing code: SecondFactorCode, in token: SessionToken
    ) async throws(TenantError) -> RecoveryCodes? {
        let attempt = "renew the recovery codes"
        guard let (session, factor) = try await self.prove(code, in: token, attempt) else { return nil }
        let codes = try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
            try await store.renewRecoveryCodes(of: SecondFactorClaim(factor, of: session.user))
        }
        guard let codes else { throw .refused(Refusal(attempt, because: .secondFactorDiffers)) }
        return codes
    }

    /// How many recovery codes the person has whose session a token is; nil when there is no such session, or no second factor.
    ///
    /// - Throws: ``TenantError/secondFactors(_:)``, ``TenantError/sessions(_:)``, ``TenantError/directory(_:)``.
    public func recoveryCodeCount(in token: SessionToken) async throws(TenantError) -> Int? {
        guard let (admission, _) = try await self.present(token), !admission.duties.contains(.secondFactor),
            let factor = try await self.user(admission.user)?.user.secondFactor
        else { return nil }
        return try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
            try await store.recoveryCodeCount(of: SecondFactorClaim(factor, of: admission.user))
        }
    }

    /// Removes the second factor of the person whose session a token is.
    ///
    /// All other sessions end. Where the policy demands a second factor, this one allows nothing until another one is enrolled.
    ///
    /// - Parameters:
    ///   - code: A code of the app, or a recovery code.
    ///   - token: The token of the session, which must have shown the second factor.
    /// - Returns: The session with its new token; nil when the token opens nothing.
    /// - Throws: As ``showSecondFactor(_:in:)``; ``TenantError/sessions(_:)`` after the factor was removed: the person signs in without.
    public func removeSecondFactor(
        showing code: SecondFactorCode, in token: SessionToken
    ) async throws(TenantError) -> BegunSession? {
        guard let (session, factor) = try await self.prove(code, in: token, "remove the second factor") else {
            return nil
        }
        let performed = try await self.perform(
            RemoveSecondFactor(of: session.user, showing: factor), by: .user(id: session.user))
        guard let changed = performed.record(of: session.user)?.user else { return nil }
        await self.settleSecondFactors(of: changed)
        return try await self.keep(session, of: changed, token: token) { $0.remove(.oneTimeCode) }
    }

    /// Removes the second factor of a person who has lost it; all of the person's sessions end.
    ///
    /// - Parameters:
    ///   - user: Whose.
    ///   - principal: Who does it: an administrator who may reset the user's password, not the user, or the system.
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.secondFactorDiffers` when there is none; ``TenantError/directory(_:)``.
    public func removeSecondFactor(of user: UserID, by principal: Principal) async throws(TenantError) {
        let performed = try await self.perform(RemoveSecondFactor(of: user, showing: nil), by: principal)
        if let changed = performed.record(of: user)?.user { await self.settleSecondFactors(of: changed) }
    }

    /// Removes the second factor of a person who has lost it; see ``removeSecondFactor(of:by:)-(UserID,Principal)``.
    public func removeSecondFactor(of user: UserID, by principal: UserID) async throws(TenantError) {
        try await self.removeSecondFactor(of: user, by: .user(id: principal))
    }
}

/// What came of enrolling a second factor, readable once.
///
/// The compiler does not let you copy or print it. ``reveal()`` consumes it.
public struct EnrolledSecondFactor: ~Copyable, Sendable {
    /// The session, which goes on with another token; nil when it ended meanwhile, and the person signs in again.
    public let session: UserSession?
    private let token: String?
    private let recoveryCodes: [String]

    init(_ recoveryCodes: consuming RecoveryCodes, in begun: consuming BegunSession?) {
        self.session = begun?.session
        self.token = begun?.reveal()
        self.recoveryCodes = recoveryCodes.reveal()
    }

    /// Returns the token and the recovery codes and consumes the value; calling it twice does not compile.
    public consuming func reveal() -> RevealedEnrollment {
        RevealedEnrollment(token: self.token, recoveryCodes: self.recoveryCodes)
    }
}

/// The secrets that come of enrolling a second factor: hand them over, and keep no copy.
public struct RevealedEnrollment: Sendable {
    /// The token of the session; nil when it ended meanwhile.
    public let token: String?
    /// The recovery codes, each of which stands in for a code of the app once.
    public let recoveryCodes: [String]
}
