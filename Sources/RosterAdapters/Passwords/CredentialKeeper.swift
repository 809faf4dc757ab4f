package import RosterDomain
package import RosterPorts

/// Where a ``CredentialKeeper`` keeps what users have.
///
/// Calls may come at any time from several tasks and other processes. None blocks a thread that tasks share.
package protocol CredentialStore: Sendable {
    /// The credentials of a user; empty when there are none.
    func credentials(of user: UserID) async throws(CredentialVaultError) -> UserCredentials

    /// Puts credentials in the place of the former ones, all at once; durable once this returns.
    ///
    /// - Parameter former: What they are to replace, and nothing else; nil for whatever there is, damaged or not.
    /// - Returns: Whether it was done: not when the user has other credentials than `former`.
    func replace(
        _ former: UserCredentials?, with credentials: UserCredentials, of user: UserID
    ) async throws(CredentialVaultError) -> Bool

    /// The users who have more than one credential.
    func unsettledUsers() async throws(CredentialVaultError) -> [UserID]

    /// The users of whom failures are remembered.
    func usersWithFailures() async throws(CredentialVaultError) -> [UserID]
}

/// What every vault of ours does, wherever it keeps the hashes.
package struct CredentialKeeper: Sendable {
    private let store: any CredentialStore
    private let hasher: PasswordHasher
    /// In whose place nothing is found, for claims that name no user.
    private let absentUser: UserID

    /// Creates a keeper of what is in a store.
    package init(_ store: any CredentialStore, hasher: PasswordHasher) {
        self.store = store
        self.hasher = hasher
        var generator = SystemRandomNumberGenerator()
        self.absentUser = UserID(bits: UInt128(generator.next() as UInt64) << 64 | UInt128(generator.next() as UInt64))
    }

    /// Does what the port's call of this name promises.
    package func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let lane = HashingLane(name: claim.name, source: claim.source)
        let found = await self.credential(of: claim)
        let credential = try? found.get()
        // Without a credential, and for one that is damaged, the same work is done, so that the time does not tell whose it is.
        let isRight = try await self.matches(password, credential?.hashes ?? [], in: lane)
        guard let credential = try found.get(), isRight else { return .none }
        await self.renew(credential, of: claim, having: password, in: lane)
        return credential.match(at: now)
    }

    /// Keeps today's hash of a password that was right, in place of one that was made otherwise.
    ///
    /// When it fails, the next sign-in does it.
    private func renew(
        _ credential: StoredCredential, of claim: CredentialClaim, having password: Password, in lane: HashingLane
    ) async {
        guard credential.kind == .own, let user = claim.user, let hash = credential.hashes.first,
            self.hasher.isToBeRenewed(hash, of: password),
            let renewed = try? await self.hasher.hash(password, in: lane, at: .signIn)
        else { return }
        guard let former = try? await self.store.credentials(of: user),
            let all = former.renewing(credential, with: renewed)
        else { return }
        // Another caller may have been faster; then there is something else to renew, or nothing.
        _ = try? await self.store.replace(former, with: all, of: user)
    }

    /// Does what the port's call of this name promises.
    package func wasUsed(
        _ password: Password, before credential: CredentialID, of user: UserID, within count: Int
    ) async throws(CredentialVaultError) -> Bool {
        let credentials = try await self.store.credentials(of: user)
        for hash in credentials.credential(credential)?.former.prefix(count) ?? [] {
            if try await self.matches(password, [hash], in: HashingLane(user: user)) { return true }
        }
        return false
    }

    /// Does what the port's call of this name promises.
    package func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        let text = TemporaryPasswordMaker().make()
        try await self.add(Password(text), as: credential, .temporary(expiresAt: expiry), at: .administrative)
        return TemporaryPassword(text, expiresAt: expiry)
    }

    /// Does what the port's call of this name promises.
    package func prepare(
        _ password: Password, as credential: PreparedCredential
    ) async throws(CredentialVaultError) {
        try await self.add(password, as: credential, .own, at: .signIn)
    }

    /// Does what the port's call of this name promises.
    package func settle(
        _ user: UserID, naming named: Set<CredentialID>, at version: Int
    ) async throws(CredentialVaultError) {
        try await self.change(user) { $0.settled(naming: named, at: version) }
    }

    /// Does what the port's call of this name promises.
    package func discard(_ credential: CredentialID, of user: UserID) async throws(CredentialVaultError) {
        try await self.change(user) { $0.without(credential) }
    }

    /// Does what the port's call of this name promises, but for the files of a store, which is the store's own to do.
    package func forget(_ users: Set<UserID>) async throws(CredentialVaultError) {
        for user in users.sorted() where try await !self.isUnknown(user) {
            _ = try await self.store.replace(nil, with: UserCredentials(), of: user)
        }
    }

    /// Whether nothing is kept of a user, not even what is damaged.
    private func isUnknown(_ user: UserID) async throws(CredentialVaultError) -> Bool {
        do throws(CredentialVaultError) {
            return try await self.store.credentials(of: user).isBlank
        } catch {
            guard case .damaged = error else { throw error }
            return false
        }
    }

    /// Does what the port's call of this name promises.
    package func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? {
        try await self.store.credentials(of: user).attempts
    }

    /// Does what the port's call of this name promises.
    package func keep(_ attempts: SignInAttempts, of user: UserID) async throws(CredentialVaultError) -> Bool {
        while true {
            let former = try await self.store.credentials(of: user)
            if former.attempts == attempts { return true }
            // A host that has not heard of a lift does not undo it.
            if let present = former.attempts, present.liftCount > attempts.liftCount { return true }
            var changed = former
            changed.attempts = attempts
            if try await self.store.replace(former, with: changed, of: user) { return true }
        }
    }

    /// Does what the port's call of this name promises.
    package func usersWithFailures() async throws(CredentialVaultError) -> [UserID] {
        try await self.store.usersWithFailures()
    }

    /// Does what the port's call of this name promises.
    package func unsettledUsers() async throws(CredentialVaultError) -> [UserID] {
        try await self.store.unsettledUsers()
    }

    /// Does what the port's call of this name promises.
    package func prepare(
        _ hash: ForeignPasswordHash, as prepared: PreparedCredential
    ) async throws(CredentialVaultError) {
        let credential = StoredCredential(prepared, kind: .own, hash: PasswordHash(imported: hash))
        while true {
            let former = try await self.undamagedCredentials(of: prepared.user)
            let all = (former ?? UserCredentials()).adding(credential)
            if try await self.store.replace(former, with: all, of: prepared.user) { return }
        }
    }

    private func add(
        _ password: Password, as prepared: PreparedCredential, _ kind: StoredCredential.Kind,
        at priority: HashingPriority
    ) async throws(CredentialVaultError) {
        while true {
            let former = try await self.undamagedCredentials(of: prepared.user)
            let salted = kind == .own ? nil : former?.credential(prepared.id)?.hashes.first
            let hash = try await self.hash(password, like: salted, of: prepared.user, at: priority)
            let credential = StoredCredential(prepared, kind: kind, hash: hash)
                .following(former?.credential(prepared.replaced), remembering: prepared.historyLength)
            let all = (former ?? UserCredentials()).adding(credential)
            // Another caller may have changed what the user has in between; then there is something else to add to.
            if try await self.store.replace(former, with: all, of: prepared.user) { return }
        }
    }

    private func change(
        _ user: UserID, _ change: (UserCredentials) -> UserCredentials
    ) async throws(CredentialVaultError) {
        while true {
            let former = try await self.store.credentials(of: user)
            let changed = change(former)
            if changed.list.count == former.list.count { return }
            if try await self.store.replace(former, with: changed, of: user) { return }
        }
    }

    /// What a user has; nil when it is damaged, so that another credential can be prepared in its place.
    private func undamagedCredentials(of user: UserID) async throws(CredentialVaultError) -> UserCredentials? {
        do throws(CredentialVaultError) {
            return try await self.store.credentials(of: user)
        } catch {
            if case .damaged = error { return nil }
            throw error
        }
    }

    /// The credential that a claim names; nil for none.
    ///
    /// A claim without a user is looked up all the same.
    private func credential(of claim: CredentialClaim) async -> Result<StoredCredential?, CredentialVaultError> {
        do throws(CredentialVaultError) {
            let credentials = try await self.store.credentials(of: claim.user ?? self.absentUser)
            return .success(claim.user == nil ? nil : credentials.credential(claim.credential))
        } catch {
            return .failure(error)
        }
    }

    private func hash(
        _ password: Password, like salted: PasswordHash?, of user: UserID, at priority: HashingPriority
    ) async throws(CredentialVaultError) -> PasswordHash {
        do throws(PasswordHashingError) {
            return try await self.hasher.hash(password, like: salted, in: HashingLane(user: user), at: priority)
        } catch {
            throw error.vaultError
        }
    }

    private func matches(
        _ password: Password, _ hashes: [PasswordHash], in lane: HashingLane
    ) async throws(CredentialVaultError) -> Bool {
        do throws(PasswordHashingError) {
            return try await self.hasher.matches(password, hashes, in: lane)
        } catch {
            throw error.vaultError
        }
    }
}
