public import RosterDomain
import RosterPorts

/// What came of signing in.
public enum SignInOutcome: Sendable, Hashable {
    /// The user is signed in.
    case signedIn(UserID)
    /// The password was right and is temporary: the user must change it first, and may do nothing until then.
    case mustChangePassword(UserID)
}

extension Tenant {
    /// Signs a user in with address and password.
    ///
    /// Roster keeps no sessions: the host does, and asks ``permits(_:_:at:given:)`` on each request, which says no from the
    /// moment at which the account is blocked, deleted or reset.
    ///
    /// - Returns: Who it is, and whether the password must be changed first.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` when the address or the password is
    ///   wrong, which of the two is not told; `RefusalReason.credentialsExpired` and `RefusalReason.wrongStatus(status:)`
    ///   only to somebody who showed the right password. ``TenantError/credentials(_:)``, ``TenantError/directory(_:)``.
    public func signIn(_ email: EmailAddress, password: Password) async throws(TenantError) -> SignInOutcome {
        let record = try await self.user(withEmail: email)
        let canSignIn = record.map { $0.user.status != .invited && $0.user.status != .deleted } ?? false
        let match = try await self.match(password, for: canSignIn ? record?.id : nil)
        guard let user = record?.user, match != .none else {
            throw try await self.refuse("sign in", because: .wrongCredentials, record?.id)
        }
        guard user.status != .blocked else {
            throw try await self.refuse("sign in", because: .wrongStatus(status: .blocked), user.id)
        }
        guard match != .expired else {
            throw try await self.refuse("sign in", because: .credentialsExpired, user.id)
        }
        if match == .temporary || user.status == .mustChangePassword { return .mustChangePassword(user.id) }
        if !user.hasSignedIn { try await self.perform(RecordFirstSignIn(of: user.id), by: .user(id: user.id)) }
        return .signedIn(user.id)
    }

    /// Replaces a user's own password, or a temporary one, by a password that the user chooses.
    ///
    /// After a reset only the temporary password can do it: the former one is worthless, even where it is still stored.
    ///
    /// - Parameters:
    ///   - email: The user's address.
    ///   - current: The present password.
    ///   - new: The password to keep; it must satisfy ``TenantPolicy/passwords`` and differ from the present one.
    /// - Returns: The user, who is signed in.
    /// - Throws: ``TenantError/refused(_:)`` as ``signIn(_:password:)`` does, with
    ///   `RefusalReason.unacceptablePassword(problems:)`, or with `RefusalReason.resetMeanwhile`. When it throws
    ///   ``TenantError/directory(_:)``, the new password may work already, and must perhaps be changed once more.
    public func changePassword(
        of email: EmailAddress, from current: Password, to new: Password
    ) async throws(TenantError) -> UserID {
        let attempt = "change the password"
        // The rules come first, whoever asks: an answer that came later would tell who is listed.
        let problems = self.policy.passwords.problems(with: new) + (current.isSame(as: new) ? [.unchanged] : [])
        guard problems.isEmpty else {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: problems)))
        }
        let record = try await self.user(withEmail: email)
        guard let user = record?.user, user.status == .active || user.status == .mustChangePassword else {
            _ = try await self.match(current, for: nil)
            throw try await self.refuse(attempt, because: .wrongCredentials, record?.id)
        }
        if user.status == .mustChangePassword { try await self.requireTemporary(current, of: user, attempt) }
        let match = try await self.replace(current, with: new, for: user.id)
        guard match == .own || match == .temporary else {
            throw try await self.refuse(
                attempt, because: match == .expired ? .credentialsExpired : .wrongCredentials, user.id)
        }
        let command = RecordPasswordChange(of: user.id, resetCount: user.resetCount)
        try await self.perform(command, by: .user(id: user.id))
        return user.id
    }

    private func requireTemporary(_ current: Password, of user: User, _ attempt: String) async throws(TenantError) {
        switch try await self.match(current, for: user.id) {
        case .temporary: return
        case .expired: throw try await self.refuse(attempt, because: .credentialsExpired, user.id)
        case .own: throw try await self.refuse(attempt, because: .resetMeanwhile, user.id)
        case .none: throw try await self.refuse(attempt, because: .wrongCredentials, user.id)
        }
    }

    /// Puts a refusal on record, where it concerns a user of the tenant, and returns the error to throw.
    func refuse(
        _ attempt: String, because reason: RefusalReason, _ user: UserID?
    ) async throws(TenantError) -> TenantError {
        let refusal = Refusal(attempt, because: reason)
        if let user { try await self.record([.refused(refusal: refusal)], by: .user(id: user)) }
        return .refused(refusal)
    }

    func match(_ password: Password, for user: UserID?) async throws(TenantError) -> CredentialMatch {
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.verify(password, for: user, at: self.clock.now)
        }
    }

    func replace(
        _ current: Password, with new: Password, for user: UserID
    ) async throws(TenantError) -> CredentialMatch {
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.replace(current, with: new, for: user, at: self.clock.now)
        }
    }
}

extension Password {
    fileprivate func isSame(as other: Password) -> Bool {
        self.withText { text in other.withText { Array($0.utf8) == Array(text.utf8) } }
    }
}
