import RosterDomain
import Synchronization

/// What was refused lately, and what of it is still to be put on record.
///
/// Refusals belong on record, and may fill neither the disk nor the time of others. Of one subject, ``distinctLimit`` different refusals
/// are recorded within an ``interval``, each once. What is repeated, and what comes beyond the limit, is counted, and put on record as
/// a count when the interval is over.
final class RefusalLog: Sendable {
    /// How long repetitions are counted before they are put on record.
    static let interval: Duration = .seconds(60)
    /// How many different refusals of one subject are recorded within an interval.
    static let distinctLimit = 10
    /// The most subjects that are watched; when there are more, all counts are put on record early.
    fileprivate static let subjectLimit = 10_000
    /// The most steps that wait to be recorded outside of an answer; what comes beyond them is lost.
    fileprivate static let waitingLimit = 10_000

    /// Whose refusals are counted together.
    struct Subject: Hashable, Sendable {
        /// The user who was refused, or whose account a stranger tried.
        let user: UserID
        /// Who is named as the principal of the step.
        let principal: Principal
    }

    /// A refusal to put on record.
    struct Entry: Sendable {
        let principal: Principal
        let refusal: Refusal
    }

    fileprivate struct Recent {
        let since: Timestamp
        var recorded: Set<Refusal> = []
        /// How often each of the refusals was repeated.
        var counts: [Refusal: Int] = [:]
        /// The first refusal beyond the limit; the others are counted with it.
        var beyondLimit: Refusal?
    }

    fileprivate struct State {
        var recent: [Subject: Recent] = [:]
        /// The first moment at which an interval is over.
        var nextExpiry: Timestamp?
        var waiting: [Entry] = []
        var recorder: Task<Void, Never>?
    }

    private let state = Mutex(State())

    /// Whether a refusal is to be recorded by itself; if not, it is counted.
    func isNews(_ refusal: Refusal, of subject: Subject, at now: Timestamp) -> Bool {
        self.state.withLock { state in
            state.expire(at: now)
            if state.recent.count >= Self.subjectLimit { state.expire(at: .distantFuture) }
            return state.recent[subject, default: Recent(since: now)].take(refusal)
        }
    }

    /// Lets a refusal wait to be recorded outside of the answer.
    func enqueue(_ refusal: Refusal, by principal: Principal) {
        self.state.withLock { $0.enqueue(Entry(principal: principal, refusal: refusal)) }
    }

    /// Ends every interval, so that all counts wait to be recorded.
    func expireAll() {
        self.state.withLock { $0.expire(at: .distantFuture) }
    }

    /// The task that records what waits, which is made when there is something to record and no such task; nil when nothing waits.
    @discardableResult
    func recorder(_ record: @escaping @Sendable () async -> Void) -> Task<Void, Never>? {
        self.state.withLock { state in
            if state.recorder == nil, !state.waiting.isEmpty { state.recorder = Task { await record() } }
            return state.recorder
        }
    }

    /// Takes what the recorder is to record next; none ends its work.
    func take() -> [Entry] {
        self.state.withLock { state in
            defer { state.waiting = [] }
            if state.waiting.isEmpty { state.recorder = nil }
            return state.waiting
        }
    }
}

extension RefusalLog.Recent {
    /// Returns whether a refusal is to be recorded by itself, and counts it if not.
    fileprivate mutating func take(_ refusal: Refusal) -> Bool {
        // One refusal may stand for many, of users whom one call named.
        let times = refusal.times
        var single = refusal
        single.times = 1
        if self.recorded.contains(single) {
            self.counts[single, default: 0] += times
            return false
        }
        guard self.recorded.count >= RefusalLog.distinctLimit else {
            self.recorded.insert(single)
            return true
        }
        let first = self.beyondLimit ?? single
        self.beyondLimit = first
        self.counts[first, default: 0] += times
        return false
    }
}

extension RefusalLog.State {
    fileprivate mutating func enqueue(_ entry: RefusalLog.Entry) {
        guard self.waiting.count < RefusalLog.waitingLimit else { return }
        self.waiting.append(entry)
    }

    /// Ends the intervals that are over, whose counts then wait to be recorded.
    fileprivate mutating func expire(at now: Timestamp) {
        let first = self.nextExpiry ?? .distantPast
        guard first <= now, !self.recent.isEmpty else { return }
        for (subject, recent) in self.recent where recent.since + RefusalLog.interval <= now || recent.since > now {
            self.recent[subject] = nil
            for (refusal, count) in recent.counts {
                var refusal = refusal
                refusal.times = count
                self.enqueue(RefusalLog.Entry(principal: subject.principal, refusal: refusal))
            }
        }
        self.nextExpiry = self.recent.values.map { $0.since + RefusalLog.interval }.min()
    }
}
