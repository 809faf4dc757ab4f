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
        /// Whether a commit that is under way carries the mark.
        var isCarried = false
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

    /// Whether the directory does not keep the right mark yet.
    var isUnmarked: Bool { self.state.withLock { $0.mark != nil } }

    /// The mark that a commit should carry; nil when the directory keeps it, or another commit carries one.
    func takeMark() -> Revision? {
        self.state.withLock { state in
            guard !state.isCarried, let mark = state.mark else { return nil }
            state.isCarried = true
            return mark
        }
    }

    /// Notes what became of a mark that a commit carried.
    ///
    /// - Parameter isKept: Whether the directory keeps it, or a later one.
    func settle(_ mark: Revision, isKept: Bool) {
        self.state.withLock { state in
            state.isCarried = false
            if isKept { state.forget(through: mark) }
        }
    }
}

extension DeliveryProgress.State {
    /// The last step delivered before the first that was passed over.
    fileprivate var mark: Revision? {
        let limit = self.passedOver.first?.revision
        return self.delivered.filter { revision in limit.map { revision < $0 } ?? true }.max()
    }

    fileprivate mutating func forget(through mark: Revision) {
        self.passedOver.removeAll { $0.revision <= mark }
        self.delivered = self.delivered.filter { $0 > mark }
        self.own = self.own.filter { $0 > mark }
    }
}
