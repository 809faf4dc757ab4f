import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("The right to an invitation")
struct InvitationRightTests {
    private static let vault = RoleID("vault")

    /// The built-in catalog with a role for guests that Global admin alone may give.
    private static func catalog() throws -> RoleCatalog {
        let base = RoleCatalog.partnerCenter
        let vaults = RoleCategory("vaults", title: "Vaults")
        return try RoleCatalog(
            roles: base.roles + [Role(self.vault, title: "Vault", category: vaults, isOpenToGuests: true)],
            permissions: base.permissions, assignmentAuthorities: base.assignmentAuthorities,
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds, provisioning: base.provisioning,
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
    }

    @Test(
        "takes an invitation back only with the right to every role that comes with it, those of groups among them",
        arguments: [false, true])
    func takesBack(isThroughGroup: Bool) async throws {
        let test = try await TestTenant(catalog: Self.catalog())
        let carl = try await test.person("Carl", [.userManagementAdmin, .userAdmin])
        let gil = try await test.tenant.inviteUsers(
            [EmailAddress("gil@fabrikam.example")], roles: [.referralsAdmin], by: test.ada)[0].id
        let hour = try ValidityWindow(until: test.clock.now + .seconds(3_600))
        if isThroughGroup {
            let group = try await test.tenant.addGroup(GroupProfile(name: FullName("Vaults")), by: test.ada).id
            try await test.tenant.assignRoles([Self.vault], toGroup: group, during: hour, by: test.ada)
            _ = try await test.tenant.addMembers([gil], to: group, by: test.ada)
        } else {
            try await test.tenant.assignRoles([Self.vault], to: gil, during: hour, by: test.ada)
        }
        let refusal = try await test.refusal { try await test.tenant.revokeInvitation(of: gil, by: carl) }
        guard case .mayNotAssign(Self.vault, _, _) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        test.clock.advance(by: .seconds(3_600))
        try await test.tenant.revokeInvitation(of: gil, by: carl)
        #expect(try await test.tenant.user(gil) == nil)
    }
}
