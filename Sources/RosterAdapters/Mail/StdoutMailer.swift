import RosterDomain
public import RosterPorts

/// A notifier that prints every message to the standard output, for people to read; for demonstrations and trials.
///
/// It prints everything that would be mailed, invitation codes included: it does not belong where output is kept.
public struct StdoutMailer: Notifier {
    private let sender: MailSender
    private let output: @Sendable (String) throws -> Void

    /// Creates a mailer that prints to the standard output.
    ///
    /// - Parameter sender: Whom the messages come from.
    public init(sender: MailSender = .noReply) {
        self.init(sender: sender, output: Self.print)
    }

    /// Creates a mailer that prints elsewhere.
    ///
    /// - Parameters:
    ///   - sender: Whom the messages come from.
    ///   - output: Takes one whole message, ending in a line feed. What it throws counts as not delivered.
    public init(sender: MailSender = .noReply, output: @escaping @Sendable (String) throws -> Void) {
        self.sender = sender
        self.output = output
    }

    /// Prints the message, in one piece.
    public func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        do {
            try self.output(Self.page(notification, from: self.sender))
        } catch {
            throw .unavailable(cause: error)
        }
    }

    @Sendable private static func print(_ text: String) throws {
        try StandardOutput.write(Array(text.utf8))
    }

    private static func mailbox(_ name: FullName, _ address: EmailAddress) -> String {
        name.rawValue.canPassForAddress ? "<\(address)>" : "\(name) <\(address)>"
    }

    private static func page(_ notification: AccountNotification, from sender: MailSender) -> String {
        let text = MailText(notification)
        let lines =
            [
                "──────── mail ─────────────────────────────────────────────────────────────",
                "From:    \(Self.mailbox(sender.name, sender.address))",
                "To:      \(Self.mailbox(notification.recipientName, notification.recipient))",
                "Subject: \(text.subject)",
                "Date:    \(notification.at)",
                "",
            ] + text.lines + ["───────────────────────────────────────────────────────────────────────────"]
        return lines.map { $0 + "\n" }.joined()
    }
}
