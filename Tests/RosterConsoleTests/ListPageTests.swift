import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("A list of several pages")
struct ListPageTests {
    private func world(people: Int, pageSize: Int = 2) async throws -> ConsoleWorld {
        let world = try await ConsoleWorld(settings: WebConsoleSettings(pageSize: pageSize))
        for start in stride(from: 0, to: people, by: 50) {
            let accounts = try (start..<min(start + 50, people)).map {
                ExistingAccount(try FullName("P \($0)"), email: try EmailAddress("p\($0)@contoso.example"))
            }
            try await world.tenant.addExistingUsers(accounts, roles: [.reportViewer], by: world.ada)
        }
        return world
    }

    @Test("goes on with what it was asked for: the deleted groups")
    func deletedGroups() async throws {
        let world = try await self.world(people: 0)
        for number in 0..<5 {
            let group = try await world.tenant.addGroup(GroupProfile(name: FullName("G \(number)")), by: world.ada)
            if number > 0 { try await world.tenant.deleteGroup(group.id, by: world.ada) }
        }
        let browser = try await world.browser()
        let first = try await browser.open("/groups?deleted=yes")
        let second = try await browser.follow("Next page")
        #expect(first.rows.count == 2 && second.rows.count == 2)
        #expect(!(first.rows + second.rows).contains { $0.contains("G 0") }, "\(second.rows)")
        #expect(!second.root.all("a").contains { $0.text == "Next page" })
    }

    @Test("ends with the last thing in it, and offers no empty page after that")
    func lastPage() async throws {
        let world = try await self.world(people: 4)
        let browser = try await world.browser()
        let first = try await browser.open("/roles/report_viewer")
        let second = try await browser.follow("Next page")
        #expect(first.rows.count == 2 && second.rows.count == 2)
        #expect(!second.root.all("a").contains { $0.text == "Next page" })
    }

    @Test(
        "says of a page after its end that nothing more follows, and leads to the first",
        arguments: ["/users", "/groups", "/roles/report_viewer", "/requests", "/invitations"])
    func beyond(path: String) async throws {
        let world = try await self.world(people: 1)
        let browser = try await world.browser()
        let last = "ffffffff-ffff-7fff-bfff-ffffffffffff"
        try #require((try? UserID(last)) != nil)
        let page = try await browser.open(path + "?after=" + last)
        #expect(page.status == 200 && page.text.contains("Nothing more here."), "\(page.text)")
        let first = try await browser.follow("To the first page")
        #expect(first.address == "/console" + path && !first.text.contains("Nothing more here."))
    }

    @Test("loses no one silently: more than a hundred selected are told of on the list")
    func tooManySelected() async throws {
        let world = try await self.world(people: 102, pageSize: 50)
        let browser = try await world.browser()
        let ids = try await world.tenant.users(matching: UserQuery(pageSize: 103), by: world.ada).records.map(\.id)
        func selected(_ count: Int) -> String {
            "/users?" + ids.prefix(count).map { "select=\($0)" }.joined(separator: "&")
        }
        #expect(try await browser.open(selected(100)).notice == nil)
        let page = try await browser.open(selected(101))
        #expect(page.notice?.contains("At most 100 people") ?? false && page.text.contains("100 selected"))
    }

    @Test("is what comparing leads back to, with the filter and everyone selected")
    func comparison() async throws {
        let world = try await self.world(people: 10, pageSize: 20)
        let browser = try await world.browser()
        let list = try await browser.open("/users?role=report_viewer")
        let boxes = list.root.all("input").filter { $0["name"] == "select" }.compactMap { $0["value"] }
        let form = try #require(list.forms.first { !$0.all("table").isEmpty })
        let compared = try await browser.send(
            form, checking: boxes.map { ("select", $0) }, pressing: "Compare permissions")
        #expect(compared.notice?.contains("8") ?? false, "\(compared.title)")
        let trail = try #require(compared.root.all("nav").first { $0["class"] == "trail" }?.all("a").first?["href"])
        let back = try await browser.go(.get, trail, body: [])
        #expect(back.rows.count == 10 && back.text.contains("10 selected"))
    }

    @Test("has no page before its first or after its last: comparing takes any row", arguments: ["-1", "\(Int.max)"])
    func rows(row: String) async throws {
        let world = try await self.world(people: 1)
        let page = try await world.browser().open("/users/bulk?do=compare&select=\(world.ada)&row=\(row)")
        #expect(page.status == 200)
        #expect(page.links.allSatisfy { !$0.contains("row=-") }, "\(page.links)")
    }

    @Test("finds no one by a role that there is not, as a page and as a file")
    func nonsense() async throws {
        let world = try await self.world(people: 1)
        let browser = try await world.browser()
        #expect(try await browser.open("/users?role=nonsense").status == 200)
        let file = await world.console.answer(browser.request(.get, "/console/users/table?role=nonsense"))
        #expect(file.status == 200 && file.headers["content-type"]?.hasPrefix("text/csv") ?? false)
        #expect(String(decoding: file.body, as: UTF8.self).split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("names people by their user names, too, and marks guests, wherever something is given")
    func names() async throws {
        let world = try await ConsoleWorld()
        let one = try await world.person("Grace", address: "grace@contoso.example")
        let other = try await world.person("Grace", address: "grace2@contoso.example")
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        _ = try await world.tenant.addMembers([one, other], to: group.id, by: world.ada)
        for id in [one, other] { try await world.tenant.requestRoles([.reportViewer], reason: "", by: id) }
        let browser = try await world.browser()
        for path in ["/requests", "/groups/\(group.id)", "/users"] {
            let text = try await browser.open(path).text
            #expect(text.contains("grace@contoso.example") && text.contains("grace2@contoso.example"), "\(path)")
        }
    }
}
