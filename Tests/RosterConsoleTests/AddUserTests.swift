import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// The numbered steps of the page "Create user accounts and assign roles", one after another.
@Suite("Add user")
struct AddUserTests {
    /// Goes through the steps up to the review.
    private func review(
        _ browser: Browser, name: String, email: String, roles: [RoleID]
    ) async throws -> ShownPage {
        try await browser.open("/users/add/new")
        let chosen = try await browser.send("/users/add/new", ["full-name": name, "email": email])
        #expect(chosen.status == 200, "\(chosen.text)")
        return try await browser.send("/users/add/new", checking: roles.map { ("role", $0.rawValue) })
    }

    @Test(
        "follows the page: sign in, user management, add user, create, roles, review, information once, first sign-in")
    func seedPage() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        #expect(try browser.page.title == "User management")
        try await browser.follow("Add user")
        let who = try await browser.follow("Create new users")
        #expect(who.text.contains("1. Who"))
        let roles = try await browser.send(
            "/users/add/new", ["full-name": "Grace Hopper", "email": "grace@contoso.example"])
        #expect(roles.text.contains("Billing admin") && roles.text.contains("Admin agent"))
        #expect(roles.text.contains("privileged"))
        let review = try await browser.send(
            "/users/add/new",
            checking: [("role", RoleID.adminAgent.rawValue), ("role", RoleID.billingAdmin.rawValue)])
        #expect(review.text.contains("Grace Hopper, grace@contoso.example"))
        #expect(review.text.contains("Billing admin"))
        let done = try await browser.send("/users/add/new", pressing: "Add")
        #expect(done.title == "Sign-in information" && done.secrets.count == 2)
        #expect(done.text.contains("Billing admin and Admin agent"), "what was added is confirmed")
        let (userName, password) = (done.secrets[0], done.secrets[1])
        #expect(userName == "grace@contoso.example")
        #expect(!browser.history.contains { $0.contains(password) || $0.contains("grace") || $0.contains("Grace") })

