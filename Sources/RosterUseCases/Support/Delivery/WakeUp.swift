import Synchronization

/// Wakes the one task that waits, or that comes to wait next.
final class WakeUp: Sendable {
    private struct State {
        var isSignaled = false
        var wait: UInt64 = 0
        var isOver = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Wakes the task.
    func signal() {
        let waiter = self.state.withLock { state in
            if state.waiter == nil { state.isSignaled = true }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Waits for a signal, for as long as a limit at most, and no longer once the task is canceled.
    func wait(upTo limit: Duration) async {
        let number = self.state.withLock { state in
            state.wait += 1
            state.isOver = false
            return state.wait
        }
        let timer = Task {
            try? await Task.sleep(for: limit)
            self.end(number)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { self.add($0) }
        } onCancel: {
            self.end(number)
        }
        timer.cancel()
    }

    private func add(_ waiter: CheckedContinuation<Void, Never>) {
        let mustWait = self.state.withLock { state in
            guard !state.isSignaled, !state.isOver, !Task.isCancelled else {
                state.isSignaled = false
                return false
            }
            state.waiter = waiter
            return true
        }
        if !mustWait { waiter.resume() }
    }

    /// Ends a wait that may not have begun yet.
    private func end(_ number: UInt64) {
        let waiter = self.state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.wait == number else { return nil }
            state.isOver = true
            return state.waiter.take()
        }
        waiter?.resume()
    }
}
