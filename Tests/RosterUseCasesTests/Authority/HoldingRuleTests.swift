import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Prerequisite roles and maximum numbers of holders")
struct HoldingRuleTests {
    private static let (chief, trained, keeper, head) = (
        RoleID("chief"), RoleID("trained"), RoleID("keeper"), RoleID("head")
    )
    private static let (create, keep) = (Permission("shop/users/create"), Permission("shop/keys/keep"))

    /// A keeper of keys must be trained, and two may be; the head of the keepers includes the role.
    private static func shop(
        limit: Int? = 2, requires: Set<RoleID> = [trained], scoping: RoleScoping = .anywhere,
        isOpenToGuests: Bool = true
    ) throws -> RoleCatalog {
        let house = RoleCategory("house", title: "House")
        return try RoleCatalog(
            roles: [
                Role(self.chief, title: "Chief", category: house, grants: [Grant(self.create)], isPrivileged: true),
                Role(self.trained, title: "Trained", category: house, isOpenToGuests: true),
                Role(
                    self.keeper, title: "Keeper", category: house, grants: [Grant(self.keep)], requires: requires,
                    maximumHolders: limit, scoping: scoping, isOpenToGuests: isOpenToGuests),
                Role(self.head, title: "Head keeper", category: house, includes: [self.keeper], scoping: scoping),
            ],
            permissions: [
                PermissionDefinition(self.create, title: "Create users"),
                PermissionDefinition(self.keep, title: "Keep"),
            ],
            assignmentAuthorities: [AssignmentAuthority(self.chief, mayAssign: .everyRole)],
            accountAuthorities: [
                AccountAuthority(self.chief, may: Set(AccountAction.allCases), holdersOf: .everyRole)
            ],
            provisioning: ProvisioningPermissions(createUsers: self.create, viewUsers: self.create),
            indispensableRole: self.chief)
    }

