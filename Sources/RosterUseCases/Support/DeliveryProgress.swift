import RosterDomain
import Synchronization

/// How far this process has looked through the history for notifications to deliver, and what it delivered on the way.
///
/// The directory keeps the mark up to which everything was delivered. The mark costs no commit of its own: it goes with the
/// next step that this process adds.
final class DeliveryProgress: Sendable {
    fileprivate struct State {
        /// The last step that was looked at.
        var seen: Revision?
        /// Steps of other hosts that were passed over, oldest first, and when they were added.
        var passedOver: [(revision: Revision, at: Timestamp)] = []
        /// The steps delivered that the directory's mark does not cover.
        var delivered: Set<Revision> = []
        /// The steps that this process added, and has not looked at yet.
        var own: Set<Revision> = []
    }

    private let state = Mutex(State())

    /// Takes over the mark that the directory keeps, and returns where to go on looking.
    func start(from mark: Revision) -> Revision {
        self.state.withLock { state in
            state.forget(through: mark)
            let start = Swift.max(state.seen ?? mark, mark)
            state.seen = start
            return start
        }
    }

    /// Notes that this process added a step.
    func noteOwn(_ revision: Revision) {
        _ = self.state.withLock { $0.own.insert(revision) }
    }

    /// Whether this process added a step.
    func isOwn(_ revision: Revision) -> Bool { self.state.withLock { $0.own.contains(revision) } }

    /// The steps passed over that were added before a moment, oldest first; all of them for nil.
    func passedOver(before moment: Timestamp?) -> [Revision] {
        self.state.withLock { state in
            state.passedOver.filter { step in moment.map { step.at < $0 } ?? true }.map(\.revision)
        }
    }

    /// Leaves a step to the host that added it, for now.
    func passOver(_ commit: Commit) {
        self.state.withLock { state in
            state.passedOver.append((commit.revision, commit.at))
            state.seen = commit.revision
        }
    }

    /// Notes that a step was delivered, or tells nobody anything.
    func finish(_ revision: Revision, wasDelivered: Bool) {
        self.state.withLock { state in
            state.own.remove(revision)
            state.passedOver.removeAll { $0.revision == revision }
            if wasDelivered { state.delivered.insert(revision) }
            state.seen = Swift.max(state.seen ?? revision, revision)
        }
    }

    /// The mark that the directory should keep and does not yet; nil when it keeps the right one.
    var mark: Revision? {
        self.state.withLock { state in
            let limit = state.passedOver.first?.revision
            return state.delivered.filter { revision in limit.map { revision < $0 } ?? true }.max()
        }
    }

    /// Notes that the directory keeps a mark, or a later one.
    func noteMarked(through mark: Revision) {
        self.state.withLock { $0.forget(through: mark) }
    }
}

extension DeliveryProgress.State {
    fileprivate mutating func forget(through mark: Revision) {
        self.passedOver.removeAll { $0.revision <= mark }
        self.delivered = self.delivered.filter { $0 > mark }
        self.own = self.own.filter { $0 > mark }
    }
}
