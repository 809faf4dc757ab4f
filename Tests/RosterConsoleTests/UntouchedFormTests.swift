import Roster
import RosterConsole
import RosterPartnerCenter
import RosterWeb
import Testing

/// Values with blanks at their edges come in by SCIM, by imports and by hosts; forms trim what is typed.
@Suite("What was not changed in a form")
struct UntouchedFormTests {
    private static let name = " Grace  Hopper\u{A0}"

    @Test("stays as it is of a person: the name and the attributes, also after a refusal")
    func person() async throws {
        let world = try await ConsoleWorld()
        let grace = try await world.person("Grace")
        try await world.tenant.renameUser(grace, to: FullName(Self.name), by: world.ada)
        let attributes: [AttributeName: AttributeValue?] = [.title: .text(" Dr "), .department: .text(" Night")]
        _ = try await world.tenant.changeAttributes(of: grace, to: attributes, by: world.ada)
        let browser = try await world.browser()
        let path = "/users/\(grace)"
        try await browser.open(path)
        let long = String(repeating: "x", count: 2_000)
        #expect(try await browser.send(path, ["attribute-title": long]).status >= 400)
        #expect(try await browser.send(path, ["attribute-title": "Admiral "]).notice == "Saved.")
        let user = try #require(try await world.tenant.user(grace)?.user)
        #expect(user.fullName.rawValue == Self.name)
        #expect(user.attributes[.department] == .text(" Night"))
        #expect(user.attributes[.title] == .text("Admiral"))
        let history = try await browser.open(path + "/history").rows
        #expect(history.count { $0.contains("renamed") || $0.contains("Night") } <= 2, "\(history)")
        try await browser.open(path)
        try await browser.send(path, ["full-name": " Grace "])
        #expect(try await world.tenant.user(grace)?.fullName.rawValue == "Grace", "what is typed is trimmed")
    }

    @Test("stays as it is of a group and of a role of the company")
    func groupAndRole() async throws {
        let world = try await ConsoleWorld()
        let browser = try await world.browser()
        let group = try await world.tenant.addGroup(GroupProfile(name: FullName(Self.name)), by: world.ada).id
        try await browser.open("/groups/\(group)")
        let saved = try await browser.send("/groups/\(group)/profile", ["description": "By night"])
        #expect(saved.notice == "Saved.", "\(saved.notice ?? "")")
        #expect(try await world.tenant.group(group)?.profile.name.rawValue == Self.name)
        let definition = try CompanyRoleDefinition(
            title: FullName(Self.name), includes: [.billingAdmin], scoping: .companyOnly)
        let role = try await world.tenant.defineRole(definition, by: world.ada)
        let path = "/company-roles/\(role.id)/change"
        try await browser.open(path)
        try await browser.send(path, ["description": "By night"])
        let changed = try await browser.send(path)
        #expect(changed.notice == "The role was changed.", "\(changed.notice ?? "")")
        #expect(try await world.tenant.companyRole(role.id)?.definition.title.rawValue == Self.name)
    }

    @Test("stays as it is of the company")
    func company() async throws {
        let world = try await ConsoleWorld(company: Self.name)
        let browser = try await world.browser()
        try await browser.open("/company")
        let saved = try await browser.send("/company")
        #expect(saved.notice == "Saved.", "\(saved.notice ?? "")")
        #expect(world.tenant.company.name.rawValue == Self.name)
    }
}
