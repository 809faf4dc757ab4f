public import RosterDomain
public import RosterStore

extension FileDirectory {
    /// Copies the directory, as of one revision, into a folder that is not there yet or is empty.
    ///
    /// Commits and reads go on meanwhile, in this process and in others; what they add is not in the copy. Everything copied of
    /// the history is checked first, so that no damage gets into the copy unnoticed. The copy is on disk when this returns, and
    /// is a directory of its own, with private modes: restoring it means opening it. Torn ends kept aside are not in
    /// it.
    ///
    /// Neither are credentials: copy them with `FileCredentialVault.backup(to:progress:)` into the same folder, **afterwards**.
    /// Everybody whom this copy holds has a credential by then, unless it was revoked. The other way round, somebody added in
    /// between would have none, and a password that was reset in between would let its owner in.
    ///
    /// A copy that a crash left unfinished is refused with `FileStoreError.lost(path:)` when somebody opens it. When this
    /// throws, what was copied is removed again as far as that is possible.
    ///
    /// - Parameters:
    ///   - path: The folder to copy to, which is made when it is missing; its parent must exist.
    ///   - progress: Called now and then, on a thread of its own, with the part that is done, from 0 to 1.
    /// - Returns: The revision that the copy holds.
    /// - Throws: `FileStoreError`: `FileStoreError.notEmpty(path:)` when anything is in the folder, this directory say;
    ///   `FileStoreError.insideOriginal(path:of:)` when it is in the folder of this directory;
    ///   `FileStoreError.damaged(path:offset:revision:detail:)` when the history is; and others when something cannot be read
    ///   or written.
    /// - Complexity: O(bytes of the history and the checkpoint), each read once or twice.
    @discardableResult
    public func backup(
        to path: String, progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(FileStoreError) -> Revision {
        let engine = self.engine
        return try await BlockingWork.run { () throws(FileStoreError) in
            let target = try PrivateFolder(at: path, on: engine.folder.disk)
            return Revision(try StoreBackup(of: engine, to: target, progress: progress).run())
        }
    }
}
