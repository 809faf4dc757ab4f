import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Opening with a catalog that does not fit the roles held")
struct OpeningTests {
    private static let (clerk, auditor, chief) = (RoleID("clerk"), RoleID("auditor"), RoleID("chief"))

    @Test("says that no user would hold the indispensable role, and does not open unless the host accepts it")
    func lockOut() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let renamed = try Self.shop(chief: "chief2")
        let before = try await test.tenant.history().count
        do {
            _ = try await test.opened(with: renamed)
            Issue.record("locked out")
        } catch TenantError.openingRefused(let report) {
            #expect(report.lockOut == RoleID("chief2"))
            #expect(report.lostRoles == [LostRole(Self.chief, holderCount: 1)])
            #expect("\(report)".contains("chief2"))
        }
        #expect(try await test.tenant.history().count == before, "a refused opening changes nothing")
        let tenant = try await test.opened(with: renamed, accepting: [.lockOut, .lostRoles])
        #expect(tenant.openingReport.findings == [.lockOut, .lostRoles])
        #expect(!tenant.permits(test.ada, Self.create))
    }

    @Test("counts no program as a user who could run the company")
    func services() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        try await test.tenant.addService(
            FullName("Job"), userName: UserName("svc-job"), roles: [Self.clerk], by: test.ada)
        do {
            _ = try await test.opened(with: Self.shop(indispensable: Self.clerk))
            Issue.record("locked out")
        } catch TenantError.openingRefused(let report) {
            #expect(report.findings == .lockOut && report.lockOut == Self.clerk)
        }
    }

    @Test("is not locked out by accounts that cannot be used, and a directory without any role is being filled")
    func whoCounts() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let bob = try await test.person("Bob", [Self.chief])
        _ = try await test.tenant.resetPassword(of: test.ada, by: bob)
        #expect(try await test.opened(with: Self.shop()).openingReport.findings == [])
        let directory = MemoryUserDirectory()
        let founder = User(
            id: UserID(bits: 1), fullName: try FullName("Ada"), email: try EmailAddress("ada@n.example"),
            status: .active, addedAt: test.clock.now)
        let company = Company(
            name: try FullName("North"), programs: [], enrolledBy: founder.id, enrolledAt: test.clock.now)
        try await directory.commit(
            [.companyEnrolled(company: company), .userAdded(user: founder)], by: .system, at: test.clock.now,
            after: .start)
        _ = try await Tenant.open(
            catalog: Self.shop(), directory: directory, credentials: test.vault, notifier: test.notifier)
        let clerk = RoleAssignment(of: Self.clerk, to: founder.id, grantedBy: .system, grantedAt: test.clock.now)
        try await directory.commit(
            [.roleAssigned(assignment: clerk)], by: .system, at: test.clock.now, after: directory.head().revision)
        await #expect(throws: TenantError.self) {
            _ = try await Tenant.open(
                catalog: Self.shop(), directory: directory, credentials: test.vault, notifier: test.notifier)
        }
    }

    @Test("says who breaches a separation set, at opening and whenever asked")
    func breaches() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let ann = try await test.person("Ann", [Self.clerk, Self.auditor])
        let carl = try await test.person("Carl", [Self.clerk])
        let gone = try await test.person("Gone", [Self.clerk, Self.auditor])
        try await test.tenant.deleteUser(gone, by: test.ada)
        let soon = try ValidityWindow(until: test.clock.now + .seconds(60))
        try await test.tenant.assignRoles([Self.auditor], to: carl, during: soon, by: test.ada)
        let apart = try Self.shop(separating: [Self.clerk, Self.auditor])
        let expected = [ann, carl].sorted().map {
            RuleBreach(of: .separation(set: "two_keys", roles: [Self.auditor, Self.clerk]), by: $0)
        }
        do {
            _ = try await test.opened(with: apart)
            Issue.record("breached")
        } catch TenantError.openingRefused(let report) {
            #expect(report.breaches == expected && report.breachCount == 2)
        }
        let tenant = try await test.opened(with: apart, accepting: .separationBreaches)
        #expect(try await tenant.ruleBreaches() == expected)
        // What was taken by deleting does not come back against the set.
        guard case .rolesSeparated = try await test.refusal({ try await tenant.restoreUser(gone, by: test.ada) }) else {
            Issue.record("refused")
            return
        }
        test.clock.advance(by: .seconds(60))
        #expect(try await tenant.ruleBreaches() == expected.filter { $0.user == ann })
        try await tenant.removeRoles([Self.auditor], from: ann, by: test.ada)
        #expect(try await test.opened(with: apart).openingReport.findings == [])
    }

    @Test("a role that the catalog has lost ends on record, and is not held again when a role of its name comes back")
    func lostRoles() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let carl = try await test.person("Carl", [Self.clerk, Self.auditor])
        let gone = try await test.person("Gone", [Self.auditor])
        try await test.tenant.deleteUser(gone, by: test.ada)
        let without = try Self.shop(auditor: nil)
        await #expect(throws: TenantError.self) { _ = try await test.opened(with: without, accepting: []) }
        let before = try await test.directory.head().revision
        let tenant = try await test.opened(with: without)
        #expect(tenant.openingReport.lostRoles == [LostRole(Self.auditor, holderCount: 2)])
        let steps = try await tenant.history(after: before).filter { $0.changes.contains(where: \.takesRole) }
        #expect(steps.count == 1 && steps[0].principal == .system)
        #expect(steps[0].changes.count(where: \.takesRole) == 2)
        let again = try await test.opened(with: Self.shop())
        #expect(again.openingReport.findings == [])
        #expect(!again.permits(carl, Self.audit) && again.permits(carl, Self.create))
        try await again.restoreUser(gone, by: test.ada)
        #expect(!again.permits(gone, Self.audit))
        try await again.assignRoles([Self.auditor], to: carl, by: test.ada)
        #expect(again.permits(carl, Self.audit))
    }

    @Test("an invitation is sent again only with roles that guests may hold by now, and accepted only so")
    func laterCatalog() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let email = try EmailAddress("gil@out.example")
        let gil = try await test.tenant.inviteUsers([email], roles: [Self.auditor], by: test.ada)[0].id
        await test.tenant.deliverNotifications()
        let code = InvitationCode(test.notifier.code(for: email.rawValue))
        let closed = try await test.opened(with: Self.shop(isAuditorOpen: false))
        test.clock.advance(by: test.tenant.policy.resendPause)
        let reason = RefusalReason.roleNotForGuests(role: Self.auditor)
        #expect(try await test.refusal { try await closed.resendInvitation(to: gil, by: test.ada) } == reason)
        let accepted = try await test.refusal {
            try await closed.acceptInvitation(
                email: email, code: code, fullName: FullName("Gil"), password: TestTenant.password)
        }
        #expect(accepted == reason)
        try await closed.removeRoles([Self.auditor], from: gil, by: test.ada)
        try await closed.resendInvitation(to: gil, by: test.ada)
    }

    private static let create = Permission("shop/users/create")
    private static let audit = Permission("shop/books/audit")

    /// A chief who does everything, a clerk who adds people, and an auditor who is given by the chief.
    private static func shop(
        chief: String = "chief", indispensable: RoleID? = nil, auditor: RoleID? = Self.auditor,
        isAuditorOpen: Bool = true,
        separating: Set<RoleID> = []
    ) throws -> RoleCatalog {
        let house = RoleCategory("house", title: "House")
        let chief = RoleID(chief)
        let everything = [Grant(Self.create), Grant(Self.audit)]
        let run = [chief] + (indispensable.map { [$0] } ?? [])
        let auditors = auditor.map {
            [Role($0, title: "Auditor", category: house, grants: [Grant(Self.audit)], isOpenToGuests: isAuditorOpen)]
        }
        return try RoleCatalog(
            roles: [
                Role(chief, title: "Chief", category: house, grants: everything, isPrivileged: true),
                Role(Self.clerk, title: "Clerk", category: house, grants: [Grant(Self.create)], isPrivileged: true),
            ] + (auditors ?? []),
            permissions: [
                PermissionDefinition(Self.create, title: "Create users"),
                PermissionDefinition(Self.audit, title: "Audit"),
            ],
            assignmentAuthorities: run.map { AssignmentAuthority($0, mayAssign: .everyRole) },
            accountAuthorities: run.map {
                AccountAuthority($0, may: Set(AccountAction.allCases), holdersOf: .everyRole)
            },
            provisioning: ProvisioningPermissions(createUsers: Self.create, viewUsers: Self.create),
            indispensableRole: indispensable ?? chief,
            separationSets: separating.isEmpty ? [] : [SeparationSet("two_keys", roles: separating)])
    }
}

extension Change {
    fileprivate var takesRole: Bool { if case .roleRemoved = self { true } else { false } }
}
