import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// What every page must be is looked at when it is opened: no two buttons of a page have one name.
@Suite("Controls of different rows")
struct ControlNameTests {
    private static let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"

    @Test("have different names: sessions of one device in one minute")
    func sessions() async throws {
        let world = try await ConsoleWorld()
        for seconds in [0, 1, 1, 0] {
            world.clock.advance(by: .seconds(seconds))
            let browser = Browser(world.console)
            browser.agent = Self.phone
            try await browser.signIn(ConsoleWorld.adaAddress, ConsoleWorld.password)
        }
        let page = try await world.browser().open("/account/security")
        let names = page.root.all("tbody").flatMap { $0.all("button") }.map(\.text)
        #expect(names.count == 5 && Set(names).count == 5, "\(names)")
        let others = try await world.browser().open("/users/\(world.ada)/sessions")
        #expect(others.rows.count == 6)
    }

    @Test("have different names: tokens of a service that were given one name")
    func tokens() async throws {
        let world = try await ConsoleWorld()
        let service = try await world.tenant.addService(
            FullName("Night"), userName: UserName("night"), roles: [], by: world.ada)
        for _ in 0..<3 {
            _ = try await world.tenant.issueServiceToken(
                for: service.id, named: DeviceName("Production"), lasting: .seconds(86_400), by: world.ada)
        }
        let page = try await world.browser().open("/users/\(service.id)/sessions")
        #expect(page.rows.count == 3)
    }

    @Test("have different names: a role held at several places, by a person and by a group")
    func roles() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName("Night")), by: world.ada).id
        for place in ["/locations/1", "/locations/2"] {
            let scope = try Scope(place)
            try await world.tenant.assignRoles([.referralsAdmin], to: grace, at: scope, by: world.ada)
            try await world.tenant.assignRoles([.referralsAdmin], toGroup: group, at: scope, by: world.ada)
        }
        let browser = try await world.browser()
        #expect(try await browser.open("/users/\(grace)/roles").rows.count == 2)
        #expect(
            try await browser.open("/groups/\(group)").forms.count { $0["action"]?.hasSuffix("/take") ?? false } == 2)
    }

    @Test("have different names: requests of one person, and those of two people with one name")
    func requests() async throws {
        let world = try await ConsoleWorld()
        let (one, other) = (
            try await world.person("Grace"), try await world.person("Grace", address: "other@contoso.example")
        )
        let scope = try Scope("/locations/1")
        for (person, role, place) in [
            (one, RoleID.reportViewer, Scope.company), (one, .referralsAdmin, .company), (one, .referralsAdmin, scope),
            (other, .reportViewer, .company),
        ] {
            try await world.tenant.requestRoles([role], at: place, reason: "", by: person)
        }
        let page = try await world.browser().open("/requests")
        #expect(page.root.all("button").count { $0.text.contains("Grant") } == 4)
        #expect(try await world.browser("grace").open("/account").text.contains("Withdraw"))
    }

    @Test("have different names: messages of one step to people of one name")
    func letters() async throws {
        let notifier = MemoryNotifier()
        let world = try await ConsoleWorld(notifier: notifier)
        await world.tenant.deliverNotifications()
        notifier.failNext(1_000)
        let addresses = try ["grace@partner.example", "grace@other.example"].map { try EmailAddress($0) }
        try await world.tenant.inviteUsers(addresses, roles: [], by: world.ada)
        await world.tenant.deliverNotifications()
        world.clock.advance(by: world.tenant.policy.deliveryPatience)
        await world.tenant.deliverNotifications()
        let page = try await world.browser().open("/letters")
        #expect(page.rows.count { $0.contains("grace") } == 2, "\(page.rows)")
    }
}
