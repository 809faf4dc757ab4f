import Dispatch

/// Runs an actor whose calls wait for a disk, one call at a time, away from the threads that Swift's tasks share.
final class BlockingExecutor: SerialExecutor {
    // On Linux, queues of the default quality of service share their threads with Swift's tasks.
    private let queue = DispatchQueue(label: "sqlite-user-directory", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
