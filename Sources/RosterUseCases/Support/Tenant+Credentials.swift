import RosterDomain
import RosterPorts

// The three steps of every verb that sets a password: prepare, commit, settle. See `CredentialVault`.

extension Tenant {
    func newUserID() -> UserID {
        UserID(madeAt: self.clock.now, randomness: self.randomness.next())
    }

    func newCompanyRoleID() -> CompanyRoleID {
        CompanyRoleID(madeAt: self.clock.now, randomness: self.randomness.next())
    }
    func newGroupID() -> GroupID { GroupID(madeAt: self.clock.now, randomness: self.randomness.next()) }

    func newCredentialID() -> CredentialID {
        CredentialID(madeAt: self.clock.now, randomness: self.randomness.next())
    }

    /// When a temporary password that is made now expires.
    var temporaryPasswordExpiry: Timestamp { self.clock.now + self.policy.temporaryPasswordLifetime }

    /// Performs a command that makes a temporary password count.
    ///
    /// - Parameter command: The command for a credential; called anew each time another caller was faster.
    /// - Throws: ``TenantError/signInInformationOvertaken(user:)`` when a later step made another credential count.
    func issueTemporaryPassword(
        for user: UserID, by principal: Principal, expiringAt expiry: Timestamp,
        _ command: (CredentialID) -> some TenantCommand
    ) async throws(TenantError) -> IssuedPassword {
        for _ in 0..<Self.attemptLimit {
            let id = self.newCredentialID()
            guard let decision = try await self.decide(command(id), by: principal) else { continue }
            let prepared = self.prepared(id, of: user, after: decision)
            let password = try await preparing(prepared, expiringAt: expiry, in: self.credentials)
            guard let performed = try await self.commit(decision, naming: prepared) else { continue }
            try await self.checkHolds(prepared)
            return IssuedPassword(performed: performed, password: password)
        }
        throw .busy
    }

    /// Performs a command that makes a password count which its owner has chosen.
    ///
    /// - Throws: ``TenantError/refused(_:)`` when a later step overtook it, so that the owner is not signed in.
    @discardableResult
    func establish(
        _ password: Password, for user: UserID, _ command: (CredentialID) -> some TenantCommand
    ) async throws(TenantError) -> Performed {
        for _ in 0..<Self.attemptLimit {
            let id = self.newCredentialID()
            let command = command(id)
            guard let decision = try await self.decide(command, by: .user(id: user)) else { continue }
            let prepared = self.prepared(id, of: user, after: decision)
            try await askingVault { () async throws(CredentialVaultError) in
                try await self.credentials.prepare(password, as: prepared)
            }
            guard let performed = try await self.commit(decision, naming: prepared) else { continue }
            let present = try await self.user(user)?.user
            guard present?.credential == id else { throw .refused(Refusal(command.attempt, because: .resetMeanwhile)) }
            if let status = present?.status, status != .active {
                throw .refused(Refusal(command.attempt, because: .wrongStatus(status: status)))
            }
            return performed
        }
        throw .busy
    }

    /// Performs a command that makes a password count which the user has elsewhere.
    func establish(
        _ hash: ForeignPasswordHash, for user: UserID, by principal: Principal,
        _ command: (CredentialID) -> some TenantCommand
    ) async throws(TenantError) {
        for _ in 0..<Self.attemptLimit {
            let id = self.newCredentialID()
            guard let decision = try await self.decide(command(id), by: principal) else { continue }
            let prepared = self.prepared(id, of: user, after: decision)
            try await askingVault { () async throws(CredentialVaultError) in
                try await self.credentials.prepare(hash, as: prepared)
            }
            if try await self.commit(decision, naming: prepared) != nil { return }
        }
        throw .busy
    }

    /// Performs a command, and makes a password count by it that the system which provisions the account sends; nil for none.
    ///
    /// - Parameter command: The command for a credential, which it names only where there is a password.
    func perform(
        establishing password: Password?, for user: UserID, by principal: UserID,
        _ command: (CredentialID) -> some TenantCommand
    ) async throws(TenantError) -> Performed {
        for _ in 0..<Self.attemptLimit {
            let id = self.newCredentialID()
            guard let decision = try await self.decide(command(id), by: .user(id: principal)) else { continue }
            guard let password else {
                if let performed = try await self.commit(decision) { return performed }
                continue
            }
            let prepared = self.prepared(id, of: user, after: decision)
            try await askingVault { () async throws(CredentialVaultError) in
                try await self.credentials.prepare(password, as: prepared)
            }
            if let performed = try await self.commit(decision, naming: prepared) { return performed }
        }
        throw .busy
    }

