internal import RosterDigests

/// New recovery codes, which can be read once.
///
/// Each stands in for a one-time code when the phone is lost, once. The compiler does not let you copy, print or interpolate them;
/// ``reveal()`` consumes them. Keep ``RecoveryCodes/digests``, which nothing can be learned from.
public struct RecoveryCodes: ~Copyable, Sendable {
    /// How many codes are made unless the caller says otherwise; ours.
    public static let standardCount = 10
    /// The most codes of one person; ours.
    public static let countLimit = 64

    private let codes: [String]
    /// What is kept of them.
    public let digests: RecoveryCodeDigests

    /// Makes codes such as `8k3m-x9pq-2wt4-hc6n`, of 80 unpredictable bits each.
    ///
    /// - Parameter count: How many; 1 to ``countLimit``.
    public init(count: Int = RecoveryCodes.standardCount) {
        var generator = SystemRandomNumberGenerator()
        self.init(count: count, using: &generator)
    }

    /// Makes codes from a generator, which must be unpredictable outside of tests.
    public init(count: Int = RecoveryCodes.standardCount, using generator: inout some RandomNumberGenerator) {
        precondition(
            (1...Self.countLimit).contains(count), "invariant: a person has 1 to \(Self.countLimit) recovery codes")
        self.codes = (0..<count).map { _ in RecoveryCodeText.draw(using: &generator) }
        self.digests = RecoveryCodeDigests(of: self.codes, using: &generator)
    }

    /// Returns the codes and consumes the value; calling it twice does not compile.
    public consuming func reveal() -> [String] { self.codes }
}

/// What is kept of recovery codes: a salted digest of each that has not been used.
///
/// A code has 80 random bits, so that a fast digest is as good as a slow one. It never shows itself.
public struct RecoveryCodeDigests: Sendable, Hashable {
    private static let saltByteCount = 16
    private let salt: [UInt8]
    private let digests: [[UInt8]]

    /// How many codes are left.
    public var count: Int { self.digests.count }

    init(of codes: [String], using generator: inout some RandomNumberGenerator) {
        let salt = (0..<Self.saltByteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(
            salt: salt, digests: codes.map { Self.digest(of: Array($0.utf8.filter(RecoveryCodeText.isKept)), salt) })
    }

    private init(salt: [UInt8], digests: [[UInt8]]) {
        self.salt = salt
        self.digests = digests
    }

    /// Reads what ``bytes`` wrote; nil for anything else.
    public init?(bytes: [UInt8]) {
        let rest = bytes.dropFirst(Self.saltByteCount)
        guard bytes.count >= Self.saltByteCount, rest.count.isMultiple(of: SHA256.byteCount),
            rest.count <= RecoveryCodes.countLimit * SHA256.byteCount
        else { return nil }
        self.salt = Array(bytes.prefix(Self.saltByteCount))
        self.digests = stride(from: rest.startIndex, to: rest.endIndex, by: SHA256.byteCount).map {
            Array(rest[$0..<$0 + SHA256.byteCount])
        }
    }

    /// The digests as bytes, to be kept.
    public var bytes: [UInt8] { self.salt + self.digests.joined() }

    /// What is left once a code is used; nil when the text is none of those that are left.
    ///
    /// To let a code work once in two hosts at a time, keep what is left by a write that fails when something else is kept meanwhile.
    ///
    /// - Parameter typed: What was typed, in either case; blanks and hyphens do not count, `o` is read as `0`, and `i` and `l` as `1`.
    public func spending(_ typed: String) -> RecoveryCodeDigests? {
        guard let text = RecoveryCodeText.plain(typed) else { return nil }
        let digest = Self.digest(of: text, self.salt)
        // Every one is compared, so that the time does not tell which of them it is.
        let rest = self.digests.filter { !SecretComparison.areSame($0, digest) }
        return rest.count < self.digests.count ? RecoveryCodeDigests(salt: self.salt, digests: rest) : nil
    }

    private static func digest(of text: [UInt8], _ salt: [UInt8]) -> [UInt8] {
        HMAC<SHA256>.code(of: text, key: salt)
    }
}

extension RecoveryCodeDigests: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹recovery codes›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a recovery code is written: sixteen of Crockford's 32 characters, without `i l o u`, with a hyphen after every fourth.
private enum RecoveryCodeText {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let characterCount = 16

    static func draw(using generator: inout some RandomNumberGenerator) -> String {
        let characters = (0..<self.characterCount).map { _ in self.alphabet[Int.random(in: 0..<32, using: &generator)] }
        return stride(from: 0, to: self.characterCount, by: 4)
            .map { String(decoding: characters[$0..<$0 + 4], as: UTF8.self) }.joined(separator: "-")
    }

    static func isKept(_ character: UInt8) -> Bool {
        character != UInt8(ascii: " ") && character != UInt8(ascii: "-")
    }

    /// What was typed as it is digested; nil when it cannot be a code, so that no more than a code's length is ever digested.
    static func plain(_ typed: String) -> [UInt8]? {
        guard typed.utf8.count <= 4 * self.characterCount else { return nil }
        let text = typed.utf8.filter(self.isKept).map(self.plain)
        return text.count == self.characterCount ? text : nil
    }

    private static func plain(_ character: UInt8) -> UInt8 {
        let lower = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(character) ? character + 32 : character
        return switch lower {
        case UInt8(ascii: "o"): UInt8(ascii: "0")
        case UInt8(ascii: "i"), UInt8(ascii: "l"): UInt8(ascii: "1")
        default: lower
        }
    }
}
