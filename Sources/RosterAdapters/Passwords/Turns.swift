import Synchronization

/// Lets one task at a time work on one thing, first come, first served; different things do not wait for each other.
package final class Turns<Key: Hashable & Sendable>: Sendable {
    /// Who waits, for each thing that somebody works on.
    private let waiting = Mutex<[Key: [CheckedContinuation<Void, Never>]]>([:])

    /// Creates turns of which none is taken.
    package init() {}

    /// Waits for the turn, does the work and passes the turn on.
    package func withTurn<Value, Failure: Error>(
        at key: Key, _ work: () async throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        await self.take(key)
        defer { self.pass(key) }
        return try await work()
    }

    private func take(_ key: Key) async {
        await withCheckedContinuation { continuation in
            let isFree = self.waiting.withLock { waiting in
                guard waiting[key] != nil else {
                    waiting[key] = []
                    return true
                }
                waiting[key]?.append(continuation)
                return false
            }
            if isFree { continuation.resume() }
        }
    }

    private func pass(_ key: Key) {
        let next: CheckedContinuation<Void, Never>? = self.waiting.withLock { waiting in
            guard waiting[key]?.isEmpty == false else {
                waiting[key] = nil
                return nil
            }
            return waiting[key]?.removeFirst()
        }
        next?.resume()
    }
}
