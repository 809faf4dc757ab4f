#if PostgreSQL
    public import RosterDomain
    public import RosterPorts

    extension PostgreSQLDirectory {
        /// Adds a step to the history, if the precondition holds and the changes contradict nothing.
        ///
        /// Steps of this host that wait at the same time share a transaction. A commit is not given up when the task is canceled. When its
        /// answer is lost, the directory asks what became of it, and throws `UserDirectoryError.outcomeUnknown(cause:)` only when no answer
        /// comes within the limit of the server.
        @discardableResult
        public func commit(
            _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
        ) async throws(UserDirectoryError) -> Commit {
            let id = SeenStep(revision: .start, id: UInt128.random(in: 0 ... .max))
            return try await self.commits.commit(
                StepProposal(
                    changes: changes, principal: principal, moment: moment, precondition: precondition, id: id))
        }
    }

    extension PostgreSQLDirectory: HistoryTarget {
        /// Adds steps of a history as they stand, such as those of another directory; many share a transaction.
        ///
        /// The first must follow on what the directory holds, and each on the one before it. All are durable once this returns.
        ///
        /// When this throws, the steps before the one at fault may be in the history, in order and each as a whole: ``head()`` tells how
        /// far it reaches.
        ///
        /// - Throws: `UserDirectoryError`: `conflict` when a step does not follow on, `contradiction` when it contradicts those before it,
        ///   and as ``commit(_:by:at:given:)`` for the rest.
        /// - Complexity: O(changes). A step that purges users also costs reading the history up to it.
        public func append(_ commits: [Commit]) async throws(UserDirectoryError) {
            try await self.commits.append(
                commits.map { commit in
                    StepProposal(
                        changes: commit.changes, principal: commit.principal, moment: commit.at,
                        precondition: .history(at: Revision(commit.revision.number &- 1)),
                        id: SeenStep(revision: .start, id: UInt128.random(in: 0 ... .max)))
                })
        }
    }
#endif
