/// Runs work that waits for a disk on threads of Roster's own, away from those that Swift's tasks share.
///
/// Dispatch's queues are no such place: on Linux a concurrent queue of default priority runs on the very threads that run the tasks. Work
/// here takes turns, first come, first served. The threads start when they are needed, as many as stated and no more, and end when they
/// have had no work for a while. Work must not wait for other work of the same kind.
package enum BlockingWork {
    /// How long work may take, so that what takes long holds up nothing that does not.
    package enum Kind: Sendable, Hashable {
        /// A verb waits for it: it reads, or adds to a file.
        case brief
        /// Callers wait for it to be durable: a round of commits to one store.
        case commits
        /// It takes as long as the files are large, or as another program lets it wait: compaction, backup, verification, mail.
        case lengthy
    }

    /// The most threads for each kind; ours, for they wait for a disk and take no processor's time.
    private static let (briefLimit, commitsLimit, lengthyLimit) = (16, 16, 8)
    private static let brief = ThreadPool(WorkInOrder(), name: "roster-files", limit: briefLimit)
    private static let commits = ThreadPool(WorkInOrder(), name: "roster-commits", limit: commitsLimit)
    private static let lengthy = ThreadPool(WorkInOrder(), name: "roster-upkeep", limit: lengthyLimit)

    /// Runs the work on one of these threads, and waits for it without blocking.
    package static func run<Value: Sendable, Failure: Error>(
        _ kind: Kind = .brief, _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            self.start(kind) { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }

    /// Starts the work on one of these threads.
    package static func start(_ kind: Kind, _ work: @escaping @Sendable () -> Void) {
        let pool =
            switch kind {
            case .brief: self.brief
            case .commits: self.commits
            case .lengthy: self.lengthy
            }
        pool.update { $0.add(work) }
    }
}

/// Work in the order in which it came.
package struct WorkInOrder: WorkQueue {
    /// What waits to be taken, the next one last.
    private var leaving: [@Sendable () -> Void] = []
    /// What has come since, the newest last.
    private var arrived: [@Sendable () -> Void] = []

    /// Creates an empty queue.
    package init() {}

    /// Whether no work waits.
    package var isEmpty: Bool { self.leaving.isEmpty && self.arrived.isEmpty }

    /// Adds work that is done after all that waits.
    package mutating func add(_ work: @escaping @Sendable () -> Void) {
        self.arrived.append(work)
    }

    /// Takes the work that came first.
    package mutating func next() -> (@Sendable () -> Void)? {
        if self.leaving.isEmpty {
            self.leaving = self.arrived.reversed()
            self.arrived = []
        }
        return self.leaving.popLast()
    }
}
