/// A password as a person typed it.
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

    /// Wraps a text as it was typed, neither trimmed nor normalized.
    public init(_ text: String) {
        self.text = text
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
        return text.utf8.count == self.text.utf8.count ? nil : Password(text)
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
