/// Why bytes or JSON are not the stored form of a value.
///
/// Nothing was taken over.
public struct StoredFormError: Error, Sendable, Hashable {
    /// What is wrong.
    @nonexhaustive
    public enum Problem: Sendable, Hashable {
        /// The bytes end within a field.
        case cutOff
        /// A field has a number or a payload that cannot be read.
        case unreadable
        /// A field stands twice, or out of order.
        case repeated
        /// A field that is needed is not there.
        case missing
        /// A field has another kind of payload than its description says.
        case wrongKind
        /// A field holds a value that its type does not accept.
        case invalid(detail: String)
        /// A newer version wrote a field that must be understood to use the value.
        case unknownRequiredField
        /// A newer version wrote a kind of change, or another alternative, that this one does not know.
        case unknownAlternative
        /// The text is not JSON.
        case notJSON(detail: String)
    }

    /// What is wrong.
    public let problem: Problem
    /// Where, from the outside in: `changes.2.user.email`; empty for the value as a whole.
    public private(set) var path: String

    /// Whether a newer version of Roster can read the value.
    public var isNewer: Bool { self.problem == .unknownRequiredField || self.problem == .unknownAlternative }

    package init(_ problem: Problem, at path: String = "") {
        self.problem = problem
        self.path = path
    }

    /// The same error, seen from the value around the one in which it was found.
    package func inside(_ name: String) -> StoredFormError {
        StoredFormError(self.problem, at: self.path.isEmpty ? name : "\(name).\(self.path)")
    }
}

extension StoredFormError: CustomStringConvertible {
    /// What is wrong and where, for a person.
    public var description: String {
        let place = self.path.isEmpty ? "" : "`\(self.path)`: "
        return place + self.problem.description
    }
}

extension StoredFormError.Problem: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .cutOff: "the stored value is cut off"
        case .unreadable: "the field cannot be read"
        case .repeated: "the field is repeated or out of order"
        case .missing: "the field is missing"
        case .wrongKind: "the field has the wrong kind of value"
        case .invalid(let detail): detail
        case .unknownRequiredField:
            "a newer version of Roster wrote this field and requires it to be understood; upgrade"
        case .unknownAlternative: "a newer version of Roster wrote this; upgrade to read it"
        case .notJSON(let detail): "this is not JSON: \(detail)"
        }
    }
}
