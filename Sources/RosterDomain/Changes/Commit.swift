/// Changes that happened together, all or none of them: one step of a tenant's history.
public struct Commit: Sendable, Hashable, Codable {
    /// The position that the history reached with it.
    public let revision: Revision
    /// When it happened, by the clock of the host that made it; the order of history is that of revisions.
    public let at: Timestamp
    /// Who did it.
    public let principal: Principal
    /// What happened, in order; at least one change.
    public let changes: [Change]

    /// Creates a step of history.
    public init(revision: Revision, at: Timestamp, principal: Principal, changes: [Change]) {
        self.revision = revision
        self.at = at
        self.principal = principal
        self.changes = changes
    }
}
