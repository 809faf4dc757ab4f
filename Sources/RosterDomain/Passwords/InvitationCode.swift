/// The code that accepts an invitation, once.
///
/// It never shows its text when it is printed, interpolated, dumped or logged.
public struct InvitationCode: Sendable {
    private let text: String

    /// Wraps a code that a credential vault has just made.
    public init(_ text: String) {
        self.text = text
    }

    /// Creates a code from text that was typed or pasted; ignores blanks, line ends and invisible characters, and takes
    /// any dash for a hyphen.
    public init(typed text: String) {
        self.text = text.withoutTracesOfCopying
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

extension InvitationCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that reveals nothing.
    public var description: String { "‹invitation code›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
