#if os(Linux) || canImport(CommonCrypto)
    public import RosterStore

    extension FileCredentialVault {
        /// Copies the credentials, as of one moment, into the folder `credentials` of a folder that has none.
        ///
        /// That is usually the copy of a directory: first `FileDirectory.backup(to:progress:)` makes it, then this adds the
        /// credentials. The copy of the directory names the credentials that counted then, and every one of them is in this copy but
        /// those of users whose password was changed or reset in between: in the copy they sign in by neither password until it is
        /// reset there. Make both copies again when that may have met the last administrator.
        ///
        /// Whatever else is called meanwhile goes on, in this process and in others, and is not in the copy; only
        /// ``compact()`` waits. Everything is checked before it is copied. The copy is on disk when this returns, and is a
        /// vault of its own, with private modes: restoring it means opening it. Hashes that were replaced or revoked since the
        /// vault was compacted last are in the copy too; call ``compact()`` before to leave them out.
        ///
        /// A copy that a crash left unfinished is refused with `FileStoreError.lost(path:)` when it is opened. When
        /// this throws, what was copied is removed again as far as that is possible.
        ///
        /// - Parameters:
        ///   - path: The folder whose folder `credentials` is to be made; it is made when it is missing, and its parent must
        ///     exist.
        ///   - progress: Called now and then, on a thread of its own, with the part that is done, from 0 to 1.
        /// - Throws: `FileStoreError`: `FileStoreError.notEmpty(path:)` when anything is in the folder `credentials`, this
        ///   vault say; `FileStoreError.insideOriginal(path:of:)` when it is in this vault's;
        ///   `FileStoreError.damaged(path:offset:revision:detail:)` when a file of the vault is; and others when something
        ///   cannot be read or written.
        /// - Complexity: O(bytes of the vault), each read twice.
        public func backup(
            to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
        ) async throws(FileStoreError) {
            let engine = self.engine
            _ = try await BlockingWork.run(.lengthy) { () throws(FileStoreError) in
                let target = try PrivateFolder(at: path, on: engine.folder.disk).subfolder(Self.folderName)
                return try StoreBackup(of: engine, to: target, progress: progress).run()
            }
        }
    }
#endif
