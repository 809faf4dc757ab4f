import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Names of users who are forgotten, and used again")
struct AccessTableForgottenNameTests {
    /// A name that is its own key, and one that is stored.
    static let names = ["ada", "ada lovelace of the company"]

    @Test("Names go with their user, and may then be another's", arguments: Self.names)
    func usedAgain(_ name: String) throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let first = table.identify(name)
        try table.assign(.viewer, to: first)
        table.forget(first)
        #expect(table.user(named: name) == nil && !table.permits(named: name, view))
        #expect(TableSample.answers(of: table, named: [name], [view]) == [false])
        try table.addName(name, to: DomainSample.id(2))
        #expect(table.user(named: name) == DomainSample.id(2) && !table.permits(named: name, view))
        try table.assign(.viewer, to: DomainSample.id(2))
        #expect(table.permits(named: name, view))
        table.load(UserStanding(id: first, affiliation: .member, status: .active, holdings: []))
        #expect(table.user(named: name) == DomainSample.id(2), "who comes back does not have the name any more")
    }

    @Test("A name that is given and forgotten thousands of times is always the last user's", arguments: Self.names)
    func manyTimes(_ name: String) throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        for number in 1...2_000 {
            let user = DomainSample.id(number)
            try table.addName(name, to: user)
            if number.isMultiple(of: 2) { try table.assign(.viewer, to: user) }
            #expect(table.user(named: name) == user && table.permits(named: name, view) == number.isMultiple(of: 2))
            table.forget(user)
        }
        #expect(table.userCount == 0)
    }

    @Test("A name is found whose bytes come to lie where they lay before, after another name's")
    func bytesInTheSamePlace() throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let (name, other) = ("ada lovelace of the company", "bob lovelace of the company")
        for text in [name, other] {
            table.forget(table.identify(text))
            try Self.letMemoryBeUsedAgain(table)
        }
        let user = table.identify(name)
        #expect(table.user(named: name) == user && table.identify(name) == user)
        try table.assign(.viewer, to: user)
        #expect(table.permits(named: name, view))
        #expect(table.user(named: other) == nil)
    }

    @Test("A reload keeps the names of those who stay, and no others", arguments: Self.names)
    func reload(_ name: String) throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let gone = table.identify("gone")
        let stays = table.identify(name)
        let standing = UserStanding(
            id: stays, affiliation: .guest, status: .active, holdings: [RoleHolding(.viewer)])
        table.reload([standing], at: Revision(5))
        #expect(table.user(named: name) == stays && table.permits(named: name, view))
        #expect(table.user(named: "gone") == nil && table.standing(of: gone) == nil)
        #expect(table.userCount == 1 && table.revision == Revision(5))
        #expect(table.identify("gone") != stays)
    }

    @Test("Another catalog leaves names as they are", arguments: Self.names)
    func replacedCatalog(_ name: String) throws {
        let table = TableSample.table()
        let edit = try table.handle(for: .edit)
        let user = table.identify(name)
        try table.assign(.writer, to: user)
        table.replaceCatalog(with: TableSample.successor)
        #expect(table.user(named: name) == user && table.permits(named: name, edit))
    }

    /// Changes a user until words that were given back are handed out again.
    private static func letMemoryBeUsedAgain(_ table: AccessTable) throws {
        let user = DomainSample.id(99)
        for number in 1...200 {
            let until = Timestamp(millisecondsSinceEpoch: Int64(number))
            try table.assign(.viewer, to: user, during: ValidityWindow(until: until))
        }
        table.forget(user)
    }
}
