import RosterDomain
internal import RosterStore

/// Header fields as RFC 5322 and RFC 2047 want them: ASCII, folded, and without a way out of the line.
enum MailHeader {
    /// The bytes of text in one encoded word: short enough for any of our fields' names before it (RFC 2047 §2: 75
    /// characters a word, 76 a line).
    private static let encodedWordByteCount = 36
    /// The most characters of a name or subject that is written as it is.
    private static let plainLimit = 60

    /// A field with text for people, such as a subject.
    static func unstructured(_ name: String, _ text: String) -> String {
        "\(name): \(Self.isPlain(text) ? text : Self.encodedWords(text))"
    }

    /// A field with one mailbox.
    static func mailbox(_ name: String, _ person: FullName, _ address: EmailAddress) -> String {
        "\(name): \(Self.phrase(person.rawValue))\r\n <\(address.rawValue)>"
    }

    /// The name of a message: the same for the same notification.
    static func messageID(_ id: String, at address: EmailAddress) -> String {
        let domain = address.rawValue.drop { $0 != "@" }
        return "Message-ID: <\(MailName(id).text)\(domain)>"
    }

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

    /// A name before an address: bare when it is only letters, digits and single blanks, in quotes when it is ASCII.
    private static func phrase(_ text: String) -> String {
        guard self.isPlain(text) else { return self.encodedWords(text) }
        let isAtoms = text.split(separator: " ", omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(\.isASCIILetterOrDigit) }
        guard !isAtoms else { return text }
        let escaped = text.map { "\"\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
        return escaped.utf8.count <= self.plainLimit ? "\"\(escaped)\"" : self.encodedWords(text)
    }

    /// Whether a text can stand as it is: short visible ASCII that a reader will not take for an encoded word.
    private static func isPlain(_ text: String) -> Bool {
        text.utf8.count <= self.plainLimit && text.utf8.allSatisfy { (32...126).contains($0) }
            && !text.contains("=?") && text.first != " " && text.last != " "
    }

    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)  // a word holds whole characters (RFC 2047 §5)
            if words[words.count - 1].count + bytes.count > self.encodedWordByteCount { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Base64.text(of: $0))?=" }.joined(separator: "\r\n ")
    }
}

/// The name under which a message is sent or kept, made of a notification's.
///
/// The identifiers that Roster makes are left as they are. Of any other text, whatever is no ASCII letter, digit or `-`
/// becomes `_` and two hexadecimal digits, so that none leads out of a line or folder and no two get the same name; of a
/// text too long for a file's name, a checksum stands for the end.
struct MailName {
    /// The most bytes of a name; file systems take 255.
    private static let byteLimit = 180

    /// The name: 1 to 189 ASCII letters, digits, `-` and `_`.
    let text: String

    /// Makes the name.
    init(_ id: String) {
        let safe = id.utf8.map { byte in
            byte.isASCIILetterOrDigit || byte == UInt8(ascii: "-")
                ? String(UnicodeScalar(byte)) : "_" + String(256 + Int(byte), radix: 16).dropFirst()
        }.joined()
        let isShort = safe.utf8.count <= Self.byteLimit
        let checksum = String(CRC32C.checksum(of: Array(id.utf8)), radix: 16)
        self.text = isShort ? (safe.isEmpty ? "_" : safe) : safe.prefix(Self.byteLimit) + "_" + checksum
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
