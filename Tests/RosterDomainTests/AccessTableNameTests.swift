import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Users of an access table by name")
struct AccessTableNameTests {
    static let lengths = [0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 247, 248, 249, 1_000]

    @Test("A name that no user has leads to no user, no handle, no access")
    func unknownName() throws {
        let table = try TableSample.table(holding: .viewer)
        let view = try table.handle(for: .view)
        #expect(table.user(named: "ada") == nil && table.handle(named: "ada") == nil)
        #expect(!table.permits(named: "ada", view) && !table.permits(named: "ada", view, at: .company))
        #expect(TableSample.answers(of: table, named: ["ada", ""], [view, view]) == [false, false])
    }

    @Test("To identify a name makes an active member known, once")
    func identify() throws {
        let table = TableSample.table()
        let ada = table.identify("ada")
        #expect(table.identify("ada") == ada && table.user(named: "ada") == ada && table.userCount == 1)
        #expect(
            table.standing(of: ada) == UserStanding(id: ada, affiliation: .member, status: .active, holdings: []))
        #expect(ada.description.dropFirst(14).first == "8", "the identifier is of version 8: \(ada)")
        let bob = table.identify("bob")
        #expect(bob != ada && table.handle(named: "bob")?.id == bob)
    }

    @Test("To identify a name never takes an identifier that is in use")
    func unusedIdentifier() {
        let (first, second) = (TableSample.table(), TableSample.table())
        let taken = first.identify("ada")
        second.setStatus(.active, of: taken)
        #expect(second.identify("bob") != taken)
        #expect(second.userCount == 2)
    }

    @Test("A user may have several names, and the same one twice; all lead to the user")
    func severalNames() throws {
        let table = TableSample.table()
        let (ada, view) = (DomainSample.id(1), try table.handle(for: .view))
        for name in ["ada", "ada", "ada@contoso.example"] { try table.addName(name, to: ada) }
        #expect(table.userCount == 1 && table.standing(of: ada)?.status == .active)
        try table.assign(.viewer, to: ada)
        for name in ["ada", "ada@contoso.example"] {
            #expect(table.user(named: name) == ada && table.permits(named: name, view))
        }
        table.setStatus(.blocked, of: ada)
        #expect(
            TableSample.answers(of: table, named: ["ada", "ada@contoso.example"], [view, view]) == [false, false])
    }

    @Test("A name that another user has is refused in words, and nothing changes")
    func nameTaken() throws {
        let table = TableSample.table()
        let ada = table.identify("ada\n")
        do throws(NameTakenError) {
            try table.addName("ada\n", to: DomainSample.id(2))
            Issue.record("the name is taken")
        } catch {
            #expect(error.name == "ada\n")
            #expect("\(error)" == "another user is known as `\("ada\n".forDisplay)`")
        }
        #expect(table.user(named: "ada\n") == ada && table.userCount == 1)
    }

    @Test("A name of any length is told from its neighbors, alone and in one call", arguments: Self.lengths)
    func everyLength(_ count: Int) throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let name = String(repeating: "x", count: count)
        let near = [name + "x", name + "\0", String(name.dropLast()) + "y", "y" + name.dropFirst()]
        try table.assign(.viewer, to: table.identify(name))
        try table.assign(.signer, to: table.identify(near[0]))
        #expect(table.permits(named: name, view) && table.permits(named: name, view, at: .company))
        #expect(near.allSatisfy { !table.permits(named: $0, view) && table.user(named: $0) != table.user(named: name) })
        let names = [near[0], name, near[1], near[2], name, near[3]]
        let answers = TableSample.answers(of: table, named: names, names.map { _ in view })
        #expect(answers == [false, true, false, false, true, false])
    }

    @Test("Names of every length are told apart by any byte, before and after the index grew")
    func equalPrefixes() throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        var names: [(text: String, mayView: Bool)] = []
        for count in Self.lengths.dropFirst() {
            for place in Set([0, count / 2, count - 1]).sorted() {
                for (letter, mayView) in [("a", true), ("b", false)] {
                    let text = String(repeating: "-", count: place) + letter
                    let name = text + String(repeating: "-", count: count - place - 1)
                    names.append((name, mayView))
                    let user = table.identify(name)
                    if mayView { try table.assign(.viewer, to: user) }
                }
            }
        }
        #expect(table.userCount == names.count)
        for name in names { #expect(table.permits(named: name.text, view) == name.mayView) }
        let answers = TableSample.answers(of: table, named: names.map(\.text), names.map { _ in view })
        #expect(answers == names.map(\.mayView))
    }

    @Test("Names that differ only in how Unicode composes them are two names: bytes decide")
    func normalization() throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let (composed, decomposed) = ("Andr\u{E9}", "Andre\u{301}")
        let long = String(repeating: "-", count: 20)
        for tail in ["", long] {
            try table.assign(.viewer, to: table.identify(composed + tail))
            #expect(!table.permits(named: decomposed + tail, view) && table.user(named: decomposed + tail) == nil)
            try table.addName(decomposed + tail, to: DomainSample.id(tail.isEmpty ? 1 : 2))
            let names = [composed + tail, decomposed + tail]
            #expect(TableSample.answers(of: table, named: names, [view, view]) == [true, false])
        }
    }

    @Test("Thousands of names are found while and after the index grows, and what users hold stays current")
    func growth() throws {
        let table = TableSample.table()
        let view = try table.handle(for: .view)
        let names = (0..<3_000).map { $0.isMultiple(of: 2) ? "user \($0)" : "user \($0) of the company" }
        let users = names.map(table.identify)
        #expect(Set(users).count == 3_000)
        for (position, user) in users.enumerated() where position.isMultiple(of: 3) {
            try table.assign(.viewer, to: user)
        }
        for (position, name) in names.enumerated() {
            #expect(table.user(named: name) == users[position])
        }
        let answers = TableSample.answers(of: table, named: names, names.map { _ in view })
        #expect(answers == names.indices.map { $0.isMultiple(of: 3) })
    }
}
