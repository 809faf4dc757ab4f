internal import Synchronization

/// Tasks that wait for a history to grow.
///
/// No task polls; each resumes once, when the history reaches further than it asked for or when it is canceled.
package final class StoreWaiters: Sendable {
    private struct Waiter {
        let revision: UInt64
        let continuation: CheckedContinuation<UInt64?, Never>
    }

    private struct State {
        var reached: UInt64
        var nextKey: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
    }

    private let state: Mutex<State>

    /// Creates it for a history that reaches up to a revision.
    package init(at reached: UInt64) {
        self.state = Mutex(State(reached: reached))
    }

    /// Returns how far the history reaches, as soon as that is further than a revision; nil when the task is canceled
    /// before.
    package func wait(after revision: UInt64) async -> UInt64? {
        let key = self.state.withLock { state in
            state.nextKey += 1
            return state.nextKey
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                self.add(Waiter(revision: revision, continuation: continuation), key: key)
            }
        } onCancel: {
            self.state.withLock { $0.waiters.removeValue(forKey: key) }?.continuation.resume(returning: nil)
        }
    }

    /// Tells that the history has reached a revision, whose commit everybody can read already.
    package func advance(to revision: UInt64) {
        let ready = self.state.withLock { state in
            state.reached = max(state.reached, revision)
            if state.waiters.isEmpty { return (reached: state.reached, waiters: [Waiter]()) }
            let keys = state.waiters.filter { $0.value.revision < state.reached }.keys
            return (reached: state.reached, waiters: keys.compactMap { state.waiters.removeValue(forKey: $0) })
        }
        for waiter in ready.waiters { waiter.continuation.resume(returning: ready.reached) }
    }

    private func add(_ waiter: Waiter, key: UInt64) {
        // A cancellation that came before looked for the waiter in vain, and is seen here.
        let answer: UInt64?? = self.state.withLock { state in
            if state.reached > waiter.revision { return .some(state.reached) }
            if Task.isCancelled { return .some(nil) }
            state.waiters[key] = waiter
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }
}
