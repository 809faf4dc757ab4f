#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts

    /// What became of proposals that were decided together.
    enum CommitOutcome: Sendable {
        /// Each was added or refused, as the port says.
        case decided([Result<Commit, UserDirectoryError>])
        /// The company has no row to lock yet.
        case companyMissing
        /// The answer to the commit was lost; what is to be answered if it was made.
        case unknown(PostgreSQLError, [Result<Commit, UserDirectoryError>])
    }

    /// A transaction that adds steps: it locks the company, decides over what it then reads, and writes.
    ///
    /// Two round trips, however many steps. The lock is taken in the first and the commit is sent in the second: a caller who never learns what
    /// became of the commit knows that the lock is held until it is decided, and can ask under the same lock.
    struct CommitTransaction: Sendable {
        let reading: DirectoryReading
        let limits: PostgreSQLLimits

        private var schema: SchemaName { self.reading.schema }
        private var company: CompanyID { self.reading.company }

        func run(
            _ proposals: [StepProposal], on connection: PostgreSQLConnection
        ) throws(PostgreSQLError) -> CommitOutcome {
            let keys = RecordKeys(toCommit: proposals)
            let seen = try self.reading.watch.expected()
            let rows = try connection.run(
                self.lockRequests + [self.reading.headRequest(seen)] + self.reading.excerptRequests(keys),
                within: self.limits.answer)
            do throws(PostgreSQLError) {
                guard let head = try self.reading.head(rows[3], expecting: seen) else {
                    connection.endTransaction(within: self.limits.answer)
                    return .companyMissing
                }
                var round = CommitRound(over: try self.reading.excerpt(of: keys, at: head, rows[4...5]))
                let results = proposals.map { proposal in
                    Result { () throws(UserDirectoryError) in try round.take(proposal) }
                }
                if round.steps.isEmpty { connection.endTransaction(within: self.limits.answer) }
                return try round.steps.isEmpty
                    ? .decided(results) : self.write(round, deciding: results, on: connection)
            } catch {
                connection.endTransaction(within: self.limits.answer)
                throw error
            }
        }

        /// Whether the history has a step of this host, looked up under the lock.
        ///
        /// A plain look-up could miss a transaction that is still about to commit. This one waits for its end, and its own commit waits for
        /// the standby that the other one waits for.
        func hasStep(_ id: SeenStep, on connection: PostgreSQLConnection) throws(PostgreSQLError) -> Bool {
            let requests = self.lockRequests + [self.schema.step(id.id, of: self.company)]
            let (rows, isWarned) = try connection.runCommitting(requests, within: self.limits.answer)
            // Like the answer to the commit itself, this one may tell of what the standby does not have.
            if isWarned { throw .outcomeUnknown }
            return !rows[3].isEmpty
        }

        private var lockRequests: [PostgreSQLRequest] {
            [.beginWriting, self.schema.limits(self.limits), self.schema.lock(self.company)]
        }

        private func write(
            _ round: CommitRound, deciding results: [Result<Commit, UserDirectoryError>],
            on connection: PostgreSQLConnection
        ) throws(PostgreSQLError) -> CommitOutcome {
            var requests = self.schema.requests(toWrite: round, of: self.company)
            for step in round.steps {
                guard var erasure = PersonalErasure(for: step.commit) else { continue }
                _ = try connection.run(requests, within: self.limits.answer)
                requests = []
                try self.erase(&erasure, on: connection)
            }
            do throws(PostgreSQLError) {
                let isWarned = try connection.runCommitting(requests, within: self.limits.answer).isWarned
                return isWarned ? .unknown(.unexpectedAnswer("a warning at the commit"), results) : .decided(results)
            } catch {
                if error.isLoss { return .unknown(error, results) }
                throw error
            }
        }

        /// Erases what is personal of purged users from all steps, in the transaction that purges them.
        private func erase(
            _ erasure: inout PersonalErasure, on connection: PostgreSQLConnection
        ) throws(PostgreSQLError) {
            try self.forEachPortion(on: connection) { (steps) throws(PostgreSQLError) in
                for step in steps { erasure.note(step) }
            }
            try self.forEachPortion(on: connection) { (steps) throws(PostgreSQLError) in
                let requests = steps.compactMap(erasure.erased).map {
                    self.schema.replacement(for: $0, of: self.company)
                }
                if !requests.isEmpty { _ = try connection.run(requests, within: self.limits.answer) }
            }
        }

        private func forEachPortion(
            on connection: PostgreSQLConnection, _ body: ([Commit]) throws(PostgreSQLError) -> Void
        ) throws(PostgreSQLError) {
            var last = Revision.start
            while true {
                let request = self.schema.history(of: self.company, after: last, limit: 1_000)
                let steps = try self.reading.steps(connection.run(request, within: self.limits.answer), isShown: false)
                guard let end = steps.last else { return }
                try body(steps)
                last = end.revision
            }
        }
    }

    extension RecordKeys {
        /// The keys of everything that must be read to decide several steps.
        fileprivate init(toCommit proposals: [StepProposal]) {
            let keys = proposals.map { RecordKeys(toCommit: $0.changes, given: $0.precondition) }
            if keys.count == 1 {
                self = keys[0]
            } else {
                self.init(Array(Set(keys.flatMap(\.ids))), named: Array(Set(keys.flatMap(\.names))))
            }
        }
    }
#endif
