/// What a commit was decided on, and must still be so when it is added.
///
/// This is how decisions are made without locks: read, decide, and name what was read. A commit whose precondition does not
/// hold any more is a conflict, and changes nothing; whoever made it reads and decides again.
public enum CommitPrecondition: Sendable, Hashable {
    /// The history reaches exactly this far: nothing at all has happened since.
    case history(at: Revision)
    /// These records have exactly these versions (see ``DirectoryRecord/version``); nil stands for a record that is not there.
    ///
    /// Whatever happened to others does not matter, so that many callers can work at once. Without any record it always holds;
    /// what must be unique is unique all the same.
    case versions([RecordID: Int?])
}

extension CommitPrecondition {
    /// Whether it holds in what a directory holds.
    ///
    /// - Throws: ``LookupFailure`` when it cannot be told.
    /// - Complexity: O(records named).
    public func holds(in directory: some DirectoryLookup) throws(LookupFailure) -> Bool {
        switch self {
        case .history(let revision):
            return directory.head.revision == revision
        case .versions(let versions):
            for (id, version) in versions {
                guard try directory.record(id)?.version == version else { return false }
            }
            return true
        }
    }
}
