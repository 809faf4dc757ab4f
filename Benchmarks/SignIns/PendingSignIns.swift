import Roster
import Synchronization

/// Attempts to sign in, of which a fixed number is always pending: each is answered and follows on at once.
final class PendingSignIns: Sendable {
    private let answeredCount = Atomic(0)

    /// Does something while sign-ins at as many different names are pending.
    static func keep<Value: Sendable>(
        _ count: Int, at tenant: Tenant, while body: (PendingSignIns) async throws -> Value
    ) async throws -> Value {
        let load = PendingSignIns()
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                group.addTask { try await load.signInRepeatedly("user\(number)@contoso.example", tenant) }
            }
            // Until each has its place in the queue.
            try await Task.sleep(for: .milliseconds(100))
            let value = try await body(load)
            group.cancelAll()
            while let result = await group.nextResult() { try result.get() }
            return value
        }
    }

    /// Sign-ins a second.
    func rate(over period: Duration) async throws -> Double {
        let (start, before) = (ContinuousClock.now, self.answeredCount.load(ordering: .relaxed))
        try await Task.sleep(for: period)
        let count = self.answeredCount.load(ordering: .relaxed) - before
        return Double(count) / ((ContinuousClock.now - start) / .seconds(1))
    }

    private func signInRepeatedly(_ name: String, _ tenant: Tenant) async throws {
        while !Task.isCancelled {
            do {
                _ = try await tenant.signIn(name, password: Password("a wrong guess"))
            } catch {
                if Task.isCancelled { return }
                guard error.refusal != nil else { throw error }
                self.answeredCount.add(1, ordering: .relaxed)
            }
        }
    }
}
