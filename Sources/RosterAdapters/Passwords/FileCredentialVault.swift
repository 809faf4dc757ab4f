#if os(Linux)
    public import RosterDomain
    public import RosterPorts

    /// A credential vault of files: for each user one, with a yescrypt hash, readable for the process's own account
    /// only.
    ///
    /// The files lie in the folder `credentials` (mode 0700) of the folder that is given, which may be the one that a
    /// `FileDirectory` uses, under the users' identifiers (mode 0600). A credential is written beside the former one,
    /// made durable and put in its place at once: after a crash either the former or the new one is there, whole.
    ///
    /// Passwords are hashed away from the threads that Swift's tasks share, as many at a time as there are processors.
    /// What changes one user's credential is done one at a time. The file `lock` beside the credentials keeps other
    /// processes and other openings out until the last reference to this vault goes.
    public final class FileCredentialVault: CredentialVault {
        /// The name of the folder with the credentials, inside the folder that is given.
        public static let folderName = "credentials"

        /// The folder that was given.
        public let path: String
        /// Held here and not by what works in the background, so that it goes with the vault.
        private let lock: FolderLock
        private let keeper: CredentialKeeper<CredentialFolder>

        /// Opens a vault; what is missing of its folders is made, and what a crash left unfinished is removed.
        ///
        /// - Parameters:
        ///   - path: The folder in which the folder `credentials` is or is to be.
        ///   - cost: How much work one comparison costs, for credentials made from now on.
        /// - Throws: ``FileStoreError``: ``FileStoreError/locked(path:)`` when it is open already, and others when a
        ///   folder cannot be made or written, belongs to somebody else, or others may enter it.
        public convenience init(at path: String, cost: PasswordCost = .standard) throws(FileStoreError) {
            try self.init(at: path, function: YescryptFunction(cost: cost))
        }

        /// Opens a vault that hashes in another way; for tests that count.
        package init(at path: String, function: any OneWayFunction) throws(FileStoreError) {
            let folder = try PrivateFolder(at: path).subfolder(Self.folderName)
            self.lock = try folder.lock("lock")
            // What a crash left may be a copy of a credential that is revoked by now.
            try folder.removeUnfinished()
            self.path = path
            self.keeper = CredentialKeeper(CredentialFolder(folder: folder), hasher: PasswordHasher(function))
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
        ///
        /// The file is removed; the disk may hold its former content until it is written over.
        public func revoke(_ user: UserID) async throws(CredentialVaultError) {
            try await self.keeper.revoke(user)
        }
    }

    /// The folder with one file a user.
    private struct CredentialFolder: CredentialStore {
        let folder: PrivateFolder

        func credential(of user: UserID) throws(CredentialVaultError) -> StoredCredential? {
            guard let bytes = try self.bytes(of: user) else { return nil }
            guard let credential = CredentialFile.credential(in: bytes, for: user) else {
                throw .damaged(cause: CredentialFileError(path: self.folder.path(of: user.description)))
            }
            return credential
        }

        func keep(_ credential: StoredCredential, for user: UserID) throws(CredentialVaultError) {
            do throws(FileStoreError) {
                try self.folder.replace(user.description, with: CredentialFile.bytes(of: credential, for: user))
            } catch {
                throw .unavailable(cause: error)
            }
        }

        func forget(_ user: UserID) throws(CredentialVaultError) {
            do throws(FileStoreError) {
                try self.folder.remove(user.description)
            } catch {
                throw .unavailable(cause: error)
            }
        }

        private func bytes(of user: UserID) throws(CredentialVaultError) -> [UInt8]? {
            do throws(FileStoreError) {
                return try self.folder.read(user.description)
            } catch {
                throw .unavailable(cause: error)
            }
        }
    }
#endif
