import Roster
import RosterConsole
import RosterWeb
import Testing

@Suite("Signing in to the console")
struct SignInTests {
    @Test("works with the user name or the address, in any case, and leads to what was wanted")
    func signsIn() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Grace")
        let browser = Browser(world.console)
        let asked = try await browser.open("/account/security")
        #expect(asked.title == "Sign in")
        let page = try await browser.send(
            "/sign-in", ["name": "GRACE@contoso.example", "password": ConsoleWorld.password])
        #expect(page.title == "Sessions and security")
        #expect(page.rows.count == 1 && page.rows[0].contains("Firefox, Linux"))
        #expect(page.text.contains("this one"))
    }

    @Test("tells a wrong password and an unknown name alike, and gives no session")
    func wrong() async throws {
        let world = try await ConsoleWorld()
        var notices: Set<String> = []
        for name in [ConsoleWorld.adaAddress, "eve@contoso.example"] {
            let browser = Browser(world.console)
            let page = try await browser.signIn(name, "Wrong-Horse-1")
            #expect(page.status == 422, "a 401 would have to name a scheme, and browsers would ask for it")
            notices.insert(try #require(page.notice))
            #expect(browser.cookies["__Host-session"] == nil)
            #expect(page.root.all("input").contains { $0["value"] == name }, "the name stays in its field")
        }
        #expect(notices.count == 1)
    }

    @Test(
        "never leads to another host",
        arguments: [
            "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "/\t/evil.example",
            "evil",
        ])
    func openRedirects(next: String) async throws {
        let world = try await ConsoleWorld()
        let browser = Browser(world.console)
        try await browser.open("/sign-in?next=" + Browser.encoded(next))
        try await browser.send("/sign-in", ["name": ConsoleWorld.adaAddress, "password": ConsoleWorld.password])
        #expect(browser.history.allSatisfy { $0.hasPrefix("/console/") && !$0.dropFirst(8).hasPrefix("//") })
        #expect(!browser.history.suffix(2).contains { $0.contains("evil") })
    }

    @Test("with a temporary password leads to a new one, and to nothing else until then")
    func firstSignIn() async throws {
        let world = try await ConsoleWorld()
        let added = try await world.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [], by: world.ada)
        let information = added.signInInformation.reveal()
        let browser = Browser(world.console)
        let first = try await browser.signIn(information.userName.rawValue, information.temporaryPassword)
        #expect(first.title == "Choose a password of your own")
        for path in ["/account", "/account/security", "/", "/account/access"] {
            #expect(try await browser.open(path).title == first.title)
        }
        let former = browser.cookies
        let short = try await browser.send(
            "/password", ["current": information.temporaryPassword, "new": "short", "again": "short"])
        #expect(short.status == 422 && short.text.contains("at least 8 characters"))
        let other = try await browser.send(
            "/password", ["current": information.temporaryPassword, "new": ConsoleWorld.password, "again": "x"])
        #expect(other.text.contains("not the same"))
        let done = try await browser.send(
            "/password",
            ["current": information.temporaryPassword, "new": ConsoleWorld.password, "again": ConsoleWorld.password])
        #expect(done.title == "What I may do", "the page that was wanted")
        #expect(done.notice?.contains("was changed") ?? false)
        #expect(browser.cookies["__Host-session"] != former["__Host-session"], "the session has another token")
        let next = Browser(world.console)
        #expect(try await next.signIn("grace@contoso.example", ConsoleWorld.password).title == "My account")
    }

    @Test("ends with signing out: the cookie is gone, and a copy of it opens nothing")
    func signsOut() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let thief = Browser(world.console)
        thief.copyCookies(from: browser)
        try await browser.open("/account")
        let page = try await browser.send("/sign-out")
        #expect(page.title == "Sign in" && page.notice == "You are signed out.")
        #expect(browser.cookies["__Host-session"] == nil)
        #expect(try await thief.open("/account").title == "Sign in")
    }

    @Test("ends at the next click when an administrator blocks the account")
    func blocked() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser("grace")
        #expect(try await browser.open("/account").title == "My account")
        try await world.tenant.blockUser(grace, by: world.ada)
        #expect(try await browser.open("/account").title == "Sign in")
        let page = try await browser.signIn("grace@contoso.example", ConsoleWorld.password)
        #expect(page.notice?.contains("Blocked") ?? false)
    }

    @Test("asks for the second factor once there is one, and takes a recovery code")
    func secondFactor() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/second-factor/enroll")
        let setup = try await browser.send("/second-factor/enroll")
        let secret = try #require(setup.secrets.first)
        #expect(setup.root.all("svg").count == 1)
        #expect(!browser.history.contains { $0.contains(secret) })
        let key = try #require(AuthenticatorSecret(base32: secret))
        let wrong = try await browser.send("/second-factor/confirm", ["code": "000000"])
        #expect(wrong.status == 422 && wrong.secrets.isEmpty, "the key is shown once")
        let codes = try await browser.send(
            "/second-factor/confirm", ["code": AuthenticatorCodes.standard.code(at: world.clock.now, with: key)])
        #expect(codes.title == "Recovery codes" && codes.secrets.count >= 8)
        #expect(try await browser.open("/account").title == "My account")

        let next = Browser(world.console)
        let asked = try await next.signIn(ConsoleWorld.adaAddress, ConsoleWorld.password)
        #expect(asked.title == "Second factor")
        #expect(try await next.open("/account").title == "Second factor", "nothing else is open")
        let refused = try await next.send("/second-factor", ["code": "123456"])
        #expect(refused.status == 422)
        let opened = try await next.send("/second-factor", ["code": codes.secrets[0]])
        #expect(opened.title == "My account" || opened.title == "User management")
    }

    @Test("can be regained by a mailed code, without telling which names are listed")
    func recovers() async throws {
        let world = try await ConsoleWorld()
        var hints: Set<String> = []
        for name in ["eve@contoso.example", ConsoleWorld.adaAddress] {
            let browser = Browser(world.console)
            try await browser.open("/password/forgotten")
            hints.insert(try await browser.send("/password/forgotten", ["name": name]).notice ?? "")
        }
        #expect(hints.count == 1)
    }
}
