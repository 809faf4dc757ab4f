import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("A form that others have overtaken")
struct OvertakenFormTests {
    @Test("tells the conflict after it was refused for another reason, too: roles")
    func roles() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/roles")
        try await world.tenant.assignRoles([.adminAgent], to: grace, by: world.ada)
        #expect(try await browser.send("/roles/give").status == 422)
        let told = try await browser.send("/roles/give", checking: [("role", RoleID.reportViewer.rawValue)])
        #expect(told.status == 409 && told.notice?.contains("Admin agent") ?? false, "\(told.notice ?? "")")
        let given = try await browser.send("/roles/give", checking: [("role", RoleID.reportViewer.rawValue)])
        #expect(given.notice == "The roles were given.", "once it was seen")
    }

    @Test("tells the conflict after it was refused for another reason, too: an address")
    func address() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)/do/address")
        try await world.tenant.renameUser(grace, to: FullName("Grace Hopper"), by: world.ada)
        #expect(try await browser.send("/do/address", ["email": "none"]).status == 422)
        let told = try await browser.send("/do/address", ["email": "hopper@contoso.example"])
        #expect(told.status == 409 && told.notice?.contains("renamed Grace to Grace Hopper") ?? false)
        #expect(try await browser.send("/do/address", ["email": "hopper@contoso.example"]).status == 200)
    }

    @Test("issues no second token when the page of the new one is loaded again")
    func token() async throws {
        let world = try await ConsoleWorld()
        let service = try await world.tenant.addService(
            FullName("Nightly"), userName: UserName("nightly-job"), roles: [], by: world.ada)
        let browser = try await world.browser()
        let page = try await browser.open("/users/\(service.id)/sessions")
        let form = try #require(page.form(to: "/sessions/issue"))
        let issued = try await browser.send(form, ["token-name": "Production"])
        #expect(issued.secrets.count == 1 && issued.rows.count == 1)
        let again = try await browser.send(form, ["token-name": "Production"])
        #expect(again.status == 409 && again.secrets.isEmpty && again.rows.count == 1, "\(again.text)")
        let other = try await browser.send("/sessions/issue", ["token-name": "Staging"])
        #expect(other.secrets.count == 1 && other.rows.count == 2, "another one is a wish of its own")
    }

    @Test("adds no one without a role that was deleted between the review and the end")
    func deletedRole() async throws {
        let world = try await ConsoleWorld()
        let definition = try CompanyRoleDefinition(
            title: FullName("Desk"), grants: [Grant(.viewPricingAndOffers)], scoping: .companyOnly)
        for (path, fields) in [
            ("/users/add/new", ["full-name": "Grace", "email": "grace@contoso.example"]),
            ("/users/add/existing", ["people": "alan@contoso.example"]),
        ] {
            let role = try await world.tenant.defineRole(definition, by: world.ada)
            let browser = try await world.browser()
            try await browser.open(path)
            try await browser.send(path, fields)
            let review = try await browser.send(path, checking: [("role", role.role.rawValue)])
            #expect(review.text.contains("Desk"))
            try await world.tenant.deleteRole(role.id, by: world.ada)
            let refused = try await browser.send(path)
            #expect(refused.status == 422 && refused.notice?.contains("deleted meanwhile") ?? false, "\(path)")
            #expect(try await world.tenant.users(matching: UserQuery(), by: world.ada).records.count == 1)
        }
    }

    @Test("marks the attribute that was refused, by its title")
    func attribute() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        try await browser.open("/users/\(grace)")
        let long = String(repeating: "x", count: 2_000)
        let refused = try await browser.send("/users/\(grace)", ["attribute-preferredLanguage": long])
        #expect(refused.status >= 400 && refused.marked == ["attribute-preferredLanguage"], "\(refused.marked)")
        #expect(!(refused.notice?.contains("preferredLanguage") ?? true), "\(refused.notice ?? "")")
        let own = try await world.browser("grace")
        try await own.open("/account")
        let told = try await own.send("/account/profile", ["attribute-preferredLanguage": long])
        #expect(told.status == 422 && told.marked == ["attribute-preferredLanguage"])
    }
}
