internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Requests that wait to be done, and the one worker that does all that wait at once.
///
/// While the worker waits for the disk, more requests come together; they share the next sync. The worker is no thread of
/// the tasks, so that waiting for a disk keeps none of them from running.
final class CommitQueue<Request: Sendable, Reply: Sendable>: Sendable {
    private struct Waiting: Sendable {
        let request: Request
        let continuation: CheckedContinuation<Reply, Never>
    }

    private struct State {
        var waiting: [Waiting] = []
        var isWorking = false
    }

    private let state = Mutex(State())
    /// How many requests wait; what is told here may be a moment old.
    private let count = Atomic(0)
    private let threads: StoreThreads

    init(on threads: StoreThreads) { self.threads = threads }

    /// How long a store keeps a thread while others may wait for one; ours.
    private static var turn: Duration { .milliseconds(100) }

    /// Waits until a request has been done; `work` gives a reply to each request of a round, in their order.
    func reply(to request: Request, by work: @escaping @Sendable ([Request]) -> [Reply]) async -> Reply {
        await withCheckedContinuation { continuation in
            let isFirst = self.state.withLock { state in
                state.waiting.append(Waiting(request: request, continuation: continuation))
                self.count.store(state.waiting.count, ordering: .releasing)
                defer { state.isWorking = true }
                return !state.isWorking
            }
            if isFirst { self.threads.commits { self.run(work) } }
        }
    }

    private func run(_ work: @escaping @Sendable ([Request]) -> [Reply]) {
        let end = ContinuousClock.now + Self.turn
        while let round = self.nextRound() {
            let replies = work(round.map(\.request))
            precondition(replies.count == round.count, "invariant: every request of a round has a reply")
            // Those who came meanwhile are callers, too.
            let callerCount = round.count + self.count.load(ordering: .acquiring)
            for (position, waiting) in round.enumerated() { waiting.continuation.resume(returning: replies[position]) }
            // For a single caller it saves nothing.
            if callerCount > 1 { self.awaitRequests(upTo: callerCount) }
            // Other stores that wait for a thread have their turn now.
            if .now > end { return self.threads.commits { self.run(work) } }
        }
    }

    /// Takes all that wait; nil when none does, and the worker's work is over.
    private func nextRound() -> [Waiting]? {
        self.state.withLock { state in
            defer { state.waiting = [] }
            self.count.store(0, ordering: .releasing)
            if state.waiting.isEmpty { state.isWorking = false }
            return state.waiting.isEmpty ? nil : state.waiting
        }
    }

    /// Lets those who just got a reply come back with their next request, so that one sync does for all of them again.
    ///
    /// They come within microseconds of one another; a sync takes longer by far.
    private func awaitRequests(upTo count: Int) {
        let pause = Duration.microseconds(30)
        var (seen, deadline) = (0, ContinuousClock.now + pause)
        while seen < count, ContinuousClock.now < deadline {
            sched_yield()
            let waiting = self.count.load(ordering: .acquiring)
            if waiting > seen { (seen, deadline) = (waiting, ContinuousClock.now + pause) }
        }
    }
}
