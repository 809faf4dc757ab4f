import Dispatch

/// Runs work that takes long or waits for a disk, away from the threads that Swift's tasks share.
package enum BlockingWork {
    private static let queue = DispatchQueue(label: "roster.blocking-work", attributes: .concurrent)

    /// Runs the work on a thread of its own and waits for it without blocking.
    package static func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            self.queue.async {
                continuation.resume(returning: Result(catching: work))
            }
        }
        return try result.get()
    }
}
