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
            try await BlockingWork.run { () throws(CredentialVaultError) in
                _ = try self.keep(Password(text), as: .temporary(expiresAt: expiry), for: user, replacing: nil)
            }
        }
        return TemporaryPassword(text, expiresAt: expiry)
    }

    /// Does what the port's call of this name promises.
    package func verify(
        _ password: Password, for user: UserID?, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await BlockingWork.run { () throws(CredentialVaultError) in
            let credential = try self.credential(of: user, whenFailingAlsoHashing: password)
            return try self.match(password, with: credential, at: now)
        }
    }

    /// Does what the port's call of this name promises.
    package func replace(
        _ current: Password, with new: Password, for user: UserID, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        try await self.turns.withTurn(at: user) { () throws(CredentialVaultError) in
            try await BlockingWork.run { () throws(CredentialVaultError) in
                while true {
                    let credential = try self.credential(of: user, whenFailingAlsoHashing: current)
                    let match = try self.match(current, with: credential, at: now)
                    guard match == .temporary || match == .own else { return match }
                    // Another process may have replaced what was compared. Then there is something else to compare.
                    if try self.keep(new, as: .own, for: user, replacing: credential) { return match }
                }
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
        _ password: Password, as kind: StoredCredential.Kind, for user: UserID, replacing former: StoredCredential?
    ) throws(CredentialVaultError) -> Bool {
        let credential = StoredCredential(kind: kind, hash: try self.hash(password))
        return try self.store.keep(credential, for: user, replacing: former)
    }

    private func hash(_ password: Password) throws(CredentialVaultError) -> PasswordHash {
        do throws(PasswordHashingError) {
            return try self.hasher.hash(password)
        } catch {
            throw Self.translate(error)
        }
    }

    private func match(
        _ password: Password, with credential: StoredCredential?, at now: Timestamp
    ) throws(CredentialVaultError) -> CredentialMatch {
        // Nobody's password is compared too, so that the time does not tell who has one.
        guard try self.compare(password, with: credential?.hash), let credential else { return .none }
        return credential.match(at: now)
    }

    private func credential(
        of user: UserID?, whenFailingAlsoHashing password: Password
    ) throws(CredentialVaultError) -> StoredCredential? {
        guard let user else { return nil }
        do throws(CredentialVaultError) {
            return try self.store.credential(of: user)
        } catch {
            self.work(on: password)
            throw error
        }
    }

    /// Takes as long as comparing a password does, so that the time does not tell whose credential is damaged.
    private func work(on password: Password) {
        _ = try? self.hasher.matches(password, nil)
    }

    private func compare(_ password: Password, with hash: PasswordHash?) throws(CredentialVaultError) -> Bool {
        do throws(PasswordHashingError) {
            return try self.hasher.matches(password, hash)
        } catch {
            // It was refused without any work.
            if error == .unusableHash { self.work(on: password) }
            throw Self.translate(error)
        }
    }

    private static func translate(_ error: PasswordHashingError) -> CredentialVaultError {
        error == .unusableHash ? .damaged(cause: error) : .unavailable(cause: error)
    }
}
