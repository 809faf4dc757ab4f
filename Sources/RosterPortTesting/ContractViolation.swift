/// A promise of a port that an adapter does not keep.
///
/// The contracts throw it, so that any test framework can report it.
public struct ContractViolation: Error, Sendable, Hashable {
    /// The promise, in the words of the contract.
    public let promise: String
    /// What was expected.
    public let expected: String
    /// What was observed instead.
    public let seen: String

    /// Creates a violation.
    public init(promise: String, expected: String, seen: String) {
        self.promise = promise
        self.expected = expected
        self.seen = seen
    }
}

extension ContractViolation: CustomStringConvertible {
    /// The promise, what was expected and what was observed, on three lines.
    public var description: String {
        "the adapter breaks a promise: \(self.promise)\n  expected: \(self.expected)\n  seen:     \(self.seen)"
    }
}
