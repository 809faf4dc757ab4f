/// The code that accepts an invitation, once.
///
/// It never shows its text when it is printed, interpolated, dumped or logged.
public struct InvitationCode: Sendable {
    private let text: String

    /// Wraps a code that a credential vault has just made.
    public init(_ text: String) {
        self.text = text
    }

    /// Creates a code from text that was typed or pasted; ignores blanks, line ends and invisible characters around it.
    public init(typed text: String) {
        self.text = text.trimmed
    }

    /// Calls `body` with the text, to write the message to the invited person.
    ///
    /// Do not store the text.
    public func withText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.text)
    }
}

extension String {
    /// The text without what copying may add around it: blanks, line ends, control and format characters.
    fileprivate var trimmed: String {
        func counts(_ scalar: Unicode.Scalar) -> Bool {
            let category = scalar.properties.generalCategory
            return !scalar.properties.isWhitespace && category != .control && category != .format
        }
        let scalars = self.unicodeScalars
        guard let first = scalars.firstIndex(where: counts), let last = scalars.lastIndex(where: counts) else {
            return ""
        }
        return String(scalars[first...last])
    }
}

extension InvitationCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹invitation code›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
