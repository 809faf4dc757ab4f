import Roster
import RosterConsole
import RosterWeb
import Testing

@Suite("Another site")
struct CrossSiteTests {
    private struct Attack: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let change: @Sendable (inout WebRequest) -> Void
    }

    private static let attacks = [
        Attack(testDescription: "without the form's secret") { request in
            request.body = Array("session=x".utf8)
        },
        Attack(testDescription: "with a secret that it made up") { request in
            request.body = Array("form=\(String(repeating: "0", count: 64))".utf8)
        },
        Attack(testDescription: "by a form on a page of its own") { $0.headers["Origin"] = "https://evil.example" },
        Attack(testDescription: "that the browser tells of") { $0.headers["Sec-Fetch-Site"] = "cross-site" },
        Attack(testDescription: "beneath the same domain") { $0.headers["Sec-Fetch-Site"] = "same-site" },
        Attack(testDescription: "in a sandboxed frame") { $0.headers["Origin"] = "null" },
    ]

    @Test("changes nothing", arguments: attacks.indices)
    func refused(_ index: Int) async throws {
        let attack = Self.attacks[index]
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/account")
        let form = try #require(try browser.page.form(to: "/sign-out"))
        let secret = form.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        var request = browser.request(.post, "/console/sign-out", body: Array("form=\(secret)".utf8))
        attack.change(&request)
        let response = await world.console.answer(request)
        #expect(response.status == 403, "\(attack.testDescription)")
        #expect(try await browser.open("/account").title == "My account", "the session goes on")
    }

    @Test("cannot use a secret of another session, or of before the person signed in")
    func boundToSession() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Grace")
        let (ada, grace, stranger) = (
            try await world.browser(), try await world.browser("grace"), Browser(world.console)
        )
        try await grace.open("/account")
        try await stranger.open("/sign-in")
        for other in [grace, stranger] {
            let secret = try other.page.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
            #expect(secret.count == 64)
            let response = await world.console.answer(
                ada.request(.post, "/console/sign-out", body: Array("form=\(secret)".utf8)))
            #expect(response.status == 403)
        }
    }

    @Test("cannot change anything by a link: every change is a POST")
    func links() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        for path in ["/sign-out", "/account/security/end-all", "/second-factor/confirm", "/account/profile"] {
            let response = await world.console.answer(browser.request(.get, "/console" + path))
            #expect(response.status == 405 || response.status == 303 && response.body.isEmpty, "\(path)")
        }
        #expect(try await browser.open("/account").title == "My account")
    }

    @Test("learns from a 405 which methods a page takes")
    func methods() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        for method in [WebMethod.put, .patch, .delete, .options, WebMethod(rawValue: "TRACE")] {
            let response = await world.console.answer(browser.request(method, "/console/account"))
            #expect(response.status == 405)
            #expect(response.headers["Allow"] == "GET, HEAD")
        }
        let signOut = await world.console.answer(browser.request(.get, "/console/sign-out"))
        #expect((signOut.status, signOut.headers["Allow"]) == (405, "POST"))
        try await browser.open("/users")
        let secret = try browser.page.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let list = await world.console.answer(
            browser.request(.post, "/console/users", body: Array("form=\(secret)".utf8)))
        #expect((list.status, list.headers["Allow"]) == (405, "GET, HEAD"))
    }

    @Test("finds nothing in HEAD that GET does not tell")
    func head() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        for path in ["/console/account", "/console/nowhere"] {
            let head = await world.console.answer(browser.request(.head, path))
            #expect(head == (await world.console.answer(browser.request(.get, path))))
            #expect(!head.body.isEmpty, "a bridge leaves the body out")
        }
    }

    @Test(
        "is told by the first of Sec-Fetch-Site and Origin that names it, and by neither in an old browser",
        arguments: [
            ([:], true), (["Sec-Fetch-Site": "same-origin"], true), (["Sec-Fetch-Site": "none"], true),
            (["Origin": Browser.origin], true), (["Origin": "https://ROSTER.contoso.example"], true),
            (["Origin": "https://roster.contoso.example:443"], false), (["Origin": "null"], false),
            (["Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"], false),
            (["Sec-Fetch-Site": "same-origin", "sec-fetch-site": "cross-site"], false),
            (["Origin": Browser.origin, "origin": "https://evil.example"], false),
        ] as [(WebHeaders, Bool)])
    func claims(_ headers: WebHeaders, _ isTaken: Bool) async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/account")
        let secret = try browser.page.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        var request = browser.request(.post, "/console/sign-out", body: Array("form=\(secret)".utf8))
        (request.headers["Sec-Fetch-Site"], request.headers["Origin"]) = (nil, nil)
        for field in headers.fields { request.headers.append(field.name, field.value) }
        #expect(await world.console.answer(request).status == (isTaken ? 303 : 403))
    }

    @Test("cannot plant a session: two cookies of the name count as none")
    func cookies() async throws {
        let world = try await ConsoleWorld()
        let (ada, eve) = (try await world.browser(), Browser(world.console))
        var request = eve.request(.get, "/console/account")
        let token = ada.cookies["__Host-session"] ?? ""
        request.headers["Cookie"] = "__Host-session=\(token); __Host-session=\(token)"
        #expect(await world.console.answer(request).status == 303)
        request.headers["Cookie"] = "__Host-session=\(token)"
        #expect(await world.console.answer(request).status == 200)
    }

    @Test("gets no answer larger than the question: a form of more than 256 KiB is refused")
    func size() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let request = browser.request(.post, "/console/sign-out", body: [UInt8](repeating: 97, count: 262_145))
        #expect(await world.console.answer(request).status == 413)
    }
}
