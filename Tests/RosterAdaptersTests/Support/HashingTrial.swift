import Dispatch
import RosterAdapters
import Synchronization

/// Hashing threads that are kept busy until a test has set up what waits, and the order in which it was done.
final class HashingTrial: Sendable {
    /// What came of an entry.
    enum Outcome: Equatable {
        case done
        case failed(PasswordHashingError)
    }

    let threads: HashingThreads
    private let gate = DispatchSemaphore(value: 0)
    private let order = Mutex<[String]>([])
    private let isOccupied = Atomic(false)
    private let occupation = Mutex<Task<Void, Never>?>(nil)

    /// Creates one thread, unless told otherwise, that is busy until ``release()``.
    init(threadLimit: Int = 1, waitingLimit: Int? = nil, accountLimit: Int? = nil) async {
        self.threads = HashingThreads(
            threadLimit: threadLimit, waitingLimit: waitingLimit, accountLimit: accountLimit, niceness: 0)
        let task = Task {
            _ = try? await self.threads.run(in: HashingLane(name: "occupant"), at: .administrative) {
                self.isOccupied.store(true, ordering: .releasing)
                self.gate.wait()
            }
        }
        self.occupation.withLock { $0 = task }
        while !self.isOccupied.load(ordering: .acquiring) { try? await Task.sleep(for: .milliseconds(1)) }
    }

    /// Adds an entry, and returns once it waits or something was refused.
    func add(
        _ name: String, in lane: HashingLane, at priority: HashingPriority = .signIn
    ) async -> Task<Outcome, Never> {
        let refusedCount = self.refused.withLock { $0 }
        let count = self.threads.waitingCount
        let task = Task { () -> Outcome in
            do throws(PasswordHashingError) {
                try await self.threads.run(in: lane, at: priority) { self.order.withLock { $0.append(name) } }
                return .done
            } catch {
                self.refused.withLock { $0 += 1 }
                return .failed(error)
            }
        }
        while self.threads.waitingCount == count, self.refused.withLock({ $0 }) == refusedCount {
            try? await Task.sleep(for: .milliseconds(1))
        }
        return task
    }

    private let refused = Mutex(0)

    /// Lets the thread go on, and returns the order in which it did what waited.
    func release(_ tasks: [Task<Outcome, Never>]) async -> [String] {
        self.gate.signal()
        for task in tasks { _ = await task.value }
        _ = await self.occupation.withLock { $0 }?.value
        return self.order.withLock { $0 }
    }
}
