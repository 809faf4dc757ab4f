/// A promise of a port, and a check of it.
struct Promise: Sendable {
    let name: String
    private let check: @Sendable () async throws -> Void

    init(_ name: String, _ check: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.check = check
    }

    /// Checks the promise, and reports every failure as a violation of it.
    func verify() async throws(ContractViolation) {
        do {
            try await self.check()
        } catch let mismatch as Mismatch {
            throw ContractViolation(promise: self.name, expected: mismatch.expected, seen: mismatch.seen)
        } catch {
            throw ContractViolation(promise: self.name, expected: "no error", seen: "the error: \(error)")
        }
    }
}

/// An unmet expectation, which becomes a ``ContractViolation``.
struct Mismatch: Error {
    let expected: String
    let seen: String
}

/// Fails unless two values are equal.
func expect<Value: Equatable>(_ what: String, _ seen: Value, is expected: Value) throws(Mismatch) {
    guard seen == expected else {
        throw Mismatch(expected: "\(what): \(shortened(expected))", seen: shortened(seen))
    }
}

/// Fails unless a condition holds.
func expect(_ what: String, _ holds: Bool, seen: @autoclosure () -> String = "it is not so") throws(Mismatch) {
    guard holds else { throw Mismatch(expected: what, seen: seen()) }
}

/// Fails when a value is nil.
func required<Value>(_ what: String, _ value: Value?) throws(Mismatch) -> Value {
    guard let value else { throw Mismatch(expected: what, seen: "nil") }
    return value
}

/// A value, truncated so that a violation stays readable.
private func shortened(_ value: some Any) -> String {
    let text = "\(value)"
    return text.count <= 400 ? text : text.prefix(400) + "…"
}

extension Promise {
    /// Checks promises one after another.
    static func verify(_ promises: [Promise], progress: (String) -> Void) async throws(ContractViolation) {
        for promise in promises {
            try await promise.verify()
            progress(promise.name)
        }
    }

    /// Checks the promise with a name.
    static func verify(_ promises: [Promise], only name: String) async throws(ContractViolation) {
        guard let promise = promises.first(where: { $0.name == name }) else {
            throw ContractViolation(promise: name, expected: "a promise of this name", seen: "none")
        }
        try await promise.verify()
    }
}
