import RosterDomain
import Synchronization

/// When deleted accounts are to be looked for that can no longer be restored, and whether purges may have left something to erase.
final class PurgeSchedule: Sendable {
    /// The longest time between two looks, however far off the next account is; ours.
    static let longestPause: Duration = .seconds(86_400)

    private struct State {
        var next: Timestamp = .distantPast
        var isOpen = true
        var count = 0
    }

    private let state = Mutex(State())

    /// Whether it is time to look.
    func isDue(at now: Timestamp) -> Bool {
        self.state.withLock { state in
            // After the clock was set back, the next look would be far off.
            now >= state.next || now + Self.longestPause < state.next
        }
    }

    /// Notes when to look next.
    func setNext(_ moment: Timestamp) { self.state.withLock { $0.next = moment } }

    /// Whether a purge may have left something to erase, of this host or of one that died before.
    var isOpen: Bool { self.state.withLock { $0.isOpen } }

    /// A purge that has begun: by its number, if nothing else was left to erase; nil otherwise.
    typealias Begun = Int?

    /// Notes that a purge begins, which may fail.
    func begin() -> Begun {
        self.state.withLock { state in
            state.count += 1
            defer { state.isOpen = true }
            return state.isOpen ? nil : state.count
        }
    }

    /// Notes that everything that was left is about to be erased.
    func beginCompleting() -> Begun { self.state.withLock { $0.count } }

    /// Notes that everything is erased, unless another purge has begun meanwhile or something else was left.
    func end(_ begun: Begun) { self.state.withLock { if $0.count == begun { $0.isOpen = false } } }
}
