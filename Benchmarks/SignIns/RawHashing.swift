import CRosterCrypt
import CRosterSystem
import Dispatch
import RosterAdapters
import Synchronization

/// libcrypt alone, as often as the same threads manage it: what sign-ins are measured against.
///
/// There are as many threads as ``HashingThreads`` has, of the same priority, so that what else the machine does slows both alike.
enum RawHashing {
    static let threadCount = max(1, min(Int(roster_processor_count()) - 1, 16))

    /// Hashes a second.
    static func rate(over period: Duration) -> Double {
        let start = ContinuousClock.now
        let run = Run(until: start + period)
        for _ in 0..<self.threadCount {
            let body = Unmanaged.passRetained(run)
            let failure = roster_start_thread(
                "raw-hashing", Int32(HashingThreads.niceness), hashRepeatedly, body.toOpaque())
            precondition(failure == 0, "the benchmark can start a thread")
        }
        for _ in 0..<self.threadCount { run.isDone.wait() }
        return Double(run.count.load(ordering: .relaxed)) / ((ContinuousClock.now - start) / .seconds(1))
    }

    fileprivate final class Run: Sendable {
        let end: ContinuousClock.Instant
        let count = Atomic(0)
        let isDone = DispatchSemaphore(value: 0)

        init(until end: ContinuousClock.Instant) {
            self.end = end
        }

        func hash() {
            defer { self.isDone.signal() }
            let memory = UnsafeMutablePointer<crypt_data>.allocate(capacity: 1)
            memory.initialize(to: crypt_data())
            defer { memory.deallocate() }
            // The parameters of standard cost, and a salt.
            while ContinuousClock.now < self.end,
                crypt_r("a wrong guess", "$y$j9T$ej7C85t/NbgNfUJdgW7rK0", memory) != nil
            {
                self.count.add(1, ordering: .relaxed)
            }
        }
    }
}

private let hashRepeatedly: @convention(c) (UnsafeMutableRawPointer?) -> Void = { pointer in
    guard let pointer else { return }
    Unmanaged<RawHashing.Run>.fromOpaque(pointer).takeRetainedValue().hash()
}
