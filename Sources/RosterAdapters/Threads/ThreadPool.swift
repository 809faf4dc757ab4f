import CRosterSystem
import Dispatch
import Synchronization

/// Work that waits for a thread of a ``ThreadPool``, in the order in which it is to be done.
package protocol WorkQueue: Sendable {
    /// Whether no work waits.
    var isEmpty: Bool { get }

    /// Takes the work that is next; nil when none waits.
    mutating func next() -> (@Sendable () -> Void)?
}

/// Threads of Roster's own: they start when work waits, and end when none has come for a while.
///
/// On Linux, Swift's tasks run on the threads of Dispatch's global queues, one a processor, and so does what is given to a concurrent queue of
/// Dispatch. Work there that computes for long, or waits for a disk, keeps the host's tasks from running. A pool shares no
/// thread with them. It has no more threads than its limit, and none before its first work.
package final class ThreadPool<Queue: WorkQueue>: Sendable {
    private struct State: Sendable {
        var queue: Queue
        /// The threads that there are, at work or resting.
        var threadCount = 0
        /// What wakes each thread that rests; the one that has rested for the shortest time is last, and is woken first.
        var resting: [DispatchSemaphore] = []
    }

    private let state: Mutex<State>
    private let name: String
    private let niceness: Int32
    private let limit: Int
    private let restLimit: Duration

    /// Creates a pool without any thread.
    ///
    /// - Parameters:
    ///   - queue: The queue that holds the work.
    ///   - name: What operators see as the name of each thread, at most 15 bytes.
    ///   - limit: The most threads at a time.
    ///   - niceness: How much lower than usual the threads' priority is, 0 to 19, as `nice` counts.
    ///   - restLimit: After how long without work a thread ends; by default ten seconds.
    package init(
        _ queue: Queue, name: String, limit: Int, niceness: Int = 0, restLimit: Duration = .seconds(10)
    ) {
        precondition(limit > 0, "invariant: a pool has room for one thread")
        self.state = Mutex(State(queue: queue))
        self.name = name
        self.limit = limit
        self.niceness = Int32(clamping: niceness)
        self.restLimit = restLimit
    }

    /// How many threads there are now, at work or resting.
    package var threadCount: Int { self.state.withLock { $0.threadCount } }

    /// Changes the queue, and wakes or starts a thread for what waits then.
    ///
    /// The calling thread does the work itself in the one case that no thread can be started and there is none.
    package func update<Value: Sendable>(_ change: (inout Queue) -> Value) -> Value {
        let (value, need) = self.state.withLock { state in (change(&state.queue), self.need(&state)) }
        switch need {
        case .nothing: break
        // Outside of the lock, which the thread takes as soon as it wakes.
        case .wake(let thread): thread.signal()
        case .start: self.startThread()
        }
        return value
    }

    /// What work needs that waits.
    private enum Need: Sendable {
        case nothing
        case wake(DispatchSemaphore)
        case start
    }

    /// Takes a thread that rests; otherwise tells whether to start one, which is counted already.
    private func need(_ state: inout State) -> Need {
        guard !state.queue.isEmpty else { return .nothing }
        if let thread = state.resting.popLast() { return .wake(thread) }
        guard state.threadCount < self.limit else { return .nothing }
        state.threadCount += 1
        return .start
    }

    private func startThread() {
        let body = Unmanaged.passRetained(ThreadBody { self.work() })
        let failure = roster_start_thread(self.name, self.niceness, runThread, body.toOpaque())
        guard failure != 0 else { return }
        body.release()
        let isOnlyOne = self.state.withLock { state in
            state.threadCount -= 1
            return state.threadCount == 0
        }
        guard isOnlyOne else { return }
        while let work = self.state.withLock({ $0.queue.next() }) { work() }
    }

    /// What each thread does, until it has rested for too long.
    private func work() {
        let bell = DispatchSemaphore(value: 0)
        while true {
            if let work = self.nextWork(orRestUntil: bell) {
                work()
            } else if bell.wait(timeout: .now() + self.restLimit.interval) == .timedOut, !self.rest(endsWith: bell) {
                return
            }
        }
    }

    private func nextWork(orRestUntil bell: DispatchSemaphore) -> (@Sendable () -> Void)? {
        self.state.withLock { state in
            let work = state.queue.next()
            if work == nil { state.resting.append(bell) }
            return work
        }
    }

    /// Whether a thread that has rested for too long goes on after all, because it was woken at the last moment.
    private func rest(endsWith bell: DispatchSemaphore) -> Bool {
        let isWoken = self.state.withLock { state in
            guard let index = state.resting.firstIndex(where: { $0 === bell }) else { return true }
            state.resting.remove(at: index)
            state.threadCount -= 1
            return false
        }
        if isWoken { bell.wait() }
        return isWoken
    }
}

/// What a thread is to do, held until the thread has begun.
private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

/// The entry of every thread.
private let runThread: @convention(c) (UnsafeMutableRawPointer?) -> Void = { pointer in
    guard let pointer else { return }
    Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
}

extension Duration {
    fileprivate var interval: DispatchTimeInterval {
        .nanoseconds(Int(clamping: Int64(self / .nanoseconds(1))))
    }
}
