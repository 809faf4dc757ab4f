import RosterAdapters
import RosterDomain
import Testing

@Suite("Turns of hashing", .timeLimit(.minutes(20)))
struct HashingTurnsTests {
    /// An entry that waits.
    struct Waiting {
        let name: String
        let lane: HashingLane
        var priority = HashingPriority.signIn
    }

    private static func guesses(
        _ count: Int, at account: (Int) -> String, from source: (Int) -> String? = { _ in nil }
    ) -> [Waiting] {
        (1...count).map { Waiting(name: "flood \($0)", lane: HashingLane(name: account($0), source: source($0))) }
    }

    /// The order in which the entries have their turns, all of them waiting before the first.
    private func turns(_ entries: [Waiting]) async -> [String] {
        let trial = await HashingTrial()
        var tasks: [Task<HashingTrial.Outcome, Never>] = []
        for entry in entries { tasks.append(await trial.add(entry.name, in: entry.lane, at: entry.priority)) }
        return await trial.release(tasks)
    }

    @Test("guesses at one account delay another account by one turn")
    func accounts() async {
        let flood = Self.guesses(20) { _ in "ada@contoso.example" }
        let turns = await self.turns(flood + [Waiting(name: "grace", lane: HashingLane(name: "grace@contoso.example"))])
        #expect(turns.firstIndex(of: "grace") == 1)
        #expect(turns.filter { $0 != "grace" } == (1...20).map { "flood \($0)" })
    }

    @Test("guesses from one source at many accounts delay another source by one turn")
    func sources() async {
        let flood = Self.guesses(20, at: { "user\($0)" }, from: { _ in "192.0.2.1" })
        let turns = await self.turns(
            flood + [Waiting(name: "grace", lane: HashingLane(name: "grace", source: "192.0.2.2"))])
        #expect(turns.firstIndex(of: "grace") == 1)
    }

    @Test("guesses from many sources at one account delay another account by one turn")
    func manySources() async {
        let flood = Self.guesses(20, at: { _ in "ada" }, from: { "192.0.2.\($0)" })
        let turns = await self.turns(
            flood + [Waiting(name: "grace", lane: HashingLane(name: "grace", source: "198.51.100.1"))])
        #expect(turns.firstIndex(of: "grace") == 1)
    }

    @Test("the owner of an account that is guessed at from one source comes next from another one")
    func owner() async {
        let flood = Self.guesses(20, at: { _ in "ada" }, from: { _ in "192.0.2.1" })
        let turns = await self.turns(
            flood + [Waiting(name: "ada", lane: HashingLane(name: "ada", source: "192.0.2.2"))])
        #expect(turns.firstIndex(of: "ada") == 1)
    }

    @Test("lanes that wait take turns, and none overtakes another twice")
    func rounds() async {
        let entries = ["a", "b", "c"].flatMap { lane in
            (1...3).map { Waiting(name: "\(lane)\($0)", lane: HashingLane(name: lane)) }
        }
        #expect(await self.turns(entries) == ["a1", "b1", "c1", "a2", "b2", "c2", "a3", "b3", "c3"])
    }

    @Test("an entry whose account and source are both flooded waits for two queues' worth of turns at most")
    func waitsNoLonger() async {
        let trial = await HashingTrial(waitingLimit: 8)
        var tasks = [await trial.add("grace", in: HashingLane(name: "grace", source: "192.0.2.1"))]
        for round in 1...3 {
            tasks.append(await trial.add("a\(round)", in: HashingLane(name: "grace", source: "198.51.100.\(round)")))
            tasks.append(await trial.add("s\(round)", in: HashingLane(name: "user\(round)", source: "192.0.2.1")))
        }
        let turns = await trial.release(tasks)
        #expect(turns.count == 7)
        #expect(turns.contains("grace"))
    }

    @Test("an administrator's verb overtakes every sign-in that waits")
    func administrators() async {
        let flood = Self.guesses(20) { "user\($0)" }
        let reset = Waiting(name: "reset", lane: HashingLane(user: UserID(bits: 1)), priority: .administrative)
        #expect(await self.turns(flood + [reset]).first == "reset")
    }

    @Test("administrators' verbs let one sign-in in four through")
    func importing() async {
        let resets = (1...8).map { number in
            Waiting(name: "reset", lane: HashingLane(user: UserID(bits: UInt128(number))), priority: .administrative)
        }
        let turns = await self.turns(resets + Self.guesses(2) { "user\($0)" })
        // What occupied the thread was administrative, and counts.
        #expect(turns.firstIndex(of: "flood 1") == 2)
        #expect(turns.firstIndex(of: "flood 2") == 6)
    }

    @Test("names share a lane whatever their case, and whether or not they are listed")
    func lanes() {
        #expect(HashingLane(name: "Ada@Contoso.example") == HashingLane(name: "ada@contoso.EXAMPLE"))
        #expect(HashingLane(name: "ada") != HashingLane(name: "ada", source: "192.0.2.1"))
        #expect(HashingLane(name: "ada") != HashingLane(name: "bob"))
    }
}
