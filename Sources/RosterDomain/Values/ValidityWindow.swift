/// The time in which a role assignment holds: from a moment (inclusive) until a moment (exclusive).
public struct ValidityWindow: Sendable, Hashable, Codable {
    /// The first moment at which the assignment holds; nil means it has always held.
    public let from: Timestamp?
    /// The first moment at which the assignment no longer holds; nil means it does not end.
    public let until: Timestamp?

    /// A window without a beginning or an end.
    public static let always = ValidityWindow(uncheckedFrom: nil, until: nil)

    /// Creates a window.
    ///
    /// - Throws: ``ValidityWindowError/empty(from:until:)`` when the end does not lie after the beginning.
    public init(from: Timestamp? = nil, until: Timestamp? = nil) throws(ValidityWindowError) {
        if let from, let until, until <= from { throw .empty(from: from, until: until) }
        self.init(uncheckedFrom: from, until: until)
    }

    private init(uncheckedFrom from: Timestamp?, until: Timestamp?) {
        self.from = from
        self.until = until
    }

    /// Whether the window holds at a moment.
    public func contains(_ moment: Timestamp) -> Bool {
        if let from, moment < from { return false }
        if let until, moment >= until { return false }
        return true
    }
}

/// Why a validity window cannot exist.
public enum ValidityWindowError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The end does not lie after the beginning.
    case empty(from: Timestamp, until: Timestamp)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .empty(let from, let until):
            "an assignment cannot end at `\(until)` when it begins at `\(from)`"
        }
    }
}
