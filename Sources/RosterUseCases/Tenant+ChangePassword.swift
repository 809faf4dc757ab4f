public import RosterDomain
import RosterPorts

extension Tenant {
    /// Replaces a user's own password, or a temporary one, by a password that the user chooses.
    ///
    /// After a reset only the temporary password can do it: the former one is gone.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - current: The present password.
    ///   - new: The password to keep; it must satisfy ``TenantPolicy/passwords`` and differ from the present one,
    ///     and from those before it as far as the policy remembers them. After a reset, a former password may come back.
    ///   - code: A code of the second factor; needed when the account has one, also with a temporary password.
    ///   - source: Where the attempt comes from; see ``signIn(_:password:from:)``.
    /// - Returns: The user; all sessions begun before are over. It signs no one in: ``signIn(_:password:from:)`` does.
    /// - Throws: ``TenantError/refused(_:)`` as ``signIn(_:password:from:)`` does, with
    ///   `RefusalReason.unacceptablePassword(problems:)`, with `RefusalReason.secondFactorNeeded` or as ``showSecondFactor(_:of:)`` does, or with `RefusalReason.resetMeanwhile` when the present password was
    ///   replaced before the change was on record; ``TenantError/breachedPasswords(_:)``. After ``TenantError/directory(_:)`` the present password works as before, unless the
    ///   error says that the outcome is unknown: then the history knows which of the two works, and exactly one does.
    @discardableResult
    public func changePassword(
        of name: String, from current: Password, to new: Password, showing code: SecondFactorCode? = nil,
        from source: String? = nil
    ) async throws(TenantError) -> UserID {
        try await self.replacePassword(of: name, from: current, to: new, .code(code), source: source).id
    }

    /// Replaces a password, and returns the user as the step left them.
    func replacePassword(
        of name: String, from current: Password, to new: Password, _ proof: SecondFactorProof, source: String?
    ) async throws(TenantError) -> User {
        let attempt = "change the password"
        try self.checkRules(for: new, replacing: current, attempt: attempt)
        let user = try await self.user(typed: name)?.user
        let isInUse = user.map { $0.isInUse && $0.accountKind == .person } ?? false
        let match = try await self.limitedMatch(
            current, of: isInUse ? user : nil, Suspect(user, typed: name, from: source), attempt: attempt)
        guard let user, isInUse, match == .own || match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw self.refuseSignIn(attempt, because: reason, user?.id)
        }
        if match == .temporary, let copied = current.withoutTracesOfCopying, copied.isSame(as: new) {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: [.unchanged])))
        }
        try await self.checkPersonalRules(
            for: new, of: user.fullName, user.userName, user.email, attempt: attempt)
        guard let shown = user.credential else { throw .credentials(.managedElsewhere) }
        if match == .own { try await self.checkHistory(of: user.id, having: shown, against: new, attempt: attempt) }
        try await self.require(proof, of: user, attempt)
        let performed = try await self.establish(new, for: user.id) { credential in
            RecordPasswordChange(of: user.id, from: shown, to: credential)
        }
        return performed.record(of: user.id)?.user ?? user
    }
}
