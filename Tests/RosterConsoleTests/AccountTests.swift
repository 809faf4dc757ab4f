import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("One's own account")
struct AccountTests {
    @Test("shows the details, and lets the person edit what the schema lets them edit")
    func profile() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.adminAgent])
        let browser = try await world.browser("grace")
        let page = try await browser.open("/account")
        for text in ["Grace", "grace@contoso.example", "Admin agent", "2023-11-14, 22:13 UTC"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(page.menu == ["User management", "My account", "What I may do"], "no menu of administrators")
        #expect(!page.text.contains("Employee number"), "what is not known is not listed")
        let saved = try await browser.send("/account/profile", ["attribute-timeZone": "Europe/Berlin"])
        #expect(saved.notice == "Saved.")
        #expect(try await world.tenant.user(grace)?.user.attributes[.timeZone] == .text("Europe/Berlin"))
        #expect(!saved.root.all("input").contains { $0["name"] == "attribute-employeeNumber" })
        let form = try #require(saved.form(to: "/account/profile"))
        let secret = form.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let version = try #require(saved.value("version"))
        let forged = try await browser.go(
            .post, "/console/account/profile",
            body: Array("form=\(secret)&version=\(version)&attribute-employeeNumber=1".utf8))
        #expect(forged.notice == "Saved.", "what is no field is not read")
        #expect(try await world.tenant.user(grace)?.user.attributes[.employeeNumber] == nil)
    }

    @Test("is not overwritten by the person where an administrator has saved meanwhile")
    func overtaken() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser("grace")
        try await browser.open("/account")
        try await world.tenant.changeAttributes(
            of: grace, to: [.timeZone: .text("Asia/Tokyo")], by: world.ada)
        let told = try await browser.send("/account/profile", ["attribute-timeZone": "Europe/Berlin"])
        #expect(told.status == 409 && told.text.contains("What you had typed") && told.text.contains("Europe/Berlin"))
        #expect(told.value("attribute-timeZone") == "Asia/Tokyo", "the form shows what is there now")
        #expect(try await world.tenant.user(grace)?.user.attributes[.timeZone] == .text("Asia/Tokyo"))
        let saved = try await browser.send("/account/profile", ["attribute-timeZone": "Europe/Berlin"])
        #expect(saved.notice == "Saved.")
    }

    @Test("lists the sessions, and ends one or all")
    func sessions() async throws {
        let world = try await ConsoleWorld()
        let (laptop, phone) = (try await world.browser(), Browser(world.console))
        phone.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1"
        try await phone.signIn(ConsoleWorld.adaAddress, ConsoleWorld.password)
        let page = try await laptop.open("/account/security")
        #expect(page.rows.count == 2 && page.rows.contains { $0.contains("Safari, iPhone") })
        let row = try #require(page.root.all("tr").first { $0.text.contains("iPhone") })
        let ended = try await laptop.send(try #require(row.all("form").first))
        #expect(ended.rows.count == 1 && ended.notice == "The session has ended.")
        #expect(try await phone.open("/account").title == "Sign in")
        #expect(try await laptop.send("/end-all").title == "Sign in")
        #expect(laptop.cookies["__Host-session"] == nil)
    }

    @Test("says what the person may do, and why not something else, with the way to ask for it")
    func access() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.billingAdmin])
        let browser = try await world.browser("grace")
        let page = try await browser.open("/account/access")
        #expect(page.text.contains("What you may do in this session"))
        let allowed = try await browser.send(
            "/account/access", ["permission": Permission.manageBilling.rawValue])
        #expect(allowed.notice?.hasPrefix("Yes. Billing admin is held") ?? false)
        let denied = try await browser.send(
            "/account/access", ["permission": Permission.manageCustomers.rawValue])
        #expect(denied.notice?.hasPrefix("No.") ?? false)
        let link = try #require(denied.root.all("a").first { $0.text.hasPrefix("Ask for") }?.text)
        let ask = try await browser.follow(link)
        #expect(ask.root.all("input").contains { $0["name"] == "role" && $0["checked"] != nil })
        let sent = try await browser.send("/account/roles", ["reason": "I help <b>customers</b>"])
        #expect(sent.notice?.contains("was sent") ?? false)
        #expect(try await world.tenant.user(grace)?.roleRequests.count == 1)
        let again = try await browser.open("/account/roles")
        #expect(again.status == 200)
        let withdrawn = try await {
            try await browser.open("/account"); return try await browser.send("/withdraw")
        }()
        #expect(withdrawn.notice == "The request was withdrawn.")
    }

    @Test("refuses a request with its reason, and keeps what was typed")
    func refusedRequest() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Grace")
        let browser = try await world.browser("grace")
        try await browser.open("/account/roles")
        let nothing = try await browser.send("/account/roles", ["reason": "Please & thank you"])
        #expect(nothing.status == 422 && nothing.notice == "Choose at least one role.")
        #expect(nothing.root.all("textarea").first?.rawText == "\nPlease & thank you")
        let place = try await browser.send(
            "/account/roles", ["place": "/planets/1"], checking: [("role", RoleID.reportViewer.rawValue)])
        #expect(place.notice?.contains("is not a place") ?? false)
        #expect(
            place.root.all("input").contains { $0["value"] == RoleID.reportViewer.rawValue && $0["checked"] != nil })
        let day = try await browser.send("/account/roles", ["place": "", "until": "2026-02-30"])
        #expect(day.notice?.contains("is not a day") ?? false)
    }
}
