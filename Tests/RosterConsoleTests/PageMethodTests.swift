import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("The methods of a page")
struct PageMethodTests {
    private static let pages = [
        "/letters", "/company", "/record", "/record/table", "/roles", "/roles/report_viewer", "/invitations",
        "/requests",
        "/groups", "/groups/GROUP", "/users", "/users/table", "/users/import", "/users/add", "/users/add/new",
        "/users/ID", "/users/ID/roles", "/users/ID/access", "/users/ID/sessions", "/users/ID/history",
        "/users/ID/do/block",
        "/account", "/account/security", "/account/access", "/account/roles", "/company-roles/define", "/password",
        "/second-factor/enroll", "/sign-in", "/invitation",
    ]

    /// Asks for a page by every method, as a person who may do anything.
    private func answers(_ page: String) async throws -> [WebMethod: WebResponse] {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada).id
        let browser = try await world.browser()
        let form = "form=\(try #require(try browser.page.value("form")))"
        let address =
            "/console" + page.replacing("GROUP", with: group.description).replacing("ID", with: grace.description)
        var answers: [WebMethod: WebResponse] = [:]
        for method in [WebMethod.get, .head, .post, .put, .patch, .delete, .options] {
            let body = method == .post ? Array(form.utf8) : []
            answers[method] = await world.console.answer(browser.request(method, address, body: body))
        }
        return answers
    }

    @Test("are what a 405 names, whichever method was asked for", arguments: Self.pages)
    func named(page: String) async throws {
        let answers = try await self.answers(page)
        #expect(answers[.get]?.status == 200 && answers[.head] == answers[.get])
        let takesForms = answers[.post]?.status != 405
        let allowed = takesForms ? "GET, HEAD, POST" : "GET, HEAD"
        for method in [WebMethod.put, .patch, .delete, .options] + (takesForms ? [] : [.post]) {
            #expect(answers[method]?.status == 405, "\(method.rawValue)")
            #expect(answers[method]?.headers["Allow"] == allowed, "\(method.rawValue)")
        }
    }

    @Test("are those of reading where the person may not change what is shown")
    func readers() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Uma", [.userManagementAdmin, .userAdmin])
        let browser = try await world.browser("uma")
        try #require(try await browser.open("/company").form(to: "/company")?.all("button").isEmpty ?? true)
        let secret = try #require(try browser.page.value("form"))
        let answer = await world.console.answer(
            browser.request(.post, "/console/company", body: Array("form=\(secret)".utf8)))
        #expect((answer.status, answer.headers["Allow"]) == (405, "GET, HEAD"))
    }
}
