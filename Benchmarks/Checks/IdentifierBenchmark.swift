import RosterDomain

/// Checks by 128-bit id: few users over and over, all of them at random, and one check after the other.
enum IdentifierBenchmark: Benchmark {
    static let name = "ids"
    static let summary = "a user's 128-bit id and a permission, 5,000 sets of roles"

    /// The users that stay in the caches.
    private static let hotUserCount = 1_024

    static func run(_ effort: Effort) throws -> [Figure] {
        try effort.userCounts.flatMap { userCount in
            let world = try World(
                userCount: userCount, roleCount: 100, permissionCount: 256, setCount: min(userCount, 5_000))
            return try self.figures(IdentifierContestants(world), effort)
        }
    }

    private static func figures(_ contestants: IdentifierContestants, _ effort: Effort) throws -> [Figure] {
        let world = contestants.world
        let hot = Questions(world, count: effort.questionCount, hotUserCount: min(world.users.count, self.hotUserCount))
        let random = Questions(world, count: effort.questionCount, hotUserCount: nil)
        let users = "\(Double(world.users.count).short) users"
        return try self.race(hot, "d4h", contestants.inFlight(hot, "\(users), 1,024 hot"), effort)
            + self.race(random, "d4", contestants.inFlight(random, "\(users), at random"), effort)
            + self.race(random, "d5", contestants.oneAtATime(random, "\(users), one at a time"), effort)
    }

    /// The fused table comes first and is the limit; batches and the dense index are there for information.
    private static func race(
        _ questions: Questions, _ label: String, _ contestants: [Contestant], _ effort: Effort
    ) throws(WrongAnswers) -> [Figure] {
        let figures = try Race(expected: questions.expected, rounds: effort.rounds).run(contestants)
        return figures.enumerated().map { index, figure in
            index == 1 ? figure.beside(figures[0], as: label).aiming(.ratioAtMost(1.5)) : figure
        }
    }
}

/// Three ways to answer the same questions about the same world.
struct IdentifierContestants {
    let world: World
    private let table: AccessTable
    private let handles: [PermissionHandle]
    private let fused: FusedTable
    private let bits: BitTable

    init(_ world: World) throws {
        self.world = world
        self.table = world.table()
        self.handles = try world.handles(of: self.table)
        self.fused = FusedTable(world)
        self.bits = BitTable(world)
    }

    /// Many checks at once, as far as the processor finds them.
    func inFlight(_ questions: Questions, _ what: String) -> [Contestant] {
        let (ids, bits) = (questions.ids(self.world), questions.bits)
        let keys = ids.map { FusedTable.Key($0) }
        let handles = questions.handles(self.handles)
        let passes = TablePasses(table: self.table)
        return [
            Contestant(name: "fused table, \(what) (limit d4)") {
                self.fused.answers(keys, bits)
            } allowedCount: {
                self.fused.count(keys, bits)
            },
            Contestant(name: "AccessTable.permits(id, permission), \(what)") {
                ids.indices.map { self.table.permits(ids[$0], handles[$0]) }
            } allowedCount: {
                passes.count(ids, handles)
            },
            Contestant(name: "the same in batches of 32") {
                passes.answersInBatches(ids, handles)
            } allowedCount: {
                passes.countInBatches(ids, handles)
            },
            Contestant(name: "dense index, \(what) (b1)") {
                self.denseAnswers(questions, bits)
            } allowedCount: {
                self.bits.count(questions.users, bits)
            },
        ]
    }

    /// Each check begins when the one before is over, as when a request makes one and does other things then.
    func oneAtATime(_ questions: Questions, _ what: String) -> [Contestant] {
        let (ids, bits) = (questions.ids(self.world), questions.bits)
        let keys = ids.map { FusedTable.Key($0) }
        let handles = questions.handles(self.handles)
        let passes = TablePasses(table: self.table)
        return [
            Contestant(name: "fused table, \(what) (limit d5)") {
                self.fused.answers(keys, bits)
            } allowedCount: {
                self.fused.countOneByOne(keys, bits)
            },
            Contestant(name: "AccessTable.permits(id, permission), \(what)") {
                ids.indices.map { self.table.permits(ids[$0], handles[$0]) }
            } allowedCount: {
                passes.countOneByOne(ids, handles)
            },
            Contestant(name: "dense index, \(what) (b4)") {
                self.denseAnswers(questions, bits)
            } allowedCount: {
                self.bits.countOneByOne(questions.users, bits)
            },
        ]
    }

    private func denseAnswers(_ questions: Questions, _ bits: [UInt32]) -> [Bool] {
        questions.users.indices.map { isSet(self.bits.row(of: questions.users[$0]), bits[$0]) }
    }
}
