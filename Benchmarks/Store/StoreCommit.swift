import Roster

/// How the comparison commits: for callers who add users of their own and need not know what others did meanwhile.
enum StoreCommit {
    /// Adds changes to the history, after whatever it has reached by then; durable when this returns.
    ///
    /// Everything that is measured commits through here. What must be unique is unique all the same.
    static func commit(_ changes: [Change], to directory: FileDirectory) async throws {
        _ = try await directory.commit(
            changes, by: .system, at: StoreRecord(0).addedAt, given: .versions([:]))
    }
}
