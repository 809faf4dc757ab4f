#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts
    internal import Synchronization

    /// The commits of one host to one company that wait, and the transaction that takes all of them at once.
    ///
    /// Callers queue here and not in the server, where each of them would hold a connection, and each would wait for a round trip and for the
    /// disk.
    final class CommitQueue: Sendable {
        /// Steps that one caller asks for, one after another, and that share a transaction.
        private struct Waiting: Sendable {
            let proposals: [StepProposal]
            /// When it is too late to begin.
            let deadline: ContinuousClock.Instant
            let answer = PendingAnswer<[Result<Commit, UserDirectoryError>]>()

            var changeCount: Int { self.proposals.reduce(0) { $0 + $1.changes.count } }
            var isPurge: Bool { self.proposals.contains(where: \.isPurge) }

            func results() async throws(UserDirectoryError) -> [Result<Commit, UserDirectoryError>] {
                do throws(PostgreSQLError) { return try await self.answer.value(evenIfCanceled: true) } catch {
                    throw UserDirectoryError(error)
                }
            }
        }

        private struct State {
            var waiting: [Waiting] = []
            var isRunning = false
        }

        /// The most steps, and the most changes in them but for the first step, that share a transaction; ours.
        private static let (stepLimit, changeLimit) = (256, 4_096)
        /// How often a transaction is tried again that others were in the way of, or whose answer was lost; ours.
        private static let attemptLimit = 10

        private let pool: ConnectionPool
        private let reading: DirectoryReading
        private let tell: @Sendable (Revision) -> Void
        private let state = Mutex(State())

        /// Creates an empty queue.
        ///
        /// - Parameter tell: Called with the last revision of a transaction once it has been made.
        init(_ pool: ConnectionPool, _ reading: DirectoryReading, telling tell: @escaping @Sendable (Revision) -> Void)
        {
            self.pool = pool
            self.reading = reading
            self.tell = tell
        }

        /// Adds a step, and waits for what becomes of it, even if the task is canceled.
        func commit(_ proposal: StepProposal) async throws(UserDirectoryError) -> Commit {
            let waiting = Waiting(proposals: [proposal], deadline: .now + self.patience)
            self.enqueue([waiting])
            return try await waiting.results()[0].get()
        }

        /// Adds steps one after another, and waits for what becomes of all of them, even if the task is canceled.
        ///
        /// - Throws: What the first of them meets that is not added.
        func append(_ proposals: [StepProposal]) async throws(UserDirectoryError) {
            // An import waits for its own steps, however many there are.
            let portions = Self.portions(of: proposals)
            let patience = self.patience * portions.count
            let waiting = portions.map { Waiting(proposals: $0, deadline: .now + patience) }
            self.enqueue(waiting)
            var failure: UserDirectoryError?
            for waiting in waiting {
                do throws(UserDirectoryError) {
                    for result in try await waiting.results() { _ = try result.get() }
                } catch {
                    failure = failure ?? error
                }
            }
            if let failure { throw failure }
        }

        /// Steps in portions that are within the limits of a transaction; a step that purges users is alone.
        private static func portions(of proposals: [StepProposal]) -> [[StepProposal]] {
            var (portions, portion, changeCount) = ([[StepProposal]](), [StepProposal](), 0)
            for proposal in proposals {
                changeCount += proposal.changes.count
                let isFull = portion.count == self.stepLimit || changeCount > self.changeLimit
                if !portion.isEmpty, isFull || proposal.isPurge || portion.last?.isPurge == true {
                    portions.append(portion)
                    (portion, changeCount) = ([], proposal.changes.count)
                }
                portion.append(proposal)
            }
            return portion.isEmpty ? portions : portions + [portion]
        }

        /// How long a step waits for its turn: as long as the server may need for one that stands before it.
        private var patience: Duration { self.pool.limits.lock + self.pool.limits.answer }

        private func enqueue(_ waiting: [Waiting]) {
            let begins = self.state.withLock { state in
                state.waiting += waiting
                defer { state.isRunning = true }
                return !state.isRunning
            }
            if begins { Task.detached { await self.run() } }
        }

        private func run() async {
            while let round = self.nextRound() {
                var results = await self.results(of: round.flatMap(\.proposals))[...]
                for waiting in round {
                    waiting.answer.give(.success(Array(results.prefix(waiting.proposals.count))))
                    results = results.dropFirst(waiting.proposals.count)
                }
            }
        }

        /// Takes what waits, up to the limits, and refuses what has waited for too long.
        ///
        /// A step that purges users is alone.
        private func nextRound() -> [Waiting]? {
            let now = ContinuousClock.now
            return self.state.withLock { state in
                for late in state.waiting where late.deadline < now {
                    late.answer.give(.failure(.timedOut(self.patience)))
                }
                state.waiting.removeAll { $0.deadline < now }
                guard let first = state.waiting.first else {
                    state.isRunning = false
                    return nil
                }
                var (count, stepCount, changeCount) = (1, first.proposals.count, first.changeCount)
                while !first.isPurge, count < state.waiting.count {
                    let next = state.waiting[count]
                    stepCount += next.proposals.count
                    changeCount += next.changeCount
                    if stepCount > Self.stepLimit || changeCount > Self.changeLimit || next.isPurge { break }
                    count += 1
                }
                defer { state.waiting.removeFirst(count) }
                return Array(state.waiting.prefix(count))
            }
        }

        private func results(of proposals: [StepProposal]) async -> [Result<Commit, UserDirectoryError>] {
            do throws(UserDirectoryError) {
                return try await self.decide(proposals)
            } catch {
                // What one step asks for may be what the server refuses: the others get in without it.
                guard case .unavailable(let cause as PostgreSQLError) = error, cause.isOfOneStep, proposals.count > 1
                else {
                    return proposals.map { _ in .failure(error) }
                }
                var results: [Result<Commit, UserDirectoryError>] = []
                for proposal in proposals { results += await self.results(of: [proposal]) }
                return results
            }
        }

        private func decide(
            _ proposals: [StepProposal]
        ) async throws(UserDirectoryError) -> [Result<Commit, UserDirectoryError>] {
            let transaction = CommitTransaction(reading: self.reading, limits: self.pool.limits)
            var attemptCount = 0
            while true {
                attemptCount += 1
                switch try await self.outcome(of: proposals, in: transaction, &attemptCount) {
                case .decided(let results): return self.acknowledged(results, of: proposals)
                case .companyMissing:
                    guard attemptCount < Self.attemptLimit else {
                        throw .unavailable(cause: PostgreSQLError.unexpectedAnswer("no row of the company"))
                    }
                    try await self.addCompany()
                case .unknown(let cause, let results):
                    let isAdded = await self.isAdded(results, of: proposals, asking: transaction)
                    guard let isAdded else { throw .outcomeUnknown(cause: cause) }
                    if isAdded { return self.acknowledged(results, of: proposals) }
                    if attemptCount >= Self.attemptLimit { throw .unavailable(cause: cause) }
                }
            }
        }

        /// Runs the transaction, again if another one was in the way.
        private func outcome(
            of proposals: [StepProposal], in transaction: CommitTransaction, _ attemptCount: inout Int
        ) async throws(UserDirectoryError) -> CommitOutcome {
            while true {
                do throws(PostgreSQLError) {
                    return try await self.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                        try transaction.run(proposals, on: connection)
                    }
                } catch {
                    guard error.isCollision, attemptCount < Self.attemptLimit else { throw UserDirectoryError(error) }
                    attemptCount += 1
                    try? await Task.sleep(for: .milliseconds(Int.random(in: 1...10 * attemptCount)))
                }
            }
        }

        /// Takes note of what was added, and tells of it.
        private func acknowledged(
            _ results: [Result<Commit, UserDirectoryError>], of proposals: [StepProposal]
        ) -> [Result<Commit, UserDirectoryError>] {
            for (result, proposal) in zip(results, proposals).reversed() {
                guard case .success(let commit) = result else { continue }
                self.reading.watch.note(SeenStep(revision: commit.revision, id: proposal.id.id))
                self.tell(commit.revision)
                break
            }
            return results
        }

        private func addCompany() async throws(UserDirectoryError) {
            let (request, limit) = (self.reading.schema.addition(of: self.reading.company), self.pool.limits.answer)
            do throws(PostgreSQLError) {
                try await self.pool.perform { (connection) throws(PostgreSQLError) in
                    _ = try connection.run(request, within: limit)
                }
            } catch {
                throw UserDirectoryError(error)
            }
        }

        /// Asks what became of steps that were written together, until the server answers; nil when it does not in time.
        private func isAdded(
            _ results: [Result<Commit, UserDirectoryError>], of proposals: [StepProposal],
            asking transaction: CommitTransaction
        ) async -> Bool? {
            guard let written = zip(results, proposals).first(where: { (try? $0.0.get()) != nil })?.1 else {
                return false
            }
            let deadline = ContinuousClock.now + self.pool.limits.outcome
            var pause = Duration.milliseconds(10)
            while ContinuousClock.now < deadline {
                do throws(PostgreSQLError) {
                    return try await self.pool.perform { (connection) throws(PostgreSQLError) in
                        try transaction.hasStep(written.id, on: connection)
                    }
                } catch {
                    try? await Task.sleep(for: pause)
                    pause = min(pause * 2, .milliseconds(500))
                }
            }
            return nil
        }
    }
#endif
