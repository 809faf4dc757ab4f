import Roster

/// How the comparison commits: for callers who add users of their own and need not know what others did meanwhile.
enum StoreCommit {
    /// Adds changes to the history, after whatever it has reached by then; durable when this returns.
    ///
    /// Everything that is measured commits through here.
    static func commit(_ changes: [Change], to directory: FileDirectory) async throws {
        var revision = try await directory.head().revision
        while let latest = try await self.attempt(changes, to: directory, after: revision) { revision = latest }
    }

    /// Returns nil when the changes were added, and how far the history reaches when somebody else was faster.
    private static func attempt(
        _ changes: [Change], to directory: FileDirectory, after revision: Revision
    ) async throws(UserDirectoryError) -> Revision? {
        do throws(UserDirectoryError) {
            _ = try await directory.commit(changes, by: .system, at: StoreRecord(0).addedAt, after: revision)
            return nil
        } catch {
            switch error {
            case .conflict(let latest): return latest
            default: throw error
            }
        }
    }
}
