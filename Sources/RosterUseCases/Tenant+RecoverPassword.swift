public import RosterDomain
import RosterPorts

extension Tenant {
    /// Has a code for a new password mailed to a person who forgot theirs.
    ///
    /// The answer is the same for every name, and comes before anything is done. A code goes to accounts of people that are in use, have a
    /// password of their own and an address; it is made when it leaves, works for an hour, and once. The present password goes on working. A
    /// code that was mailed less than half an hour ago goes on working beside a new one; with any of them the others are spent.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - source: Where the request comes from; see ``signIn(_:password:from:)``.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.recoveryUnavailable` unless the notifier is fit for secrets, and with
    ///   `RefusalReason.tooSoon(until:)` after three requests for a name, listed or not, or thirty from a source;
    ///   ``TenantError/directory(_:)``.
    public func requestPasswordRecovery(_ name: String, from source: String? = nil) async throws(TenantError) {
        let attempt = "recover the password"
        guard self.notifier.isFitForSecrets else { throw .refused(Refusal(attempt, because: .recoveryUnavailable)) }
        let user = try await self.user(typed: name)?.user
        let request = LockoutTable.Attempt(
            account: self.recoveries.requests.account(of: user?.id, typed: name), credential: nil, source: source,
            password: Int(truncatingIfNeeded: self.randomness.next()))
        switch self.recoveries.requests.admit(request, kept: nil, at: self.clock.now) {
        case .admitted: break
        case .locked(let until): throw .refused(Refusal(attempt, because: .tooSoon(until: until)))
        }
        guard let user, user.canRecoverPassword else { return }
        self.recoveries.enqueue(user.id) { await self.recordRecoveries() }
    }

    /// Replaces a forgotten password, having shown a code; all sessions end, and the person is told.
    ///
    /// It begins no session: the person signs in with the new password, and with the second factor if there is one. A pause that wrong passwords
    /// had begun is over.
    ///
    /// - Parameters:
    ///   - name: What was typed: the user name or the address, in any case.
    ///   - code: The code from the message.
    ///   - new: The password to keep; a former one may come back.
    ///   - source: Where the attempt comes from.
    /// - Returns: The user.
    /// - Throws: ``TenantError/refused(_:)`` with `RefusalReason.wrongCredentials` for a wrong, spent or overtaken code and for a name that
    ///   waits for none alike, `RefusalReason.credentialsExpired`, `RefusalReason.lockedOut(until:)` after too many wrong codes, or
    ///   `RefusalReason.unacceptablePassword(problems:)`; ``TenantError/breachedPasswords(_:)``. After ``TenantError/directory(_:)`` the present
    ///   password works as before, unless the error says that the outcome is unknown.
    @discardableResult
    public func recoverPassword(
        _ name: String, code: InvitationCode, to new: Password, from source: String? = nil
    ) async throws(TenantError) -> UserID {
        let attempt = "recover the password"
        let code = code.withText { text in InvitationCode(typed: text).withText { Password($0) } }
        try self.checkRules(for: new, attempt: attempt)
        let found = try await self.user(typed: name)?.user
        let recovery = found?.canRecoverPassword == true ? found?.recovery : nil
        let match = try await self.limitedCodeMatch(
            code, of: recovery == nil ? nil : found, recovery?.credential, Suspect(found, typed: name, from: source),
            attempt: attempt)
        guard let user = found, let recovery, match == .temporary else {
            let reason = match == .expired ? RefusalReason.credentialsExpired : .wrongCredentials
            throw self.refuseSignIn(attempt, because: reason, recovery == nil ? nil : found?.id)
        }
        try await self.checkPersonalRules(for: new, of: user.fullName, user.userName, user.email, attempt: attempt)
        try await self.establish(new, for: user.id) { credential in
            RecoverPassword(of: user.id, showing: recovery.credential, choosing: credential)
        }
        return user.id
    }

    /// Waits until the requests that were let through are on record.
    package func recordRecoveriesNow() async { await self.recoveries.worker?.value }

    /// Puts requests on record, one after another.
    ///
    /// A request that fails is lost, and can be made again.
    private func recordRecoveries() async {
        while true {
            let users = self.recoveries.take()
            if users.isEmpty { return }
            for user in users {
                let command = RequestPasswordRecovery(of: user, to: self.newCredentialID())
                guard let record = try? await self.perform(command, by: .system).record(of: user) else { continue }
                await self.settle(record)
            }
        }
    }

    private func limitedCodeMatch(
        _ code: Password, of user: User?, _ credential: CredentialID?, _ suspect: Suspect, attempt: String
    ) async throws(TenantError) -> CredentialMatch {
        let table = self.recoveries.codes
        let shown = LockoutTable.Attempt(
            account: table.account(of: suspect.user?.id, typed: suspect.name), credential: credential,
            source: suspect.source, password: table.digest(of: code))
        let ticket: LockoutTable.Ticket
        switch table.admit(shown, kept: nil, at: self.clock.now) {
        case .admitted(let admitted): ticket = admitted
        case .locked(let until):
            throw self.refuseSignIn(attempt, because: .lockedOut(until: until), user?.id)
        }
        do {
            let match = try await self.match(
                code, of: user, credential: credential, typed: suspect.name, from: suspect.source)
            table.finish(ticket, match == .none ? .wrong : .right, at: self.clock.now)
            return match
        } catch {
            table.finish(ticket, .notCompared, at: self.clock.now)
            throw error
        }
    }
}
