/// The code that accepts an invitation, once.
///
/// It never shows itself: not when printed, interpolated, dumped or logged.
public struct InvitationCode: Sendable {
    private let text: String

    /// Wraps a code that only a credential vault has seen.
    public init(_ text: String) {
        self.text = text
    }

    /// Lends the text to code that writes the message to the invited person.
    ///
    /// Do not keep it.
    public func withText<Result, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(self.text)
    }
}

extension InvitationCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A placeholder that tells nothing.
    public var description: String { "‹invitation code›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
