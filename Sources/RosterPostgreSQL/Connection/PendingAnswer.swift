#if PostgreSQL
    internal import Synchronization

    /// An answer that a task waits for, and that another thread gives; the first one counts.
    final class PendingAnswer<Value: Sendable>: Sendable {
        typealias Answer = Result<Value, PostgreSQLError>

        private enum State {
            case open
            case awaited(CheckedContinuation<Answer, Never>)
            case given(Answer)
            case taken
        }

        private let state = Mutex(State.open)

        /// Gives the answer; false when there was one before.
        @discardableResult
        func give(_ answer: Answer) -> Bool {
            let (isFirst, waiter) = self.state.withLock { state -> (Bool, CheckedContinuation<Answer, Never>?) in
                switch state {
                case .open:
                    state = .given(answer)
                    return (true, nil)
                case .awaited(let waiter):
                    state = .taken
                    return (true, waiter)
                case .given, .taken: return (false, nil)
                }
            }
            waiter?.resume(returning: answer)
            return isFirst
        }

        /// Waits for the answer; one task does so, once.
        ///
        /// When the task is canceled, that is the answer, unless the task is to wait even so.
        func value(evenIfCanceled isPatient: Bool = false) async throws(PostgreSQLError) -> Value {
            let answer = await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in self.wait(continuation) }
            } onCancel: {
                if !isPatient { self.give(.failure(.canceled)) }
            }
            return try answer.get()
        }

        private func wait(_ continuation: CheckedContinuation<Answer, Never>) {
            let given = self.state.withLock { state -> Answer? in
                if case .given(let answer) = state {
                    state = .taken
                    return answer
                }
                state = .awaited(continuation)
                return nil
            }
            if let given { continuation.resume(returning: given) }
        }
    }
#endif
