#if PostgreSQL
    public import RosterDomain
    public import RosterPorts

    extension PostgreSQLDirectory {
        /// Adds a step to the history, if the precondition holds and the changes contradict nothing.
        ///
        /// A commit is not given up when the task is canceled. When its answer is lost, the directory asks what became of it, and throws
        /// ``UserDirectoryError/outcomeUnknown(cause:)`` only when no answer comes within the limit of the server.
        @discardableResult
        public func commit(
            _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
        ) async throws(UserDirectoryError) -> Commit {
            let proposal = StepProposal(
                changes: changes, principal: principal, moment: moment, precondition: precondition,
                id: SeenStep(revision: .start, id: UInt128.random(in: 0 ... .max)))
            var collisionCount = 0
            while true {
                switch try await self.outcome(of: proposal, after: &collisionCount) {
                case .added(let commit):
                    self.watch.note(SeenStep(revision: commit.revision, id: proposal.id.id))
                    self.feed.waiters.advance(to: commit.revision)
                    return commit
                case .refused(let error): throw error
                case .companyMissing: try await self.addCompany()
                case .unknown(let error):
                    guard let revision = try await self.foundOut(proposal.id, after: error) else { continue }
                    let commit = Commit(revision: revision, at: moment, principal: principal, changes: changes)
                    self.feed.waiters.advance(to: revision)
                    return commit
                }
            }
        }

        private func outcome(
            of proposal: StepProposal, after collisionCount: inout Int
        ) async throws(UserDirectoryError) -> CommitOutcome {
            let transaction = CommitTransaction(reading: self.reading, limits: self.limits)
            while true {
                do throws(PostgreSQLError) {
                    return try await self.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                        try transaction.run(proposal, on: connection)
                    }
                } catch {
                    guard error.isCollision, collisionCount < 10 else { throw .unavailable(cause: error) }
                    collisionCount += 1
                    try? await Task.sleep(for: .milliseconds(Int.random(in: 1...10 * collisionCount)))
                }
            }
        }

        private func addCompany() async throws(UserDirectoryError) {
            try await self.translating { () throws(PostgreSQLError) in
                let (request, limit) = (self.core.schema.addition(of: self.company), self.limits.answer)
                try await self.pool.perform { (connection) throws(PostgreSQLError) in
                    _ = try connection.run(request, within: limit)
                }
            }
        }

        /// Asks what became of a step until the server answers; nil when it was not added.
        private func foundOut(
            _ id: SeenStep, after cause: PostgreSQLError
        ) async throws(UserDirectoryError) -> Revision? {
            let transaction = CommitTransaction(reading: self.reading, limits: self.limits)
            let deadline = ContinuousClock.now + self.limits.outcome
            var pause = Duration.milliseconds(10)
            while ContinuousClock.now < deadline {
                do throws(PostgreSQLError) {
                    return try await self.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                        try transaction.revision(of: id, on: connection)
                    }
                } catch {
                    await Self.sleep(pause)
                    pause = min(pause * 2, .milliseconds(500))
                }
            }
            throw .outcomeUnknown(cause: cause)
        }

        /// Sleeps even in a task that was canceled: the outcome of a commit is found out all the same.
        private static func sleep(_ pause: Duration) async {
            await Task.detached { try? await Task.sleep(for: pause) }.value
        }
    }
#endif
