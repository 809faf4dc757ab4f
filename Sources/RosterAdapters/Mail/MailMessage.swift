package import RosterPorts

/// A notification as an email message (RFC 5322): plain text in UTF-8, written in ASCII with CRLF line ends.
package struct MailMessage: Sendable {
    /// The name of the file or queue entry that holds the message; the same for the same notification.
    package let name: String
    /// The whole message, headers and body.
    package let text: String

    /// Writes a notification as a message.
    package init(_ notification: AccountNotification, from sender: MailSender) {
        let text = MailText(notification)
        let headers = [
            MailHeader.mailbox("From", sender.name, sender.address),
            MailHeader.mailbox("To", notification.recipientName, notification.recipient),
            MailHeader.unstructured("Subject", text.subject),
            MailHeader.date(notification.at),
            MailHeader.messageID(notification.id, at: sender.address),
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
            "Auto-Submitted: auto-generated",  // so that no absence note answers (RFC 3834 §5)
        ]
        let lines = headers + [""] + text.lines.map(QuotedPrintable.line)
        self.name = MailName(notification.id).text
        self.text = lines.map { $0 + "\r\n" }.joined()
    }
}

/// The encoding of bodies that are mostly ASCII (RFC 2045 §6.7).
enum QuotedPrintable {
    /// The most characters of a line, the `=` at its end included.
    private static let lineLimit = 76

    /// One line of text, in as many lines as it takes.
    static func line(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var (lines, line) = ([String](), "")
        for (index, byte) in bytes.enumerated() {
            let isLast = index == bytes.count - 1
            let isLiteral = (33...126).contains(byte) && byte != UInt8(ascii: "=")
            let isInnerBlank = byte == UInt8(ascii: " ") && !isLast
            let token = isLiteral || isInnerBlank ? String(UnicodeScalar(byte)) : Self.escape(byte)
            if line.utf8.count + token.utf8.count > Self.lineLimit - 1 {
                lines.append(line + "=")
                line = ""
            }
            line += token
        }
        return (lines + [line]).joined(separator: "\r\n")
    }

    private static func escape(_ byte: UInt8) -> String {
        "=" + String(256 + Int(byte), radix: 16, uppercase: true).dropFirst()
    }
}
