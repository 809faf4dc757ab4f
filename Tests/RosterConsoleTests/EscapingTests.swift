import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// Every text that data can bring into a page, filled with what would run, break out or mislead.
@Suite("Hostile texts")
struct EscapingTests {
    private static let hostile = "\"><script>alert('x')</script><img src=x onerror=alert(1)>&amp;"

    /// A catalog whose titles are hostile.
    private static func catalog() throws -> RoleCatalog {
        let base = RoleCatalog.partnerCenter
        let plane = RoleCategory("evil", title: "Plane \(self.hostile)")
        let permission = Permission("evil/things/do")
        let role = Role(
            RoleID("evil"), title: "Role \(self.hostile)", category: plane,
            grants: [Grant(permission, given: [Condition("own_thing")])])
        return try RoleCatalog(
            roles: base.roles + [role],
            permissions: base.permissions + [
                PermissionDefinition(permission, title: "Do \(self.hostile)", workspace: "Space \(self.hostile)")
            ],
            assignmentAuthorities: base.assignmentAuthorities
                + [AssignmentAuthority(.globalAdmin, mayAssign: .roles([role.id]))],
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds, provisioning: base.provisioning,
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
    }

    private func world() async throws -> ConsoleWorld {
        let settings = WebConsoleSettings(
            name: "Site \(Self.hostile)", links: [try WebConsoleLink("Help \(Self.hostile)", to: "/help?a=1&b=2")])
        return try await ConsoleWorld(
            company: "Firm \(Self.hostile)", catalog: try Self.catalog(), settings: settings,
            adminName: "Ada \(Self.hostile)")
    }

    @Test("stay texts on every page, for every reader")
    func crawl() async throws {
        let world = try await self.world()
        let eve = try await world.person("Eve \(Self.hostile)", [RoleID("evil")], address: "eve@contoso.example")
        let tenant = world.tenant
        try await tenant.changeAttributes(of: eve, to: [.title: .text("Title \(Self.hostile)")], by: world.ada)
        try await tenant.requestRoles([.reportViewer], reason: "Reason \(Self.hostile)\u{2067}x", by: eve)
        let profile = try GroupProfile(name: FullName("Group \(Self.hostile)"), description: "About \(Self.hostile)")
        let group = try await tenant.addGroup(profile, by: world.ada)
        _ = try await tenant.addMembers([eve], to: group.id, by: world.ada)
        try await tenant.inviteUsers([EmailAddress("guest+x@partner.example")], roles: [.referralsAdmin], by: world.ada)
        let browser = Browser(world.console)
        browser.agent = "Agent \(Self.hostile)\u{1B}[31m"
        try await browser.signIn(ConsoleWorld.adaAddress, ConsoleWorld.password)
        var seen: Set<String> = []
        var open = ["/console/users", "/console/account"]
        var shown = ""
        while let address = open.popLast(), seen.count < 300 {
            let isTable = address.contains("/table")
            guard !isTable, seen.insert(address).inserted else { continue }
            // The page is read strictly: what is no text of ours, and is markup, is an error.
            let page = try await browser.go(.get, address, body: [])
            #expect(page.status < 500, "\(address)")
            // What can be edited stands in fields.
            shown += page.root.text + page.root.all("input").compactMap { $0["value"] }.joined(separator: "\n")
            open += page.links.filter { $0.hasPrefix("/console/") && !seen.contains($0) }
        }
        #expect(seen.count > 60, "only \(seen.count) pages were found")
        for place in [
            "Firm", "Site", "Help", "Ada", "Eve", "Title", "Reason", "Group", "About", "Role", "Plane", "Do", "Space",
            "Agent",
        ] {
            let isShown = shown.contains("\(place) \"><script>alert('x')</script>")
            #expect(isShown || place == "Firm", "\(place) is shown, as a text")
        }
    }

    @Test(
        "stay texts when they are typed into forms and addresses",
        arguments: [
            hostile, "%3Cscript%3E", "\u{202E}gpj", "\u{0}\u{1B}[2J", "'; DROP TABLE users; --", "{1}{2}{99}",
            "\u{2069}\u{2069}x",
        ])
    func typed(_ text: String) async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let encoded = Browser.encoded(text)
        for address in [
            "/users?q=\(encoded)", "/users?role=\(encoded)", "/users?select=\(encoded)", "/users/\(encoded)",
            "/roles/\(encoded)", "/account/access?permission=\(encoded)", "/record?person=\(encoded)",
            "/account/access?permission=partner%2Fcustomers%2Fmanage&place=\(encoded)", "/\(encoded)?told=\(encoded)",
            "/users/bulk?do=\(encoded)&select=\(encoded)", "/sign-in?next=\(encoded)",
        ] {
            let page = try await browser.open(address)
            #expect(page.status < 500, "\(address)")
        }
        try await browser.open("/users/add/new")
        #expect(
            try await browser.send("/users/add/new", ["full-name": text, "email": text, "user-name": text]).status < 500
        )
        try await browser.open("/users/add/existing")
        #expect(try await browser.send("/users/add/existing", ["people": text]).status < 500)
        try await browser.open("/account/roles")
        #expect(try await browser.send("/account/roles", ["place": text, "reason": text, "until": text]).status < 500)
        try await browser.open("/groups")
        #expect(try await browser.send("/groups", ["group-name": text, "description": text]).status < 500)
    }
}
