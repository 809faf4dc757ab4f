import Dispatch

/// Runs the calls of an actor that block on a disk, one at a time, on a thread that Swift's tasks do not share.
final class BlockingExecutor: SerialExecutor {
    // On Linux, queues with the default quality of service share their threads with Swift's tasks.
    private let queue = DispatchQueue(label: "sqlite-user-directory", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        self.queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
