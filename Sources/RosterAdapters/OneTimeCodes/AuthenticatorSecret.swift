/// The secret that an authenticator app and the host share, and that both make one-time codes of.
///
/// It never shows itself when it is printed, interpolated, dumped or logged. Unlike a password, it must be kept as it is: keep it where
/// hashes of passwords are kept, or better.
public struct AuthenticatorSecret: Sendable, Hashable {
    /// The fewest bytes: RFC 4226 §4 demands 128 bits.
    public static let byteMinimum = 16
    /// The most bytes; ours.
    public static let byteLimit = 128
    /// How many bytes a new secret has: as many as a digest by SHA-1, as RFC 4226 §4 recommends.
    public static let standardByteCount = 20

    private let bytes: [UInt8]

    /// Makes a new secret of ``standardByteCount`` bytes from the system's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        self.init(using: &generator)
    }

    /// Makes a new secret from a generator, which must be unpredictable outside of tests.
    public init(using generator: inout some RandomNumberGenerator) {
        self.bytes = (0..<Self.standardByteCount).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Wraps bytes that were kept; nil when they are fewer than ``byteMinimum`` or more than ``byteLimit``.
    public init?(bytes: [UInt8]) {
        guard (Self.byteMinimum...Self.byteLimit).contains(bytes.count) else { return nil }
        self.bytes = bytes
    }

    /// Reads a secret in base 32 (RFC 4648), in either case, with blanks, hyphens and padding or without; nil for any other text.
    public init?(base32 text: String) {
        // Every byte takes 8 characters of 5; more text than that need not be read.
        guard text.utf8.count <= 4 * Self.byteLimit, let bytes = Base32.decode(text) else { return nil }
        self.init(bytes: bytes)
    }

    /// Calls `body` with the bytes, to keep them.
    public func withBytes<Result, Failure: Error>(_ body: ([UInt8]) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try body(self.bytes)
    }

    /// Calls `body` with the secret in base 32, for people who type it into their app.
    public func withBase32<Result, Failure: Error>(_ body: (String) throws(Failure) -> Result) throws(Failure) -> Result
    {
        try body(Base32.encode(self.bytes))
    }
}

extension AuthenticatorSecret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹authenticator secret›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
