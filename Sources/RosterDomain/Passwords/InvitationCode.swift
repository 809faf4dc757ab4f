/// The code that accepts an invitation, once.
///
/// It never shows itself: not when printed, interpolated, dumped or logged.
public struct InvitationCode: Sendable {
    private let text: String

    /// Wraps a code that only a credential vault has seen.
    public init(_ text: String) {
        self.text = text
    }

    /// Takes a code as it was typed or pasted: blanks, line ends and what shows nothing around it do not count.
    public init(typed text: String) {
        self.text = text.trimmed
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

extension String {
    /// The text without what copying adds around it: blanks, line ends, control and format characters.
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
    /// A placeholder that tells nothing.
    public var description: String { "‹invitation code›" }
    /// The same placeholder.
    public var debugDescription: String { self.description }
    /// A mirror with nothing in it.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
