import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("What other people's records show")
struct VisibilityTests {
    private static let secret = "private matters"

    @Test("a member sees of others the name, the addresses and the roles, and their own record whole")
    func member() async throws {
        let world = try await World()
        let (test, margaret) = (world.test, world.margaret)
        let page = try await test.tenant.users(
            matching: UserQuery(statuses: Set(AccountStatus.allCases)), by: margaret)
        #expect(Set(page.records.map(\.id)) == [test.ada, world.grace, margaret, world.guest, world.fresh])
        for record in page.records where record.id != margaret {
            #expect(record.status == .active && record.invitation == nil && record.roleRequests.isEmpty)
            #expect(record.assignments.allSatisfy { $0.grantedBy == .system })
        }
        let grace = try #require(page.records.first { $0.id == world.grace })
        #expect(grace.fullName.rawValue == "Grace" && grace.assignments.map(\.role) == [.reportViewer])
        #expect(grace.email != nil)
        _ = try await test.tenant.requestRoles([.salesAgent], reason: "mine", by: margaret)
        #expect(try await test.tenant.profile(of: margaret, by: margaret)?.roleRequests.map(\.reason) == ["mine"])
        #expect(try await test.tenant.profile(of: world.grace, by: margaret)?.roleRequests == [])
        for hidden in [world.blocked, world.deleted, world.invited] {
            #expect(try await test.tenant.profile(of: hidden, by: margaret) == nil)
            #expect(try await test.tenant.profile(of: hidden, by: test.ada) != nil)
        }
    }

    @Test("no verb tells a member that there is an account which the member does not see")
    func verbs() async throws {
        let world = try await World()
        let (tenant, margaret) = (world.test.tenant, world.margaret)
        for hidden in [world.blocked, world.deleted, world.invited] {
            let verbs: [() async throws -> Void] = [
                { try await tenant.assignRoles([.salesAgent], to: hidden, by: margaret) },
                { try await tenant.removeRoles([.salesAgent], from: hidden, by: margaret) },
                { try await tenant.blockUser(hidden, by: margaret) },
                { try await tenant.unblockUser(hidden, by: margaret) },
                { try await tenant.deleteUser(hidden, by: margaret) },
                { try await tenant.restoreUser(hidden, by: margaret) },
                { try await tenant.purgeUser(hidden, by: margaret) },
                { try await tenant.renameUser(hidden, to: FullName("Other"), by: margaret) },
                { _ = try await tenant.resetPassword(of: hidden, by: margaret) },
                { try await tenant.liftLockout(of: hidden, by: margaret) },
                { try await tenant.endAllSessions(of: hidden, by: margaret) },
            ]
            for verb in verbs {
                #expect(try await world.test.refusal(verb) == .unknownUser(user: hidden))
            }
        }
    }

    @Test("no user is found by what the reader does not see")
    func filters() async throws {
        let world = try await World()
        let (test, margaret) = (world.test, world.margaret)
        func found(_ query: UserQuery, by reader: UserID) async throws -> [UserID] {
            try await test.tenant.users(matching: query, by: reader).records.map(\.id)
        }
        let pending = UserQuery(hasPendingRequest: true, countingUpTo: .max)
        #expect(try await found(pending, by: margaret).isEmpty)
        #expect(try await test.tenant.users(matching: pending, by: margaret).totalCount == 0)
        for status in [AccountStatus.blocked, .deleted, .invited] {
            let query = UserQuery(statuses: [status], countingUpTo: .max)
            let page = try await test.tenant.users(matching: query, by: margaret)
            #expect(page.records.isEmpty && page.totalCount == 0)
            #expect(try await found(query, by: test.ada).count == 1)
        }
        let inUse = try await found(UserQuery(statuses: [.mustChangePassword]), by: margaret)
        #expect(inUse == (try await found(UserQuery(statuses: [.active]), by: margaret)))
        #expect(try await found(UserQuery(hasAttributes: true), by: margaret).isEmpty)
        #expect(try await found(pending, by: test.ada) == [world.grace])
        _ = try await test.tenant.requestRoles([.salesAgent], reason: "mine", by: margaret)
        #expect(try await found(pending, by: margaret) == [margaret])
    }

    @Test("reasons are for those who may answer, and for the one who asks")
    func reasons() async throws {
        let world = try await World()
        let test = world.test
        func reasons(seenBy reader: UserID) async throws -> [String]? {
            try await test.tenant.users(matching: UserQuery(hasPendingRequest: true), by: reader).records
                .first { $0.id == world.grace }?.roleRequests.map(\.reason)
        }
        #expect(try await reasons(seenBy: test.ada) == [Self.secret])
        #expect(try await reasons(seenBy: world.grace) == [Self.secret])
        // A User admin restores and blocks, and does not answer.
        let ulla = try await test.person("Ulla", [.userAdmin])
        #expect(try await reasons(seenBy: ulla) == [""])
        let uma = try await test.person("Uma", [.userManagementAdmin])
        #expect(try await reasons(seenBy: uma) == [Self.secret])
        #expect(try await reasons(seenBy: world.margaret) == nil)
    }

    @Test("the history is read by those who may create users, with the reasons that they may see")
    func history() async throws {
        let world = try await World()
        let test = world.test
        for reader in [world.margaret, world.guest, UserID(bits: 9)] {
            guard
                case .notPermitted(.createUsers, _, _) = try await test.refusal({
                    _ = try await test.tenant.history(by: reader)
                })
            else {
                Issue.record("refused")
                continue
            }
        }
        func reasons(seenBy reader: UserID) async throws -> [String] {
            try await test.tenant.history(by: reader).flatMap(\.changes).compactMap { change in
                if case .rolesRequested(let request) = change { request.reason } else { nil }
            }
        }
        #expect(try await reasons(seenBy: test.ada) == [Self.secret])
        let both = try await test.person("Both", [.userAdmin, .accountAdmin])
        #expect(try await reasons(seenBy: both) == [""])
    }

    /// A company with a user in each situation.
    private struct World {
        let test: TestTenant
        let grace: UserID
        let margaret: UserID
        let guest: UserID
        let fresh: UserID
        let blocked: UserID
        let deleted: UserID
        let invited: UserID

        init() async throws {
            let test = try await TestTenant()
            self.test = test
            self.grace = try await test.person("Grace", [.reportViewer])
            self.margaret = try await test.person("Margaret")
            self.blocked = try await test.person("Blocked")
            self.deleted = try await test.person("Deleted")
            let (first, second) = (try EmailAddress("a@fabrikam.example"), try EmailAddress("b@fabrikam.example"))
            let guests = try await test.tenant.inviteUsers([first, second], roles: [.referralsAdmin], by: test.ada)
            self.guest = guests[0].id
            self.invited = guests[1].id
            await test.tenant.deliverNotifications()
            let code = InvitationCode(test.notifier.code(for: first.rawValue))
            try await test.tenant.acceptInvitation(
                email: first, code: code, fullName: FullName("A Guest"), password: TestTenant.password)
            let added = try await test.tenant.addUser(
                FullName("Fresh"), email: EmailAddress("fresh@contoso.example"), roles: [], by: test.ada)
            self.fresh = added.userID
            try await test.tenant.blockUser(self.blocked, by: test.ada)
            try await test.tenant.deleteUser(self.deleted, by: test.ada)
            _ = try await test.tenant.requestRoles([.adminAgent], reason: VisibilityTests.secret, by: self.grace)
        }
    }
}
