/// Changes that happened together, all or none of them: one step of a tenant's history.
public struct Commit: Sendable, Hashable {
    /// The position that the history reached with it.
    public let revision: Revision
    /// When it happened, by the clock of the host that made it; the order of history is that of revisions.
    public package(set) var at: Timestamp
    /// Who did it.
    public package(set) var principal: Principal
    /// What happened, in order; at least one change.
    public package(set) var changes: [Change]
    /// What a newer version of Roster stored of the step.
    package var unknownFields = UnknownFields()
    /// What a newer version stored of single changes, by their places; changes that are users, assignments or other values
    /// keep it themselves.
    package var unknownFieldsOfChanges: [Int: UnknownFields] = [:]

    /// Creates a step of history.
    public init(revision: Revision, at: Timestamp, principal: Principal, changes: [Change]) {
        self.revision = revision
        self.at = at
        self.principal = principal
        self.changes = changes
    }
}
