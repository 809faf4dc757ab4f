import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

/// The checklist of the page "Create user accounts and assign roles", a test a sentence.
@Suite("The page: create user accounts and assign roles")
struct SeedPageTests {
    @Test("§1.1-1 callers hold Account, Global or User management admin AND directory User or Global admin")
    func callers() async throws {
        let test = try await TestTenant()
        let accountAdmin = try await test.person("Margaret", [.accountAdmin])
        let userAdmin = try await test.person("Radia", [.userAdmin])
        for lacking in [accountAdmin, userAdmin] {
            let reason = try await test.refusal { try await self.add("x", to: test, by: lacking) }
            guard case .notPermitted(.createUsers, _, .gainRoles) = reason else {
                Issue.record("refused with a remedy, not \(String(describing: reason))")
                return
            }
        }
        try await test.tenant.assignRoles([.userAdmin], to: accountAdmin, by: test.ada)
        try await self.add("y", to: test, by: accountAdmin)
        try await test.tenant.assignRoles([.userManagementAdmin], to: userAdmin, by: test.ada)
        try await self.add("z", to: test, by: userAdmin)
    }

    @Test("§1.1-2 one user may hold roles of all three categories, and needs one to work")
    func categories() async throws {
        let test = try await TestTenant()
        let nobody = try await test.person("Nobody")
        #expect(!test.tenant.permits(nobody, .createSupportTickets))
        #expect(test.tenant.permits(nobody, .viewOwnProfile, given: [.ownRecord]))
        let grace = try await test.person("Grace", [.adminAgent, .billingAdmin, .incentivesAdmin])
        let categories = try await test.tenant.user(grace)?.assignments.compactMap {
            test.tenant.catalog.role($0.role)?.category
        }
        #expect(Set(categories ?? []) == [.csp, .azureADTenant, .company])
        for permission in [Permission.manageCustomers, .manageBilling, .manageIncentives] {
            #expect(test.tenant.permits(grace, permission))
        }
    }

    @Test("§1.1-3 users must be listed to have access, and roles only add to it")
    func listed() async throws {
        let test = try await TestTenant()
        let stranger = UserID(bits: 42)
        #expect(!test.tenant.permits(stranger, .viewOwnProfile, given: [.ownRecord]))
        #expect(test.tenant.decide(stranger, .viewOwnProfile) == .denied(.unknownUser, .beAdded))
        let grace = try await test.person("Grace", [.helpdeskAgent])
        let before = test.tenant.catalog.permissions.map(\.id).filter { test.tenant.permits(grace, $0) }
        try await test.tenant.assignRoles([.reportViewer], to: grace, by: test.ada)
        #expect(before.allSatisfy { test.tenant.permits(grace, $0) })
    }

    @Test("§1.1-4 full name, unique address and roles make an account, and are confirmed")
    func create() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("Grace@Contoso.example"), roles: [.adminAgent], by: test.ada)
        #expect(added.user.fullName.rawValue == "Grace Hopper")
        #expect(added.user.email?.rawValue == "Grace@Contoso.example")
        #expect(added.user.assignments.map(\.role) == [.adminAgent])
        #expect(added.user.assignments.map(\.grantedBy) == [.user(id: test.ada)])
        #expect(added.signInInformation.userName.rawValue == "Grace@Contoso.example")
    }

    @Test("§1.1-5 the sign-in information is shown once, expires, and is in no history")
    func shownOnce() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [], by: test.ada)
        let information = added.signInInformation.reveal()
        let history = try await test.tenant.history()
        #expect(!"\(history)".contains(information.temporaryPassword))
        test.clock.advance(by: test.tenant.policy.temporaryPasswordLifetime)
        let reason = try await test.refusal {
            _ = try await test.tenant.signIn(information.userName, password: Password(information.temporaryPassword))
        }
        #expect(reason == .credentialsExpired)
    }

    @Test("§1.1-6 the first sign-in forces a change of the password, and nothing is allowed before")
    func firstSignIn() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Grace Hopper"), email: EmailAddress("grace@contoso.example"), roles: [.adminAgent], by: test.ada)
        let grace = added.userID
        let information = added.signInInformation.reveal()
        let temporary = Password(information.temporaryPassword)
        #expect(try await test.tenant.signIn(information.userName, password: temporary) == .mustChangePassword(grace))
        #expect(!test.tenant.permits(grace, .manageCustomers))
        #expect(
            test.tenant.decide(grace, .manageCustomers)
                == .denied(.notActive(status: .mustChangePassword), .finishSigningUp))
        try await test.finishSigningUp(information)
        #expect(try await test.tenant.signIn(information.userName, password: TestTenant.password) == .signedIn(grace))
        #expect(test.tenant.permits(grace, .manageCustomers))
        let again = try await test.refusal {
            _ = try await test.tenant.signIn(information.userName, password: temporary)
        }
        #expect(again == .wrongCredentials)
    }

    @Test("§1.1-7 users find the Global admins by filtering, and ask for role changes")
    func filterAndAsk() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.helpdeskAgent])
        let page = try await test.tenant.users(matching: UserQuery(role: .globalAdmin), by: grace)
        #expect(page.records.map(\.id) == [test.ada])
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "covering for Alan", by: grace)
        await test.tenant.deliverNotifications()
        let told = test.notifier.delivered.filter { if case .rolesRequested = $0.content { true } else { false } }
        #expect(told.map(\.recipient.rawValue) == [TestTenant.adaEmail])
        try await test.tenant.grantRequest(request, by: test.ada)
        #expect(test.tenant.permits(grace, .manageCustomers))
    }

    @Test("§1.1-8 a denial names the least roles that would do, so that no user is given more than needed")
    func leastPrivilege() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        guard case .denied(_, .gainRoles(let choices)) = test.tenant.decide(grace, .viewReports) else {
            Issue.record("a role would help")
            return
        }
        #expect(choices.first?.roles == [.reportViewer])
        try await test.tenant.assignRoles(choices[0].roles, to: grace, by: test.ada)
        #expect(test.tenant.permits(grace, .viewReports))
        #expect(!test.tenant.permits(grace, .viewRevenueReports))
    }

    @Test("§1.1-9 users are added as new, as existing, or by invitation")
    func modes() async throws {
        let test = try await TestTenant()
        try await self.add("new", to: test, by: test.ada)
        let existing = try await test.tenant.addExistingUsers(
            [
                ExistingAccount(FullName("One"), email: EmailAddress("one@contoso.example")),
                ExistingAccount(FullName("Two"), email: EmailAddress("two@contoso.example")),
            ], roles: [.reportViewer], by: test.ada)
        #expect(existing.map { $0.assignments.map(\.role) } == [[.reportViewer], [.reportViewer]])
        let invited = try await test.tenant.inviteUsers(
            [EmailAddress("guest@fabrikam.example")], roles: [.referralsAdmin], by: test.ada)
        #expect(invited.map(\.user.status) == [.invited])
    }

    private func add(_ name: String, to test: TestTenant, by principal: UserID) async throws {
        _ = try await test.tenant.addUser(
            FullName(name), email: EmailAddress("\(name)@contoso.example"), roles: [], by: principal)
    }
}
