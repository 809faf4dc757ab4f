import Dispatch
import Foundation
import RosterAdapters
import RosterDomain
import Synchronization
import Testing

@Suite("Threads of Roster's own", .timeLimit(.minutes(20)))
struct ThreadPoolTests {
    /// The name and the niceness of the calling thread, as Linux tells them.
    struct ThreadFacts: Sendable, Equatable {
        let name: String
        let niceness: Int

        static func ofThisThread() -> ThreadFacts? {
            guard let text = try? String(contentsOfFile: "/proc/thread-self/stat", encoding: .utf8),
                let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")")
            else { return nil }
            let fields = text[text.index(after: close)...].split(separator: " ")
            // Field 19 of the line; the first two are the number and the name.
            return Int(fields[16]).map {
                ThreadFacts(name: String(text[text.index(after: open)..<close]), niceness: $0)
            }
        }
    }

    /// A function that tells on which thread it runs.
    private final class TellingFunction: OneWayFunction {
        let threads = Mutex<[ThreadFacts?]>([])

        func makeSetting() -> String { "$t$" }

        func digest(of text: String, setting: String) -> String {
            self.threads.withLock { $0.append(.ofThisThread()) }
            return setting
        }
    }

    /// Counts what runs at the same time.
    private final class Tally: Sendable {
        private let counts = Mutex((running: 0, most: 0))

        var running: Int { self.counts.withLock { $0.running } }
        var most: Int { self.counts.withLock { $0.most } }

        func begin() {
            self.counts.withLock { counts in
                counts.running += 1
                counts.most = max(counts.most, counts.running)
            }
        }

        func end() { self.counts.withLock { $0.running -= 1 } }
    }

    @Test("passwords are hashed on a thread of low priority that is none of the tasks'")
    func hashing() async throws {
        let function = TellingFunction()
        let hasher = PasswordHasher(function, on: HashingThreads(threadLimit: 1))
        let hash = try await hasher.hash(Password("x"), in: HashingLane(name: "a"), at: .administrative)
        _ = try await hasher.matches(Password("x"), [hash], in: HashingLane(name: "a"))
        let expected = ThreadFacts(name: "roster-hashing", niceness: HashingThreads.niceness)
        #expect(function.threads.withLock { $0 } == [expected, expected])
        let own = await Task { ThreadFacts.ofThisThread() }.value
        #expect(own?.niceness == 0)
        #expect(own?.name.hasPrefix("roster-") == false)
    }

    @Test(
        "work on files runs on a thread that is none of the tasks'",
        arguments: [(BlockingWork.Kind.brief, "roster-files"), (.lengthy, "roster-upkeep")])
    func blockingWork(_ kind: BlockingWork.Kind, name: String) async {
        let facts = await BlockingWork.run(kind) { ThreadFacts.ofThisThread() }
        #expect(facts == ThreadFacts(name: name, niceness: 0))
    }

    @Test("no thread starts before the first hash, and those that rest for too long end")
    func startsLate() async throws {
        let threads = HashingThreads(threadLimit: 2, niceness: 0, restLimit: .milliseconds(1))
        let hasher = PasswordHasher(CountingFunction(), on: threads)
        // What blocks its caller needs none.
        _ = try hasher.hash(Password("x"))
        #expect(threads.threadCount == 0)
        for _ in 0..<20 {
            _ = try await hasher.hash(Password("x"), in: HashingLane(name: "a"), at: .signIn)
            while threads.threadCount > 0 { try? await Task.sleep(for: .milliseconds(1)) }
        }
    }

    @Test("as many threads as the limit run, and no more")
    func limit() async throws {
        let threads = HashingThreads(threadLimit: 3, niceness: 0)
        let tally = Tally()
        let gate = DispatchSemaphore(value: 0)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<12 {
                group.addTask {
                    try await threads.run(in: HashingLane(name: "\(number)"), at: .signIn) {
                        tally.begin()
                        gate.wait()
                        tally.end()
                    }
                }
            }
            while tally.running < 3 || threads.waitingCount < 9 { try? await Task.sleep(for: .milliseconds(1)) }
            #expect(threads.threadCount == 3)
            for _ in 0..<12 { gate.signal() }
            try await group.waitForAll()
        }
        #expect(tally.most == 3)
    }

    @Test("work that takes long holds up none that does not, however much of it there is")
    func kinds() async {
        let gate = DispatchSemaphore(value: 0)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<40 { group.addTask { await BlockingWork.run(.lengthy) { gate.wait() } } }
            for _ in 0..<100 { await BlockingWork.run {} }
            for _ in 0..<40 { gate.signal() }
        }
    }

    @Test("every piece of work is done once, by threads that come and go meanwhile")
    func losesNothing() async throws {
        let threads = HashingThreads(threadLimit: 2, waitingLimit: 2_000, niceness: 0, restLimit: .zero)
        let tally = Tally()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<2_000 {
                group.addTask {
                    try await threads.run(in: HashingLane(name: "\(number % 97)"), at: .signIn) {
                        tally.begin()
                    }
                }
                if number.isMultiple(of: 10) { await Task.yield() }
            }
            try await group.waitForAll()
        }
        #expect(tally.running == 2_000)
    }
}
