package import RosterDomain
package import RosterPorts

/// Where a ``CredentialKeeper`` keeps credentials: at most one a user.
///
/// Calls may block. No two calls of one keeper that write the same user's credential overlap; one that reads may come at any
/// time. Other processes may write to the same store.
package protocol CredentialStore: Sendable {
    /// The credential of a user, or nil when there is none.
    func credential(of user: UserID) throws(CredentialVaultError) -> StoredCredential?

    /// Keeps a credential in place of the former one, all at once; durable once this returns.
    ///
    /// - Parameter former: The credential that it is to replace, and no other; nil for whatever there is.
    /// - Returns: Whether it was kept: not when there is another one than `former`, or none.
    func keep(
        _ credential: StoredCredential, for user: UserID, replacing former: StoredCredential?
    ) throws(CredentialVaultError) -> Bool

    /// Removes a credential, if there is one; durable once this returns.
    func forget(_ user: UserID) throws(CredentialVaultError)
}

/// What every vault of ours does, wherever it keeps the hashes.
package struct CredentialKeeper<Store: CredentialStore>: Sendable {
    private let store: Store
    private let hasher: PasswordHasher
    private let turns = Turns<UserID>()

    /// Creates a keeper of what is in a store.
    package init(_ store: Store, hasher: PasswordHasher) {
        self.store = store
        self.hasher = hasher
    }

    /// Does what the port's call of this name promises.
    package func issueTemporaryPassword(
        for user: UserID, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        let text = TemporaryPasswordMaker().make()
        try await self.turns.withTurn(at: user) { () throws(CredentialVaultError) in
            let hash = try await self.hash(Password(text), for: user, at: .administrative)
            let credential = StoredCredential(kind: .temporary(expiresAt: expiry), hash: hash)
            _ = try await self.keep(credential, for: user, replacing: nil)
        }
        return TemporaryPassword(text, expiresAt: expiry)
    }

    /// Does what the port's call of this name promises.
    package func verify(
        _ password: Password, for user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        let credential = try await self.credential(of: user, whenFailingAlsoHashing: password)
        return try await self.match(password, with: credential, of: user, at: now)
    }

    /// Does what the port's call of this name promises.
    package func replace(
        _ current: Password, with new: Password, for user: UserID, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.turns.withTurn(at: user) { () throws(CredentialVaultError) in
            while true {
                let credential = try await self.credential(of: user, whenFailingAlsoHashing: current)
                let match = try await self.match(current, with: credential, of: user, at: now)
                guard match == .temporary || match == .own else { return match }
                let next = StoredCredential(kind: .own, hash: try await self.hash(new, for: user, at: .signIn))
                // Another process may have replaced what was compared. Then there is something else to compare.
                if try await self.keep(next, for: user, replacing: credential) { return match }
            }
        }
    }

    /// Does what the port's call of this name promises.
    package func revoke(_ user: UserID) async throws(CredentialVaultError) {
        try await self.turns.withTurn(at: user) { () throws(CredentialVaultError) in
            try await BlockingWork.run { () throws(CredentialVaultError) in
                try self.store.forget(user)
            }
        }
    }

    private func keep(
        _ credential: StoredCredential, for user: UserID, replacing former: StoredCredential?
    ) async throws(CredentialVaultError) -> Bool {
        try await BlockingWork.run { () throws(CredentialVaultError) in
            try self.store.keep(credential, for: user, replacing: former)
        }
    }

    private func hash(
        _ password: Password, for user: UserID, at priority: HashingPriority
    ) async throws(CredentialVaultError) -> PasswordHash {
        do throws(PasswordHashingError) {
            return try await self.hasher.hash(password, in: HashingLane(user: user), at: priority)
        } catch {
            throw error.vaultError
        }
    }

    private func match(
        _ password: Password, with credential: StoredCredential?, of user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        do throws(PasswordHashingError) {
            let hashes = credential.map { [$0.hash] } ?? []
            // Without a credential the same work is done, so that the time does not tell who has one.
            let isRight = try await self.hasher.matches(password, hashes, in: Self.lane(of: user))
            guard isRight, let credential else { return .none }
            return credential.match(at: now)
        } catch {
            throw error.vaultError
        }
    }

    private func credential(
        of user: UserID?, whenFailingAlsoHashing password: Password
    ) async throws(CredentialVaultError) -> StoredCredential? {
        guard let user else { return nil }
        do throws(CredentialVaultError) {
            return try await BlockingWork.run { () throws(CredentialVaultError) in try self.store.credential(of: user) }
        } catch {
            // It takes as long as comparing a password does, so that the time does not tell whose credential is damaged.
            _ = try? await self.hasher.matches(password, [], in: Self.lane(of: user))
            throw error
        }
    }

    /// What takes turns with attempts at the same account; without a user, each attempt has a lane of its own.
    private static func lane(of user: UserID?) -> HashingLane {
        HashingLane(user: user ?? UserID(bits: .random(in: .min ... .max)))
    }
}
