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
    ///
    /// No line begins with a dot, which ends a message or is dropped on the way (RFC 5321 §4.5.2), or with `From ` or
    /// `>From `, which mailboxes of messages begin or take for an escape (RFC 4155).
    static func line(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var (lines, line) = ([String](), "")
        for index in bytes.indices {
            var token = Self.token(for: bytes[index...], beginsLine: line.isEmpty)
            if line.utf8.count + token.utf8.count > Self.lineLimit - 1 {
                lines.append(line + "=")
                (line, token) = ("", Self.token(for: bytes[index...], beginsLine: true))
            }
            line += token
        }
        return (lines + [line]).joined(separator: "\r\n")
    }

    /// What stands for the first of the bytes to come.
    private static func token(for bytes: ArraySlice<UInt8>, beginsLine: Bool) -> String {
        guard let byte = bytes.first else { return "" }
        let isMisread = beginsLine && (byte == UInt8(ascii: ".") || bytes.beginsLikeMailbox)
        let isLiteral = (33...126).contains(byte) && byte != UInt8(ascii: "=") && !isMisread
        let isInnerBlank = byte == UInt8(ascii: " ") && bytes.count > 1
        return isLiteral || isInnerBlank ? String(UnicodeScalar(byte)) : Self.escape(byte)
    }

    /// A byte as `=` and two digits.
    static func escape(_ byte: UInt8) -> String {
        "=" + String(256 + Int(byte), radix: 16, uppercase: true).dropFirst()
    }
}

extension ArraySlice<UInt8> {
    /// Whether it begins with `From `, or with that behind `>` marks.
    fileprivate var beginsLikeMailbox: Bool {
        self.drop { $0 == UInt8(ascii: ">") }.starts(with: "From ".utf8)
    }
}
