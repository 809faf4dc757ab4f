import RosterDomain
import Synchronization

/// How far this process knows notifications to be delivered, and whether the directory keeps that.
///
/// The mark costs no commit of its own: it goes with the next step that this process adds.
final class DeliveryProgress: Sendable {
    private struct State {
        /// Up to where everything was delivered; nil when the directory keeps it already.
        var mark: Revision?
        /// Whether a commit that is under way carries the mark.
        var isCarried = false
    }

    private let state = Mutex(State())

    /// Notes how far everything was delivered, and how much of it the directory keeps.
    func reach(_ mark: Revision, keeping kept: Revision) {
        self.state.withLock { state in
            guard mark > kept, mark > state.mark ?? .start else { return }
            state.mark = mark
        }
    }

    /// The mark that the directory does not keep yet.
    var mark: Revision? { self.state.withLock { $0.mark } }

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
            if isKept, let last = state.mark, last <= mark { state.mark = nil }
        }
    }
}
