#if PostgreSQL
    internal import RosterDomain
    internal import Synchronization

    /// The last step of a history that a directory has shown.
    ///
    /// A failover to a standby, or a backup, can take steps back that were acknowledged, and other steps then take their revisions. The
    /// identifier of the step tells them apart.
    struct SeenStep: Sendable {
        var revision = Revision.start
        var id: UInt128 = 0
    }

    /// What a directory has shown of a history, and whether the history still has it.
    final class HistoryWatch: Sendable {
        private let state = Mutex((seen: SeenStep(), takenBack: Revision?.none))

        /// The step to look up with the next head.
        func expected() throws(PostgreSQLError) -> SeenStep {
            let state = self.state.withLock { $0 }
            if let revision = state.takenBack { throw .historyTakenBack(at: revision) }
            return state.seen
        }

        /// Takes note of a step that is about to be shown.
        func note(_ step: SeenStep) {
            self.state.withLock { if step.revision > $0.seen.revision { $0.seen = step } }
        }

        /// Refuses a history that lacks a step that was expected of it; from then on every call is refused.
        func check(_ expected: SeenStep, found: UInt128?) throws(PostgreSQLError) {
            guard expected.revision != .start, found != expected.id else { return }
            self.state.withLock { $0.takenBack = expected.revision }
            throw .historyTakenBack(at: expected.revision)
        }
    }
#endif
