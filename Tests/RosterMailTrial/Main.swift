import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Synchronization

/// Writes messages with random names, addresses and reasons, and what each should say, for readers in other languages:
/// `Scripts/check-mail.sh`.
///
///     RosterMailTrial COUNT SEED     prints a line of JSON for each message
@main
enum MailTrial {
    static func main() async throws {
        let numbers = CommandLine.arguments.dropFirst().compactMap { Int($0) }
        guard numbers.count == 2 else {
            print("usage: RosterMailTrial COUNT SEED")
            exit(64)
        }
        var dice = MailDice(seed: UInt64(numbers[1]))
        for _ in 0..<numbers[0] {
            let letter = try await self.letter(&dice)
            FileHandle.standardOutput.write(try JSONEncoder().encode(letter) + [UInt8(ascii: "\n")])
        }
    }

    /// A message, and what it should say.
    private struct Letter: Encodable {
        let fromName, fromAddress, toName, toAddress, subject, body, message: String
    }

    private static func letter(_ dice: inout MailDice) async throws -> Letter {
        let sender = MailSender(name: dice.name(), address: dice.address())
        let notification = AccountNotification(
            id: dice.identifier(), recipientName: dice.name(), recipient: dice.address(), company: dice.name(),
            at: Timestamp(millisecondsSinceEpoch: dice.moment()), content: try dice.content())
        let page = try await self.page(of: notification, from: sender)
        return Letter(
            fromName: sender.name.rawValue, fromAddress: sender.address.rawValue,
            toName: notification.recipientName.rawValue, toAddress: notification.recipient.rawValue,
            subject: page.subject, body: page.body, message: MailMessage(notification, from: sender).text)
    }

    /// The subject and the body as people see them, which were never encoded.
    private static func page(
        of notification: AccountNotification, from sender: MailSender
    ) async throws -> (subject: String, body: String) {
        let page = Mutex("")
        try await StdoutMailer(sender: sender) { text in page.withLock { $0 = text } }.deliver(notification)
        let lines = page.withLock { $0 }.components(separatedBy: "\n")
        let subject = lines.first { $0.hasPrefix("Subject: ") }?.dropFirst("Subject: ".count)
        let body = lines.drop { !$0.isEmpty }.dropFirst().dropLast(2)
        return (String(subject ?? ""), body.map { $0 + "\n" }.joined())
    }
}
