import RosterDomain

/// Checks on one and on two threads while another thread applies 10,000 changes a second.
enum SharingBenchmark: Benchmark {
    static let name = "sharing"
    static let summary = "one and two threads ask while another one applies 10,000 changes a second"

    private static let questionsPerBlock = 1_024
    /// The users that are asked about; others are changed.
    private static let askedUserCount = 1_024

    static func run(_ effort: Effort) throws -> [Figure] {
        let world = try World(
            userCount: min(effort.userCount, 100_000), roleCount: 100, permissionCount: 256, setCount: 5_000)
        let things = try SharedWord.things + self.things(world)
        var outcomes = things.map { _ in (one: [Traffic.Outcome](), two: [Traffic.Outcome]()) }
        for _ in 0..<effort.rounds {
            for (index, thing) in things.enumerated() {
                outcomes[index].one.append(try Traffic(readerCount: 1, seconds: 0.2).run(thing))
                outcomes[index].two.append(try Traffic(readerCount: 2, seconds: 0.2).run(thing))
            }
        }
        return things.indices.flatMap { index in
            let isOurs = index >= SharedWord.things.count
            return self.figures(things[index].name, outcomes[index].one, outcomes[index].two, isOurs: isOurs)
        }
    }

    private static func figures(
        _ name: String, _ one: [Traffic.Outcome], _ two: [Traffic.Outcome], isOurs: Bool
    ) -> [Figure] {
        let rates = [one, two].map { $0.map { $0.checksPerSecond / 1e6 } }
        let costs = [one, two].map { $0.map(\.processorNanosecondsPerCheck) }
        let rate = Figure("\(name), 1 thread", unit: "M checks/s", rates[0])
        let cost = Figure("\(name), 1 thread, own processor time", unit: "ns/check", costs[0])
        let doubled = Figure("\(name), 2 threads", unit: "M checks/s", rates[1]).beside(rate, as: "1 thread")
        let shared = Figure("\(name), 2 threads, own processor time", unit: "ns/check", costs[1])
            .beside(cost, as: "1 thread")
        let changes = Figure("\(name), changes meanwhile", unit: "changes/s", two.map(\.changesPerSecond))
        return isOurs
            ? [rate, doubled.aiming(.ratioAtLeast(1.9)), cost, shared, changes] : [rate, doubled, cost, shared]
    }

    private static func things(_ world: World) throws -> [SharedThing] {
        let table = world.table()
        let questions = Questions(world, count: self.questionsPerBlock, hotUserCount: self.askedUserCount)
        let (ids, handles) = (questions.ids(world), questions.handles(try world.handles(of: table)))
        let subjects = try ids.map { id in
            guard let subject = table.handle(for: id) else {
                throw WrongAnswers(name: "AccessTable.handle", count: nil)
            }
            return subject
        }
        let asked = Set(ids)
        let changed = world.users.filter { !asked.contains($0) }
        let role = world.roles[0]
        @Sendable func change(_ number: Int) {
            let user = changed[number / 2 % changed.count]
            if number.isMultiple(of: 2) { try? table.assign(role, to: user) } else { table.remove(role, from: user) }
        }
        let passes = TablePasses(table: table)
        let allowed = questions.expected.count { $0 }
        func thing(_ name: String, _ ask: @escaping @Sendable () -> Int) -> SharedThing {
            SharedThing(
                name: name, askBlock: ask, questionsPerBlock: self.questionsPerBlock, allowedPerBlock: allowed,
                change: change)
        }
        return [
            thing("AccessTable by id") { passes.count(ids, handles) },
            thing("AccessTable by handle") { passes.count(subjects, handles) },
        ]
    }
}
