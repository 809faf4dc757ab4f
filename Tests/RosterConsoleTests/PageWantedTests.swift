import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("The page that a person wanted")
struct PageWantedTests {
    @Test("is opened after everything that must be done first: a password of one's own, and a second factor")
    func duties() async throws {
        let world = try await ConsoleWorld()
        let added = try await world.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: world.ada)
        let information = added.signInInformation.reveal()
        let browser = Browser(world.console)
        try await browser.open("/account/roles?place=%2Flocations%2F1")
        let first = try await browser.send(
            "/sign-in", ["name": information.userName.rawValue, "password": information.temporaryPassword])
        #expect(first.title == "Choose a password of your own")
        try await browser.send(
            "/password", ["current": information.temporaryPassword, "new": "short", "again": "short"])
        let opened = try await browser.send(
            "/password",
            ["current": information.temporaryPassword, "new": ConsoleWorld.password, "again": ConsoleWorld.password])
        #expect(opened.title == "Ask for a role" && opened.value("place") == "/locations/1", "\(opened.address)")

        try await browser.open("/second-factor/enroll")
        let secret = try #require(try await browser.send("/second-factor/enroll").secrets.first)
        let key = try #require(AuthenticatorSecret(base32: secret))
        let codes = try await browser.send(
            "/second-factor/confirm", ["code": AuthenticatorCodes.standard.code(at: world.clock.now, with: key)])
        let next = Browser(world.console)
        next.agent = "Mozilla/5.0 (iPhone) Safari/604.1"
        try await next.open("/account/security")
        try await next.send("/sign-in", ["name": "grace@contoso.example", "password": ConsoleWorld.password])
        try await next.send("/second-factor", ["code": "123456"])
        #expect(try await next.send("/second-factor", ["code": codes.secrets[0]]).title == "Sessions and security")
    }

    @Test(
        "is one of the console's: no path leads up and out of it",
        arguments: [
            "/../evil", "/../../evil", "/%2e%2e/evil", "/.%2E/evil", "/users/../../evil", "/./evil", "/..%2fevil",
            "/..", "/%2e%2e%5cevil",
        ])
    func outward(next: String) async throws {
        let world = try await ConsoleWorld()
        let browser = Browser(world.console)
        try await browser.open("/sign-in?next=" + Browser.encoded(next))
        let page = try await browser.send(
            "/sign-in", ["name": ConsoleWorld.adaAddress, "password": ConsoleWorld.password])
        #expect(page.title == "User management", "\(page.address)")
        #expect(!browser.history.suffix(2).contains { $0.contains("evil") || $0.contains("..") })
    }

    @Test("is opened from a second tab of the page that signs in, whose session takes the place of the first")
    func secondTab() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Grace")
        let (first, second) = (Browser(world.console), Browser(world.console))
        try await first.open("/account/security")
        second.copyCookies(from: first)
        let tab = try await second.open("/account/security")
        let form = try #require(tab.form(to: "/sign-in"))
        try await first.send("/sign-in", ["name": ConsoleWorld.adaAddress, "password": ConsoleWorld.password])
        second.copyCookies(from: first)
        let page = try await second.send(
            form, ["name": "grace@contoso.example", "password": ConsoleWorld.password])
        #expect(page.title == "Sessions and security", "\(page.title)")
        #expect(page.text.contains("this one") && page.rows.count == 1)
        #expect(try await first.open("/account").title == "Sign in", "the former session has ended")
    }

    @Test("is the page of the form, where the session has ended meanwhile, and the person is told")
    func sessionOver() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        for (page, form, title) in [
            ("/account/security", "/security/end-all", "Sessions and security"),
            ("/users/\(grace)/roles", "/roles/give", "Grace"), ("/users/add/new", "/users/add/new", "Create new users"),
        ] {
            let browser = try await world.browser()
            try await browser.open(page)
            try await world.tenant.endAllSessions(of: world.ada, by: world.ada)
            let required = page.hasSuffix("new") ? ["full-name": "Eve", "email": "eve@contoso.example"] : [:]
            let told = try await browser.send(form, required)
            #expect(told.title == "Sign in")
            #expect(told.notice == "The session had ended; nothing was changed. Sign in to go on.")
            let opened = try await browser.send(
                "/sign-in", ["name": ConsoleWorld.adaAddress, "password": ConsoleWorld.password])
            #expect(opened.title == title && opened.address.hasSuffix(page), "\(opened.address)")
        }
    }

    @Test("is found from the address of a form, and other methods are named")
    func addressesOfForms() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        let browser = try await world.browser()
        for (form, page) in [
            ("/users/\(grace)/roles/give", "/users/\(grace)/roles"),
            ("/users/\(grace)/sessions/end", "/users/\(grace)/sessions"),
            ("/groups/\(group.id)/members/remove", "/groups/\(group.id)"),
            ("/groups/\(group.id)/roles", "/groups/\(group.id)"),
            ("/account/profile", "/account"), ("/account/security/end", "/account/security"),
            ("/requests/answer", "/requests"), ("/users/bulk", "/users"),
        ] {
            let shown = try await browser.open(form)
            #expect(shown.status == 200 && shown.address == "/console" + page, "\(form)")
        }
        let secret = try #require(try browser.page.value("form"))
        for path in ["/record", "/roles", "/invitations", "/users/\(grace)/access", "/account/security"] {
            let answer = await world.console.answer(
                browser.request(.post, "/console" + path, body: Array("form=\(secret)".utf8)))
            #expect((answer.status, answer.headers["Allow"]) == (405, "GET, HEAD"), "\(path)")
        }
    }
}
