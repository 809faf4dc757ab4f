import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("The list of users")
struct UserListTests {
    private static let names = ["Alan", "Barbara", "Claude", "Donald", "Edsger", "Frances", "Grace"]

    private func world(pageSize: Int = 3) async throws -> ConsoleWorld {
        let world = try await ConsoleWorld(settings: WebConsoleSettings(pageSize: pageSize))
        let accounts = try Self.names.map {
            ExistingAccount(try FullName($0), email: try EmailAddress("\($0.lowercased())@contoso.example"))
        }
        try await world.tenant.addExistingUsers(accounts, roles: [.reportViewer], by: world.ada)
        return world
    }

    @Test("finds by text, by role and by status, and says when nothing matches")
    func filters() async throws {
        let world = try await self.world(pageSize: 20)
        let browser = try await world.browser()
        try await browser.open("/users")
        #expect(try browser.page.rows.count == 8)
        #expect(try await browser.send("/users", ["q": "EDSGER"]).rows.count == 1)
        #expect(try await browser.send("/users", ["q": "", "role": RoleID.globalAdmin.rawValue]).rows.count == 1)
        #expect(try await browser.send("/users", ["role": "", "status": "blocked"]).text.contains("No user matches."))
        let filter = try browser.page.root.all("select").first { $0["name"] == "role" }
        #expect(filter?.all("option")[1].text == "Global admin", "the role to ask for others comes first")
        #expect(try await browser.open("/users?role=nonsense").text.contains("No user matches."))
        #expect(try await browser.open("/users?status=nonsense").text.contains("No user matches."))
    }

    @Test("says on its first page how many there are, and of more than a thousand only that")
    func counts() async throws {
        let world = try await self.world(pageSize: 5)
        let browser = try await world.browser()
        #expect(try await browser.open("/users").text.contains("8 users"))
        for start in stride(from: 0, to: 1_000, by: 50) {
            let accounts = try (start..<start + 50).map {
                ExistingAccount(try FullName("P \($0)"), email: try EmailAddress("p\($0)@contoso.example"))
            }
            try await world.tenant.addExistingUsers(accounts, roles: [.salesAgent], by: world.ada)
        }
        #expect(try await browser.open("/users").text.contains("More than 1000 users"))
        let agents = try await browser.open("/users?role=sales_agent")
        #expect(agents.text.contains("1000 users") && !agents.text.contains("More than"))
        let later = try await browser.open("/users?after=\(world.ada)")
        #expect(later.text.contains("Users found") && !later.text.contains("1000 users"))
    }

    @Test("goes from page to page and back, and keeps who is selected")
    func pages() async throws {
        let world = try await self.world()
        let browser = try await world.browser()
        let first = try await browser.open("/users")
        #expect(first.rows.count == 3)
        let boxes = first.root.all("input").filter { $0["name"] == "select" }.compactMap { $0["value"] }
        let list = try #require(first.forms.first { !$0.all("table").isEmpty })
        let second = try await browser.send(list, checking: [("select", boxes[1])], pressing: "Next page")
        #expect(second.rows.count == 3 && second.text.contains("One selected"))
        #expect(Set(second.rows).isDisjoint(with: first.rows))
        let own = second.root.all("input").filter { $0["name"] == "select" && $0["type"] == "checkbox" }
        let secondList = try #require(second.forms.first { !$0.all("table").isEmpty })
        let third = try await browser.send(
            secondList, checking: [("select", own[0]["value"] ?? "")], pressing: "Next page")
        #expect(third.rows.count == 2 && third.text.contains("2 selected"))
        let thirdList = try #require(third.forms.first { !$0.all("table").isEmpty })
        #expect(!thirdList.all("button").contains { $0.text == "Next page" })
        let back = try await browser.send(thirdList, pressing: "Previous page")
        #expect(back.rows == second.rows)
        let checked = back.root.all("input").filter { $0["type"] == "checkbox" && $0["checked"] != nil }
        #expect(checked.count == 1, "the box of this page is checked, the other one carried along")

        let backList = try #require(back.forms.first { !$0.all("table").isEmpty })
        let confirmation = try await browser.send(backList, pressing: "Block")
        #expect(confirmation.rows.count == 2 && confirmation.text.contains("All sessions end at once"))
        let report = try await browser.send("/users/bulk", pressing: "Block")
        #expect(report.notice == "Done for 2 of 2.")
        #expect(try await browser.open("/users?status=blocked").rows.count == 2)
    }

