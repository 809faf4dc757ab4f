import Roster
import RosterConsole
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("What a page weighs")
struct PageWeightTests {
    /// The pages on which roles are chosen or listed.
    private static let pages = [
        "/users", "/users/bulk?do=assign&select=ID", "/users/ID/roles", "/users/ID/access", "/roles", "/account/roles",
        "/company-roles/define", "/groups/GROUP",
    ]

    @Test("stays below 60 kB where a company has as many roles of its own as it can, each with many grants")
    func manyRoles() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        for number in 1...CompanyRole.countLimit {
            let definition = try CompanyRoleDefinition(
                title: try FullName("Customer operations desk of Seattle, team \(number)"),
                includes: [.adminAgent, .billingAdmin],
                scoping: .companyOnly)
            _ = try await world.tenant.defineRole(definition, by: world.ada)
        }
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Desks")), by: world.ada).id
        let browser = try await world.browser()
        for page in Self.pages {
            let address = page.replacing("ID", with: grace.description).replacing("GROUP", with: group.description)
            // What every page must be is looked at when it is opened, the weight too.
            #expect(try await browser.open(address).status == 200, "\(address)")
        }
        try await browser.open("/users/add/new")
        let roles = try await browser.send(
            "/users/add/new", ["full-name": "Joan Clarke", "email": "joan@contoso.example"])
        #expect(roles.root.all("details").allSatisfy { !$0.isInside("form") }, "grants are not listed")
        let link = try #require(roles.root.all("a").first { $0["target"] == "_blank" })
        #expect(link["href"]?.contains("/roles/") ?? false)
    }

    @Test("leaves room for the grants of each role of the built-in catalog")
    func builtIn() async throws {
        let browser = try await ConsoleWorld().browser()
        for page in ["/account/roles", "/users/add/new"] {
            var shown = try await browser.open(page)
            if page.hasSuffix("new") {
                shown = try await browser.send(page, ["full-name": "Joan Clarke", "email": "joan@contoso.example"])
            }
            let (boxes, lists) = (
                shown.root.all("input").filter { $0["name"] == "role" },
                shown.root.all("details").filter { $0.isInside("form") }
            )
            #expect(boxes.count > 20 && lists.count == boxes.count, "\(page): \(boxes.count) and \(lists.count)")
        }
    }

    /// The built-in catalog with four hundred roles more, which Global admins give.
    private static func largeCatalog() throws -> RoleCatalog {
        let base = RoleCatalog.partnerCenter
        let roles = (1...400).map { number in
            Role(
                RoleID("desk_\(number)"), title: "Customer operations desk of Seattle, team \(number)",
                category: .company)
        }
        return try RoleCatalog(
            roles: base.roles + roles, permissions: base.permissions,
            assignmentAuthorities: base.assignmentAuthorities
                + [AssignmentAuthority(.globalAdmin, mayAssign: .roles(Set(roles.map(\.id))))],
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds, provisioning: base.provisioning,
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
    }

    /// Adds the most people who can be selected.
    private static func addHundred(to world: ConsoleWorld) async throws -> [UserID] {
        for start in [0, 50] {
            let accounts = try (start..<start + 50).map {
                ExistingAccount(
                    try FullName("Person of Seattle number \($0)"), email: try EmailAddress("p\($0)@contoso.example"))
            }
            try await world.tenant.addExistingUsers(accounts, roles: [], by: world.ada)
        }
        let found = try await world.tenant.users(matching: UserQuery(pageSize: 101), by: world.ada)
        return found.records.map(\.id).filter { $0 != world.ada }
    }

    @Test("stays below 60 kB for a hundred people and four hundred roles, and loses no one and no role on the way")
    func largeSelection() async throws {
        let world = try await ConsoleWorld(catalog: Self.largeCatalog())
        let people = try await Self.addHundred(to: world)
        let browser = try await world.browser()
        let query = people.map { "&select=\($0)" }.joined()
        for action in ["block", "unblock", "delete"] {
            #expect(try await browser.open("/users/bulk?do=\(action)\(query)").status == 200)
        }
        let form = try await browser.open("/users/bulk?do=assign\(query)")
        #expect(form.text.contains("100 users") && form.text.contains("more"))
        let found = try await browser.send("/users/bulk", ["find-role": "TEAM 399"], pressing: "Find roles")
        #expect(found.status == 200)
        let more = try await browser.send(
            "/users/bulk", ["find-role": "team 37", "place": "", "until": "2024-06-30"],
            checking: [("role", "desk_399")], pressing: "Find roles")
        #expect(more.text.contains("Also chosen: Customer operations desk of Seattle, team 399"), "\(more.text)")
        #expect(more.value("until") == "2024-06-30")
        let report = try await browser.send("/users/bulk", checking: [("role", "desk_371")], pressing: "Give roles")
        #expect(report.notice == "Done for 100 of 100.")
        for role in ["desk_399", "desk_371"] {
            #expect(try world.tenant.holders(of: RoleID(role), limit: 101).count == 100)
        }
        let refused = try await browser.open("/users/bulk?do=assign\(query)")
        #expect(refused.status == 200)
        try await browser.send("/users/bulk", ["find-role": "team 399"], pressing: "Find roles")
        let none = try await browser.send("/users/bulk", checking: [("role", "desk_399")], pressing: "Give roles")
        #expect(none.rows.count == 100, "each is told: they hold it at another time or already")
    }

    @Test("stays below 60 kB for a hundred people and the roles of the built-in catalog")
    func manyPeople() async throws {
        let world = try await ConsoleWorld()
        let ids = try await Self.addHundred(to: world)
        let query = ids.map { "&select=\($0)" }.joined()
        let browser = try await world.browser()
        let form = try await browser.open("/users/bulk?do=assign\(query)")
        #expect(!form.root.all("input").contains { $0["name"] == "find-role" }, "all are there")
        try await browser.send("/users/bulk", ["place": "nowhere"], checking: [("role", "report_viewer")])
        let report = try await browser.send("/users/bulk", ["place": ""], checking: [("role", "report_viewer")])
        #expect(report.notice == "Done for 100 of 100.")
    }

    @Test("stays below 60 kB wherever roles are chosen from four hundred, and finds each of them")
    func largeCatalogs() async throws {
        let world = try await ConsoleWorld(catalog: Self.largeCatalog())
        let grace = try await world.person("Grace")
        let browser = try await world.browser()
        for (page, form) in [("/account/roles", "/account/roles"), ("/users/\(grace)/roles", "/roles/give")] {
            #expect(try await browser.open(page).status == 200)
            let found = try await browser.send(form, ["find-role": "team 388"], pressing: "Find roles")
            #expect(found.status == 200 && found.root.all("input").contains { $0["value"] == "desk_388" })
            let none = try await browser.send(form, ["find-role": "no such"], pressing: "Find roles")
            #expect(none.text.contains("No role matches."))
        }
        try await browser.open("/users/add/new")
        try await browser.send("/users/add/new", ["full-name": "Joan Clarke", "email": "joan@contoso.example"])
        try await browser.send("/users/add/new", ["find-role": "team 388"], pressing: "Find roles")
        let review = try await browser.send("/users/add/new", checking: [("role", "desk_388")], pressing: "Continue")
        #expect(review.text.contains("team 388"), "\(review.text)")
    }
}
