/// A password that a person typed.
///
/// The same password, typed on two systems, is the same text here: letters and their accents are composed, and every blank is the
/// plain one (the profile OpaqueString of RFC 8265). Case, width and everything else count as typed. It is done here, and not by
/// the code that hashes, so that no path can forget it: policies count, lists compare, and vaults hash one and the same text.
///
/// It never shows its text when it is printed, interpolated, dumped or logged.
///
/// Any text is accepted, because it may be a wrong guess. A ``PasswordPolicy`` decides whether a text can *become* a
/// password.
public struct Password: Sendable {
    /// The most UTF-8 bytes that a password can have; a longer text never matches.
    ///
    /// The limit is that of libcrypt.
    public static let byteLimit = 511

    private let text: String
    private let typed: String

    /// Wraps a text that was typed; it is not trimmed.
    public init(_ text: String) {
        self.typed = text
        self.text = text.utf8.allSatisfy { $0 < 0x80 } ? text : CanonicalComposition.composed(text.withPlainBlanks)
    }

    private init(exactly text: String) {
        self.typed = text
        self.text = text
    }

    /// The password as its bytes were typed; nil when they are those of the text.
    ///
    /// Systems that hash what comes have hashed these.
    package var asTyped: Password? {
        self.typed.utf8.elementsEqual(self.text.utf8) ? nil : Password(exactly: self.typed)
    }

    /// Calls `body` with the text, for code that needs it, such as a hash function.
    ///
    /// Do not store the text.
    public func withText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.text)
    }
}

extension Password {
    /// The password without what copying may have added; nil when that is nothing.
    package var withoutTracesOfCopying: Password? {
        let text = self.text.withoutTracesOfCopying
        return text.utf8.elementsEqual(self.text.utf8) ? nil : Password(text)
    }
}

extension String {
    /// The text with the plain blank for every other one, such as the one that does not break.
    fileprivate var withPlainBlanks: String {
        var text = UnicodeScalarView()
        for scalar in self.unicodeScalars {
            text.append(scalar.properties.generalCategory == .spaceSeparator ? " " : scalar)
        }
        return String(text)
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing, not even the length.
    public var description: String { "‹password›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
