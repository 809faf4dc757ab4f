import RosterDomain
import RosterDomainTestSupport
import RosterTables
import Testing

@Suite("A role in a table")
struct RoleTextTests {
    /// A catalog of roles whose names have the signs that part roles, places and times.
    private static func catalog(_ names: [String]) throws -> RoleCatalog {
        try RoleCatalog(
            roles: names.map { Role(RoleID($0), title: "Role \($0)", category: RoleCategory("all", title: "All")) },
            permissions: [],
            assignmentAuthorities: [])
    }

    private static func person(_ roles: String) throws -> TeamTable.Person {
        var file = CommaSeparatedTable(["name", "address", "roles"])
        file.add(["Ann", "ann@b.example", roles])
        return try #require(try TeamTable(String(decoding: file.bytes, as: UTF8.self)).people.first)
    }

    @Test("is read back with its place and its time, whatever its name is")
    func roundTrip() throws {
        let catalog = try Self.catalog([
            "plain", "a,b", "a;b", "=x", "'x", "x@y", "x@/a/b", "x[/]", "x]", "x[2026-01-01/]", "é", "@/", "role[",
        ])
        let places = try ["/", "/locations/42", "/a/b", "/locations/4@2", "/a@/b", "/a/b/c/d"].map { try Scope($0) }
        let day = Timestamp(millisecondsSinceEpoch: 1_767_225_600_250)
        let windows = [
            .always, try ValidityWindow(from: day), try ValidityWindow(until: day),
            try ValidityWindow(from: day, until: day + .seconds(86_400)),
        ]
        for role in catalog.roles {
            for place in places {
                let held = windows.map { RoleHolding(role.id, at: place, during: $0) }
                let words = held.map(\.inTable)
                #expect(try Self.person(words.joined(separator: " ")).holdings(in: catalog) == held, "\(words)")
            }
        }
    }

    @Test("stands beside others after blanks, commas or semicolons")
    func several() throws {
        let catalog = try Self.catalog(["one", "two"])
        for text in ["one two@/a/b", "one,two@/a/b", "one; two@/a/b", " one\n,two@/a/b; "] {
            let held = try [RoleHolding(RoleID("one")), RoleHolding(RoleID("two"), at: Scope("/a/b"))]
            #expect(try Self.person(text).holdings(in: catalog) == held, "\(text)")
        }
        #expect(try Self.person(" ").holdings(in: catalog).isEmpty)
    }

    @Test(
        "that is not known is refused with the nearest one, and so is a place",
        arguments: [
            ("onne", "did you mean `one`?"), ("onne@/a/b", "did you mean `one`?"), ("one@/a", "is not a scope"),
            ("one[yesterday/]", "there is no role `one[yesterday/]`"), ("one,three", "there is no role `three`"),
        ])
    func unknown(text: String, reason: String) throws {
        let catalog = try Self.catalog(["one", "two"])
        let fault = try #require(throws: TeamTableFault.self) { try Self.person(text).holdings(in: catalog) }
        #expect(fault.place.line == 2 && fault.description.contains(reason), "\(fault)")
    }
}
