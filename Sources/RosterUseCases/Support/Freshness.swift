import RosterDomain
import Synchronization

/// When the access table was last known to be up to the directory.
final class Freshness: Sendable {
    private let contact: Atomic<Int64>
    /// The longest time without contact after which checks are still answered, in milliseconds; the largest number for no limit, and a
    /// negative one once no check can be answered any more.
    private let limit: Atomic<Int64>

    init(at moment: Timestamp, limit: Duration?) {
        self.contact = Atomic(moment.millisecondsSinceEpoch)
        let limit = limit.map { (Timestamp(millisecondsSinceEpoch: 0) + $0).millisecondsSinceEpoch }
        self.limit = Atomic(limit ?? .max)
    }

    var lastContact: Timestamp { Timestamp(millisecondsSinceEpoch: self.contact.load(ordering: .relaxed)) }

    /// Notes that the table was up to the directory at a moment.
    func touch(at moment: Timestamp) {
        self.contact.store(moment.millisecondsSinceEpoch, ordering: .relaxed)
    }

    /// Notes that the table is of a history that is no more.
    func expire() { self.limit.store(-1, ordering: .relaxed) }

    /// Whether checks are to be refused; false without a limit.
    @inline(__always)
    func isStale(at now: @autoclosure () -> Timestamp) -> Bool {
        let limit = self.limit.load(ordering: .relaxed)
        if limit == .max { return false }
        if limit < 0 { return true }
        return now().millisecondsSinceEpoch.subtractingReportingOverflow(self.contact.load(ordering: .relaxed))
            .partialValue > limit
    }
}
