public import RosterDomain
import RosterPorts

/// What came of signing in.
public enum SignInOutcome: Sendable, Hashable {
    /// The user is signed in.
    case signedIn(UserID)
    /// The password was right and is temporary: the user must change it first, and may do nothing until then.
    case mustChangePassword(UserID)
    /// The password was right, and the user must show their second factor, and may do nothing until then.
    case mustShowSecondFactor(UserID)
    /// The password was right, and the policy demands a second factor, which the user must enroll in a session first.
    case mustEnrollSecondFactor(UserID)
}

extension Tenant {
    /// Signs a user in with user name or address, and password.
    ///
    /// It begins no session: ``beginSession(_:password:on:from:activating:)`` does. A second factor is shown with ``showSecondFactor(_:of:)``. A host that keeps sessions itself asks
    /// `permits(_:_:at:given:)` on each request, which says no from the moment at which the account is blocked, deleted or
    /// reset, and compares ``sessionEpoch(of:)``.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - password: The password.
    ///   - source: Where the attempt comes from, such as a network address, so that attempts from one place wait behind each other
    ///     and not before those of others, and wrong passwords from elsewhere do not keep the person out; nil when the host does not
    ///     tell.
    /// - Returns: Who it is, and whether the password must be changed first; it holds when it is returned: what a block, a
    ///   reset or a deletion overtook is refused.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` when the name or the password is
    ///   wrong, which of the two is not told; `RefusalReason.lockedOut(until:)` after too many wrong passwords, for a right one
    ///   too and for names that are not listed alike; `RefusalReason.credentialsExpired` and `RefusalReason.wrongStatus(status:)`
    ///   only when the right password was shown. The refusal is put on record outside of the answer, so that the time does not
    ///   tell who is listed. ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    public func signIn(
        _ name: String, password: Password, from source: String? = nil
    ) async throws(TenantError) -> SignInOutcome {
        let (user, outcome) = try await self.authenticate(name, password, from: source)
        switch outcome {
        case .own where user.secondFactor != nil: return .mustShowSecondFactor(user.id)
        case .own where self.access.needsSecondFactor(user.id, at: self.clock.now):
            return .mustEnrollSecondFactor(user.id)
        case .own: return .signedIn(user.id)
        default: return .mustChangePassword(user.id)
        }
    }

    /// Finds out who shows a password, as they are once it was compared, and whether it is theirs or a temporary one.
    func authenticate(
        _ name: String, _ password: Password, from source: String?
    ) async throws(TenantError) -> (user: User, match: CredentialMatch) {
        let attempt = "sign in"
        let user = try await self.user(typed: name)?.user
        let canSignIn =
            user.map { $0.accountKind == .person && $0.status != .invited && !$0.status.isGone } ?? false
        let match = try await self.limitedMatch(
            password, of: canSignIn ? user : nil, Suspect(user, typed: name, from: source), attempt: attempt)
        guard let user, match != .none else {
            throw self.refuseSignIn(attempt, because: .wrongCredentials, user?.id)
        }
        // What was read may have changed while the password was compared.
        let present = try await self.user(user.id)?.user
        guard let present, present.credential == user.credential, !present.status.isGone else {
            throw self.refuseSignIn(attempt, because: .wrongCredentials, user.id)
        }
        guard present.status != .blocked else {
            throw self.refuseSignIn(attempt, because: .wrongStatus(status: .blocked), user.id)
        }
        guard match != .expired else { throw self.refuseSignIn(attempt, because: .credentialsExpired, user.id) }
        guard match == .own, present.status == .active else { return (present, .temporary) }
        try await self.recordFirstSignIn(of: present)
        return (present, .own)
    }

    /// Puts on record that the owner of an account in use has signed in for the first time.
    func recordFirstSignIn(of user: User) async throws(TenantError) {
        guard user.status == .active, !user.hasSignedIn else { return }
        try await self.perform(RecordFirstSignIn(of: user.id, showing: user.credential), by: .user(id: user.id))
    }
}
