/// A password as somebody typed it.
///
/// It never shows itself: not when printed, interpolated, dumped or logged.
///
/// Any text is accepted, for it may be a wrong guess. Whether it may *become* a password is for a ``PasswordPolicy``.
public struct Password: Sendable {
    /// The most UTF-8 bytes of anybody's password; a longer text never matches.
    ///
    /// What libcrypt accepts is the reason.
    public static let byteLimit = 511

    private let text: String

    /// Takes a text as typed; neither trimmed nor normalized.
    public init(_ text: String) {
        self.text = text
    }

    /// Lends the text to code that has to see it, such as a hash function.
    ///
    /// Do not keep it.
    public func withText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.text)
    }
}

extension Password: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that tells nothing, not even the length.
    public var description: String { "‹password›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
