import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("Roles of groups that are active in a session", .timeLimit(.minutes(20)))
struct ActiveGroupRoleTests {
    @Test("count as the user's own do, when they are chosen, and for as long as both the group and the membership last")
    func lasting() async throws {
        let world = try await GroupWorld()
        let (test, tenant, grace) = (world.test, world.tenant, world.grace)
        let sales = try await world.group("Sales", [.salesAgent])
        let other = try await test.secondHost()
        await #expect(throws: TenantError.self) { try await test.begin(grace, activating: [.salesAgent]) }
        try await world.add(grace, to: sales)
        try await tenant.assignRoles([.billingAdmin], to: grace, by: world.ada)
        let token = try await test.begin(grace, activating: [.salesAgent])
        func mayManage() async throws -> [Bool] {
            try await other.refresh()
            var answers: [Bool] = []
            for host in [tenant, other] {
                answers.append(try await test.permitted(token, [.manageCustomers], host: host) == [.manageCustomers])
            }
            return answers
        }
        #expect(try await test.activeRoles(token) == [.salesAgent])
        #expect(try await mayManage() == [true, true])
        try await tenant.removeRoles([.salesAgent], fromGroup: sales, by: world.ada)
        #expect(try await mayManage() == [false, false])
        try await tenant.assignRoles([.salesAgent], toGroup: sales, by: world.ada)
        #expect(try await mayManage() == [true, true])
        try await tenant.deleteGroup(sales, by: world.ada)
        #expect(try await mayManage() == [false, false])
        try await tenant.restoreGroup(sales, by: world.ada)
        #expect(try await mayManage() == [true, true])
        try await world.remove(grace, from: sales)
        #expect(try await mayManage() == [false, false])
    }

    @Test("a handle that was kept says no when the verb that takes the role from the group returns")
    func handles() async throws {
        let world = try await GroupWorld()
        let sales = try await world.group("Sales", [.salesAgent])
        try await world.add(world.grace, to: sales)
        let token = try await world.test.begin(world.grace, activating: [.salesAgent])
        let subject = try #require(world.tenant.admits(token)?.subject)
        #expect(world.tenant.permits(subject, .manageCustomers))
        try await world.tenant.removeRoles([.salesAgent], fromGroup: sales, by: world.ada)
        #expect(!world.tenant.permits(subject, .manageCustomers))
    }

    @Test("a denial names what the session lacks, and not what it has active through a group")
    func denials() async throws {
        let world = try await GroupWorld()
        let (sales, admins) = (try await world.group("Sales", [.adminAgent]), try await world.group("Admins"))
        try await world.tenant.assignRoles([.globalAdmin], toGroup: admins, by: world.ada)
        for group in [sales, admins] { try await world.add(world.grace, to: group) }
        let token = try await world.test.begin(world.grace, activating: [.adminAgent])
        let subject = try #require(world.tenant.admits(token)?.subject)
        // It takes both roles.
        let permission = try #require(
            world.tenant.catalog.permissions.first { $0.rule == .allOf(.globalAdmin, .adminAgent) }?.id)
        guard case .denied(.rolesInactive(let missing), _) = world.tenant.decide(subject, permission) else {
            Issue.record("\(world.tenant.decide(subject, permission))")
            return
        }
        #expect(missing == [.globalAdmin])
    }

    @Test("verbs in the session rest on them, and on no other role of the groups")
    func acting() async throws {
        let world = try await GroupWorld()
        let admins = try await world.group("Admins", [.globalAdmin, .billingAdmin])
        try await world.add(world.grace, to: admins)
        func block(with roles: Set<RoleID>) async throws -> RefusalReason? {
            let token = try await world.test.begin(world.grace, activating: roles)
            let admission = try #require(world.tenant.admits(token))
            return try await world.refusal {
                _ = try await world.tenant.acting(in: admission) { try await world.tenant.blockUser(world.uma, by: $0) }
            }
        }
        guard case .mayNotActOn = try await block(with: [.billingAdmin]) else {
            Issue.record("a session without the role used it")
            return
        }
        #expect(try await block(with: [.globalAdmin]) == nil)
    }
}
