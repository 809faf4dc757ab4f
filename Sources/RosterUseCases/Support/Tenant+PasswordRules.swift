import RosterDomain
import RosterPorts

// What a password that a person chooses must be like. The rules that need no person come first, no matter who asks: an answer that came
// later would tell who is listed. Those that know the person come once the present password or the code has been shown: before that,
// they would let a stranger ask for names.

extension Tenant {
    /// Refuses a password that breaks a rule which knows no person.
    func checkRules(
        for new: Password, replacing current: Password? = nil, attempt: String
    ) throws(TenantError) {
        let policy = self.policy.passwords
        let isSame = current.map { $0.isSame(as: new) } ?? false
        try self.refuse(policy.problems(with: new) + (isSame ? [.unchanged] : []), attempt)
    }

    /// Refuses a password that holds a name of the person or of the company, or that was stolen elsewhere.
    func checkPersonalRules(
        for new: Password, of fullName: FullName, _ userName: UserName, _ email: EmailAddress?, attempt: String
    ) async throws(TenantError) {
        let names = PersonalTerms(of: fullName, userName, email)
        let problems = self.policy.passwords.problems(with: new, of: names, PersonalTerms(of: self.company))
        try self.refuse(problems + (try await self.isBreached(new) ? [.breached] : []), attempt)
    }

    /// Refuses a password that the user had before the present one, as many as the policy remembers.
    ///
    /// Only a change asks: after a reset, a former password may come back.
    func checkHistory(
        of user: UserID, having credential: CredentialID, against new: Password, attempt: String
    ) async throws(TenantError) {
        let count = self.policy.passwords.historyLength
        guard count > 0 else { return }
        let wasUsed = try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.wasUsed(new, before: credential, of: user, within: count)
        }
        try self.refuse(wasUsed ? [.reused] : [], attempt)
    }

    private func isBreached(_ password: Password) async throws(TenantError) -> Bool {
        guard let list = self.breachedPasswords else { return false }
        do { return try await list.contains(BreachedPasswordDigest(of: password)) } catch {
            throw .breachedPasswords(error)
        }
    }

    private func refuse(_ problems: [PasswordProblem], _ attempt: String) throws(TenantError) {
        guard problems.isEmpty else {
            throw .refused(Refusal(attempt, because: .unacceptablePassword(problems: problems)))
        }
    }
}

extension Password {
    /// Whether both are the same text.
    func isSame(as other: Password) -> Bool {
        self.withText { text in other.withText { Array($0.utf8) == Array(text.utf8) } }
    }
}
