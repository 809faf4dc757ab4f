import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Many questions to an access table in one call")
struct AccessTableBatchTests {
    /// None, one, and both sides of the number that is worked on together.
    static let sizes = [0, 1, 2, 31, 32, 33, 63, 64, 65, 100]

    @Test("Every answer is that of the question alone, for any mix of users and permissions", arguments: Self.sizes)
    func sizesAndMixes(_ size: Int) throws {
        let table = try Self.table()
        let handles = try Self.permissions.map { try table.handle(for: $0) }
        var generator = SeededGenerator(seed: UInt64(size))
        for _ in 0..<20 {
            let numbers = (0..<size).map { _ in Int.random(in: 1...8, using: &generator) }
            let asked = numbers.map { _ in generator.element(handles) }
            let expected = numbers.indices.map { table.permits(DomainSample.id(numbers[$0]), asked[$0]) }
            #expect(TableSample.answers(of: table, numbers.map { DomainSample.id($0) }, asked) == expected)
            #expect(TableSample.answers(of: table, named: numbers.map { Self.name($0) }, asked) == expected)
        }
    }

    @Test("The mix has both answers")
    func mixHasBothAnswers() throws {
        let table = try Self.table()
        let view = try table.handle(for: .view)
        let users = (1...8).map { DomainSample.id($0) }
        let answers = TableSample.answers(of: table, users, users.map { _ in view })
        #expect(answers == [true, true, false, false, false, false, false, false])
    }

    @Test("Answers beyond the number of questions are left as they are", arguments: Self.sizes)
    func answersBeyond(_ size: Int) throws {
        let table = try Self.table()
        let view = try table.handle(for: .view)
        for before in [true, false] {
            let room = Array(repeating: before, count: size + 40)
            let expected = Array(repeating: true, count: size) + Array(repeating: before, count: 40)
            let asked = Array(repeating: view, count: size)
            let users = Array(repeating: DomainSample.id(1), count: size)
            #expect(TableSample.answers(of: table, users, asked, room: room) == expected)
            let names = Array(repeating: Self.name(1), count: size)
            #expect(TableSample.answers(of: table, named: names, asked, room: room) == expected)
        }
    }

    @Test("A handle of another table is answered no, and does not disturb its neighbors")
    func foreignHandles() throws {
        let table = try Self.table()
        let (view, foreign) = (try table.handle(for: .view), try Self.table().handle(for: .view))
        let asked = (0..<70).map { $0.isMultiple(of: 3) ? foreign : view }
        let expected = (0..<70).map { !$0.isMultiple(of: 3) }
        let users = asked.map { _ in DomainSample.id(2) }
        #expect(TableSample.answers(of: table, users, asked) == expected)
        #expect(TableSample.answers(of: table, named: asked.map { _ in Self.name(2) }, asked) == expected)
    }

    @Test("What is permitted only somewhere, sometimes or given conditions is answered no")
    func certainOnly() throws {
        let table = TableSample.table()
        let (view, share) = (try table.handle(for: .view), try table.handle(for: .share))
        let (ada, bob) = (DomainSample.id(1), DomainSample.id(2))
        try table.assign(.viewer, to: ada, at: Scope("/locations/1"))
        try table.assign(.viewer, to: bob, during: ValidityWindow(until: DomainSample.moment))
        try table.assign(.sharer, to: ada)
        #expect(TableSample.answers(of: table, [ada, bob, ada], [view, view, share]) == [false, false, false])
        let here = try Scope("/locations/1")
        #expect(table.permits(ada, view, at: here))
    }

    @Test("An empty table answers no for every user")
    func emptyTable() throws {
        let table = TableSample.table()
        let asked = Array(repeating: try table.handle(for: .view), count: 33)
        let users = (1...33).map { DomainSample.id($0) }
        #expect(TableSample.answers(of: table, users, asked) == asked.map { _ in false })
        #expect(TableSample.answers(of: table, named: users.map(\.description), asked) == asked.map { _ in false })
    }

    private static let permissions: [Permission] = [.view, .edit, .share, .greet, .sign]

    /// Users who may view or not, in every status, one forgotten; 8 was never known.
    private static func table() throws -> AccessTable {
        let table = try TableSample.table(holding: .viewer, .writer, .signer, .viewer, .viewer, .viewer, .viewer)
        for number in 1...7 { try table.addName(self.name(number), to: DomainSample.id(number)) }
        table.setStatus(.blocked, of: DomainSample.id(4))
        table.setStatus(.deleted, of: DomainSample.id(5))
        table.setStatus(.mustChangePassword, of: DomainSample.id(6))
        table.forget(DomainSample.id(7))
        return table
    }

    /// A short name for some, a long one for others.
    private static func name(_ number: Int) -> String {
        String(repeating: "u", count: number.isMultiple(of: 2) ? 20 : 2) + "\(number)"
    }
}
