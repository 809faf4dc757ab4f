import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("A role of the company")
struct CompanyRoleTests {
    private static let grant = Grant(.viewPricingAndOffers)

    /// A role that exists, and its page in the console.
    private func desk(_ world: ConsoleWorld, grants: Set<Grant> = [grant]) async throws -> (CompanyRole, String) {
        let definition = try CompanyRoleDefinition(
            title: FullName("Seattle desk"), description: "Answers the phone", grants: grants, scoping: .companyOnly)
        let role = try await world.tenant.defineRole(definition, by: world.ada)
        return (role, "/company-roles/\(role.id)")
    }

    @Test("is defined after a review, listed by its title, and can be given at once")
    func defined() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        #expect(try await browser.open("/roles").text.contains("The company has no role of its own."))
        try await browser.follow("Define a role")
        let review = try await browser.send(
            "/company-roles/define", ["title": "Seattle desk", "description": "Answers the phone"],
            checking: [("grant", Self.grant.permission.rawValue), ("include", RoleID.helpdeskAgent.rawValue)])
        #expect(review.text.contains("Nothing has happened yet") && review.text.contains("Answers the phone"))
        #expect(world.tenant.catalog.companyRoles.isEmpty)
        let back = try await browser.send("/company-roles/define", pressing: "Back")
        #expect(back.root.all("input").first { $0["name"] == "title" }?["value"] == "Seattle desk")
        #expect(back.root.all("input").filter { $0["checked"] != nil && $0["type"] == "checkbox" }.count == 2)
        try await browser.send("/company-roles/define")
        let page = try await browser.send("/company-roles/define", pressing: "Define a role")
        #expect(page.title == "Seattle desk" && page.notice == "The role is defined.")
        let role = try #require(world.tenant.catalog.companyRoles.first)
        #expect(role.grants == [Self.grant] && role.includes == [.helpdeskAgent] && role.scoping == .companyOnly)
        let row = try await browser.open("/roles").rows.first
        #expect(row?.contains("Seattle desk") ?? false && row?.contains("in use") ?? false)
        try await world.tenant.assignRoles([role.id], to: grace, by: world.ada)
        #expect(try await browser.follow("Seattle desk").rows.contains { $0.contains("Grace") })
    }

    @Test("is changed after its difference and its reach were shown")
    func changed() async throws {
        let world = try await ConsoleWorld()
        let (role, path) = try await self.desk(world)
        try await world.tenant.assignRoles([role.role], to: try await world.person("Grace"), by: world.ada)
        let browser = try await world.browser()
        try await browser.open("/roles/\(role.role)")
        try await browser.follow("Change the role")
        let review = try await browser.send(
            path + "/change", ["title": "Portland desk"], checking: [("include", RoleID.helpdeskAgent.rawValue)])
        #expect(review.rows.count == 2, "only what differs: \(review.rows)")
        #expect(review.rows[0].contains("Seattle desk") && review.rows[0].contains("Portland desk"))
        #expect(review.text.contains("One person has the role now."))
        let page = try await browser.send(path + "/change", pressing: "Change the role")
        #expect(page.title == "Portland desk" && page.notice == "The role was changed.")
        #expect(try await world.tenant.companyRole(role.id)?.definition.includes == [.helpdeskAgent])
        let record = try await browser.open("/record?kind=roles").rows[0]
        #expect(record.contains("changed the role Seattle desk, which is called Portland desk now."))
    }

    @Test("that another person has changed meanwhile is shown as it is and as it was wanted, and not overwritten")
    func conflict() async throws {
        let world = try await ConsoleWorld()
        try await world.person("Ben", [.globalAdmin])
        let (role, path) = try await self.desk(world)
        let (ada, ben) = (try await world.browser(), try await world.browser("ben"))
        for browser in [ada, ben] {
            try await browser.open(path + "/change")
            let title = browser === ada ? "Portland desk" : "Tacoma desk"
            try await browser.send(path + "/change", ["title": title])
        }
        try await ben.send(path + "/change", pressing: "Change the role")
        let told = try await ada.send(path + "/change", pressing: "Change the role")
        #expect(told.status == 409 && told.notice?.contains("Ben changed the role") ?? false, "\(told.notice ?? "")")
        #expect(told.rows[0].contains("Tacoma desk") && told.rows[0].contains("Portland desk"), "both states")
        #expect(try await world.tenant.companyRole(role.id)?.definition.title.rawValue == "Tacoma desk")
        #expect(try await ada.send(path + "/change", pressing: "Change the role").title == "Portland desk")
        try await ada.open(path + "/retire")
        try await world.tenant.retireRole(role.id, by: world.ada)
        try await world.tenant.reinstateRole(role.id, by: world.ada)
        let stale = try await ada.send(path + "/retire")
        #expect(stale.status == 409 && stale.notice?.contains("reinstated the role") ?? false)
        #expect(try await world.tenant.companyRole(role.id)?.isRetired == false)
    }

    @Test("is retired, reinstated and deleted, each with its consequence told beforehand and refused with its reason")
    func ended() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let (role, path) = try await self.desk(world)
        try await world.tenant.assignRoles([role.role], to: grace, by: world.ada)
        let browser = try await world.browser()
        try await browser.open("/roles/\(role.role)")
        #expect(try await browser.follow("Retire the role").text.contains("Its holders keep it."))
        let retired = try await browser.send(path + "/retire")
        #expect(retired.notice == "The role is retired." && retired.text.contains("retired"))
        #expect(try await browser.open("/roles").rows[0].contains("retired"))
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada)
        for page in ["/account/roles", "/users/bulk?do=assign&select=\(grace)", "/groups/\(group.id)"] {
            let offered = try await browser.open(page).root.all("input", "option").compactMap { $0["value"] }
            #expect(offered.contains("report_viewer") && !offered.contains(role.role.rawValue), "\(page)")
        }
        let held = try await browser.open(path + "/delete")
        #expect(held.status == 409 && held.form(to: path + "/delete") == nil)
        #expect(held.notice?.contains("The role Seattle desk is still held") ?? false, "\(held.notice ?? "")")
        try await browser.open("/roles/\(role.role)")
        try await browser.follow("Reinstate the role")
        #expect(try await browser.send(path + "/reinstate").notice == "The role can be given again.")
        try await world.tenant.removeRoles([role.role], from: grace, by: world.ada)
        try await browser.open(path + "/delete")
        #expect(try await browser.send(path + "/delete").notice == "The role was deleted.")
        #expect(try await browser.open("/roles/\(role.role)").status == 404)
        #expect(!(try await browser.open("/record").text.contains(role.id.description)), "people see no identifiers")
    }

    @Test("is refused with every reason, and what was typed stays")
    func refused() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        try await browser.open("/company-roles/define")
        let nameless = try await browser.send("/company-roles/define", ["title": " ", "description": "kept"])
        #expect(nameless.status == 422 && nameless.root.all("textarea").first?.text == "kept")
        let taken = try await browser.send("/company-roles/define", ["title": "Helpdesk agent"])
        #expect(taken.status >= 400 && taken.notice?.contains("the title of another role") ?? false)
        #expect(taken.form(to: "/define")?.all("button").map(\.text) == ["Back"], "it is not offered")
        let secret = taken.root.all("input").first { $0["name"] == "form" }?["value"] ?? ""
        let fields =
            "&step=review&title=Evil&held=company&grant=partner%2Fusers%2Fmanage&include=global_admin&grant=x&grant="
            + Browser.encoded(Permission.manageBilling.rawValue + " own_team")
        let forged = try await browser.go(
            .post, "/console/company-roles/define", body: Array(("form=" + secret + fields).utf8))
        for reason in ["can change who has access", "There is no permission “x”.", "“own team”"] {
            #expect(forged.status >= 400 && forged.notice?.contains(reason) ?? false, "\(forged.notice ?? "")")
        }
        #expect(world.tenant.catalog.companyRoles.isEmpty)
    }

    @Test("that can be held at places names the kinds of them")
    func kinds() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let page = try await browser.open("/company-roles/define")
        #expect(page.text.contains("Holders of Global admin give it in any case."))
        let kind = try #require(page.root.all("input").first { $0["name"] == "kind" }?["value"])
        let none = try await browser.send("/company-roles/define", ["title": "Desk", "held": "kinds"])
        #expect(none.status == 422 && none.notice == "Choose at least one kind of place.")
        let one = try await browser.send("/company-roles/define", checking: [("kind", kind)])
        #expect(one.text.contains("places of the kind \(kind)"), "\(one.text)")
    }

    @Test("offers exactly the permissions that the person may put in")
    func offered() async throws {
        let world = try await ConsoleWorld()
        let offered = try await world.browser().open("/company-roles/define").root.all("input")
            .filter { $0["name"] == "grant" }.compactMap { $0["value"] }
        let all = Set(RoleCatalog.partnerCenter.roles.flatMap(\.grants))
        for grant in all {
            let definition = try CompanyRoleDefinition(
                title: FullName("Desk"), grants: [grant], scoping: .companyOnly)
            let obstacle = try await world.tenant.obstacle(toDefining: definition, by: world.ada)
            let name = ([grant.permission.rawValue] + grant.conditions.map(\.rawValue).sorted()).joined(separator: " ")
            #expect(offered.contains(name) == (obstacle == nil), "\(name): \(obstacle.map(\.description) ?? "")")
        }
        #expect(offered.count < all.count && Set(offered).count == offered.count)
    }

    @Test("is for those who may define roles, and its pages exist for no one else")
    func closed() async throws {
        let world = try await ConsoleWorld()
        let (role, path) = try await self.desk(world)
        try await world.person("Una", [.userManagementAdmin])
        let browser = try await world.browser("una")
        for page in ["/company-roles/define", path + "/change", path + "/retire", path + "/delete"] {
            #expect(try await browser.open(page).status == 404, "\(page)")
        }
        #expect(try await browser.open("/roles").text.contains("Seattle desk"))
        let links = try browser.page.links
        #expect(!links.contains { $0.contains("company-roles") })
        #expect(try await browser.open("/roles/\(role.role)").text.contains("Answers the phone"))
    }
}
