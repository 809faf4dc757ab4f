/// How far a directory's history has reached, and the state of the company as a whole at that point.
public struct DirectoryHead: Sendable, Hashable {
    /// The head of an empty history.
    public static let start = DirectoryHead(revision: .start, company: nil, notifiedThrough: .start)

    /// The position that the history has reached.
    public let revision: Revision
    /// The company; nil before it is enrolled.
    public let company: Company?
    /// The position up to which notifications have been delivered.
    public let notifiedThrough: Revision

    /// Creates a head.
    public init(revision: Revision, company: Company?, notifiedThrough: Revision) {
        self.revision = revision
        self.company = company
        self.notifiedThrough = notifiedThrough
    }
}
