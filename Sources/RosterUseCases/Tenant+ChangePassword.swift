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
    ///   - new: The password to keep; it must satisfy ``TenantPolicy/passwords`` and differ from the present one.
    /// - Returns: The user, who is signed in.
    /// - Throws: ``TenantError/refused(_:)`` as ``signIn(_:password:)`` does, with
    ///   `RefusalReason.unacceptablePassword(problems:)`, or with `RefusalReason.resetMeanwhile`. When it
    ///   throws ``TenantError/directory(_:)``, the new password works already: sign in with it, which completes the change.
    @discardableResult
    public func changePassword(
        of name: String, from current: Password, to new: Password
    ) async throws(TenantError) -> UserID {
        let attempt = "change the password"
        // The rules come first, whoever asks: an answer that came later would tell who is listed.
        let problems = self.policy.passwords.problems(with: new) + (current.isSame(as: new) ? [.unchanged] : [])
        guard problems.isEmpty else {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: problems)))
        }
        let record = try await self.user(typed: name)
        guard let user = record?.user, user.status == .active || user.status == .mustChangePassword else {
            _ = try await self.match(current, for: nil)
            throw await self.refuseSignIn(attempt, because: .wrongCredentials, record?.id)
        }
        let match = try await self.replace(current, with: new, for: user.id)
        guard match == .own || match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw await self.refuseSignIn(attempt, because: reason, user.id)
        }
        let command = RecordPasswordChange(of: user.id, resetCount: user.resetCount)
        try await self.perform(command, by: .user(id: user.id))
        return user.id
    }
}

extension Password {
    fileprivate func isSame(as other: Password) -> Bool {
        self.withText { text in other.withText { Array($0.utf8) == Array(text.utf8) } }
    }
}
