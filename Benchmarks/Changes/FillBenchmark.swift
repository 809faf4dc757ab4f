import RosterDomain

/// How long it takes to compile a catalog and to know all users.
enum FillBenchmark: Benchmark {
    static let name = "fill"
    static let summary = "all users at once, three roles a user, catalog included"

    static func run(_ effort: Effort) throws -> [Figure] {
        let rounds = min(effort.rounds, 5)
        let own = try self.figures(
            "100,000 users, 10,000 roles, a set of roles each", goal: 0.2, rounds,
            try World(userCount: 100_000, roleCount: 10_000, permissionCount: 100_000, setCount: nil))
        let users = effort.userCount
        let shared = try self.figures(
            "\(Double(users).short) users, 1,000 roles, 5,000 sets of roles", goal: 0.5, rounds,
            try World(userCount: users, roleCount: 1_000, permissionCount: 10_000, setCount: 5_000))
        return own + shared
    }

    private static func figures(_ what: String, goal: Double, _ rounds: Int, _ world: World) throws -> [Figure] {
        // Made beforehand: what a host reads from its store is not the table's work.
        let standings = Array(world.standings)
        var samples: (table: [Double], dictionary: [Double]) = ([], [])
        for _ in 0..<rounds {
            let (time, table) = Stopwatch.nanoseconds {
                let table = AccessTable(catalog: world.catalog)
                table.reload(standings, at: .start)
                return table
            }
            try self.verify(table, world)
            samples.table.append(time / 1e9)
            let byHand = Stopwatch.nanoseconds { self.byHand(standings) }
            precondition(byHand.result.count == standings.count, "invariant: every user is another one")
            samples.dictionary.append(byHand.time / 1e9)
        }
        let dictionary = Figure("Dictionary of arrays: \(what)", unit: "s", samples.dictionary)
        return [
            dictionary,
            Figure("AccessTable.reload: \(what)", unit: "s", samples.table).beside(dictionary, as: "by hand").aiming(
                .atMost(goal)),
        ]
    }

    private static func byHand(_ standings: [UserStanding]) -> [UserID: [RoleID]] {
        var roles: [UserID: [RoleID]] = [:]
        for standing in standings { roles[standing.id] = standing.holdings.map(\.role) }
        return roles
    }

    private static func verify(_ table: AccessTable, _ world: World) throws {
        let handles = try world.handles(of: table)
        let questions = Questions(world, count: 10_000, hotUserCount: nil)
        let wrong = (0..<questions.count).count { index in
            let answer = table.permits(world.users[questions.users[index]], handles[questions.permissions[index]])
            return answer != questions.expected[index]
        }
        guard wrong == 0 else { throw WrongAnswers(name: "AccessTable.reload", count: wrong) }
    }
}
