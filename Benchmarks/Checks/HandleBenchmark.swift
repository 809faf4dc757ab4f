import RosterDomain

/// A check of a user who was resolved once, as a session keeps one, beside the bare bit test.
enum HandleBenchmark: Benchmark {
    static let name = "handle"
    static let summary = "a resolved user and a permission, a call a check"

    static func run(_ effort: Effort) throws -> [Figure] {
        let world = try World(userCount: 1_000, roleCount: 100, permissionCount: 256, setCount: 500)
        let table = world.table()
        let questions = Questions(world, count: effort.questionCount, hotUserCount: 1)
        let user = questions.users[0]
        let (bits, passes) = (questions.bits, TablePasses(table: table))
        let handles = questions.handles(try world.handles(of: table))
        guard let subject = table.handle(for: world.users[user]) else {
            throw WrongAnswers(name: "AccessTable.handle", count: nil)
        }
        let limit = BitTable(world)
        let answers = { handles.map { table.permits(subject, $0) } }
        let figures = try Race(expected: questions.expected, rounds: effort.rounds).run([
            Contestant(name: "bare bit test, a call (limit a4)") {
                bits.map { isSet(limit.row(of: user), $0) }
            } allowedCount: {
                limit.countByCall(user, bits)
            },
            Contestant(name: "AccessTable.permits(user, permission)", answers: answers) {
                passes.count(subject, handles)
            },
            Contestant(name: "the same in a function of the host's", answers: answers) {
                passes.countByCall(subject, handles)
            },
        ])
        return [figures[0]] + figures.dropFirst().map { $0.beside(figures[0], as: "a4").aiming(.ratioAtMost(1.5)) }
    }
}
