import Roster
import Synchronization

/// A clock that moves only when the test says so.
final class ManualClock: WallClock {
    private let moment = Mutex(Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))

    var now: Timestamp { self.moment.withLock { $0 } }

    func advance(by duration: Duration) {
        self.moment.withLock { $0 = $0 + duration }
    }
}