    @Test("does something to several, and says for each what became of it")
    func bulkResults() async throws {
        let world = try await self.world(pageSize: 20)
        let browser = try await world.browser()
        let page = try await browser.open("/users")
        let list = try #require(page.forms.first { !$0.all("table").isEmpty })
        let boxes = page.root.all("input").filter { $0["name"] == "select" }.compactMap { $0["value"] }
        let confirmation = try await browser.send(list, checking: boxes.map { ("select", $0) }, pressing: "Delete")
        #expect(confirmation.rows.count == 8)
        let report = try await browser.send("/users/bulk", pressing: "Delete")
        #expect(report.notice == "Done for 7 of 8.")
        let refused = report.rows.filter { $0.contains("refused") }
        #expect(refused.count == 1 && refused[0].contains("Ada Lovelace"), "the last administrator stays")
    }

    @Test("is filtered as before after something was done or not done, and a filter chooses no role to give")
    func filterAfterwards() async throws {
        let world = try await self.world()
        let browser = try await world.browser()
        let page = try await browser.open("/users?q=contoso&role=report_viewer&status=active")
        let list = try #require(page.forms.first { !$0.all("table").isEmpty })
        let box = page.root.all("input").first { $0["name"] == "select" }?["value"] ?? ""
        let second = try await browser.send(list, checking: [("select", box)], pressing: "Next page")
        let rows = second.rows
        let next = try #require(second.forms.first { !$0.all("table").isEmpty })
        let asked = try await browser.send(next, pressing: "Give roles")
        #expect(!asked.root.all("input").contains { $0["name"] == "role" && $0["checked"] != nil })
        let back = try await browser.follow("Cancel")
        #expect(back.rows == rows && back.text.contains("One selected"))
        let again = try #require(back.forms.first { !$0.all("table").isEmpty })
        try await browser.send(again, pressing: "Give roles")
        try await browser.send("/users/bulk", pressing: "Give roles")
        let report = try await browser.send("/users/bulk", checking: [("role", "helpdesk_agent")])
        #expect(report.notice == "Done for 1 of 1.", "\(report.notice ?? "")")
        let afterwards = try await browser.follow("Back to the users")
        #expect(afterwards.rows == rows && !afterwards.text.contains("One selected"))
        #expect(afterwards.root.all("input").first { $0["name"] == "q" }?["value"] == "contoso")
    }

    @Test("gives several people roles that the acting person may give")
    func bulkRoles() async throws {
        let world = try await self.world(pageSize: 20)
        let browser = try await world.browser()
        let page = try await browser.open("/users")
        let list = try #require(page.forms.first { !$0.all("table").isEmpty })
        let boxes = page.root.all("input").filter { $0["name"] == "select" }.compactMap { $0["value"] }
        try await browser.send(list, checking: boxes.suffix(2).map { ("select", $0) }, pressing: "Give roles")
        let none = try await browser.send("/users/bulk", pressing: "Give roles")
        #expect(none.status == 422 && none.notice == "Choose at least one role.")
        let report = try await browser.send(
            "/users/bulk", checking: [("role", RoleID.helpdeskAgent.rawValue)], pressing: "Give roles")
        #expect(report.notice == "Done for 2 of 2.")
        #expect(try await browser.open("/users?role=\(RoleID.helpdeskAgent.rawValue)").rows.count == 2)
    }
}
