public import RosterDomain

/// Whom mail comes from.
public struct MailSender: Sendable, Hashable {
    /// The name shown to the recipient.
    public let name: FullName
    /// The address that answers go to; its domain also ends every message's identifier.
    public let address: EmailAddress

    /// Creates a sender.
    public init(name: FullName, address: EmailAddress) {
        self.name = name
        self.address = address
    }

    /// `Roster <no-reply@roster.invalid>`, for hosts that have not named their own: it cannot be answered.
    public static let noReply: MailSender = {
        do {
            return MailSender(name: try FullName("Roster"), address: try EmailAddress("no-reply@roster.invalid"))
        } catch {
            preconditionFailure("invariant: the default sender is well formed")
        }
    }()
}
