import Roster
import RosterConsole
import RosterWeb
import Testing

@Suite("What is shown once")
struct CopyButtonTests {
    @Test("has a button to copy it, which shows only where the console's script runs")
    func buttons() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/add/new")
        try await browser.send("/users/add/new", ["full-name": "Grace", "email": "grace@contoso.example"])
        try await browser.send("/users/add/new")
        let page = try await browser.send("/users/add/new", pressing: "Add")
        #expect(
            page.secrets.count == 2 && page.response.headers["content-security-policy"]?.contains("script-src") == true)
        let names = page.root.descendants.filter { $0["class"] == "copy" }.flatMap { $0.all("button") }.map(\.text)
        #expect(names == ["Copy User name", "Copy Temporary password"])
        let next = try await browser.follow("Back to the users")
        #expect(next.root.all("script").isEmpty)
    }

    @Test("leaves no copy for going back: a cookie changes when the person goes on")
    func goingBack() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        func shownCookie() -> Bool { browser.cookies.keys.contains { $0.hasSuffix("roster-shown") } }
        func shows(_ page: ShownPage, _ count: Int) async throws {
            #expect(page.secrets.count == count && shownCookie(), "\(page.title)")
            try await browser.open("/account")
            #expect(!shownCookie(), "\(page.title)")
        }
        try await browser.open("/second-factor/enroll")
        let setup = try await browser.send("/second-factor/enroll")
        #expect(setup.secrets.count == 1 && shownCookie())
        let key = try #require(AuthenticatorSecret(base32: setup.secrets[0]))
        let codes = try await browser.send(
            "/second-factor/confirm", ["code": AuthenticatorCodes.standard.code(at: world.clock.now, with: key)])
        let buttons = codes.root.descendants.filter { $0["class"] == "copy" }.flatMap { $0.all("button") }
        #expect(buttons.map(\.text) == ["Copy Recovery codes"], "one button copies all")
        let first = codes.secrets[0]
        try await shows(codes, codes.secrets.count)
        try await browser.open("/second-factor/codes")
        try await shows(try await browser.send("/second-factor/codes", ["code": first]), codes.secrets.count)
        try await browser.open("/users/\(try await world.person("Grace"))/do/reset")
        try await shows(try await browser.send("/do/reset"), 2)
        try await browser.open("/users/import")
        try await browser.send("/users/import", ["table": "Barbara,barbara@contoso.example"])
        try await shows(try await browser.send("/users/import"), 2)
    }

    @Test("is copied by a file that browsers keep, under an address of its own")
    func file() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let service = try await world.tenant.addService(
            FullName("Nightly"), userName: UserName("nightly"), roles: [], by: world.ada)
        try await browser.open("/users/\(service.id)/sessions")
        let page = try await browser.send("/sessions/issue", ["token-name": "Nightly job", "days": "30"])
        #expect(page.secrets.count == 1)
        let address = try #require(page.root.all("script").first?["src"])
        let file = await world.console.answer(Browser(world.console).request(.get, address))
        #expect(file.status == 200 && file.headers["content-type"] == "text/javascript; charset=utf-8")
        #expect(file.headers["x-content-type-options"] == "nosniff")
        #expect(file.headers["cache-control"]?.contains("immutable") ?? false)
        let text = String(decoding: file.body, as: UTF8.self)
        for word in ["eval", "innerHTML", "fetch", "cookie", "import", "location"] { #expect(!text.contains(word)) }
        #expect(text.utf8.count < 1_000, "it is small")
        #expect(await world.console.answer(browser.request(.post, address)).status == 403, "it is no form")
        #expect(await world.console.answer(browser.request(.get, address + "x")).status != 200)
    }
}
