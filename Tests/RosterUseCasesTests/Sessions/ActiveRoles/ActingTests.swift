import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Verbs that are done in a session with some roles active", .timeLimit(.minutes(20)))
struct ActingTests {
    private func session(
        of user: UserID, activating roles: Set<RoleID>?, _ test: TestTenant
    ) async throws -> (admission: SessionAdmission, token: SessionToken) {
        let token = try await test.begin(user, activating: roles)
        return (try #require(test.tenant.admits(token)), token)
    }

    @Test(
        "rest on what is active: an administrator does nothing with a role that is not, and reads no more than with it")
    func lesser() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.tenant.assignRoles([.billingAdmin], to: test.ada, by: test.ada)
        let (billing, token) = try await self.session(of: test.ada, activating: [.billingAdmin], test)
        // The account's own right is not the session's.
        #expect(billing.principal == nil && billing.user == test.ada)
        typealias Verb = @Sendable (Tenant, UserID) async throws -> Void
        let verbs: [Verb] = [
            { _ = try await $0.addUser(FullName("Kim"), email: EmailAddress("kim@x.example"), roles: [], by: $1) },
            { try await $0.assignRoles([.adminAgent], to: grace, by: $1) },
            { _ = try await $0.resetPassword(of: grace, by: $1).reveal() },
            { try await $0.blockUser(grace, by: $1) }, { try await $0.deleteUser(grace, by: $1) },
            { _ = try await $0.sessions(of: grace, by: $1) },
            { _ = try await $0.lastSignIns(of: [grace], by: $1) },
            { _ = try await $0.history(by: $1) },
        ]
        for (number, verb) in verbs.enumerated() {
            let reason = try await test.refusal {
                _ = try await test.tenant.acting(in: billing) { try await verb(test.tenant, $0) }
            }
            switch reason {
            case .notPermitted?, .mayNotAssign?, .mayNotActOn?: break
            default: Issue.record("verb \(number): \(reason as Any)")
            }
        }
        #expect(try await test.tenant.user(grace)?.status == .active)
        // With the role active, the same verbs are done.
        let next = try #require(try await test.activate([.globalAdmin], in: token))
        let whole = try #require(test.tenant.admits(next))
        let isDone: Bool? = try await test.tenant.acting(in: whole) { principal in
            try await test.tenant.assignRoles([.adminAgent], to: grace, by: principal)
            return true
        }
        #expect(isDone == true)
        #expect(try await test.tenant.history().last?.principal == .user(id: test.ada))
    }

    @Test("are the account's in a session with all roles, and none while a duty is open or once the session is over")
    func wholeAndOver() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let (whole, _) = try await self.session(of: test.ada, activating: nil, test)
        #expect(whole.principal == test.ada)
        let user: UserID? = try await test.tenant.acting(in: whole) { principal in
            try await test.tenant.assignRoles([.adminAgent], to: grace, by: principal)
            return principal
        }
        #expect(user == test.ada)
        let (admission, token) = try await self.session(of: test.ada, activating: [.globalAdmin], test)
        try await test.tenant.endSession(token)
        let reason = try await test.refusal {
            _ = try await test.tenant.acting(in: admission) {
                try await test.tenant.assignRoles([.salesAgent], to: grace, by: $0)
            }
        }
        guard case .mayNotAssign? = reason else { throw Unexpected(reason: reason) }
        let added = try await test.tenant.addUser(
            FullName("Kim"), email: EmailAddress("kim@contoso.example"), roles: [.adminAgent], by: test.ada)
        let kim = added.userID
        _ = added.signInInformation.reveal()
        let (open, _) = try await self.session(of: kim, activating: nil, test)
        let called: Bool? = await test.tenant.acting(in: open) { _ in true }
        #expect(open.duties == .changePassword && called == nil)
    }

    @Test("see other users as little as the active roles let them")
    func reading() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        try await test.tenant.blockUser(grace, by: test.ada)
        let (admission, _) = try await self.session(of: test.ada, activating: [], test)
        // Those who administer nothing see accounts in use.
        let listed = try await test.tenant.acting(in: admission) { principal in
            try await test.tenant.users(by: principal).records.map(\.id)
        }
        #expect(listed == [test.ada])
        #expect(Set(try await test.tenant.users(by: test.ada).records.map(\.id)) == [test.ada, grace])
        // What the person does to their own account rests on no role.
        let own = try await test.tenant.acting(in: admission) {
            try await test.tenant.sessions(of: $0, by: $0).count
        }
        #expect(own == 1)
        // It is about the user of the session, and about no other.
        let bob = try await test.person("Bob", [.globalAdmin])
        let seen = try await test.tenant.acting(in: admission) { _ in
            try await test.tenant.users(by: bob).records.count
        }
        #expect(seen == 3)
    }

    private struct Unexpected: Error { let reason: RefusalReason? }
}
