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
}
