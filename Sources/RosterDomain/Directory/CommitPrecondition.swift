/// What a commit rests on, and what must still hold when the directory adds it.
///
/// A caller decides without locks: it reads, decides, and states what it read. If the precondition no longer holds, the
/// commit is a conflict and changes nothing. The caller then reads and decides again.
public enum CommitPrecondition: Sendable, Hashable {
    /// The history has reached exactly this revision; nothing has happened since.
    case history(at: Revision)
    /// These records have exactly these versions (see ``DirectoryRecord/version``); nil stands for a record that does
    /// not exist.
    ///
    /// Changes to other records do not matter, so many callers can work at once. With no records, the precondition
    /// always holds; the directory still enforces uniqueness.
    ///
    /// Where it matters, the company must be in exactly these programs, too; nil where it does not.
    case versions([RecordID: Int?], programs: Set<Program>? = nil)
}

extension CommitPrecondition {
    /// Whether the precondition holds in a directory's current state.
    ///
    /// - Throws: ``LookupFailure`` when the look-up fails.
    /// - Complexity: O(records named).
    public func holds(in directory: some DirectoryLookup) throws(LookupFailure) -> Bool {
        switch self {
        case .history(let revision):
            return directory.head.revision == revision
        case .versions(let versions, let programs):
            if let programs, directory.head.company?.programs != programs { return false }
            for (id, version) in versions {
                guard try directory.record(id)?.version == version else { return false }
            }
            return true
        }
    }
}
