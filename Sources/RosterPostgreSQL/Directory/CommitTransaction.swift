#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts

    /// What a host asks a directory to add.
    struct StepProposal: Sendable {
        let changes: [Change]
        let principal: Principal
        let moment: Timestamp
        let precondition: CommitPrecondition
        /// Identifies the step in the history, so that its outcome can be found out when an answer is lost.
        let id: SeenStep
    }

    /// What became of a proposal.
    enum CommitOutcome: Sendable {
        case added(Commit)
        /// The port's own answer: a conflict or a contradiction.
        case refused(UserDirectoryError)
        /// The company has no row to lock yet.
        case companyMissing
        /// The answer to the commit was lost.
        case unknown(PostgreSQLError)
    }

    /// A transaction that adds a step: it locks the company, decides over what it then reads, and writes.
    ///
    /// Two round trips. The lock is taken in the first and the commit is sent in the second: a caller who never learns what became of the
    /// commit knows that the lock is held until it is decided, and can ask under the same lock.
    struct CommitTransaction: Sendable {
        let reading: DirectoryReading
        let limits: PostgreSQLLimits

        private var schema: SchemaName { self.reading.schema }
        private var company: CompanyID { self.reading.company }

        func run(_ proposal: StepProposal, on connection: PostgreSQLConnection) throws(PostgreSQLError) -> CommitOutcome
        {
            let keys = RecordKeys(toCommit: proposal.changes, given: proposal.precondition)
            let seen = try self.reading.watch.expected()
            let rows = try connection.run(
                self.lockRequests + [self.reading.headRequest(seen)] + self.reading.excerptRequests(keys),
                within: self.limits.answer)
            do throws(PostgreSQLError) {
                guard let head = try self.reading.head(rows[3], expecting: seen) else {
                    try self.rollBack(connection)
                    return .companyMissing
                }
                let excerpt = try self.reading.excerpt(of: keys, at: head, rows[4...5])
                let draft: DirectoryDraft
                do throws(UserDirectoryError) { draft = try proposal.draft(over: excerpt) } catch {
                    try self.rollBack(connection)
                    return .refused(error)
                }
                return try self.write(draft, as: proposal.id, over: head, on: connection)
            } catch {
                if !connection.isBroken, !connection.isIdle { try self.rollBack(connection) }
                throw error
            }
        }

        /// The revision of a step of this host, looked up under the lock; nil when the history does not have it.
        ///
        /// A plain look-up could miss a transaction that is still about to commit. This one waits for its end, and its own commit waits for
        /// the standby that the other one waits for.
        func revision(of id: SeenStep, on connection: PostgreSQLConnection) throws(PostgreSQLError) -> Revision? {
            let rows = try connection.run(
                self.lockRequests + [self.schema.step(id.id, of: self.company), .commit], within: self.limits.answer)
            return rows[3].isEmpty ? nil : Revision(try rows[3].integer(0, 0))
        }

        private var lockRequests: [PostgreSQLRequest] {
            [.beginWriting, self.schema.limits(self.limits), self.schema.lock(self.company)]
        }

        private func rollBack(_ connection: PostgreSQLConnection) throws(PostgreSQLError) {
            _ = try connection.run(.rollback, within: self.limits.answer)
        }

        private func write(
            _ draft: DirectoryDraft, as id: SeenStep, over head: DirectoryHead, on connection: PostgreSQLConnection
        ) throws(PostgreSQLError) -> CommitOutcome {
            var requests = self.schema.requests(toWrite: draft, as: id.id, of: self.company, over: head)
            if var erasure = PersonalErasure(for: draft.commit) {
                _ = try connection.run(requests, within: self.limits.answer)
                requests = []
                try self.erase(&erasure, on: connection)
            }
            do throws(PostgreSQLError) {
                let isWarned = try connection.runCommitting(requests, within: self.limits.answer).isWarned
                if isWarned { return .unknown(.unexpectedAnswer("a warning at the commit")) }
            } catch {
                if error.isLoss { return .unknown(error) }
                throw error
            }
            return .added(draft.commit)
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

    extension StepProposal {
        /// Decides under the lock, by the rules of the domain.
        fileprivate func draft(over excerpt: DirectoryExcerpt) throws(UserDirectoryError) -> DirectoryDraft {
            let holds: Bool
            do throws(LookupFailure) { holds = try self.precondition.holds(in: excerpt) } catch { throw .init(error) }
            guard holds else { throw .conflict(latest: excerpt.head.revision) }
            let commit = Commit(
                revision: excerpt.head.revision.next, at: self.moment, principal: self.principal, changes: self.changes)
            do throws(DraftError) { return try DirectoryDraft(of: commit, over: excerpt) } catch { throw .init(error) }
        }
    }
#endif
