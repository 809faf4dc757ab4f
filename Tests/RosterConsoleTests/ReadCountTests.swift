import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

@Suite("What a page costs")
struct ReadCountTests {
    /// The most reads of the directory that a page may cost, whatever is on it.
    private static let limits: [(page: String, limit: Int)] = [
        ("/users", 3), ("/users?q=person", 3), ("/users?role=report_viewer", 3), ("/users/bulk?do=block", 3),
        ("/users/add", 1), ("/requests", 3), ("/roles", 1), ("/roles/report_viewer", 3), ("/roles/company:ROLE", 4),
        ("/company-roles/define", 3), ("/company-roles/ROLE/change", 4), ("/company-roles/ROLE/retire", 8),
        ("/company-roles/ROLE/reinstate", 8), ("/company-roles/ROLE/delete", 8), ("/groups", 3),
        ("/invitations", 3), ("/record", 12), ("/record?kind=roles", 12), ("/letters", 8),
        ("/users/bulk?do=compare", 3),
        ("/company", 1), ("/account", 4), ("/account/security", 5),
        ("/account/access", 1), ("/account/roles", 1), ("/users/ID", 12), ("/users/ID/roles", 8),
        ("/users/ID/access", 4),
        ("/users/ID/sessions", 7), ("/users/ID/history", 14), ("/users/ID/do/block", 10),
    ]

    private func reads(people: Int) async throws -> [String: Int] {
        let world = try await ConsoleWorld(settings: WebConsoleSettings(pageSize: 50))
        var ids: [UserID] = []
        for start in stride(from: 0, to: people, by: 50) {
            let accounts = try (start..<min(start + 50, people)).map {
                ExistingAccount(try FullName("Person \($0)"), email: try EmailAddress("person\($0)@contoso.example"))
            }
            ids += try await world.tenant.addExistingUsers(accounts, roles: [.reportViewer], by: world.ada).map(\.id)
        }
        let role = try await world.tenant.defineRole(
            CompanyRoleDefinition(title: FullName("Desk"), includes: [.reportViewer], scoping: .companyOnly),
            by: world.ada)
        for id in ids { try await world.tenant.assignRoles([role.role], to: id, by: world.ada) }
        for id in ids.prefix(20) {
            let asked = try await world.tenant.user(id)
            try #require(asked != nil)
        }
        let browser = try await world.browser()
        var reads: [String: Int] = [:]
        for (page, _) in Self.limits {
            let selected = page.contains("bulk") ? ids.prefix(50).map { "&select=\($0)" }.joined() : ""
            _ = world.directory.takeReads()
            let address = page.replacing("ID", with: ids[0].description).replacing("ROLE", with: role.id.description)
            let shown = try await browser.open(address + selected)
            // What cannot be done is told, too.
            #expect(shown.status == 200 || shown.status == 409, "\(page)")
            reads[page] = world.directory.takeReads()
        }
        return reads
    }

    @Test("is at most 30 reads where a long history holds nothing, and the page says that older steps may")
    func longHistory() async throws {
        let world = try await ConsoleWorld(settings: WebConsoleSettings(pageSize: 50))
        let grace = try await world.tenant.addExistingUsers(
            [ExistingAccount(try FullName("Grace"), email: try EmailAddress("grace@contoso.example"))], roles: [],
            by: world.ada)[0].id
        for number in 0..<6_000 {
            try await world.tenant.renameUser(world.ada, to: FullName("Ada \(number)"), by: world.ada)
        }
        let browser = try await world.browser()
        _ = world.directory.takeReads()
        let shown = try await browser.open("/users/\(grace)/history")
        #expect(shown.status == 200)
        #expect(world.directory.takeReads() <= 30)
        #expect(shown.text.contains("Older steps may hold something."))
    }

    @Test("is a fixed number of reads, the same for three people and for ninety")
    func fixed() async throws {
        let (few, many) = (try await self.reads(people: 3), try await self.reads(people: 90))
        for (page, limit) in Self.limits {
            // The history is read in parts that grow until the page is full, however long it is.
            let isHistory = page.hasPrefix("/record") || page.hasSuffix("/history")
            #expect(
                isHistory || few[page] == many[page], "\(page): \(few[page] ?? -1) and \(many[page] ?? -1)")
            #expect(many[page] ?? .max <= limit, "\(page) costs \(many[page] ?? -1) reads")
        }
    }
}