        let grace = Browser(world.console)
        #expect(try await grace.signIn(userName, password).title == "Choose a password of your own")
        let changed = try await grace.send(
            "/password", ["current": password, "new": ConsoleWorld.password, "again": ConsoleWorld.password])
        #expect(changed.title == "My account" && changed.text.contains("Admin agent"))
        let found = try await browser.open("/users?role=\(RoleID.globalAdmin.rawValue)")
        #expect(found.rows.count == 1 && found.rows[0].contains("Ada Lovelace"), "whom to ask for more")
    }

    @Test("shows sign-in information once: reloading adds no one and shows nothing, and no address leads to it")
    func once() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let review = try await self.review(
            browser, name: "Grace Hopper", email: "grace@contoso.example", roles: [.adminAgent])
        let form = try #require(review.form(to: "/users/add/new"))
        let done = try await browser.send(form, pressing: "Add")
        let password = try #require(done.secrets.last)
        let again = try await browser.send(form, pressing: "Add")
        #expect(again.status == 409 && again.secrets.isEmpty)
        #expect(again.text.contains("shown once"))
        for address in ["/users/add/new", "/users", "/users/add"] {
            let page = try await browser.open(address)
            #expect(!page.text.contains(password))
        }
        #expect(browser.cookies["__Host-roster-shown"] == nil, "the cookie changes when the person goes on")
    }

    @Test("offers only the roles that the acting person may give, and refuses another one that is sent anyhow")
    func offered() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Uma", [.userManagementAdmin, .userAdmin])
        let browser = try await world.browser("uma")
        try await browser.open("/users/add/new")
        let roles = try await browser.send("/users/add/new", ["full-name": "Eve", "email": "eve@contoso.example"])
        let offered = roles.root.all("input").filter { $0["name"] == "role" }.compactMap { $0["value"] }
        #expect(!offered.contains(RoleID.globalAdmin.rawValue) && !offered.contains(RoleID.owner.rawValue))
        let form = try #require(roles.form(to: "/users/add/new"))
        let secret = form.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let forged = try await browser.go(
            .post, "/console/users/add/new",
            body: Array(
                "form=\(secret)&step=review&full-name=Eve&email=eve%40contoso.example&role=global_admin".utf8))
        #expect(forged.status == 403 && forged.secrets.isEmpty)
        #expect(forged.notice?.contains("Global admin") ?? false)
        #expect(try await world.tenant.user(withEmail: EmailAddress("eve@contoso.example")) == nil)
    }

    @Test("tells what is wrong at the field, and keeps what was typed")
    func problems() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/add/new")
        let page = try await browser.send(
            "/users/add/new", ["full-name": "\u{202E}evil", "email": "not an address", "user-name": "x"])
        #expect(page.status == 422)
        let invalid = page.root.all("input").filter { $0["aria-invalid"] == "true" }.compactMap { $0["name"] }
        #expect(Set(invalid) == ["full-name", "email"])
        #expect(page.root.all("input").contains { $0["value"] == "not an address" })
    }

    @Test(
        "tells at its field that a name is taken before roles are chosen, and of one that is taken meanwhile at the end"
    )
    func takenNames() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.tenant.deleteUser(grace, by: world.ada)
        let browser = try await world.browser()
        try await browser.open("/users/add/new")
        for (email, name, field) in [
            (ConsoleWorld.adaAddress, "", "email"), ("grace@contoso.example", "", "email"),
            ("other@contoso.example", ConsoleWorld.adaAddress, "user-name"),
        ] {
            let taken = try await browser.send(
                "/users/add/new", ["full-name": "Other", "email": email, "user-name": name])
            #expect(taken.status == 409 && taken.text.contains(name.isEmpty ? email : name))
            let invalid = taken.root.all("input").filter { $0["aria-invalid"] == "true" }.compactMap { $0["name"] }
            #expect(invalid == [field])
            #expect(taken.text.contains("a moment ago") == (field == "email" && email == ConsoleWorld.adaAddress))
        }
        _ = try await self.review(browser, name: "Other", email: "late@contoso.example", roles: [])
        try await world.person("Late")
        let refused = try await browser.send("/users/add/new", pressing: "Add")
        #expect(refused.status == 409 && refused.text.contains("another account"))
    }

    @Test("lets an expired invitation stand in no one's way")
    func expiredInvitation() async throws {
        let world = try await ConsoleWorld()
        try await world.tenant.inviteUsers([EmailAddress("pat@partner.example")], roles: [], by: world.ada)
        world.clock.advance(by: .seconds(400 * 86_400))
        let browser = try await world.browser()
        _ = try await self.review(browser, name: "Pat", email: "pat@partner.example", roles: [])
        #expect(try await browser.send("/users/add/new", pressing: "Add").secrets.count == 2)
    }

    @Test("goes back with everything that was typed and chosen")
    func back() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        _ = try await self.review(browser, name: "Grace Hopper", email: "grace@contoso.example", roles: [.adminAgent])
        let roles = try await browser.send("/users/add/new", pressing: "Back")
        #expect(roles.root.all("input").contains { $0["value"] == RoleID.adminAgent.rawValue && $0["checked"] != nil })
        let who = try await browser.send("/users/add/new", pressing: "Back")
        #expect(who.root.all("input").contains { $0["value"] == "Grace Hopper" })
        let again = try await browser.send("/users/add/new")
        #expect(again.root.all("input").contains { $0["value"] == RoleID.adminAgent.rawValue && $0["checked"] != nil })
    }

    @Test("takes in people who have an account, and invites others from outside")
    func otherModes() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/add/existing")
        let wrong = try await browser.send("/users/add/existing", ["people": "Grace <grace@>"])
        #expect(wrong.status == 422 && wrong.text.contains("Grace"))
        try await browser.send(
            "/users/add/existing",
            ["people": "Grace Hopper <grace@contoso.example>\nAlan Turing, alan@contoso.example\nbob@contoso.example"])
        try await browser.send("/users/add/existing", checking: [("role", RoleID.reportViewer.rawValue)])
        let added = try await browser.send("/users/add/existing", pressing: "Add")
        #expect(added.rows.count == 3 && added.rows[1].contains("Alan Turing"))

        try await browser.open("/users/add/guests")
        try await browser.send("/users/add/guests", ["people": "guest@partner.example; other@partner.example"])
        let roles = try browser.page.root.all("input").filter { $0["name"] == "role" && $0["disabled"] == nil }
        #expect(roles.contains { $0["value"] == RoleID.referralsAdmin.rawValue })
        try await browser.send("/users/add/guests", checking: [("role", RoleID.referralsAdmin.rawValue)])
        let invited = try await browser.send("/users/add/guests", pressing: "Invite")
        #expect(invited.rows.count == 2 && invited.secrets.isEmpty)
        #expect(try await browser.open("/invitations").rows.count == 2)
    }

    @Test("adds a service, whose token is shown once and opens nothing after it was ended")
    func service() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/users/add/service")
        #expect(try await browser.send("/users/add/service", ["full-name": "Nightly", "user-name": ""]).status == 422)
        try await browser.send("/users/add/service", ["full-name": "Nightly", "user-name": "nightly-job"])
        try await browser.send("/users/add/service", checking: [("role", RoleID.reportViewer.rawValue)])
        let added = try await browser.send("/users/add/service", pressing: "Add")
        #expect(added.notice?.contains("was added") ?? false && added.text.contains("The service has no token."))
        let issued = try await browser.send("/sessions/issue", ["token-name": "Production", "days": "30"])
        let token = try #require(issued.secrets.first.flatMap { SessionToken($0) })
        #expect(try await world.tenant.admission(of: token) != nil)
        #expect(!browser.history.contains { $0.contains(issued.secrets[0]) })
        #expect(issued.rows.count == 1 && issued.rows[0].contains("Production"))
        let ended = try await browser.send("/sessions/end")
        #expect(ended.secrets.isEmpty && ended.notice == "The session has ended.")
        #expect(try await world.tenant.admission(of: token) == nil)
    }

    @Test("is not offered to a person who may not add users, and does not exist for them")
    func notAllowed() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Mallory", [.reportViewer])
        let browser = try await world.browser("mallory")
        #expect(try browser.page.title == "My account", "they begin at their own account")
        let list = try await browser.follow("User management")
        #expect(!list.links.contains { $0.hasSuffix("/users/add") } && list.root.all("tbody")[0].all("input").isEmpty)
        let found = try await browser.send("/users", ["role": RoleID.globalAdmin.rawValue])
        #expect(found.rows.count == 1 && found.rows[0].hasPrefix("Ada Lovelace"), "whom to ask is found by all members")
        for path in ["/users/add", "/users/add/new", "/record", "/company", "/requests", "/invitations"] {
            #expect(try await browser.open(path).status == 404, "\(path)")
        }
    }
}
