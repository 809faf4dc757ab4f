#if PostgreSQL
    internal import Dispatch
    internal import Synchronization

    /// The connections of one server: as many as the limits allow, each opened when it is first needed.
    final class ConnectionPool: Sendable {
        private struct State {
            var idle: [ConnectionSlot] = []
            var count = 0
            var waiters: [PendingAnswer<ConnectionSlot>] = []
            var isClosed = false
        }

        let settings: ConnectionSettings
        let limits: PostgreSQLLimits
        private let state = Mutex(State())
        private let currentGeneration = Mutex(0)

        init(_ settings: ConnectionSettings, _ limits: PostgreSQLLimits) {
            self.settings = settings
            self.limits = limits
        }

        /// Connections of earlier generations are not used any more: the server may have gone since.
        var generation: Int { self.currentGeneration.withLock { $0 } }

        /// Runs `body` on a connection.
        ///
        /// When the connection was lost before, which shows only when it is used, `body` runs a second time on a new one: it must not have
        /// committed anything when it throws ``PostgreSQLError/connectionLost(_:)``.
        func perform<Value: Sendable>(
            evenIfCanceled isPatient: Bool = false,
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            try await self.lending { (slot) throws(PostgreSQLError) in
                do throws(PostgreSQLError) {
                    return try await slot.run(in: self, evenIfCanceled: isPatient, body)
                } catch {
                    guard case .connectionLost = error else { throw error }
                    self.currentGeneration.withLock { $0 += 1 }
                    return try await slot.run(in: self, evenIfCanceled: isPatient, body)
                }
            }
        }

        /// Lends a connection to `body`, which may use it several times in one transaction.
        func lending<Value>(
            _ body: (ConnectionSlot) async throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            let slot = try await self.take()
            defer { slot.whenIdle(within: self.limits.answer) { self.giveBack(slot) } }
            return try await body(slot)
        }

        /// Closes every connection when its present work is done; calls fail from now on.
        func close() {
            let (idle, waiters) = self.state.withLock { state in
                state.isClosed = true
                defer { (state.idle, state.waiters) = ([], []) }
                return (state.idle, state.waiters)
            }
            for slot in idle { slot.close() }
            for waiter in waiters { waiter.give(.failure(.closed)) }
        }

        private func take() async throws(PostgreSQLError) -> ConnectionSlot {
            let waiter = PendingAnswer<ConnectionSlot>()
            let isWaiting = self.state.withLock { state in
                if state.isClosed {
                    waiter.give(.failure(.closed))
                } else if let slot = state.idle.popLast() {
                    waiter.give(.success(slot))
                } else if state.count < self.limits.connectionCount {
                    state.count += 1
                    waiter.give(.success(ConnectionSlot()))
                } else {
                    state.waiters.append(waiter)
                    return true
                }
                return false
            }
            if isWaiting {
                let limit = self.limits.freeConnection
                DispatchQueue.global(qos: .userInitiated).asyncAfter(deadline: .now() + limit.inSeconds) {
                    waiter.give(.failure(.noFreeConnection(limit)))
                }
            }
            // A connection that was given is used even if the task is canceled, so that it always comes back.
            return try await waiter.value()
        }

        private func giveBack(_ slot: ConnectionSlot) {
            let isClosed = self.state.withLock { state in
                if state.isClosed { return true }
                while !state.waiters.isEmpty {
                    // One that gave up has an answer already.
                    if state.waiters.removeFirst().give(.success(slot)) { return false }
                }
                state.idle.append(slot)
                return false
            }
            if isClosed { slot.close() }
        }
    }

    extension Duration {
        /// The whole duration in seconds.
        var inSeconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18 }
    }
#endif
