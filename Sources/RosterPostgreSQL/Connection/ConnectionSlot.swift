#if PostgreSQL
    internal import Dispatch
    internal import Synchronization

    /// A place for one connection, and the queue on whose thread it is used, so that no thread of Swift's tasks waits for it.
    final class ConnectionSlot: Sendable {
        private struct Content {
            var connection: PostgreSQLConnection?
            var generation = 0
            var endsAt = ContinuousClock.now
        }

        // On Linux, queues with the default quality of service share their threads with Swift's tasks.
        private let queue = DispatchQueue(label: "roster-postgresql", qos: .userInitiated)
        private let content = Mutex(Content())

        /// Runs `body` on the connection, which is opened if there is none of a generation.
        ///
        /// - Parameters:
        ///   - pool: Knows how to connect.
        ///   - isPatient: Whether to wait for the answer even if the task is canceled.
        func run<Value: Sendable>(
            in pool: ConnectionPool, evenIfCanceled isPatient: Bool,
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            let answer = PendingAnswer<Value>()
            self.queue.async { answer.give(self.answer(in: pool, body)) }
            return try await answer.value(evenIfCanceled: isPatient)
        }

        /// Calls `body` once everything is over that was asked of the connection before, and ends a transaction that is open.
        func whenIdle(within limit: Duration, _ body: @escaping @Sendable () -> Void) {
            self.queue.async {
                self.content.withLock { content in
                    content.connection?.endTransaction(within: limit)
                    if content.connection?.isBroken ?? false { content.connection = nil }
                }
                body()
            }
        }

        /// Closes the connection, once everything is over that was asked of it before.
        func close() {
            self.queue.async { self.content.withLock { $0.connection = nil } }
        }

        private func answer<Value: Sendable>(
            in pool: ConnectionPool, _ body: @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) -> Result<Value, PostgreSQLError> {
            self.content.withLock { content in
                do throws(PostgreSQLError) {
                    let generation = pool.generation
                    if content.generation != generation || content.endsAt < .now { content.connection = nil }
                    if content.connection?.isBroken ?? true {
                        content.connection = nil
                        content.connection = try PostgreSQLConnection(pool.settings)
                        content.generation = generation
                        content.endsAt = .now + pool.limits.connectionLifetime * Double.random(in: 0.8...1.2)
                    }
                    guard let connection = content.connection else { return .failure(.closed) }
                    return .success(try body(connection))
                } catch {
                    return .failure(error)
                }
            }
        }
    }
#endif
