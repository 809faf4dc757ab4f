import RosterDomain
import Synchronization

/// When the access table was last known to be up to the directory.
final class Freshness: Sendable {
    private let contact: Atomic<Int64>
    /// The longest time without contact after which checks are still answered, in milliseconds.
    private let limit: Int64?

    init(at moment: Timestamp, limit: Duration?) {
        self.contact = Atomic(moment.millisecondsSinceEpoch)
        self.limit = limit.map { (Timestamp(millisecondsSinceEpoch: 0) + $0).millisecondsSinceEpoch }
    }

    var lastContact: Timestamp { Timestamp(millisecondsSinceEpoch: self.contact.load(ordering: .relaxed)) }

    /// Notes that the table was up to the directory at a moment.
    func touch(at moment: Timestamp) {
        self.contact.store(moment.millisecondsSinceEpoch, ordering: .relaxed)
    }

    /// Whether checks are to be refused; false without a limit.
    @inline(__always)
    func isStale(at now: @autoclosure () -> Timestamp) -> Bool {
        guard let limit else { return false }
        return now().millisecondsSinceEpoch.subtractingReportingOverflow(self.contact.load(ordering: .relaxed))
            .partialValue > limit
    }
}
