/// A pending invitation by email.
public struct Invitation: Sendable, Hashable {
    /// Who sent it.
    public package(set) var invitedBy: Principal
    /// The credential that accepts it; every code that was mailed for it matches, until the invitation is sent again.
    public package(set) var credential: CredentialID
    /// When it was sent last.
    public package(set) var sentAt: Timestamp
    /// The first moment at which it can no longer be accepted, unless it is sent again.
    public package(set) var expiresAt: Timestamp
    /// How often it has been sent; 1 at first.
    public package(set) var timesSent: Int
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates an invitation; a number of times below 1 or beyond counting is taken for the nearest count.
    public init(
        invitedBy: Principal, credential: CredentialID, sentAt: Timestamp, expiresAt: Timestamp, timesSent: Int = 1
    ) {
        self.invitedBy = invitedBy
        self.credential = credential
        self.sentAt = sentAt
        self.expiresAt = expiresAt
        self.timesSent = timesSent.clampedToCount(from: 1)
    }
}
