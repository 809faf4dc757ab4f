import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("Room to wait for hashing", .timeLimit(.minutes(20)))
struct HashingRoomTests {
    private static func isBusy(_ outcome: HashingTrial.Outcome) -> Bool {
        if case .failed(.busy(let pause)) = outcome { pause >= .seconds(1) && pause <= .seconds(60) } else { false }
    }

    /// Adds entries in lanes, and returns the order of those that were done and who was told to try again later.
    private func run(_ names: [(String, HashingLane)], waitingLimit: Int? = nil, accountLimit: Int? = nil) async -> (
        done: [String], busy: [String]
    ) {
        let trial = await HashingTrial(waitingLimit: waitingLimit, accountLimit: accountLimit)
        var tasks: [Task<HashingTrial.Outcome, Never>] = []
        for (name, lane) in names { tasks.append(await trial.add(name, in: lane)) }
        let done = await trial.release(tasks)
        var busy: [String] = []
        for (index, task) in tasks.enumerated() where Self.isBusy(await task.value) { busy.append(names[index].0) }
        return (done, busy)
    }

    @Test("no more than the limit wait, and one more is told to try again after a pause")
    func total() async {
        let found = await self.run((1...6).map { ("\($0)", HashingLane(name: "\($0)")) }, waitingLimit: 4)
        #expect(found.done == ["1", "2", "3", "4"])
        #expect(found.busy == ["5", "6"])
    }

    @Test("no more than the limit wait for one account, whatever room there is for others")
    func account() async {
        let guesses = (1...5).map { ("ada \($0)", HashingLane(name: "ada")) }
        let found = await self.run(guesses + [("grace", HashingLane(name: "grace"))], accountLimit: 3)
        #expect(found.done == ["ada 1", "grace", "ada 2", "ada 3"])
        #expect(found.busy == ["ada 4", "ada 5"])
    }

    @Test("a flood of one account that fills the queue makes room for another account")
    func floodGivesWay() async {
        let flood = (1...4).map { ("ada \($0)", HashingLane(name: "ada")) }
        let found = await self.run(flood + [("grace", HashingLane(name: "grace"))], waitingLimit: 4, accountLimit: 4)
        #expect(found.done == ["ada 1", "grace", "ada 2", "ada 3"])
        #expect(found.busy == ["ada 4"])
    }

    @Test("a flood from one source that fills the queue makes room for another source")
    func sourceGivesWay() async {
        let flood = (1...4).map { ("flood \($0)", HashingLane(name: "user\($0)", source: "192.0.2.1")) }
        let found = await self.run(
            flood + [("grace", HashingLane(name: "grace", source: "192.0.2.2"))], waitingLimit: 4)
        #expect(found.done == ["flood 1", "grace", "flood 2", "flood 3"])
        #expect(found.busy == ["flood 4"])
    }

    @Test("a flood from one source that fills an account makes room for its owner from another source")
    func ownerFindsRoom() async {
        let flood = (1...3).map { ("guess \($0)", HashingLane(name: "ada", source: "192.0.2.1")) }
        let found = await self.run(flood + [("ada", HashingLane(name: "ada", source: "192.0.2.2"))], accountLimit: 3)
        #expect(found.done == ["guess 1", "ada", "guess 2"])
        #expect(found.busy == ["guess 3"])
    }

    @Test("sign-ins that fill the queue take no room from administrators")
    func administratorsFindRoom() async {
        let trial = await HashingTrial(waitingLimit: 2)
        var tasks: [Task<HashingTrial.Outcome, Never>] = []
        for number in 1...3 { tasks.append(await trial.add("guess", in: HashingLane(name: "\(number)"))) }
        tasks.append(await trial.add("reset", in: HashingLane(name: "1"), at: .administrative))
        #expect(await trial.release(tasks) == ["reset", "guess", "guess"])
    }

    @Test("what waits and is canceled is not run, and gives its room back")
    func cancellation() async {
        let trial = await HashingTrial(waitingLimit: 2)
        let first = await trial.add("first", in: HashingLane(name: "1"))
        let second = await trial.add("second", in: HashingLane(name: "2"))
        first.cancel()
        #expect(await first.value == .failed(.canceled))
        #expect(trial.threads.waitingCount == 1)
        let third = await trial.add("third", in: HashingLane(name: "3"))
        #expect(await trial.release([second, third]) == ["second", "third"])
    }

    @Test("a task that is canceled already does not wait")
    func canceledBefore() async {
        let trial = await HashingTrial()
        let canceled = Task { () -> PasswordHashingError? in
            withUnsafeCurrentTask { $0?.cancel() }
            do throws(PasswordHashingError) {
                try await trial.threads.run(in: HashingLane(name: "2"), at: .signIn) {}
                return nil
            } catch {
                return error
            }
        }
        #expect(await canceled.value == .canceled)
        _ = await trial.release([])
    }

    @Test("guesses at an account take no room from one of the same name in another vault")
    func vaults() async throws {
        let trial = await HashingTrial(accountLimit: 1)
        let hashers = (1...2).map { _ in PasswordHasher(CountingFunction(), on: trial.threads) }
        let tasks = hashers.map { hasher in
            Task { try await hasher.matches(Password("x"), [], in: HashingLane(name: "ada")) }
        }
        while trial.threads.waitingCount < 2 { try await Task.sleep(for: .milliseconds(1)) }
        _ = await trial.release([])
        for task in tasks { #expect(try await !task.value) }
    }

    @Test("a vault tells that it is busy, with the pause, and not that the password is wrong")
    func vaultError() {
        guard case .busy(let pause) = PasswordHashingError.busy(retryAfter: .seconds(3)).vaultError else {
            Issue.record("it tells something else")
            return
        }
        #expect(pause == .seconds(3))
    }
}
