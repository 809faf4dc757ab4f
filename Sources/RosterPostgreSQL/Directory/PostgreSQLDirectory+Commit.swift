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
#endif
