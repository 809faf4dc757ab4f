import RosterDomain

/// The same check in a small catalog and in a large one: what it costs does not grow with the roles.
enum RoleCountBenchmark: Benchmark {
    static let name = "roles"
    static let summary = "a check with 20 roles and with 10,000, 1,000 users hot"

    static func run(_ effort: Effort) throws -> [Figure] {
        let few = try self.passes(roleCount: 20, permissionCount: 200, effort)
        let many = try self.passes(roleCount: 10_000, permissionCount: 100_000, effort)
        try few.verify()
        try many.verify()
        var samples: (few: [Double], many: [Double]) = ([], [])
        for _ in 0..<effort.rounds {
            samples.few.append(try few.nanosecondsPerCheck())
            samples.many.append(try many.nanosecondsPerCheck())
        }
        let figure = Figure("AccessTable.permits(id, permission), 20 roles", unit: "ns/check", samples.few)
        return [
            figure,
            Figure("the same, 10,000 roles and 100,000 permissions", unit: "ns/check", samples.many)
                .beside(figure, as: "20 roles").aiming(.ratioAtMost(1.25)),
        ]
    }

    private static func passes(roleCount: Int, permissionCount: Int, _ effort: Effort) throws -> Passes {
        let world = try World(
            userCount: 1_000, roleCount: roleCount, permissionCount: permissionCount, setCount: 500)
        let table = world.table()
        let questions = Questions(world, count: effort.questionCount, hotUserCount: nil)
        return Passes(
            passes: TablePasses(table: table), ids: questions.ids(world),
            handles: questions.handles(try world.handles(of: table)), expected: questions.expected)
    }

    /// The two ask different questions, so they cannot be one race; they take turns all the same.
    private struct Passes {
        let passes: TablePasses
        let ids: [UserID]
        let handles: [PermissionHandle]
        let expected: [Bool]

        func verify() throws(WrongAnswers) {
            let wrong = self.ids.indices.count {
                self.passes.table.permits(self.ids[$0], self.handles[$0]) != self.expected[$0]
            }
            guard wrong == 0 else { throw WrongAnswers(name: "AccessTable.permits", count: wrong) }
        }

        func nanosecondsPerCheck() throws(WrongAnswers) -> Double {
            let (time, count) = Stopwatch.nanoseconds { self.passes.count(self.ids, self.handles) }
            guard count == self.expected.count(where: { $0 }) else {
                throw WrongAnswers(name: "AccessTable.permits", count: nil)
            }
            return time / Double(self.ids.count)
        }
    }
}
