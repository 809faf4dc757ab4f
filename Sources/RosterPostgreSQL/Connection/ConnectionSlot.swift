#if PostgreSQL
    internal import Dispatch
    internal import Synchronization

    /// A place for one connection, and the queue on whose thread it is used, so that no thread of Swift's tasks waits for it.
    ///
    /// It is opened before it is lent, and never in between: what one caller asks for while it has the slot is asked of one connection.
    final class ConnectionSlot: Sendable {
        private struct Content {
            var connection: PostgreSQLConnection?
            var generation = 0
            var endsAt = ContinuousClock.now
        }

        /// How long a connection that is old is used on while no new one can be made; ours.
        private static let grace = Duration.seconds(30)

        // On Linux, queues with the default quality of service share their threads with Swift's tasks.
        private let queue = DispatchQueue(label: "roster-postgresql", qos: .userInitiated)
        private let content = Mutex(Content())

        /// Whether there is a connection, as far as is known.
        var isConnected: Bool { self.content.withLock { !($0.connection?.isBroken ?? true) } }

        /// Whether the connection can be used as it is: it is there, not too old, and was not in use when another one was lost.
        func isReady(in pool: ConnectionPool) -> Bool {
            let generation = pool.generation
            return self.content.withLock { content in
                !(content.connection?.isBroken ?? true) && content.generation == generation && content.endsAt > .now
            }
        }

        /// Opens a connection, unless there is one that answers and is not too old.
        func open(in pool: ConnectionPool) async throws(PostgreSQLError) {
            let answer = PendingAnswer<Void>()
            self.queue.async {
                answer.give(
                    self.content.withLock { content in
                        Result { () throws(PostgreSQLError) in try Self.open(&content, in: pool) }
                    })
            }
            try await answer.value(evenIfCanceled: true)
        }

        /// Runs `body` on the connection.
        ///
        /// - Parameter isPatient: Whether to wait for the answer even if the task is canceled.
        /// - Throws: ``PostgreSQLError/connectionLost(_:)`` when the connection was lost before, too.
        func run<Value: Sendable>(
            evenIfCanceled isPatient: Bool = false,
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            try await self.begin(body).value(evenIfCanceled: isPatient)
        }

        /// Begins to run `body` on the connection, and does not wait for it.
        func begin<Value: Sendable>(
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) -> PendingAnswer<Value> {
            let answer = PendingAnswer<Value>()
            self.queue.async {
                answer.give(
                    self.content.withLock { content in
                        guard let connection = content.connection else {
                            return .failure(.connectionLost("it was closed"))
                        }
                        return Result { () throws(PostgreSQLError) in try body(connection) }
                    })
            }
            return answer
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

        private static func open(_ content: inout Content, in pool: ConnectionPool) throws(PostgreSQLError) {
            let generation = pool.generation
            if let connection = content.connection, !connection.isBroken, content.generation != generation {
                // Another one was lost: this one may have gone with it, or not.
                if connection.isAlive(within: pool.limits.answer) { content.generation = generation }
            }
            if content.connection?.isBroken ?? false { content.connection = nil }
            let isOld = content.endsAt <= .now
            if content.connection != nil, !isOld { return }
            do throws(PostgreSQLError) {
                content.connection = try pool.connect()
            } catch {
                guard content.connection != nil else { throw error }
                content.endsAt = .now + Self.grace
                return
            }
            content.generation = generation
            content.endsAt = .now + pool.limits.connectionLifetime * Double.random(in: 0.8...1.2)
        }
    }
#endif
