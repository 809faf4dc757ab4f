/// An invitation by email, waiting to be accepted.
public struct Invitation: Sendable, Hashable {
    /// Who sent it.
    public package(set) var invitedBy: Principal
    /// When it was sent last.
    public package(set) var sentAt: Timestamp
    /// The first moment at which it can no longer be accepted, unless sent again.
    public package(set) var expiresAt: Timestamp
    /// How often it has been sent; 1 at first.
    public package(set) var timesSent: Int
    /// What a newer version of Roster stored of it.
    package var unknownFields = UnknownFields()

    /// Creates an invitation.
    public init(invitedBy: Principal, sentAt: Timestamp, expiresAt: Timestamp, timesSent: Int = 1) {
        self.invitedBy = invitedBy
        self.sentAt = sentAt
        self.expiresAt = expiresAt
        self.timesSent = timesSent
    }
}
