import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// Every form that an administrator is shown, sent by other people.
@Suite("What is not allowed")
struct AuthorityTests {
    private struct SentForm {
        let action: String
        let fields: [(String, String)]
    }

    /// A company in which something of each kind waits for an administrator.
    private func world() async throws -> ConsoleWorld {
        let world = try await ConsoleWorld()
        let tenant = world.tenant
        let grace = try await world.person("Grace", [.adminAgent])
        let group = try await tenant.addGroup(GroupProfile(name: FullName("Desk")), by: world.ada)
        _ = try await tenant.addMembers([grace], to: group.id, by: world.ada)
        try await tenant.assignRoles([.reportViewer], toGroup: group.id, by: world.ada)
        try await tenant.requestRoles([.billingAdmin], reason: "please", by: grace)
        try await tenant.inviteUsers([EmailAddress("pat@partner.example")], roles: [.referralsAdmin], by: world.ada)
        for (name, status) in [("Blocked", AccountStatus.blocked), ("Deleted", .deleted)] {
            let id = try await world.person(name)
            if status == .blocked { try await tenant.blockUser(id, by: world.ada) }
            if status == .deleted { try await tenant.deleteUser(id, by: world.ada) }
        }
        _ = try await tenant.addService(
            FullName("Nightly"), userName: UserName("nightly"), roles: [.reportViewer], by: world.ada)
        let desk = try CompanyRoleDefinition(
            title: FullName("Front desk"), grants: [Grant(.viewPricingAndOffers)], scoping: .companyOnly)
        try await tenant.defineRole(desk, by: world.ada)
        return world
    }

    /// The forms that change something, on every page that an administrator can reach by links.
    private func forms(_ browser: Browser) async throws -> [SentForm] {
        var (seen, open, forms) = (Set<String>(), ["/console/users"], [String: SentForm]())
        while let address = open.popLast(), seen.count < 300 {
            guard seen.insert(address).inserted else { continue }
            let page = try await browser.go(.get, address, body: [])
            // Tables are files and no pages.
            open += page.links.filter { $0.hasPrefix("/console/") && !$0.contains("/table") && !seen.contains($0) }
            for form in page.forms where form["method"] == "post" {
                let action = form["action"] ?? ""
                let fields = form.all("input", "textarea", "select").compactMap { control -> (String, String)? in
                    guard let name = control["name"], name != "form" else { return nil }
                    return (name, control["value"] ?? control.all("option").last?["value"] ?? "x")
                }
                forms[action] = SentForm(action: action, fields: fields)
            }
        }
        return forms.values.sorted { $0.action < $1.action }
    }

    private func state(_ world: ConsoleWorld) async throws -> [UserRecord] {
        let all = UserQuery(statuses: Set(AccountStatus.allCases), pageSize: 1_000)
        return try await world.tenant.users(matching: all, by: world.ada).records
    }

    private func isOfOwnAccount(_ form: SentForm) -> Bool {
        ["/account", "/sign-out", "/password", "/second-factor"].contains { form.action.contains("/console" + $0) }
    }

    @Test("changes nothing, whichever form another person sends with a secret of their own")
    func others() async throws {
        let world = try await self.world()
        let own = "/users/\(try await world.person("Mallory", [.reportViewer]))"
        let forms = try await self.forms(try await world.browser())
            .filter { !self.isOfOwnAccount($0) && !$0.action.contains(own) }
        #expect(forms.count > 40, "only \(forms.count) forms were found")
        let mallory = try await world.browser("mallory")
        try await mallory.open("/account")
        let secret = try mallory.page.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let (before, groups, company, roles) = (
            try await self.state(world), try await world.tenant.groups(by: world.ada), world.tenant.company,
            try await world.tenant.companyRoles(by: world.ada)
        )
        for form in forms {
            let body = ([("form", secret)] + form.fields).map { "\(Browser.encoded($0.0))=\(Browser.encoded($0.1))" }
            let answer = await world.console.answer(
                mallory.request(.post, form.action, body: Array(body.joined(separator: "&").utf8)))
            #expect((400..<500).contains(answer.status), "\(form.action) is answered with \(answer.status)")
        }
        #expect(try await self.state(world) == before)
        #expect(try await world.tenant.groups(by: world.ada) == groups)
        #expect(world.tenant.company == company)
        #expect(try await world.tenant.companyRoles(by: world.ada) == roles && roles.count == 1)
    }

    @Test("changes nothing without the form's secret, whichever form it is")
    func forged() async throws {
        let world = try await self.world()
        let browser = try await world.browser()
        let forms = try await self.forms(browser)
        let before = try await self.state(world)
        for form in forms {
            for secret in [[], [("form", String(repeating: "a", count: 64))]] {
                let body = (secret + form.fields).map { "\(Browser.encoded($0.0))=\(Browser.encoded($0.1))" }
                let answer = await world.console.answer(
                    browser.request(.post, form.action, body: Array(body.joined(separator: "&").utf8)))
                #expect(answer.status == 403, "\(form.action)")
            }
        }
        #expect(try await self.state(world) == before)
        #expect(try await browser.open("/account").status == 200, "the session goes on")
    }

    @Test("is done with the roles that the session has active, not with all that the person holds")
    func activeRoles() async throws {
        let world = try await self.world()
        let begun = try await world.tenant.beginSession(
            ConsoleWorld.adaAddress, password: Password(ConsoleWorld.password), on: DeviceName("test"),
            activating: [.globalAdmin])
        let first = begun.reveal()
        let token = try #require(SessionToken(first))
        let text = try await Self.text(world.tenant.deactivateRoles([.globalAdmin], in: token))
        var request = Browser(world.console).request(.get, "/console/users/add")
        request.headers["Cookie"] = "__Host-session=\(text)"
        #expect(await world.console.answer(request).status == 404)
    }

    /// The text of the token of a session.
    private static func text(_ begun: consuming BegunSession?) throws -> String {
        struct Over: Error {}
        switch consume begun {
        case .some(let begun): return begun.reveal()
        case .none: throw Over()
        }
    }

    @Test("is not offered: a group is given the roles that the one who looks may give")
    func groupRoles() async throws {
        let world = try await ConsoleWorld()
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Desk")), by: world.ada)
        try await world.person("Uma", [.userManagementAdmin, .userAdmin])
        for (name, isOffered) in [("ada", true), ("uma", false)] {
            let page = try await world.browser(name).open("/groups/\(group.id)")
            #expect(page.form(to: "/profile") != nil, "\(name) manages groups")
            let options = page.form(to: "/roles")?.all("option").compactMap { $0["value"] } ?? []
            #expect(options.contains("report_viewer") && options.contains("global_admin") == isOffered, "\(name)")
        }
    }
}
