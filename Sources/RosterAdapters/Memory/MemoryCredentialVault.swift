#if os(Linux)
    public import RosterDomain
    public import RosterPorts
    import Synchronization

    /// A credential vault that forgets everything with the process; for tests and demonstrations.
    ///
    /// It keeps hashes only, like the one that keeps files, and costs as little as yescrypt allows unless told
    /// otherwise.
    public final class MemoryCredentialVault: CredentialVault {
        private let keeper: CredentialKeeper<CredentialTable>

        /// Creates an empty vault.
        ///
        /// - Parameter cost: How much work one comparison costs.
        public convenience init(cost: PasswordCost = .cheapest) {
            self.init(function: YescryptFunction(cost: cost))
        }

        /// Creates an empty vault that hashes in another way; for tests that count.
        package init(function: any OneWayFunction) {
            self.keeper = CredentialKeeper(CredentialTable(), hasher: PasswordHasher(function))
        }

        /// Makes a temporary password for a user.
        ///
        /// It has 92 bits that nobody can predict.
        public func issueTemporaryPassword(
            for user: UserID, expiringAt expiry: Timestamp
        ) async throws(CredentialVaultError) -> TemporaryPassword {
            try await self.keeper.issueTemporaryPassword(for: user, expiringAt: expiry)
        }

        /// Compares a password with a user's credential.
        ///
        /// It always costs one hash, whether there is a credential or not.
        public func verify(
            _ password: Password, for user: UserID?, at now: Timestamp
        ) async throws(CredentialVaultError) -> CredentialMatch {
            try await self.keeper.verify(password, for: user, at: now)
        }

        /// Replaces a user's credential by a password of their own, if the present one is shown.
        ///
        /// A new password that is longer than `Password.byteLimit` or holds a NUL is refused as unavailable, and
        /// nothing changes.
        public func replace(
            _ current: Password, with new: Password, for user: UserID, at now: Timestamp
        ) async throws(CredentialVaultError) -> CredentialMatch {
            try await self.keeper.replace(current, with: new, for: user, at: now)
        }

        /// Removes a user's credential, if there is one.
        public func revoke(_ user: UserID) async throws(CredentialVaultError) {
            try await self.keeper.revoke(user)
        }
    }

    private final class CredentialTable: CredentialStore {
        private let credentials = Mutex<[UserID: StoredCredential]>([:])

        func credential(of user: UserID) -> StoredCredential? {
            self.credentials.withLock { $0[user] }
        }

        func keep(
            _ credential: StoredCredential, for user: UserID, replacing former: StoredCredential?
        ) -> Bool {
            self.credentials.withLock { credentials in
                if let former, credentials[user]?.isSame(as: former) != true { return false }
                credentials[user] = credential
                return true
            }
        }

        func forget(_ user: UserID) {
            self.credentials.withLock { $0[user] = nil }
        }
    }
#endif
