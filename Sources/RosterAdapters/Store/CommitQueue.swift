internal import Dispatch
internal import Synchronization

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
    private let thread = DispatchQueue(label: "roster.commits", qos: .userInitiated)

    /// Waits until a request has been done; `work` gives a reply to each request of a round, in their order.
    func reply(to request: Request, by work: @escaping @Sendable ([Request]) -> [Reply]) async -> Reply {
        await withCheckedContinuation { continuation in
            let isFirst = self.state.withLock { state in
                state.waiting.append(Waiting(request: request, continuation: continuation))
                defer { state.isWorking = true }
                return !state.isWorking
            }
            if isFirst { self.thread.async { self.run(work) } }
        }
    }

    private func run(_ work: ([Request]) -> [Reply]) {
        while true {
            let round = self.state.withLock { state in
                defer { state.waiting = [] }
                if state.waiting.isEmpty { state.isWorking = false }
                return state.waiting
            }
            if round.isEmpty { return }
            let replies = work(round.map(\.request))
            precondition(replies.count == round.count, "invariant: every request of a round has a reply")
            for (position, waiting) in round.enumerated() { waiting.continuation.resume(returning: replies[position]) }
        }
    }
}
