import Foundation
import Synchronization

/// Something that several threads ask while another one changes it.
struct SharedThing: Sendable {
    let name: String
    /// Asks a block of questions; returns how many of them were allowed.
    let askBlock: @Sendable () -> Int
    let questionsPerBlock: Int
    let allowedPerBlock: Int
    /// Applies the change with this number; none of them changes the answer to a question.
    let change: @Sendable (_ number: Int) -> Void
}

/// Readers that ask as fast as they can for a while, beside a writer that keeps a steady pace.
struct Traffic {
    /// How many changes the writer applies; behind its time, it catches up.
    static let changesPerSecond = 10_000
    let readerCount: Int
    let seconds: Double

    struct Outcome {
        let checksPerSecond: Double
        /// What a check costs the thread that makes it; other processes take no part in it, unlike in the rate.
        let processorNanosecondsPerCheck: Double
        let changesPerSecond: Double
    }

    func run(_ thing: SharedThing) throws(WrongAnswers) -> Outcome {
        let shared = Shared()
        let readers = (0..<self.readerCount).map { _ in Self.thread { shared.read(thing) } }
        let writer = Self.thread { shared.write(thing) }
        let start = ContinuousClock.now
        shared.phase.store(.running, ordering: .releasing)
        Thread.sleep(forTimeInterval: self.seconds)
        shared.phase.store(.over, ordering: .releasing)
        let time = (ContinuousClock.now - start) / .seconds(1)
        for finished in readers + [writer] { finished.wait() }
        let totals = shared.totals.withLock { $0 }
        guard totals.wrongBlocks == 0 else { throw WrongAnswers(name: thing.name, count: totals.wrongBlocks) }
        return Outcome(
            checksPerSecond: Double(totals.checks) / time,
            processorNanosecondsPerCheck: totals.processorNanoseconds / Double(totals.checks),
            changesPerSecond: Double(totals.changes) / time)
    }

    /// Starts a thread; the semaphore is signaled when it is done.
    private static func thread(_ body: @escaping @Sendable () -> Void) -> DispatchSemaphore {
        let finished = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            body()
            finished.signal()
        }
        return finished
    }
}

/// What readers and writer of one run share.
private final class Shared: Sendable {
    enum Phase: UInt8, AtomicRepresentable {
        case waiting, running, over
    }

    struct Totals {
        var checks = 0
        var processorNanoseconds = 0.0
        var wrongBlocks = 0
        var changes = 0
    }

    let phase = Atomic(Phase.waiting)
    let totals = Mutex(Totals())

    func read(_ thing: SharedThing) {
        self.awaitStart()
        let begun = ProcessorTime.nanosecondsOfThisThread
        var blocks = 0
        var wrong = 0
        while self.phase.load(ordering: .acquiring) == .running {
            if thing.askBlock() != thing.allowedPerBlock { wrong += 1 }
            blocks += 1
        }
        let spent = ProcessorTime.nanosecondsOfThisThread - begun
        self.totals.withLock { [blocks, wrong] totals in
            totals.processorNanoseconds += spent
            totals.checks += blocks * thing.questionsPerBlock
            totals.wrongBlocks += wrong
        }
    }

    func write(_ thing: SharedThing) {
        self.awaitStart()
        let start = ContinuousClock.now
        var done = 0
        while self.phase.load(ordering: .acquiring) == .running {
            let due = Int((ContinuousClock.now - start) / .seconds(1) * Double(Traffic.changesPerSecond))
            while done < due {
                thing.change(done)
                done += 1
            }
            Thread.sleep(forTimeInterval: 0.001)
        }
        self.totals.withLock { [done] totals in totals.changes += done }
    }

    private func awaitStart() {
        while self.phase.load(ordering: .acquiring) == .waiting {}
    }
}

/// The time for which a processor worked for a process.
private enum ProcessorTime {
    static var nanosecondsOfThisThread: Double {
        var time = timespec()
        precondition(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0, "invariant: every thread has a clock")
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
