import Synchronization

/// Runs an operation that might never end, and fails if it takes too long.
///
/// An operation that does not end even after it is canceled is abandoned.
func withPatience<Value: Sendable>(
    _ patience: Duration, _ what: String, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let outcome = FirstOutcome<Value>()
    let worker = Task {
        do { outcome.settle(.success(try await work())) } catch { outcome.settle(.failure(error)) }
    }
    let timer = Task {
        try await Task.sleep(for: patience)
        outcome.settle(.failure(Mismatch(expected: what, seen: "nothing within \(patience)")))
    }
    defer {
        worker.cancel()
        timer.cancel()
    }
    return try await withCheckedThrowingContinuation { outcome.tell($0) }
}

/// The first of several outcomes; later ones are ignored.
private final class FirstOutcome<Value: Sendable>: Sendable {
    private enum State {
        case open
        case waited(CheckedContinuation<Value, any Error>)
        case settled(Result<Value, any Error>)
        case told
    }

    private let state = Mutex(State.open)

    func settle(_ result: Result<Value, any Error>) {
        let waiter: CheckedContinuation<Value, any Error>? = self.state.withLock { state in
            switch state {
            case .open: state = .settled(result)
            case .waited(let continuation):
                state = .told
                return continuation
            case .settled, .told: break
            }
            return nil
        }
        waiter?.resume(with: result)
    }

    func tell(_ continuation: CheckedContinuation<Value, any Error>) {
        let result: Result<Value, any Error>? = self.state.withLock { state in
            guard case .settled(let result) = state else {
                state = .waited(continuation)
                return nil
            }
            state = .told
            return result
        }
        if let result { continuation.resume(with: result) }
    }
}
