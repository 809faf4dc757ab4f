import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("The page of a group")
struct GroupPageTests {
    @Test("that was deleted is there for those who may restore it, and for no one else")
    func deleted() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace", [.reportViewer])
        let owner = try await world.person("Olga", [.reportViewer])
        let profile = try GroupProfile(name: FullName("Night shift"), owners: [owner])
        let group = try await world.tenant.addGroup(profile, by: world.ada).id
        _ = try await world.tenant.addMembers([grace], to: group, by: world.ada)
        #expect(try await world.browser("grace").open("/groups/\(group)").status == 200)
        try await world.tenant.deleteGroup(group, by: world.ada)
        for name in ["grace", "olga"] {
            let page = try await world.browser(name).open("/groups/\(group)")
            #expect(page.status == 404 && !page.root.text.contains("Night shift"), "\(name)")
        }
        let browser = try await world.browser()
        #expect(try await browser.open("/groups/\(group)").text.contains("deleted"))
        #expect(try await browser.send("/restore").notice == "The group is restored.")
    }
}
