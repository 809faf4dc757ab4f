/// What a person has, and shows beside the password: an authenticator app with a secret of its own.
///
/// The domain knows only the identifier of a factor. A store can hold several for a user. Only the one that the user's record names
/// counts; the others have no effect.
public enum SecondFactor: Sendable {}

/// Identifies a second factor; random, and never reused.
public typealias SecondFactorID = Identifier<SecondFactor>

/// What sessions of a user must show, beside a password.
public enum SecondFactorStanding: Sendable, Hashable {
    /// There is no second factor; the ``SecondFactorPolicy`` says whether one is demanded.
    case none
    /// There is one, which must be shown.
    case enrolled
    /// None is ever demanded: the account is a program's.
    case exempt

    /// What holds for an account.
    package init(_ kind: AccountKind, hasFactor: Bool) {
        self = kind == .service ? .exempt : hasFactor ? .enrolled : .none
    }
}

/// A code that a person typed: one that the app shows, or a recovery code.
///
/// Any text is accepted, because it may be a wrong guess. It never shows itself when it is printed, interpolated, dumped or logged.
public struct SecondFactorCode: Sendable {
    /// The most UTF-8 bytes that are read; ours.
    ///
    /// A longer text is a wrong code.
    public static let byteLimit = 256

    private let text: String

    /// Wraps what was typed.
    ///
    /// Blanks and hyphens of every kind do not count, since apps show codes in groups. The digits of other scripts, which some
    /// keyboards type, are read as `0` to `9`.
    public init(_ text: String) {
        self.text =
            text.utf8.count > Self.byteLimit ? "" : String(String.UnicodeScalarView(text.unicodeScalars.codeScalars))
    }

    /// Calls `body` with the text, for code that compares it.
    ///
    /// Do not store the text.
    public func withText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.text)
    }
}

extension SecondFactorCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing, not even the length.
    public var description: String { "‹code›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension String.UnicodeScalarView {
    fileprivate var codeScalars: [Unicode.Scalar] {
        self.compactMap { scalar in
            switch scalar.properties.generalCategory {
            case .spaceSeparator, .dashPunctuation, .control, .format, .lineSeparator, .paragraphSeparator: nil
            case .decimalNumber: scalar.asDigit
            default: scalar
            }
        }
    }
}

extension Unicode.Scalar {
    /// The digit from `0` to `9` that a digit of any script stands for.
    fileprivate var asDigit: Unicode.Scalar? {
        guard let value = self.properties.numericValue, let digit = UInt8(exactly: value), digit < 10 else {
            return self
        }
        return Unicode.Scalar(UInt8(ascii: "0") + digit)
    }
}

extension AuthenticationMethod {
    /// A one-time code by text message (`sms`).
    public static let textMessage = AuthenticationMethod(rawValue: "sms")
    /// A key in software, such as a passkey on a phone (`swk`).
    public static let softwareKey = AuthenticationMethod(rawValue: "swk")
    /// A smart card (`sc`).
    public static let smartCard = AuthenticationMethod(rawValue: "sc")

    /// The methods of RFC 8176 §2 that are something the person has: a session that states one of them needs no second factor of ours.
    public static let secondFactors: Set<AuthenticationMethod> = [
        .oneTimeCode, .multipleFactors, .hardwareKey, .softwareKey, .smartCard, .textMessage,
    ]
}

/// What a person's app takes over when it is enrolled, readable once.
///
/// The compiler does not let you copy, print or interpolate it. ``reveal()`` consumes it.
public struct SecondFactorSetup: ~Copyable, Sendable {
    /// The factor that counts once a first code of it was shown.
    public let factor: SecondFactorID
    /// The first moment at which it can no longer be confirmed; prepare another one then.
    public let expiresAt: Timestamp
    private let revealed: RevealedSecondFactorSetup

    /// Joins a factor and what the app takes over.
    public init(
        _ factor: SecondFactorID, expiringAt expiresAt: Timestamp, revealing revealed: RevealedSecondFactorSetup
    ) {
        self.factor = factor
        self.expiresAt = expiresAt
        self.revealed = revealed
    }

    /// Returns what to show and consumes the value; calling it twice does not compile.
    public consuming func reveal() -> RevealedSecondFactorSetup { self.revealed }
}

/// What to show a person whose app is enrolled; it holds a secret.
public struct RevealedSecondFactorSetup: Sendable {
    /// The address that the app takes the secret from, usually shown as a QR code: `otpauth://totp/…`.
    public let address: String
    /// The secret in base 32, for people who type it.
    public let secret: String

    /// Joins the two.
    public init(address: String, secret: String) {
        self.address = address
        self.secret = secret
    }
}