    @Test("of several people who are taken in, the one without a prerequisite is named")
    func namesTheOne() async throws {
        let test = try await TestTenant(catalog: Self.shop(limit: nil))
        _ = try await test.person("Carl", [Self.trained])
        let accounts = [
            ExistingAccount(try FullName("Carl"), email: try EmailAddress("carl@contoso.example")),
            ExistingAccount(try FullName("Eve"), email: try EmailAddress("eve@contoso.example")),
        ]
        do {
            try await test.tenant.addExistingUsers(accounts, roles: [Self.keeper], by: test.ada)
            Issue.record("Eve is not trained")
        } catch let error {
            #expect(
                error.refusal?.reason
                    == .prerequisiteMissing(role: Self.keeper, scope: .company, requires: [Self.trained]))
            #expect(error.refusal?.about?.rawValue == "eve@contoso.example")
        }
    }

    @Test("a role is given only with or after its prerequisites, there and for as long, by whichever verb")
    func prerequisites() async throws {
        let test = try await TestTenant(catalog: Self.shop(limit: nil))
        let (tenant, ada) = (test.tenant, test.ada)
        let bob = try await test.person("Bob")
        let missing = RefusalReason.prerequisiteMissing(role: Self.keeper, scope: .company, requires: [Self.trained])
        let tomorrow = try ValidityWindow(until: test.clock.now + .seconds(86_400))
        let place = try Scope("/halls/1")
        #expect(try await test.refusal { try await tenant.assignRoles([Self.keeper], to: bob, by: ada) } == missing)
        #expect(try await test.refusal { try await tenant.assignRoles([Self.head], to: bob, by: ada) } == missing)
        try await tenant.assignRoles([Self.trained], to: bob, at: place, during: tomorrow, by: ada)
        #expect(try await test.refusal { try await tenant.assignRoles([Self.keeper], to: bob, by: ada) } == missing)
        #expect(
            try await test.refusal { try await tenant.assignRoles([Self.keeper], to: bob, at: place, by: ada) }
                == .prerequisiteMissing(role: Self.keeper, scope: place, requires: [Self.trained]))
        try await tenant.assignRoles([Self.keeper], to: bob, at: place, during: tomorrow, by: ada)
        let request = try await tenant.requestRoles([Self.keeper], reason: "", by: bob)
        #expect(try await test.refusal { try await tenant.grantRequest(request, by: ada) } == missing)
        #expect(
            try await test.refusal {
                _ = try await tenant.addUser(
                    FullName("Kim"), email: EmailAddress("kim@n.example"), roles: [Self.keeper], by: ada)
            } == missing)
        #expect(
            try await test.refusal {
                _ = try await tenant.inviteUsers([EmailAddress("gil@out.example")], roles: [Self.keeper], by: ada)
            } == missing)
        #expect(
            try await test.refusal {
                let account = ExistingAccount(try FullName("Eve"), email: try EmailAddress("eve@n.example"))
                _ = try await tenant.addExistingUsers([account], roles: [Self.keeper], by: ada)
            } == missing)
        _ = try await test.person("Carl", [Self.trained, Self.keeper])
        #expect(!tenant.permits(bob, Self.keep) && tenant.permits(bob, Self.keep, at: place))
    }

    @Test("a prerequisite is not taken from under a role, nor does it end sooner; both are taken together")
    func removal() async throws {
        let test = try await TestTenant(catalog: Self.shop(limit: nil))
        let (tenant, ada) = (test.tenant, test.ada)
        let bob = try await test.person("Bob", [Self.trained, Self.keeper])
        let required = RefusalReason.roleRequired(role: Self.trained, by: Self.keeper)
        let tomorrow = try ValidityWindow(until: test.clock.now + .seconds(86_400))
        #expect(try await test.refusal { try await tenant.removeRoles([Self.trained], from: bob, by: ada) } == required)
        #expect(
            try await test.refusal {
                try await tenant.assignRoles([Self.trained], to: bob, during: tomorrow, by: ada)
            } == required)
        #expect("\(required)".contains("take `keeper` first"))
        try await tenant.removeRoles([Self.trained, Self.keeper], from: bob, by: ada)
        #expect(try await tenant.user(bob)?.assignments == [])
    }

    @Test("a rule that is newer than the roles takes nothing, and asks where roles come into force again")
    func newerRule() async throws {
        let test = try await TestTenant(catalog: Self.shop(limit: nil, requires: []))
        let bob = try await test.person("Bob", [Self.keeper])
        let gone = try await test.person("Gone", [Self.keeper])
        try await test.tenant.deleteUser(gone, by: test.ada)
        let tenant = try await test.opened(with: Self.shop(limit: 1))
        #expect(tenant.permits(bob, Self.keep))
        let missing = BreachedRule.prerequisiteMissing(role: Self.keeper, scope: .company, requires: [Self.trained])
        #expect(tenant.openingReport.breaches == [RuleBreach(of: missing, by: bob)])
        let tomorrow = try ValidityWindow(until: test.clock.now + .seconds(86_400))
        try await tenant.assignRoles([Self.keeper], to: bob, during: tomorrow, by: test.ada)
        try await tenant.blockUser(bob, by: test.ada)
        try await tenant.unblockUser(bob, by: test.ada)
        guard case .prerequisiteMissing = try await test.refusal({ try await tenant.restoreUser(gone, by: test.ada) })
        else {
            Issue.record("restored without the prerequisite")
            return
        }
    }

    @Test("opening says who holds what rules forbid by now, and how many hold a role that fewer may")
    func openingReport() async throws {
        let test = try await TestTenant(catalog: Self.shop(limit: nil, requires: []))
        let place = try Scope("/halls/1")
        var expected: [RuleBreach] = []
        for (number, name) in ["Bob", "Carl", "Eve"].enumerated() {
            let id = try await test.person(
                name, [number < 2 ? Self.keeper : Self.head], at: number == 1 ? place : .company)
            if number == 1 {
                expected.append(RuleBreach(of: .roleNotForScope(role: Self.keeper, scope: place), by: id))
            }
        }
        let email = try EmailAddress("gil@out.example")
        let gil = try await test.tenant.inviteUsers([email], roles: [Self.keeper], by: test.ada)[0].id
        expected.append(RuleBreach(of: .roleNotForGuests(role: Self.keeper), by: gil))
        let strict = try Self.shop(requires: [], scoping: .companyOnly, isOpenToGuests: false)
        let report = try await test.opened(with: strict).openingReport
        #expect(report.findings == .holdingRuleBreaches)
        #expect(Set(report.breaches) == Set(expected) && report.breachCount == 2)
        #expect(report.overfilledRoles == [OverfilledRole(Self.keeper, holderCount: 3, limit: 2)])
        #expect("\(report)".contains("3 users have `keeper`, which 2 may hold"))
        await #expect(throws: TenantError.self) { _ = try await test.opened(with: strict, accepting: []) }
        #expect(try await test.opened(with: Self.shop(limit: nil, requires: [])).openingReport == OpeningReport())
    }

    @Test("a role has no more holders than it may, invited ones and those of including roles among them")
    func maximum() async throws {
        let test = try await TestTenant(catalog: Self.shop(requires: []))
        let (tenant, ada) = (test.tenant, test.ada)
        let full = RefusalReason.tooManyHolders(role: Self.keeper, limit: 2)
        let bob = try await test.person("Bob", [Self.head])
        _ = try await tenant.inviteUsers([EmailAddress("gil@out.example")], roles: [Self.keeper], by: ada)
        let carl = try await test.person("Carl")
        #expect(try await test.refusal { try await tenant.assignRoles([Self.keeper], to: carl, by: ada) } == full)
        #expect(try await test.refusal { try await tenant.assignRoles([Self.head], to: carl, by: ada) } == full)
        try await tenant.assignRoles([Self.keeper], to: bob, by: ada)  // who counts already does not count twice
        let gil = try #require(try await tenant.user(withEmail: EmailAddress("gil@out.example")))
        try await tenant.revokeInvitation(of: gil.id, by: ada)
        try await tenant.assignRoles([Self.keeper], to: carl, by: ada)
        try await tenant.deleteUser(carl, by: ada)
        let dora = try await test.person("Dora", [Self.keeper])
        #expect(try await test.refusal { try await tenant.restoreUser(carl, by: ada) } == full)
        try await tenant.removeRoles([Self.keeper], from: dora, by: ada)
        try await tenant.restoreUser(carl, by: ada)
        #expect(
            try await test.refusal {
                let emails = try ["a", "b"].map { try EmailAddress("\($0)@out.example") }
                _ = try await tenant.inviteUsers(emails, roles: [Self.keeper], by: ada)
            } == full)
    }

    @Test("no race gives a role to more users than may hold it, on two hosts", .timeLimit(.minutes(20)))
    func race() async throws {
        let test = try await TestTenant(catalog: Self.shop(requires: []))
        let other = try await test.secondHost()
        var people: [UserID] = []
        for number in 0..<8 { people.append(try await test.person("P\(number)")) }
        for _ in 0..<5 {
            await withTaskGroup(of: Void.self) { group in
                for (number, person) in people.enumerated() {
                    let host = number.isMultiple(of: 2) ? test.tenant : other
                    group.addTask { try? await host.assignRoles([Self.keeper], to: person, by: test.ada) }
                }
            }
            var holders: [UserID] = []
            for person in people {
                if try await test.tenant.user(person)?.assignments.isEmpty == false { holders.append(person) }
            }
            #expect(holders.count == 2)
            for holder in holders { try await test.tenant.removeRoles([Self.keeper], from: holder, by: test.ada) }
        }
    }

    @Test("a denial names the prerequisites along with the role that would do")
    func remedy() async throws {
        let test = try await TestTenant(catalog: Self.shop())
        let bob = try await test.person("Bob")
        guard case .denied(_, .gainRoles(let choices)) = test.tenant.decide(bob, Self.keep) else {
            Issue.record("\(test.tenant.decide(bob, Self.keep))")
            return
        }
        #expect(choices.contains { Set($0.roles) == [Self.keeper, Self.trained] })
        #expect(choices.allSatisfy { $0.roles.contains(Self.trained) })
        let soon = try ValidityWindow(until: test.clock.now + .seconds(60))
        let place = try Scope("/halls/1")
        try await test.tenant.assignRoles([Self.trained], to: bob, during: soon, by: test.ada)
        try await test.tenant.assignRoles([Self.trained], to: bob, at: place, by: test.ada)
        guard case .denied(_, .gainRoles(let whole)) = test.tenant.decide(bob, Self.keep) else { return }
        #expect(whole == choices, "what is held for a time, or elsewhere, is not enough")
        guard case .denied(_, .gainRoles(let local)) = test.tenant.decide(bob, Self.keep, at: place) else { return }
        #expect(local.contains { $0.roles == [Self.keeper] })
        try await test.tenant.assignRoles([Self.trained], to: bob, by: test.ada)
        guard case .denied(_, .gainRoles(let fewer)) = test.tenant.decide(bob, Self.keep) else { return }
        #expect(fewer.contains { $0.roles == [Self.keeper] })
    }
}
