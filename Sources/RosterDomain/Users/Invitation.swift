/// An invitation by email, waiting to be accepted.
public struct Invitation: Sendable, Hashable, Codable {
    /// Who sent it.
    public let invitedBy: Principal
    /// When it was sent last.
    public let sentAt: Timestamp
    /// The first moment at which it can no longer be accepted, unless sent again.
    public let expiresAt: Timestamp
    /// How often it has been sent; 1 at first.
    public let timesSent: Int

    /// Creates an invitation.
    public init(invitedBy: Principal, sentAt: Timestamp, expiresAt: Timestamp, timesSent: Int = 1) {
        self.invitedBy = invitedBy
        self.sentAt = sentAt
        self.expiresAt = expiresAt
        self.timesSent = timesSent
    }
}
