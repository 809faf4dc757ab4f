import RosterDomain
internal import RosterStore

/// Header fields as RFC 5322 and RFC 2047 want them: ASCII, in lines of at most 78 characters, and without a way out of the
/// line.
enum MailHeader {
    /// The most characters of a line, its end not counted (RFC 5322 §2.1.1).
    private static let lineLimit = 78
    /// The most characters of a name on the line of its field, for which `From: ` leaves room.
    private static let phraseLimit = 72
    /// The most characters of a subject that is written as it is.
    private static let plainLimit = 60

    /// A field with text for people, such as a subject.
    static func unstructured(_ name: String, _ text: String) -> String {
        "\(name): \(Self.isPlain(text) ? text : EncodedWords.text(of: text, upTo: 66))"
    }

    /// A field with one mailbox.
    ///
    /// Many programs show the name and not the address, so a name that could pass for an address or a link is left out.
    static func mailbox(_ name: String, _ person: FullName, _ address: EmailAddress) -> String {
        let mailbox = Self.folded(address)
        guard !person.rawValue.canPassForAddress else {
            return "\(name):" + (name.count + mailbox.count < Self.lineLimit - 1 ? " " : "\r\n ") + mailbox
        }
        return "\(name): \(Self.phrase(person.rawValue))\r\n \(mailbox)"
    }

    /// An address in angle brackets; one that is too long for a line is folded before the `@`.
    ///
    /// A domain cannot be folded so that every reader reads it: the line of one of more than 76 characters is longer.
    private static func folded(_ address: EmailAddress) -> String {
        let text = "<\(address.rawValue)>"
        return text.utf8.count < Self.lineLimit ? text : text.replacing("@", with: "\r\n @")
    }

    /// The name of a message: the same for the same notification.
    ///
    /// It cannot be folded. Of one that is too long for a line, a checksum stands for the end of the identifier, and
    /// `roster.invalid` for the domain.
    static func messageID(_ id: String, at address: EmailAddress) -> String {
        let (name, domain) = (MailName(id).text, String(address.rawValue.drop { $0 != "@" }.dropFirst()))
        let identifiers = [
            "<\(name)@\(domain)>", "<\(MailName(id, byteLimit: 24).text)@\(domain)>", "<\(name)@\(Self.noDomain)>",
            "<\(MailName(id, byteLimit: 24).text)@\(Self.noDomain)>",
        ]
        let identifier = identifiers.first { $0.utf8.count < Self.lineLimit } ?? ""
        let isShort = identifier.utf8.count + "Message-ID: ".utf8.count <= Self.lineLimit
        return "Message-ID:" + (isShort ? " " : "\r\n ") + identifier
    }

    /// The domain of messages whose sender's domain is too long for an identifier.
    private static let noDomain = "roster.invalid"

    /// The date of a message (RFC 5322 §3.3); a moment outside the years 1970 to 9999 is brought into them.
    static func date(_ moment: Timestamp) -> String {
        let seconds = min(max(0, moment.millisecondsSinceEpoch / 1_000), 253_402_300_799)
        let fields = Timestamp(millisecondsSinceEpoch: seconds * 1_000).description.dropLast()
            .split { "-T:".contains($0) }.map(String.init)
        let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][Int(seconds / 86_400 % 7)]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let month = months[(Int(fields[1]) ?? 1) - 1]
        return "Date: \(weekday), \(fields[2]) \(month) \(fields[0]) \(fields[3]):\(fields[4]):\(fields[5]) +0000"
    }

    /// A name before an address: bare when it is only letters, digits and single blanks, in quotes when it is ASCII and not
    /// too long for a line.
    private static func phrase(_ text: String) -> String {
        let isAtoms = text.split(separator: " ", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIILetterOrDigit) }
        if isAtoms, text.utf8.count <= self.phraseLimit { return text }
        let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        let isShort = escaped.utf8.count + 2 <= self.phraseLimit
        return isShort && Self.isUnencoded(text)
            ? "\"\(escaped)\"" : EncodedWords.text(of: text, upTo: self.phraseLimit)
    }

    /// Whether a text can stand as it is: short visible ASCII that a reader will not take for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= self.plainLimit && text.first != " " && text.last != " " && Self.isUnencoded(text)
    }

    /// Whether a text is visible ASCII that a reader will not take for an encoded word.
    private static func isUnencoded(_ text: String) -> Bool {
        text.utf8.allSatisfy { (32...126).contains($0) } && !text.contains("=?")
    }
}

/// Text in the ASCII of RFC 2047: words that each hold whole characters, in Base64 or in "Q", whichever is shorter.
enum EncodedWords {
    private static let frame = "=?utf-8?B??=".utf8.count

    /// The words of a text, each on a line of its own.
    ///
    /// - Parameter limit: The most characters of a word, at most 75.
    static func text(of text: String, upTo limit: Int) -> String {
        let quoted = text.utf8.reduce(0) { $0 + self.quoted($1).utf8.count }
        let encoding: Character = quoted <= (text.utf8.count + 2) / 3 * 4 ? "Q" : "B"
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            let longer = words[words.count - 1] + bytes
            if self.encoded(longer, encoding).utf8.count > limit - self.frame {
                words.append(bytes)
            } else {
                words[words.count - 1] = longer
            }
        }
        return words.map { "=?utf-8?\(encoding)?\(self.encoded($0, encoding))?=" }.joined(separator: "\r\n ")
    }

    private static func encoded(_ bytes: [UInt8], _ encoding: Character) -> String {
        encoding == "B" ? Base64.text(of: bytes) : bytes.map(self.quoted).joined()
    }

    /// A byte in "Q", with the characters that may stand in a name (RFC 2047 §5).
    private static func quoted(_ byte: UInt8) -> String {
        if byte == UInt8(ascii: " ") { return "_" }
        return byte.isASCIILetterOrDigit ? String(UnicodeScalar(byte)) : QuotedPrintable.escape(byte)
    }
}

/// The name under which a message is sent or kept, made of a notification's.
///
/// The identifiers that Roster makes are left as they are. Of any other text, whatever is no ASCII letter, digit or `-`
/// becomes `_` and two hexadecimal digits, so that none leads out of a line or folder and no two get the same name; of a
/// text too long for a file's name, a checksum stands for the end.
struct MailName {
    /// The name: 1 to `byteLimit` ASCII letters, digits, `-` and `_`, and up to 17 more for the checksums.
    let text: String

    /// Makes the name.
    ///
    /// - Parameter byteLimit: The most bytes of the identifier that are kept; file systems take 255 for a name.
    init(_ id: String, byteLimit: Int = 180) {
        let safe = id.utf8.map { byte in
            byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-")
                ? String(UnicodeScalar(byte)) : "_" + String(256 + Int(byte), radix: 16).dropFirst()
        }.joined()
        guard safe.utf8.count > byteLimit else {
            self.text = safe.isEmpty ? "_" : safe
            return
        }
        // Two checksums of different bytes: one of 32 bits meets another by chance among some ten thousand.
        let checksums = [Array(id.utf8), Array(id.utf8.reversed())].map { String(CRC32C.checksum(of: $0), radix: 16) }
        self.text = safe.prefix(byteLimit) + "_" + checksums.joined()
    }
}

/// Base 64 (RFC 4648 §4), which the standard library does not have.
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The text of bytes, padded.
    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for position in 0..<4 {
                let digit = self.alphabet[Int(bits >> (18 - 6 * UInt32(position)) & 63)]
                text.append(position <= group.count ? digit : UInt8(ascii: "="))
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
