import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("A form that is refused")
struct RefusedFormTests {
    private static let wrong = "Grace \u{202E}Hopper"

    private func value(_ name: String, on page: ShownPage, at path: String) -> String? {
        let controls = page.form(to: path)?.all("input", "textarea", "select") ?? []
        guard let control = controls.first(where: { $0["name"] == name }) else { return nil }
        switch control.tag {
        case "input": return control["value"]
        case "select": return control.all("option").first { $0["selected"] != nil }?["value"]
        default: return String(control.rawText.dropFirst())
        }
    }

    @Test("keeps what was typed about a person, and what it was typed over")
    func person() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let path = "/users/\(grace)"
        let browser = try await world.browser()
        try await browser.open(path)
        let refused = try await browser.send(path, ["full-name": Self.wrong, "attribute-title": "Rear admiral"])
        #expect(refused.status == 422 && refused.notice != nil)
        #expect(self.value("full-name", on: refused, at: path) == Self.wrong)
        #expect(self.value("attribute-title", on: refused, at: path) == "Rear admiral")
        try await world.tenant.renameUser(grace, to: FullName("Grace Brewster"), by: world.ada)
        let told = try await browser.send(path, ["full-name": "Grace Hopper"])
        #expect(told.status == 409 && told.text.contains("What you had typed"), "it does not overwrite either")
        #expect(try await world.tenant.user(grace)?.user.fullName.rawValue == "Grace Brewster")
    }

    @Test("keeps what was typed where a part of it was saved, and can be sent again")
    func partly() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let path = "/users/\(grace)"
        let browser = try await world.browser()
        try await browser.open(path)
        let long = String(repeating: "x", count: 2_000)
        let refused = try await browser.send(path, ["full-name": "Grace Hopper", "attribute-title": long])
        #expect(refused.status >= 400 && self.value("attribute-title", on: refused, at: path) == long)
        #expect(try await browser.send(path, ["attribute-title": "Rear admiral"]).notice == "Saved.")
    }

    @Test("keeps what was typed about oneself, the company, a group and a request")
    func others() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/account")
        let long = String(repeating: "x", count: 2_000)
        let fields = try browser.page.form(to: "/account/profile")?.all("input").compactMap { $0["name"] } ?? []
        let field = try #require(fields.first { $0.hasPrefix("attribute-") })
        let own = try await browser.send("/account/profile", [field: long])
        #expect(own.status == 422 && self.value(field, on: own, at: "/account/profile") == long)
        try await browser.open("/company")
        let company = try await browser.send("/company", ["company-name": Self.wrong])
        #expect(company.status == 422 && self.value("company-name", on: company, at: "/company") == Self.wrong)
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        let path = "/groups/\(group.id)"
        try await browser.open(path)
        let named = try await browser.send(path + "/profile", ["group-name": Self.wrong, "description": "kept"])
        #expect(named.status == 422 && self.value("group-name", on: named, at: path + "/profile") == Self.wrong)
        #expect(self.value("description", on: named, at: path + "/profile") == "kept")
        let roleless = try await browser.send(path + "/roles", ["until": "2024-06-30"])
        #expect(roleless.status == 422 && roleless.notice == "Choose at least one role.")
        let chosen = try await browser.send(path + "/roles", ["role": "report_viewer", "until": "never"])
        #expect(chosen.status == 422 && self.value("role", on: chosen, at: path + "/roles") == "report_viewer")
    }

    @Test("that another person has overtaken shows both states of the company and of a group")
    func conflicts() async throws {
        let world = try await ConsoleWorld()
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        let (path, browser, other) = ("/groups/\(group.id)", try await world.browser(), try await world.browser())
        for each in [browser, other] { try await each.open(path) }
        try await other.send(path + "/profile", ["group-name": "Late"])
        let late = try await browser.send(path + "/profile", ["group-name": "Early"])
        #expect(late.status == 409 && late.text.contains("What you had typed") && late.text.contains("Early"))
        #expect(self.value("group-name", on: late, at: path + "/profile") == "Late")
        for each in [browser, other] { try await each.open("/company") }
        try await other.send("/company", ["company-name": "Contoso North"])
        let south = try await browser.send("/company", ["company-name": "Contoso South"])
        #expect(south.status == 409 && south.text.contains("What you had typed") && south.text.contains("South"))
        #expect(self.value("company-name", on: south, at: "/company") == "Contoso North")
    }

    @Test("to withdraw a request that was answered meanwhile leads to one's account, and says so")
    func withdrawn() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let request = try await world.tenant.requestRoles([.reportViewer], reason: "", by: grace)
        let browser = try await world.browser("grace")
        try await browser.open("/account")
        try await world.tenant.grantRequest(request, by: world.ada)
        let told = try await browser.send("/account/roles/withdraw")
        #expect(told.status == 409 && told.title == "My account" && told.text.contains("Report viewer"))
        #expect(told.notice?.contains("it was answered already") ?? false, "\(told.notice ?? "")")
    }

    @Test("that says neither yes nor no to a request answers none")
    func neither() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.tenant.requestRoles([.reportViewer], reason: "", by: grace)
        let browser = try await world.browser()
        let page = try await browser.open("/requests")
        let form = try #require(page.form(to: "/requests/answer"))
        let fields = form.all("input").map { "\($0["name"] ?? "")=\($0["value"] ?? "")" }.joined(separator: "&")
        let answer = try await browser.go(.post, "/console/requests/answer", body: Array(fields.utf8))
        #expect(answer.status == 403)
        #expect(try await world.tenant.user(grace)?.roleRequests.count == 1)
        try await browser.open("/requests")
        let refused = try await browser.send("/requests/answer", ["until": "never"])
        #expect(refused.status == 422 && self.value("until", on: refused, at: "/requests/answer") == "never")
    }
}