    private func prepared(_ id: CredentialID, of user: UserID, after decision: Decision) -> PreparedCredential {
        PreparedCredential(
            id, of: user, at: decision.version(of: user), replacing: decision.facts.users[user]?.user.credential,
            remembering: self.policy.passwords.historyLength)
    }

    /// Commits a decision that names a credential, and settles the vault; nil when the basis holds no more.
    private func commit(
        _ decision: Decision, naming credential: PreparedCredential
    ) async throws(TenantError) -> Performed? {
        let performed: Performed?
        do {
            performed = try await self.commit(decision)
        } catch {
            // When the outcome is unknown, both credentials stay: the history knows which one counts.
            if !error.isOfUnknownOutcome { await self.discard(credential) }
            throw error
        }
        guard let performed else {
            await self.discard(credential)
            return nil
        }
        if let record = performed.record(of: credential.user) { await self.settle(record) }
        return performed
    }

    /// Drops what is named no longer.
    ///
    /// When it fails, the next host that opens the tenant does it.
    func settle(_ record: UserRecord) async {
        try? await self.credentials.settle(record.id, naming: record.namedCredentials, at: record.user.version)
    }

    private func discard(_ credential: PreparedCredential) async {
        try? await self.credentials.discard(credential.id, of: credential.user)
    }

    /// Refuses to hand over a password that counts no more.
    ///
    /// When the directory cannot be asked, the password counted at the commit, and is handed over.
    private func checkHolds(_ credential: PreparedCredential) async throws(TenantError) {
        let record: UserRecord?
        do { record = try await self.directory.user(credential.user) } catch { return }
        guard record?.user.credential == credential.id else {
            throw .signInInformationOvertaken(user: credential.user)
        }
    }

    /// Drops what a host left behind that died between a commit and settling.
    ///
    /// What a host prepared that died before its commit matches nothing, and stays until the record changes next: that the host
    /// is gone, and not about to name it, cannot be known without a step of history that overtakes it.
    func settleLeftovers() async {
        guard let users = try? await self.credentials.unsettledUsers(), !users.isEmpty else { return }
        // Of very many, others have their turn the next time, whatever stays.
        let chosen = users.shuffled().prefix(Self.leftoverLimit)
        guard let excerpt = try? await self.directory.read(RecordKeys(chosen.map { .user($0) })) else { return }
        for user in chosen {
            if let record = excerpt.user(user) {
                await self.settle(record)
            } else if user < UserID(madeAt: self.clock.now + .seconds(-Self.additionPatience), randomness: 0) {
                // The account is gone: an invitation was taken back. Its identifier is never used again.
                try? await self.credentials.settle(user, naming: [], at: .max)
            }
        }
    }

    /// How many users are settled when a tenant opens.
    private static let leftoverLimit = 1_000
    /// How many seconds a user whom the directory does not list may still be about to be added; ours.
    private static let additionPatience = 86_400

    /// Compares a password with the credential that counts; for no user it takes as long and matches nothing.
    ///
    /// A temporary password is often copied with a blank or a line end. What is typed with such characters, and matches nothing,
    /// is compared once more without them, no matter who is named; only a temporary password can match then, because people
    /// may choose blanks.
    func match(
        _ password: Password, of user: User?, credential: CredentialID?, typed name: String, from source: String?
    ) async throws(TenantError) -> CredentialMatch {
        let match = try await self.exactMatch(password, of: user, credential: credential, typed: name, from: source)
        guard match == .none, let copied = password.withoutTracesOfCopying else { return match }
        let second = try await self.exactMatch(copied, of: user, credential: credential, typed: name, from: source)
        return second == .own ? .none : second
    }

    private func exactMatch(
        _ password: Password, of user: User?, credential: CredentialID?, typed name: String, from source: String?
    ) async throws(TenantError) -> CredentialMatch {
        try await askingVault { () async throws(CredentialVaultError) in
            try await self.credentials.verify(
                password, against: CredentialClaim(of: user?.id, credential: credential, name: name, source: source),
                at: self.clock.now)
        }
    }
}

/// What came of a command that made a temporary password count.
struct IssuedPassword: ~Copyable {
    let performed: Performed
    let password: TemporaryPassword
}

extension UserRecord {
    /// The credentials that count for something.
    var namedCredentials: Set<CredentialID> {
        Set(
            [
                self.user.credential, self.invitation?.credential, self.user.addressChange?.credential,
                self.user.recovery?.credential,
            ].compactMap(\.self))
    }
}

extension TenantError {
    fileprivate var isOfUnknownOutcome: Bool {
        if case .directory(.outcomeUnknown) = self { true } else { false }
    }
}
