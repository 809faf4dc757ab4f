import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("What is seen at a glance, and taken along")
struct OverviewTests {
    @Test("messages that were given up are listed with whom they were for, and are delivered again")
    func letters() async throws {
        let notifier = MemoryNotifier()
        let world = try await ConsoleWorld(notifier: notifier)
        await world.tenant.deliverNotifications()
        try await world.person("Grace")
        notifier.failNext(100)
        await world.tenant.deliverNotifications()
        world.clock.advance(by: world.tenant.policy.deliveryPatience)
        await world.tenant.deliverNotifications()
        let browser = try await world.browser()
        let page = try await browser.open("/letters")
        #expect(page.rows.contains { $0.contains("Grace") && $0.contains("for too long") })
        let count = page.rows.count
        let after = try await browser.send("/letters")
        #expect(after.notice == "The message will be delivered again." && after.rows.count == count - 1)
        let stale = try await browser.send(try #require(page.form(to: "/letters")))
        #expect(stale.status == 409, "it was asked for already")
    }

    @Test("messages and health are for those who may create users")
    func closed() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Grace", [.reportViewer])
        let browser = try await world.browser("grace")
        for page in ["/letters", "/record/table", "/users/bulk?do=compare"] {
            #expect(try await browser.open(page).status == 404, "\(page)")
        }
    }

    @Test("users are taken along as a table that spreadsheets read, and run nothing there")
    func userTable() async throws {
        let world = try await ConsoleWorld()
        try await world.person("=1+1|\"A\", B", [.reportViewer], address: "b@contoso.example")
        let browser = try await world.browser()
        let file = await browser.answer(browser.request(.get, Browser.mount + "/users/table"))
        #expect(
            file.headers["content-type"] == "text/csv; charset=utf-8" && file.headers["cache-control"] == "no-store")
        #expect(file.headers["content-disposition"] == "attachment; filename=\"users.csv\"")
        #expect(file.body.starts(with: [0xEF, 0xBB, 0xBF]))
        let lines = String(decoding: file.body.dropFirst(3), as: UTF8.self).split(separator: "\r\n")
        #expect(lines.count == 3 && lines[0].hasPrefix("\"name\",\"address\",\"roles\""))
        #expect(lines.contains { $0.hasPrefix("\"'=1+1|\"\"A\"\", B\",\"b@contoso.example\",\"report_viewer\"") })
        let found = await browser.answer(browser.request(.get, Browser.mount + "/users/table?role=report_viewer"))
        #expect(String(decoding: found.body, as: UTF8.self).split(separator: "\r\n").count == 2)
    }

    @Test("the record is filtered by person, kind and time, and taken along")
    func record() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        world.clock.advance(by: .seconds(86_400 * 3))
        try await world.tenant.assignRoles([.reportViewer], to: grace, by: world.ada)
        let browser = try await world.browser()
        let roles = try await browser.open("/record?kind=roles&from=2023-11-16")
        #expect(roles.rows.count == 1 && roles.rows[0].contains("Report viewer"))
        #expect(try await browser.open("/record?kind=roles&until=2023-11-15&person=grace@contoso.example").rows.isEmpty)
        let accounts = try await browser.open("/record?kind=accounts&person=grace@contoso.example").rows
        #expect(accounts.contains { $0.contains("added Grace") } && !accounts.contains { $0.contains("password") })
        #expect(try await browser.open("/record?from=yesterday").status == 422)
        let lines = try await self.lines(of: "/record/table?kind=roles&from=2023-11-16", in: browser)
        #expect(lines.count == 2 && lines[1].contains("Report viewer"))
    }

    @Test("the page of the record tells ten changes of a step, and its file tells all, and where it stopped looking")
    func largeSteps() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let ended = Change.sessionsEnded(user: grace, session: nil)
        for count in [12] + Array(repeating: 4_096, count: 25) {
            let changes = Array(repeating: ended, count: count)
            _ = try await world.directory.commit(changes, by: .system, at: world.clock.now, given: .versions([:]))
            guard count == 12 else { continue }
            let browser = try await world.browser()
            #expect(try await browser.open("/record").text.contains("And 2 more changes."))
            let lines = try await self.lines(of: "/record/table", in: browser)
            #expect(
                lines.filter { $0.contains("sessions") }.count == 12 && !lines.contains { $0.contains("more change") })
        }
        let browser = try await world.browser()
        let lines = try await self.lines(of: "/record/table?kind=roles", in: browser)
        #expect(lines.count == 2 && lines[1].contains("were not looked through"))
    }

    /// The lines of a file, the titles of the columns first.
    private func lines(of path: String, in browser: Browser) async throws -> [Substring] {
        let file = await browser.answer(browser.request(.get, Browser.mount + path))
        return String(decoding: file.body.dropFirst(3), as: UTF8.self).split(separator: "\r\n")
    }

    @Test("what people may do is compared side by side, in pages that stay small")
    func comparison() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.reportViewer])
        let browser = try await world.browser()
        let page = try await browser.open("/users/bulk?do=compare&select=\(world.ada)&select=\(grace)")
        #expect(page.rows.count == 60)
        var rows = page.rows
        var next = page
        while next.root.all("a").contains(where: { $0.text == "Next page" }) {
            next = try await browser.follow("Next page")
            rows += next.rows
        }
        let entitlements = [world.ada, grace].flatMap { world.tenant.entitlements(of: $0) }
        #expect(rows.count == Set(entitlements.map(\.permission)).count)
        let header = page.root.all("thead")[0].text
        #expect(header.contains("Ada Lovelace") && header.contains("Grace"))
    }

    @Test("people come in from a table, after a review, with the sign-in information once")
    func importing() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/import")
        let bad = try await browser.send("/users/import", ["table": "name,address\nGrace,grace(at)contoso.example"])
        #expect(bad.status == 422 && bad.notice?.hasPrefix("Line 2, column 7:") == true, "\(bad.notice ?? "")")
        let table =
            "address;name;roles\ngrace@contoso.example;\"Hopper, Grace\";report_viewer\nADA@contoso.example;Ada;\n"
        let review = try await browser.send("/users/import", ["table": table])
        #expect(review.rows.count == 2 && review.rows[0].contains("Hopper, Grace"))
        #expect(try await world.tenant.user(named: UserName("grace@contoso.example")) == nil, "nothing has happened")
        let report = try await browser.send("/users/import")
        #expect(report.secrets.count == 2 && report.rows[1].contains("refused"))
        let grace = try #require(try await world.tenant.user(named: UserName("grace@contoso.example")))
        #expect(grace.assignments.map(\.role) == [.reportViewer])
        try await world.tenant.changePassword(
            of: "grace@contoso.example", from: Password(report.secrets[1]), to: Password(ConsoleWorld.password))
        #expect(try await browser.open("/users/import").secrets.isEmpty)
    }
}
