/// A promise of a port that an adapter does not keep.
///
/// The contracts throw it, so that any test framework, or none, can show it.
public struct ContractViolation: Error, Sendable, Hashable {
    /// The promise, as the contract words it.
    public let promise: String
    /// What should have been seen.
    public let expected: String
    /// What was seen instead.
    public let seen: String

    /// Creates a violation.
    public init(promise: String, expected: String, seen: String) {
        self.promise = promise
        self.expected = expected
        self.seen = seen
    }
}

extension ContractViolation: CustomStringConvertible {
    /// The promise, what was expected and what was seen, in three lines.
    public var description: String {
        "the adapter breaks a promise: \(self.promise)\n  expected: \(self.expected)\n  seen:     \(self.seen)"
    }
}
