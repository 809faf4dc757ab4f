import RosterDomain
import RosterDomainTestSupport
import RosterTables
import Testing

@Suite("A table of people")
struct TeamTableTests {
    /// A file as we write it, and as it is read.
    private static func read(_ rows: [[String]]) throws -> TeamTable {
        var file = CommaSeparatedTable(TeamColumn.titles)
        for row in rows { file.add(row) }
        return try TeamTable(String(decoding: file.bytes, as: UTF8.self))
    }

    @Test("that we write is read back whole, whatever the names are")
    func roundTrip() throws {
        var dice = SeededGenerator(seed: 3)
        let signs = [
            "=", "'", "＝", "-", "@", "\"", "\"\"", ",", ";", " ", "\u{3000}", "\u{200B}", "\u{301}", "a", "name", "Zoë",
        ]
        for _ in 0..<300 {
            let names = (0..<5).map { _ in (0..<6).map { _ in dice.element(signs) }.joined() }
            let rows = names.map { ["\($0)x", "=a@b.example", "", "+\($0)", "active", "person", "7"] }
            let people = try Self.read(rows).people
            #expect(people.map { Array($0.name.text.utf8) } == rows.map { Array($0[0].utf8) })
            #expect(people.map { $0.userName.map { Array($0.text.utf8) } } == rows.map { Array($0[3].utf8) })
            #expect(people.allSatisfy { $0.address.text == "=a@b.example" })
        }
    }

    @Test("of another writer loses blanks at the edges of fields, and no apostrophe but the one before a formula")
    func foreign() throws {
        let people = try TeamTable("name,address\n\" 't Hooft \", a@b.example \n'=1+1,b@b.example").people
        #expect(people.map(\.name.text) == ["'t Hooft", "=1+1"])
        #expect(try people[0].signInNames().email == EmailAddress("a@b.example"))
    }

    @Test(
        "whose title is near a known one is refused with its place and the one that was meant",
        arguments: [
            ("name,address,rolle", 14, "role"), ("emial,name", 1, "email"), ("name,address,\"Adresse\"", 14, "address"),
            ("name;Rollen;e-mail", 6, "roles"), ("full_nmae,address", 1, "full name"),
            ("name,address,knid", 14, "kind"),
        ])
    func misspelled(titles: String, column: Int, meant: String) throws {
        let fault = try #require(throws: TeamTableFault.self) { try TeamTable(titles + "\na,b,c") }
        #expect(fault.place.line == 1 && fault.place.column == column)
        #expect(fault.description.contains("did you mean `\(meant)`?"), "\(fault)")
    }

    @Test("names other columns that it leaves out, and takes the known ones however they are written")
    func ignored() throws {
        let titles = "Full-Name,E_Mail,team,phone,surname,last name,first name,job title,,Username"
        let table = try TeamTable(titles + "\na,a@b.example,1,2,3,4,5,6,,ann")
        #expect(table.ignoredColumns == ["team", "phone", "surname", "last name", "first name", "job title"])
        #expect(try table.people[0].signInNames().userName == UserName("ann"))
        #expect(try Self.read([["a", "a@b.example", "", "", "", "", "7"]]).ignoredColumns == ["id"])
    }

    @Test(
        "has rows that are no people to add, and says why",
        arguments: [
            ("active", "person", nil), ("MustChangePassword", "", nil), ("", "", nil),
            ("active", "service", "is a service"), ("active", "guest", "is a guest"), ("active", "robot", "`robot`"),
            ("blocked", "person", "is blocked"), ("deleted", "person", "is deleted"), ("purged", "person", "is purged"),
            ("invited", "guest", "is a guest"), ("invited", "person", "is invited"), ("retired", "person", "`retired`"),
        ])
    func rows(status: String, kind: String, reason: String?) throws {
        let person = try Self.read([["a", "a@b.example", "", "", status, kind, ""]]).people[0]
        guard let reason else { return try person.checkIsAddable() }
        let fault = try #require(throws: TeamTableFault.self) { try person.checkIsAddable() }
        #expect(fault.place.line == 2 && fault.description.contains(reason), "\(fault)")
    }

    @Test("has people without a mailbox, who sign in with a user name, and no one without both")
    func names() throws {
        let people = try Self.read([
            ["a", "", "", "ann", "", "", ""], ["b", "b@b.example", "", "", "", "", ""], ["c", "", "", " ", "", "", ""],
        ]).people
        #expect(try people[0].signInNames() == SignInNames(userName: UserName("ann"), email: nil))
        #expect(try people[1].signInNames().userName == UserName("b@b.example"))
        let fault = try #require(throws: TeamTableFault.self) { try people[2].signInNames() }
        #expect(fault.place.line == 4)
    }
}
