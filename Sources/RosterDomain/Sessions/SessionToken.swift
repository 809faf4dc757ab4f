/// The secret by which a session is recognized from request to request.
///
/// It has 256 random bits, and no meaning: nothing can be read out of it. A store keeps its digest only. It never shows its text
/// when it is printed, interpolated, dumped or logged.
public struct SessionToken: Sendable {
    /// The characters of the text form: base64url of 32 bytes (RFC 4648 §5), without padding.
    public static let textLength = 43

    /// The bits, most significant first.
    package let words: (UInt64, UInt64, UInt64, UInt64)

    /// Makes a token from 256 unpredictable bits.
    package init(randomness first: UInt128, _ second: UInt128) {
        self.words = (first.highHalf, first.lowHalf, second.highHalf, second.lowHalf)
    }

    /// Reads a token as a client presents it; nil for a text that Roster cannot have made.
    ///
    /// Nothing is trimmed or repaired, and each token has one text only: what was cut, padded or changed is no token.
    ///
    /// - Complexity: O(1); a longer text is not looked at.
    public init?(_ text: String) {
        var text = text
        let bytes = text.withUTF8 { Base64URL.decodedWords(UnsafeRawBufferPointer($0)) }
        guard let bytes else { return nil }
        self.words = bytes
    }

    /// The text form, to be handed to the client once.
    package var text: String { Base64URL.text(of: self.bytes) }

    /// The 32 bytes that the digest is made of.
    package var bytes: [UInt8] {
        [self.words.0, self.words.1, self.words.2, self.words.3].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - 8 * $0)) }
        }
    }
}

extension SessionToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹session token›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What a store keeps in place of a session's token: its SHA-256 digest (FIPS 180-4), as base64url.
public struct SessionDigest: Sendable, Hashable, CustomStringConvertible {
    /// The digest as 43 characters of base64url, without padding.
    public let description: String

    /// Wraps the 32 bytes of a digest.
    package init(_ bytes: [UInt8]) {
        self.description = Base64URL.text(of: bytes)
    }

    /// Reads a digest that was stored; nil for a text that is none.
    public init?(_ text: String) {
        guard SessionToken(text) != nil else { return nil }
        self.description = text
    }
}

/// Base64 with the URL-safe alphabet and without padding (RFC 4648 §5).
private enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    /// The value of each byte; 255 for one that is not in the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, byte) in Self.alphabet.enumerated() { values[Int(byte)] = UInt8(value) }
        return values
    }()

    static func text(of bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var (bits, bitCount): (UInt32, UInt32) = (0, 0)
        for byte in bytes {
            (bits, bitCount) = (bits << 8 | UInt32(byte), bitCount + 8)
            while bitCount >= 6 {
                bitCount -= 6
                text.append(self.alphabet[Int(bits >> bitCount & 63)])
            }
        }
        if bitCount > 0 { text.append(self.alphabet[Int(bits << (6 - bitCount) & 63)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// The four words that a text stands for; nil for any other text.
    static func decodedWords(_ text: UnsafeRawBufferPointer) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard text.count == SessionToken.textLength else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for position in 0..<text.count - 1 {
            let value = self.values[Int(text[position])]
            if value == 255 { return nil }
            words.0 = words.0 << 6 | words.1 >> 58
            words.1 = words.1 << 6 | words.2 >> 58
            words.2 = words.2 << 6 | words.3 >> 58
            words.3 = words.3 << 6 | UInt64(value)
        }
        // The last character holds four bits, and two that must be zero.
        let last = self.values[Int(text[text.count - 1])]
        guard last != 255, last & 3 == 0 else { return nil }
        words.0 = words.0 << 4 | words.1 >> 60
        words.1 = words.1 << 4 | words.2 >> 60
        words.2 = words.2 << 4 | words.3 >> 60
        words.3 = words.3 << 4 | UInt64(last >> 2)
        return words
    }
}

extension UInt128 {
    fileprivate var highHalf: UInt64 { UInt64(truncatingIfNeeded: self >> 64) }
    fileprivate var lowHalf: UInt64 { UInt64(truncatingIfNeeded: self) }
}
