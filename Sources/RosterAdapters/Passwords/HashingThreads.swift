import CRosterSystem
import Synchronization

/// The threads on which passwords are hashed, one set for all vaults of a process.
///
/// There are as many as the process has processors less one, at least one and at most sixteen: a comparison at standard cost takes 16 MiB,
/// so that all of them together take 256 MiB at most. Their priority is low, so that the host's own work comes first. What waits is bounded,
/// and takes turns as ``HashingLane`` says.
package final class HashingThreads: Sendable {
    /// The threads of this process, which start with the first hash.
    package static let shared = HashingThreads()

    /// How much lower than usual their priority is, as `nice` counts; ours.
    ///
    /// Each gets a third of the time of a thread of usual priority that competes with it for a processor.
    package static let niceness = 5
    /// The most threads; ours.
    private static let threadLimit = 16
    /// The most attempts that wait, with one thread about twelve seconds' worth at standard cost; ours.
    private static let waitingLimit = 512
    /// The most verbs of administrators that wait, so that many accounts can be added at once; ours.
    private static let administrativeLimit = 4_096
    /// The most attempts that wait for one account; ours.
    private static let accountLimit = 32

    private let pool: ThreadPool<HashingQueue>
    private let threadLimit: Int
    private let lastTicket = Atomic<UInt64>(0)
    /// How long one hash takes, about; before the first one, what it takes at standard cost.
    private let typicalNanoseconds = Atomic(25_000_000)

    /// Creates threads of which none has started.
    ///
    /// - Parameters:
    ///   - threadLimit: The most threads; nil for one less than there are processors.
    ///   - waitingLimit: The most attempts that wait; nil for 512.
    ///   - accountLimit: The most attempts that wait for one account; nil for 32.
    ///   - niceness: How much lower than usual the threads' priority is.
    ///   - restLimit: After how long without work a thread ends.
    package init(
        threadLimit: Int? = nil, waitingLimit: Int? = nil, accountLimit: Int? = nil, niceness: Int = niceness,
        restLimit: Duration = .seconds(10)
    ) {
        self.threadLimit = threadLimit ?? Self.processorsToUse
        let total = waitingLimit ?? Self.waitingLimit
        let queue = HashingQueue(
            signIns: .init(total: total, account: min(accountLimit ?? Self.accountLimit, total)),
            administrativeLimit: Self.administrativeLimit)
        self.pool = ThreadPool(
            queue, name: "roster-hashing", limit: self.threadLimit, niceness: niceness, restLimit: restLimit)
    }

    private static var processorsToUse: Int { max(1, min(Int(roster_processor_count()) - 1, self.threadLimit)) }

    /// How many threads there are now.
    package var threadCount: Int { self.pool.threadCount }
    /// How many hashes wait for a thread now.
    package var waitingCount: Int { self.pool.update { $0.count } }

    /// Runs work on one of the threads when its turn comes.
    ///
    /// Work that waits when its task is canceled is not run.
    ///
    /// - Throws: ``PasswordHashingError/busy(retryAfter:)`` when there is no room to wait, ``PasswordHashingError/canceled``,
    ///   and what the work throws.
    package func run<Value: Sendable>(
        in lane: HashingLane, at priority: HashingPriority,
        _ work: @escaping @Sendable () throws(PasswordHashingError) -> Value
    ) async throws(PasswordHashingError) -> Value {
        let ticket = self.lastTicket.add(1, ordering: .relaxed).newValue
        let result: Result<Value, PasswordHashingError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let entry = HashingEntry(
                    run: {
                        continuation.resume(
                            returning: Result { () throws(PasswordHashingError) in try self.timed(work) })
                    },
                    refuse: { continuation.resume(returning: .failure($0)) })
                self.add(entry, ticket, in: lane, at: priority)
                // Canceled before it was added, there was nothing to remove.
                if Task.isCancelled { self.cancel(ticket) }
            }
        } onCancel: {
            self.cancel(ticket)
        }
        return try result.get()
    }

    private func add(
        _ entry: HashingEntry, _ ticket: UInt64, in lane: HashingLane, at priority: HashingPriority
    ) {
        let (refused, count) = self.pool.update { ($0.add(entry, ticket, in: lane, at: priority), $0.count) }
        refused?.refuse(.busy(retryAfter: self.pause(behind: count)))
    }

    private func cancel(_ ticket: UInt64) {
        self.pool.update { $0.remove(ticket) }?.refuse(.canceled)
    }

    /// How long it takes until what waits is done, about: at least a second, at most a minute.
    private func pause(behind count: Int) -> Duration {
        let typical = Duration.nanoseconds(self.typicalNanoseconds.load(ordering: .relaxed))
        return min(max(typical * count / self.threadLimit, .seconds(1)), .seconds(60))
    }

    private func timed<Value>(
        _ work: () throws(PasswordHashingError) -> Value
    ) throws(PasswordHashingError) -> Value {
        let start = ContinuousClock.now
        defer {
            let taken = Int(clamping: Int64((ContinuousClock.now - start) / .nanoseconds(1)))
            let typical = self.typicalNanoseconds.load(ordering: .relaxed)
            self.typicalNanoseconds.store(typical + (taken - typical) / 8, ordering: .relaxed)
        }
        return try work()
    }
}
