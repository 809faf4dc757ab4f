import RosterDomain
import RosterUseCases
import Testing

/// Roles that were given before something changed: the role, the roles beside it, or the catalog.
@Suite("A role of the company, later")
struct CompanyRoleLaterTests {
    /// The ways by which a role comes into force again that was given before.
    enum Return: CaseIterable {
        case resentInvitation, acceptedInvitation, restoredUser, restoredGroup
    }

    private static func press(
        without gone: Set<RoleID> = []
    ) async throws -> (test: TestTenant, chief: UserID, grace: UserID) {
        let test = try await TestTenant(catalog: Press.catalog(without: gone), programs: [])
        return (test, try await test.person("Chief", [Press.chief]), try await test.person("Grace"))
    }

    @Test(
        "a retired role stays with those who held it, and is given to no one, whichever way leads back to it",
        arguments: Return.allCases)
    func retired(way: Return) async throws {
        let (test, _, grace) = try await Self.press()
        let desk = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", includes: [Press.writer], guests: true), by: test.ada)
        let returning = try await Self.prepare(way, desk, grace, in: test)
        try await test.tenant.retireRole(desk.id, by: test.ada)
        switch way {
        case .acceptedInvitation, .restoredUser: #expect(try await test.refusal(returning) == nil)
        case .resentInvitation, .restoredGroup:
            #expect(try await test.refusal(returning) == .roleRetired(role: desk.role))
            #expect(!test.tenant.permits(grace, Press.read))
            try await test.tenant.reinstateRole(desk.id, by: test.ada)
            #expect(try await test.refusal(returning) == nil)
        }
    }

    /// Gives a role that ends for the time being, and returns what brings it back.
    private static func prepare(
        _ way: Return, _ desk: CompanyRole, _ grace: UserID, in test: TestTenant
    ) async throws -> () async throws -> Void {
        let (tenant, boss) = (test.tenant, test.ada)
        switch way {
        case .resentInvitation, .acceptedInvitation:
            let email = try EmailAddress("gil@fabrikam.example")
            let gil = try await tenant.inviteUsers([email], roles: [desk.role], by: boss)[0].id
            if way == .acceptedInvitation {
                await tenant.deliverNotifications()
                let code = InvitationCode(test.notifier.code(for: email.rawValue))
                return {
                    try await tenant.acceptInvitation(
                        email: email, code: code, fullName: FullName("Gil"), password: TestTenant.password)
                }
            }
            test.clock.advance(by: tenant.policy.resendPause)
            return { try await tenant.resendInvitation(to: gil, by: boss) }
        case .restoredUser:
            try await tenant.assignRoles([desk.role], to: grace, by: boss)
            try await tenant.deleteUser(grace, by: boss)
            return { try await tenant.restoreUser(grace, by: boss) }
        case .restoredGroup:
            let group = try await tenant.addGroup(GroupProfile(name: FullName("Night desk")), by: boss).id
            try await tenant.assignRoles([desk.role], toGroup: group, by: boss)
            _ = try await tenant.addMembers([grace], to: group, by: boss)
            try await tenant.deleteGroup(group, by: boss)
            return { try await tenant.restoreGroup(group, by: boss) }
        }
    }

    @Test("who alone may give a role stays so when the roles that say it are gone")
    func assigners() async throws {
        let (test, chief, grace) = try await Self.press()
        let leads = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Leads", includes: [Press.writer]), by: test.ada)
        let desk = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", includes: [Press.writer], assignableBy: [leads.role]), by: test.ada)
        let post = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Post", includes: [Press.writer], assignableBy: [Press.auditor]), by: test.ada)
        let deletion = try await test.refusal { try await test.tenant.deleteRole(leads.id, by: test.ada) }
        #expect(deletion == .roleIncludedElsewhere(role: leads.role, by: [desk.role]))
        let later = try await test.secondHost(catalog: Press.catalog(without: [Press.auditor]))
        #expect(later.openingReport.companyRoleProblems[post.id]?.contains(.unknownRole(Press.auditor)) == true)
        for role in [desk, post] {
            let refusal = try await test.refusal {
                try await later.assignRoles([role.role], to: grace, by: chief)
            }
            guard case .mayNotAssign(role.role, .company, _) = refusal else {
                Issue.record("\(role.definition.title): \(String(describing: refusal))")
                continue
            }
            try await later.assignRoles([role.role], to: grace, by: test.ada)
        }
    }

    @Test("a change is refused for what it adds to a holder, and not for a rule that came later")
    func laterRules() async throws {
        let (test, _, grace) = try await Self.press(without: [Press.editor])
        let desk = try await test.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", grants: [Grant(Press.read)], includes: [Press.writer]), by: test.ada)
        try await test.tenant.assignRoles([desk.role, Press.licensed], to: grace, by: test.ada)
        // Who is licensed must be an editor from now on, and Grace is none.
        let later = try await test.secondHost(catalog: Press.catalog())
        let narrower = try CompanyRoleWorld.definition("Desk", grants: [Grant(Press.read)])
        try await later.changeRole(desk.id, to: narrower, by: test.ada)
        let wider = try CompanyRoleWorld.definition("Desk", grants: [Grant(Press.read)], includes: [Press.writer])
        try await later.changeRole(desk.id, to: wider, by: test.ada)
        let refusal = try await test.refusal {
            let licensing = try CompanyRoleWorld.definition("Desk", includes: [Press.licensed])
            try await later.changeRole(desk.id, to: licensing, by: test.ada)
        }
        #expect(
            refusal == .prerequisiteMissing(role: Press.licensed, scope: .company, requires: [Press.editor]))
    }
}
