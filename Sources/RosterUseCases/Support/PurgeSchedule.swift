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

    /// How often a purge began.
    var count: Int { self.state.withLock { $0.count } }

    /// Notes that a purge begins, which may fail.
    func reopen() {
        self.state.withLock { state in
            state.isOpen = true
            state.count += 1
        }
    }

    /// Notes that everything is erased, unless another purge has begun meanwhile.
    func close(ifCountIs count: Int) { self.state.withLock { if $0.count == count { $0.isOpen = false } } }
}
