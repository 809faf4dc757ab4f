import RosterDomain
public import RosterStore

extension FileDirectory {
    /// Reads everything that the directory has on disk, and finds whether it shows what its history amounts to.
    ///
    /// - Every step of the history, from the first one on, has its checksum and its place, can be understood, and does not
    ///   contradict those before it.
    /// - The checkpoint is whole, and its indexes follow from its records.
    /// - Both the checkpoint at its revision and what the directory shows now are, user by user, what the history amounts to when
    ///   it is gone through anew: records, standings, and who is found by which address.
    ///
    /// Commits and reads go on meanwhile; what they add is not looked at. Checkpoints wait.
    ///
    /// - Parameter progress: Called now and then, on a thread of its own, with the part that is done, from 0 to 1.
    /// - Returns: What was looked at, all of it sound.
    /// - Throws: `FileStoreError`: `FileStoreError.damaged(path:offset:revision:detail:)` with the first fault, and others
    ///   when something cannot be read, or is missing.
    /// - Complexity: O(bytes of the history and the checkpoint); memory for all users.
    @discardableResult
    public func verify(
        progress: @escaping @Sendable (Double) -> Void = { _ in }
    ) async throws(FileStoreError) -> FileDirectoryReport {
        let engine = self.engine
        return try await BlockingWork.run { () throws(FileStoreError) in
            var verification = try DirectoryVerification(of: engine, progress: progress)
            return try verification.run()
        }
    }
}
