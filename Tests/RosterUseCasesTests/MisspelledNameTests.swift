import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("A misspelled name")
struct MisspelledNameTests {
    @Test("is an error wherever a question or a query has it as text, and never a quiet no")
    func errors() async throws {
        let world = try await TestTenant()
        let (tenant, ada) = (world.tenant, world.ada)
        let carl = try await world.person("Carl", [.referralsAdmin], at: Scope("/locations/42"))
        let (lost, lostRole) = (try Scope("/loactions/42"), RoleID("sales_agnet"))
        let name = "\(Permission.updateDeals)"
        #expect(try tenant.permits(carl, permissionNamed: name, at: Scope("/locations/42")))
        let questions: [() throws -> Void] = [
            { _ = try tenant.permits(carl, permissionNamed: name, at: lost) },
            { _ = try tenant.permits(carl, permissionNamed: name, given: [Condition("own_recrod")]) },
            { _ = try tenant.decide(carl, permissionNamed: name, at: lost) },
            { _ = try tenant.decide(carl, permissionNamed: "\(name)s") },
            { _ = try tenant.whoCan(.updateDeals, at: lost) },
            { _ = try tenant.holders(of: .referralsAdmin, at: lost) },
            { _ = try tenant.holders(of: lostRole) },
            { _ = try tenant.whoCan(.updateDeals, given: [Condition("own_recrod")]) },
            { _ = try tenant.whoCan(Permission("\(name)s")) },
        ]
        for question in questions { #expect(throws: UnknownNameError.self) { try question() } }
        let queries: [() async throws -> Void] = [
            { _ = try await tenant.users(matching: UserQuery(role: lostRole), by: ada) },
            { _ = try await tenant.users(matching: UserQuery(role: .referralsAdmin, at: lost), by: ada) },
            { _ = try tenant.difference(giving: [.referralsAdmin], user: carl, at: lost) },
            { _ = try tenant.difference(giving: [lostRole], user: carl) },
            { _ = try tenant.difference(taking: [lostRole], user: carl) },
            { _ = try await tenant.users(whoMayAssign: lostRole) },
            { _ = try await tenant.users(whoMayAssign: .salesAgent, at: lost) },
        ]
        for query in queries {
            let error = await #expect(throws: TenantError.self) { try await query() }
            guard case .unknownName(let unknown) = error else {
                Issue.record("\(error.map { "\($0)" } ?? "no error")")
                continue
            }
            #expect(["sales_agent", "locations"].contains(unknown.nearest))
        }
    }

    @Test("in a catalog for checks only does not matter, for no company opens with one")
    func checksOnly() async throws {
        let world = try await TestTenant()
        let house = RoleCategory("house", title: "House")
        let look = PermissionDefinition(Permission("app/things/look"), title: "Look")
        let catalog = try RoleCatalog(
            roles: [Role(RoleID("looker"), title: "Looker", category: house, grants: [Grant(look.id)])],
            permissions: [look])
        let error = await #expect(throws: TenantError.self) {
            try await Tenant.open(
                catalog: catalog, directory: world.directory, credentials: world.vault, notifier: world.notifier)
        }
        guard case .catalogForChecksOnly = error else {
            Issue.record("\(error.map { "\($0)" } ?? "no error")")
            return
        }
    }
}
