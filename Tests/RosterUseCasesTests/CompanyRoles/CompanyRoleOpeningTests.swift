import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Roles of the company under a catalog that the host ships later")
struct CompanyRoleOpeningTests {
    @Test(
        "every part that the catalog has lost is named, taken out on record, and means nothing when its name comes back"
    )
    func lostParts() async throws {
        let test = try await TestTenant(catalog: Press.catalog(), programs: [])
        let grace = try await test.person("Grace")
        let desk = try await test.tenant.defineRole(
            CompanyRoleWorld.definition(
                "Desk", grants: [Grant(Press.publish), Grant(Press.read)], includes: [Press.auditor, Press.writer]),
            by: test.ada)
        try await test.tenant.assignRoles([desk.role], to: grace, by: test.ada)
        #expect(test.tenant.permits(grace, Press.audit) && test.tenant.permits(grace, Press.publish))
        let smaller = try Press.catalog(without: [Press.auditor, Press.licensed], and: [Press.audit, Press.publish])
        let later = try await test.secondHost(catalog: smaller)
        let problems = later.openingReport.companyRoleProblems[desk.id] ?? []
        #expect(problems.contains(.unknownRole(Press.auditor)))
        #expect(
            problems.contains { if case .unknownPermission(Press.publish, _) = $0 { true } else { false } })
        #expect(later.openingReport.findings.contains(.companyRoleProblems))
        #expect(later.permits(grace, Press.read))
        let role = try await later.companyRole(desk.id)
        #expect(role?.definition.includes == [Press.writer] && role?.definition.grants == [Grant(Press.read)])
        let again = try await test.secondHost(catalog: Press.catalog())
        #expect(again.openingReport.companyRoleProblems.isEmpty)
        #expect(again.permits(grace, Press.read) && !again.permits(grace, Press.audit))
        #expect(!again.permits(grace, Press.publish))
    }

    @Test("a host that does not accept that keeps the company closed, and everything as it is")
    func notAccepted() async throws {
        let test = try await TestTenant(catalog: Press.catalog(), programs: [])
        let desk = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", includes: [Press.auditor]), by: test.ada)
        var parts = TenantParts(
            catalog: try Press.catalog(without: [Press.auditor]), directory: test.directory, credentials: test.vault,
            notifier: test.notifier)
        parts.accepting = []
        await #expect(throws: TenantError.self) { _ = try await Tenant.open(parts) }
        #expect(try await test.tenant.companyRole(desk.id) == desk)
    }
}
