public import RosterDomain
internal import Synchronization

/// Tasks that wait for a history to grow: what an adapter needs for ``UserDirectory/waitForHistory(after:)``.
///
/// No task polls. Each resumes once, when the history reaches further than the task asked for or when the task is canceled.
public final class HistoryWaiters: Sendable {
    private struct Waiter {
        let revision: Revision
        let continuation: CheckedContinuation<Revision?, Never>
    }

    private struct State {
        var reached: Revision
        var nextKey: UInt64 = 0
        var waiters: [UInt64: Waiter] = [:]
    }

    private let state: Mutex<State>

    /// Creates it for a history that reaches up to a revision.
    public init(at reached: Revision) {
        self.state = Mutex(State(reached: reached))
    }

    /// Returns how far the history reaches, as soon as that is further than a revision; nil when the task is canceled
    /// before.
    public func wait(after revision: Revision) async -> Revision? {
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

    /// Resumes the tasks that wait for a revision; call it once the commit can be read.
    ///
    /// Calls may come in any order: the history never goes back.
    public func advance(to revision: Revision) {
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
        let answer: Revision?? = self.state.withLock { state in
            if state.reached > waiter.revision { return .some(state.reached) }
            if Task.isCancelled { return .some(nil) }
            state.waiters[key] = waiter
            return nil
        }
        if let answer { waiter.continuation.resume(returning: answer) }
    }
}
