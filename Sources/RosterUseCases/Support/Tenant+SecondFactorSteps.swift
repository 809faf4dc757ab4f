import RosterDomain
import RosterPorts

// The steps that enrolling, showing and removing a second factor have in common. See `SecondFactorStore`.

extension Tenant {
    /// How long a session may wait for its second factor; ours.
    static let secondFactorPatience: Duration = .seconds(600)
    static let enrollAttempt = "enroll a second factor"

    /// Refuses a session in which a factor cannot be enrolled: an attacker who knows the password alone would enroll one.
    func checkMayEnroll(_ admission: SessionAdmission) async throws(TenantError) {
        if admission.duties.contains(.secondFactor) {
            throw try await self.refuse(Self.enrollAttempt, because: .secondFactorNeeded, admission.user)
        }
        if admission.duties.contains(.changePassword) {
            throw try await self.refuse(
                Self.enrollAttempt, because: .wrongStatus(status: .mustChangePassword), admission.user)
        }
    }

    /// Compares a code in a session that has shown the factor before: what weakens an account takes a proof of its own.
    ///
    /// - Returns: The session, and the factor that was shown; nil when the token opens nothing.
    func prove(
        _ code: SecondFactorCode, in token: SessionToken, _ attempt: String
    ) async throws(TenantError) -> (UserSession, SecondFactorID)? {
        guard let (admission, session) = try await self.present(token) else { return nil }
        if admission.duties.contains(.secondFactor) {
            throw try await self.refuse(attempt, because: .secondFactorNeeded, session.user)
        }
        guard let factor = try await self.user(session.user)?.user.secondFactor else {
            throw try await self.refuse(attempt, because: .secondFactorDiffers, session.user)
        }
        try await self.compare(code, with: factor, of: session.user, attempt)
        return (session, factor)
    }

    /// Compares a code with a factor, and spends it.
    func compare(
        _ code: SecondFactorCode, with factor: SecondFactorID, of user: UserID, _ attempt: String
    ) async throws(TenantError) {
        let match = try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
            try await store.verify(code, of: SecondFactorClaim(factor, of: user), at: self.clock.now)
        }
        if let reason = match.refusal { throw self.refuseSignIn(attempt, because: reason, user) }
        // What was read may have changed while the code was compared.
        guard try await self.user(user)?.user.secondFactor == factor else {
            throw self.refuseSignIn(attempt, because: .secondFactorDiffers, user)
        }
    }

    /// Refuses when an account has a second factor that was not shown.
    func require(
        _ proof: SecondFactorProof, of user: User, _ attempt: String
    ) async throws(TenantError) {
        guard let factor = user.secondFactor, case .code(let code) = proof else { return }
        guard let code else { throw self.refuseSignIn(attempt, because: .secondFactorNeeded, user.id) }
        try await self.compare(code, with: factor, of: user.id, attempt)
    }

    /// Compares the first code of a factor, and makes recovery codes.
    func confirm(_ code: SecondFactorCode, of claim: SecondFactorClaim) async throws(TenantError) -> RecoveryCodes {
        let confirmation = try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
            try await store.confirm(code, of: claim, at: self.clock.now)
        }
        switch consume confirmation {
        case .confirmed(let codes): return codes
        case .refused(let match):
            let reason = match.refusal ?? .wrongSecondFactor(wasUsed: false)
            throw self.refuseSignIn(Self.enrollAttempt, because: reason, claim.user)
        case .expired: throw self.refuseSignIn(Self.enrollAttempt, because: .credentialsExpired, claim.user)
        }
    }

    /// Lets a factor count that was confirmed, and returns the user as the step left them.
    ///
    /// The store holds the factor for the very version that the commit rests on, so that no step between the two can have dropped it.
    func establish(
        _ factor: SecondFactorID, in session: UserSession, replacing former: SecondFactorID?
    ) async throws(TenantError) -> User {
        let user = session.user
        let command = RecordSecondFactor(of: user, at: session.epoch, replacing: former, by: factor)
        for _ in 0..<Self.attemptLimit {
            guard let decision = try await self.decide(command, by: .user(id: user)) else { continue }
            let isHeld = try await self.askingSecondFactors { (store) throws(SecondFactorStoreError) in
                try await store.hold(SecondFactorClaim(factor, of: user), at: decision.version(of: user))
            }
            guard isHeld else { throw try await self.refuse(command.attempt, because: .credentialsExpired, user) }
            guard let changed = try await self.commit(decision)?.record(of: user)?.user else { continue }
            await self.settleSecondFactors(of: changed)
            return changed
        }
        throw .busy
    }

    /// Drops the factors that are named no longer; when it fails, what is left has no effect.
    func settleSecondFactors(of user: User) async {
        try? await self.secondFactors.settle(user.id, naming: user.secondFactor, at: user.version)
    }

    /// Lets the session go on in which a person changed how they sign in; nil when it ended meanwhile.
    func keep(
        _ present: UserSession, of changed: User, token: SessionToken,
        _ edit: (inout Set<AuthenticationMethod>) -> Void
    ) async throws(TenantError) -> BegunSession? {
        // Whatever else ended the person's sessions meanwhile has ended this one, too.
        guard changed.sessionEpoch == present.epoch.movedEpoch else { return nil }
        var session = present
        session.epoch = changed.sessionEpoch
        edit(&session.methods)
        return try await self.replace(session, token: token)
    }

    /// Runs calls to the store of second factors, whose error becomes the tenant's.
    func askingSecondFactors<Result: ~Copyable>(
        _ body: (any SecondFactorStore) async throws(SecondFactorStoreError) -> Result
    ) async throws(TenantError) -> Result {
        do { return try await body(self.secondFactors) } catch { throw .secondFactors(error) }
    }
}

extension SecondFactorMatch {
    /// Why the code opens nothing; nil when it is right.
    fileprivate var refusal: RefusalReason? {
        switch self {
        case .right, .recovered: nil
        case .wrong: .wrongSecondFactor(wasUsed: false)
        case .used: .wrongSecondFactor(wasUsed: true)
        case .paused(let until): .secondFactorPaused(until: until)
        }
    }
}

/// How a person shows the second factor beside a password.
enum SecondFactorProof {
    /// In the session in which it happens.
    case shown
    /// By a code; nil for none.
    case code(SecondFactorCode?)
}
