import Roster
import RosterConsole
import RosterDomainTestSupport
import RosterPartnerCenter
import RosterWeb
import Testing

/// The users' file, as it is taken along and brought in again.
@Suite("The file of users")
struct UserFileTests {
    /// The file, without the mark at its beginning, as it is pasted.
    private func file(_ world: ConsoleWorld, _ query: String = "") async throws -> String {
        let browser = try await world.browser()
        let answer = await browser.answer(browser.request(.get, Browser.mount + "/users/table" + query))
        return String(decoding: answer.body.dropFirst(3), as: UTF8.self)
    }

    /// What a file is answered with.
    private func imported(_ text: String, into world: ConsoleWorld) async throws -> ShownPage {
        let browser = try await world.browser()
        try await browser.open("/users/import")
        return try await browser.send("/users/import", ["table": text])
    }

    /// The rows of a file that are about none of the first administrator.
    private func withoutAda(_ file: String) -> String {
        file.split(separator: "\r\n").filter { !$0.contains(ConsoleWorld.adaAddress) }.joined(separator: "\r\n")
    }

    /// A name of signs that spreadsheets, readers of tables and people take for something else.
    private static func hostileName(_ dice: inout SeededGenerator) -> String {
        let signs = [
            "=", "+", "-", "@", "＝", "＋", "－", "＠", "'", "\"", ",", ";", "|", " ", "  ", "\u{A0}", "\u{3000}",
            "\u{200B}", "\u{2060}",
            "\u{FEFF}", "Zoë", "株式会社", "O'Hara", "1+1", "name", "sep=;", "a@b.example",
        ]
        let count = Int.random(in: 1...6, using: &dice)
        return (0..<count).map { _ in dice.element(signs) }.joined()
    }

    @Test("is read back whole: names of any signs, names to sign in with, roles at places and for a time")
    func roundTrip() async throws {
        let (world, other) = (try await ConsoleWorld(), try await ConsoleWorld())
        var dice = SeededGenerator(seed: 20)
        var names: [String: String] = [:]
        for number in 0..<40 {
            guard let name = try? FullName(Self.hostileName(&dice)) else { continue }
            let address = "\(number % 3 == 0 ? "=" : "")p\(number)@contoso.example"
            let added = try await world.tenant.addUser(
                name, email: EmailAddress(address), userName: number % 2 == 0 ? UserName("+user \(number)") : nil,
                roles: [.reportViewer], by: world.ada)
            let id = added.userID
            try await world.tenant.assignRoles([.referralsAdmin], to: id, at: Scope("/locations/4@2"), by: world.ada)
            let window = try ValidityWindow(until: world.clock.now + .milliseconds(86_400_250))
            try await world.tenant.assignRoles(
                [.referralsAdmin], to: id, at: Scope("/locations/7"), during: window, by: world.ada)
            names[address] = name.rawValue
        }
        #expect(names.count > 20)
        let review = try await self.imported(self.withoutAda(self.file(world)), into: other)
        #expect(review.status == 200 && review.rows.count == names.count, "\(review.notice ?? "")")
        let browser = try await other.browser()
        try await browser.open("/users/import")
        try await browser.send("/users/import", ["table": self.withoutAda(self.file(world))])
        let report = try await browser.send("/users/import")
        #expect(!report.text.contains("refused"), "\(report.text)")
        for (address, name) in names {
            let address = try UserName(EmailAddress(address))
            let before = try #require(try await world.tenant.user(named: address))
            let after = try #require(try await other.tenant.user(named: address))
            #expect(Array(after.fullName.rawValue.utf8) == Array(name.utf8))
            #expect(after.userName == before.userName && after.email == before.email)
            #expect(after.assignments.map(\.holding) == before.assignments.map(\.holding), "\(name)")
        }
    }

    @Test("is refused with the line and the reason where a row is no person to add, and nothing is dropped")
    func othersThanPeople() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        for (kind, query) in [("service", ""), ("guest", ""), ("blocked", ""), ("deleted", "?status=deleted")] {
            switch kind {
            case "service":
                _ = try await world.tenant.addService(
                    FullName("Night"), userName: UserName("night"), roles: [], by: world.ada)
            case "guest":
                try await world.tenant.inviteUsers([EmailAddress("guest@partner.example")], roles: [], by: world.ada)
            case "blocked": try await world.tenant.blockUser(grace, by: world.ada)
            default: try await world.tenant.deleteUser(grace, by: world.ada)
            }
            let lines = try await self.file(world, query).split(separator: "\r\n")
            let row = try #require(lines.first { $0.contains("\"\(kind)\"") }, "\(lines)")
            let page = try await self.imported([lines[0], row].joined(separator: "\n"), into: try await ConsoleWorld())
            #expect(page.status == 422, "\(kind)")
            #expect(
                page.notice?.hasPrefix("Line 2, column ") == true && page.notice?.lowercased().contains(kind) == true,
                "\(page.notice ?? "")")
        }
    }

    @Test(
        "is refused where the title of a column is misspelled, with its place and the title that was meant",
        arguments: [
            ("name,emial,roles", "Line 1, column 6:", "email"), ("name,adress", "Line 1, column 6:", "address"),
            ("name,address,rolle", "Line 1, column 14:", "role"), ("naem,address,roles", "Line 1, column 1:", "name"),
            ("name,address,roles,statsu", "Line 1, column 20:", "status"),
        ])
    func misspelled(titles: String, place: String, meant: String) async throws {
        let world = try await ConsoleWorld()
        let page = try await self.imported(titles + "\nGrace,grace@contoso.example,report_viewer", into: world)
        #expect(page.status == 422 && page.notice?.hasPrefix(place) == true, "\(page.notice ?? "")")
        #expect(page.notice?.contains("“\(meant)”") == true, "\(page.notice ?? "")")
    }

    @Test("adds a person with all roles of the row, or not at all")
    func wholeRows() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/import")
        let roles = "report_viewer referrals_admin@/locations/1 admin_agent@/locations/1"
        try await browser.send("/users/import", ["table": "name,address,roles\nGrace,grace@contoso.example,\(roles)"])
        let report = try await browser.send("/users/import")
        #expect(report.secrets.isEmpty && report.rows[0].contains("refused"), "\(report.rows)")
        #expect(try await world.tenant.user(named: UserName("grace@contoso.example")) == nil)
    }

    @Test("names in the review the columns that are left out")
    func ignored() async throws {
        let world = try await ConsoleWorld()
        let table = "name,address,team,phone\nGrace,grace@contoso.example,Night,1"
        let review = try await self.imported(table, into: world)
        #expect(review.status == 200 && review.rows.count == 1)
        #expect(review.text.contains("team and phone"), "\(review.text)")
        let plain = try await self.imported("name,address\nGrace,grace@contoso.example", into: world)
        #expect(!plain.text.contains("left out"))
    }
}
