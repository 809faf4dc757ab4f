#if PostgreSQL
    internal import Dispatch
    internal import Synchronization

    /// The connections of one server: as many as the limits allow, each opened when it is first needed.
    final class ConnectionPool: Sendable {
        private struct State {
            var idle: [ConnectionSlot] = []
            /// The places there are, those that are lent among them.
            var count = 0
            /// How many are lent and open, as far as is known; from the moment at which they are given.
            var inUse = 0
            var waiters: [PendingAnswer<ConnectionSlot>] = []
            /// No connection is tried before, while there are others that work.
            var noneBefore = ContinuousClock.now
            var isClosed = false

            /// Whether any connection works, as far as is known.
            var hasOpen: Bool { self.inUse > 0 || self.idle.contains(where: \.isConnected) }

            /// Gives a place to a caller who waits; false when the caller has given up.
            mutating func give(_ slot: ConnectionSlot, to waiter: PendingAnswer<ConnectionSlot>) -> Bool {
                // Asked before, since the caller may open it at once.
                let isOpen = slot.isConnected
                guard waiter.give(.success(slot)) else { return false }
                if isOpen { self.inUse += 1 }
                return true
            }
        }

        /// How long the server is left alone that has refused a connection, while others to it work; ours.
        private static let pause = Duration.seconds(1)

        let settings: ConnectionSettings
        let limits: PostgreSQLLimits
        private let check: ConnectionCheck
        private let state = Mutex(State())
        private let currentGeneration = Mutex(0)

        init(_ settings: ConnectionSettings, _ check: ConnectionCheck, _ limits: PostgreSQLLimits) {
            self.settings = settings
            self.check = check
            self.limits = limits
        }

        /// Connections of earlier generations are asked for a sign of life before they are used: the server may have gone since.
        var generation: Int { self.currentGeneration.withLock { $0 } }

        /// Makes a connection to a database that can be used.
        func connect() throws(PostgreSQLError) -> PostgreSQLConnection {
            let connection = try PostgreSQLConnection(self.settings)
            try self.check.run(on: connection, within: self.limits.answer)
            return connection
        }

        /// Runs `body` on a connection.
        ///
        /// When the connection was lost before, which shows only when it is used, `body` runs a second time on a new one: it must not have
        /// committed anything when it throws ``PostgreSQLError/connectionLost(_:)``.
        func perform<Value: Sendable>(
            evenIfCanceled isPatient: Bool = false,
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            do throws(PostgreSQLError) {
                return try await self.lending { (slot) throws(PostgreSQLError) in
                    try await slot.run(evenIfCanceled: isPatient, body)
                }
            } catch {
                guard case .connectionLost = error else { throw error }
                return try await self.lending { (slot) throws(PostgreSQLError) in
                    try await slot.run(evenIfCanceled: isPatient, body)
                }
            }
        }

        /// Lends a connection to `body`, which may use it several times in one transaction.
        func lending<Value>(
            _ body: (ConnectionSlot) async throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            let slot = try await self.takeOpen()
            defer { slot.whenIdle(within: self.limits.answer) { self.giveBack(slot) } }
            do throws(PostgreSQLError) {
                return try await body(slot)
            } catch {
                if case .connectionLost = error { self.currentGeneration.withLock { $0 += 1 } }
                throw error
            }
        }

        /// Takes a connection that can be used; where no new one can be made, one of those that there are.
        private func takeOpen() async throws(PostgreSQLError) -> ConnectionSlot {
            let deadline = ContinuousClock.now + self.limits.freeConnection
            while true {
                let slot = try await self.take()
                if slot.isReady(in: self) { return slot }
                // One that may be dead, or is old, counts as open until it is known to be dead.
                let wasOpen = slot.isConnected
                do throws(PostgreSQLError) {
                    try await slot.open(in: self)
                    if !wasOpen { self.state.withLock { $0.inUse += 1 } }
                    return slot
                } catch {
                    guard self.giveUp(wasOpen: wasOpen), ContinuousClock.now < deadline else { throw error }
                }
            }
        }

        /// Counts a place off that could not be opened; whether others are open, for which it is better to wait.
        private func giveUp(wasOpen: Bool) -> Bool {
            self.state.withLock { state in
                state.count -= 1
                if wasOpen { state.inUse -= 1 }
                state.noneBefore = .now + Self.pause
                if state.hasOpen { return true }
                // Who waits shall not wait for nothing.
                while !state.waiters.isEmpty {
                    guard state.give(ConnectionSlot(), to: state.waiters.removeFirst()) else { continue }
                    state.count += 1
                    break
                }
                return false
            }
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
                let open = state.idle.lastIndex(where: \.isConnected)
                let mayOpen = state.noneBefore <= .now || !state.hasOpen
                if state.isClosed {
                    waiter.give(.failure(.closed))
                } else if let position = open ?? (mayOpen ? state.idle.indices.last : nil) {
                    _ = state.give(state.idle.remove(at: position), to: waiter)
                } else if mayOpen, state.count < self.limits.connectionCount {
                    state.count += 1
                    _ = state.give(ConnectionSlot(), to: waiter)
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
                state.inUse -= 1
                if state.isClosed { return true }
                while !state.waiters.isEmpty {
                    // One that gave up has an answer already.
                    if state.give(slot, to: state.waiters.removeFirst()) { return false }
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
