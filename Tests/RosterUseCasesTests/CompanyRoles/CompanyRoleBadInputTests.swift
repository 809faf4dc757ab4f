import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("A role of the company is refused")
struct CompanyRoleBadInputTests {
    @Test("that includes itself, directly or through another, with the circle named")
    func circles() async throws {
        let world = try await CompanyRoleWorld()
        let inner = try await world.role("Inner", includes: [.reportViewer])
        let outer = try await world.role("Outer", includes: [inner.role])
        let circle = try await world.refusal {
            try await world.tenant.changeRole(
                inner.id, to: CompanyRoleWorld.definition("Inner", includes: [outer.role]), by: world.ada)
        }
        guard case .roleDefinitionUnsound(let problems) = circle else {
            Issue.record("\(String(describing: circle))")
            return
        }
        #expect(problems.contains(.inclusionCycle([inner.role, outer.role, inner.role])))
        let itself = try await world.refusal {
            try await world.tenant.changeRole(
                inner.id, to: CompanyRoleWorld.definition("Inner", includes: [inner.role]), by: world.ada)
        }
        #expect(itself == .roleDefinitionUnsound(problems: [.inclusionCycle([inner.role, inner.role])]))
    }

    @Test("with every one of its problems named at once")
    func problems() async throws {
        let world = try await CompanyRoleWorld()
        let stranger = RoleID(CompanyRoleID(bits: 7))
        let definition = try CompanyRoleWorld.definition(
            "Global \u{0430}dmin",
            grants: [
                Grant(Permission("partner/customers/mange")), Grant(.createUsers), Grant(.manageRoleAssignments),
                Grant(.viewPricingAndOffers, given: [Condition("moon")]),
            ],
            includes: [.globalAdmin, .userAdmin, stranger, RoleID("nobody")],
            scoping: .companyOr(kinds: ["moons"]), assignableBy: [RoleID("no_one")])
        let problems = try await world.problems(of: definition)
        let expected: Set<CompanyRoleProblem> = [
            .titleOfCatalog(.globalAdmin), .reservedPermission(.createUsers),
            .reservedPermission(.manageRoleAssignments), .unknownCondition(Condition("moon")),
            .reservedRole(.globalAdmin), .reservedRole(.userAdmin), .unknownRole(stranger),
            .unknownRole(RoleID("nobody")), .unknownRole(RoleID("no_one")), .unknownScopeKind("moons"),
        ]
        #expect(expected.subtracting(problems) == [])
        #expect(
            problems.contains { problem in
                if case .unknownPermission(Permission("partner/customers/mange"), let nearest) = problem {
                    nearest == .manageCustomers
                } else {
                    false
                }
            })
    }

    @Test("that would be open to more people or places than what it contains")
    func width() async throws {
        let world = try await CompanyRoleWorld()
        #expect(
            try await world.problems(
                of: CompanyRoleWorld.definition("A", includes: [.helpdeskAgent], scoping: .anywhere))
                == [.widerThanIncluded(.helpdeskAgent)])
        #expect(
            try await world.problems(
                of: CompanyRoleWorld.definition("A", grants: [Grant(.viewPricingAndOffers)], guests: true))
                == [.grantTooWide(.viewPricingAndOffers)])
        let agent = try await world.role("Agent", includes: [.salesAgent])
        #expect(world.tenant.catalog.role(agent.role)?.offeredTo == [.indirectProvider])
        let guest = try await world.tenant.defineRole(
            CompanyRoleWorld.definition("Guests", includes: [.referralsAdmin], guests: true), by: world.ada)
        #expect(world.tenant.catalog.role(guest.role)?.isOpenToGuests == true)
    }

    @Test("under a title that another role has, in any case and with any letters that look the same")
    func titles() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Seattle desk", includes: [.reportViewer])
        for title in ["SEATTLE DESK", "Se\u{0430}ttle desk", "SeattIe desk", "Seatt1e desk"] {
            let refusal = try await world.refusal { _ = try await world.role(title, includes: [.reportViewer]) }
            #expect(refusal == .roleTitleTaken(title: title))
        }
        let looks = ["GIobal admin", "G1obal admin", "Gl0bal admin", "Global adrnin", "GLOBAL ADMlN", "gIobaI adrnin"]
        for title in ["global admin", "admin_agent"] + looks {
            let problems = try await world.problems(of: CompanyRoleWorld.definition(title))
            #expect(
                problems == [.titleOfCatalog(title == "admin_agent" ? .adminAgent : .globalAdmin)], "\(title)")
        }
        try await world.tenant.changeRole(
            desk.id, to: CompanyRoleWorld.definition("Harbor desk", includes: [.reportViewer]), by: world.ada)
        _ = try await world.role("Seattle desk", includes: [.reportViewer])
    }

    @Test("by a person who defines none, beyond a hundred, and when it is not what was seen")
    func others() async throws {
        let world = try await CompanyRoleWorld()
        let byUma = try await world.refusal {
            try await world.tenant.defineRole(CompanyRoleWorld.definition("A"), by: world.uma)
        }
        guard case .notPermitted(.manageRoleDefinitions, _, _) = byUma else {
            Issue.record("\(String(describing: byUma))")
            return
        }
        let byPat = try await world.refusal {
            try await world.tenant.defineRole(
                CompanyRoleWorld.definition("A", includes: [.reportViewer]), by: world.pat)
        }
        guard case .mayNotAssign(.reportViewer, .company, _) = byPat else {
            Issue.record("\(String(describing: byPat))")
            return
        }
        let first = try await world.role("Role 0", includes: [.reportViewer])
        let stale = try await world.refusal {
            try await world.tenant.changeRole(
                first.id, from: CompanyRoleWorld.definition("Other"), to: CompanyRoleWorld.definition("Role 1"),
                by: world.ada)
        }
        #expect(stale == .changedMeanwhile)
        let same = try await world.refusal {
            try await world.tenant.changeRole(first.id, to: first.definition, by: world.ada)
        }
        #expect(same == .nothingToChange)
        for number in 1..<CompanyRole.countLimit { _ = try await world.role("Role \(number)") }
        #expect(
            try await world.refusal { _ = try await world.role("One more") }
                == .companyRoleLimit(limit: CompanyRole.countLimit))
        let unknown = CompanyRoleID(bits: 9)
        #expect(
            try await world.refusal { try await world.tenant.retireRole(unknown, by: world.ada) }
                == .unknownCompanyRole(role: unknown))
    }

    @Test("where a holder could not hold it as it would be, and who that is")
    func holders() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.tenant.defineRole(
            CompanyRoleWorld.definition("Desk", includes: [.reportViewer], scoping: .companyOr(kinds: ["locations"])),
            by: world.ada)
        try await world.tenant.assignRoles(
            [desk.role], to: world.grace, at: Scope("/locations/1"), by: world.ada)
        let refusal = try await world.refusal {
            try await world.tenant.changeRole(
                desk.id, to: CompanyRoleWorld.definition("Desk", includes: [.helpdeskAgent]), by: world.ada)
        }
        #expect(refusal == .roleNotForScope(role: desk.role, scope: try Scope("/locations/1")))
        let about = try await world.test.recordedRefusals().last?.refusal.about
        #expect(about == (try await world.tenant.user(world.grace))?.user.userName)
    }

    @Test("under a catalog that names no permission to define roles, or a name that only companies' roles have")
    func catalogs() async throws {
        let base = RoleCatalog.partnerCenter
        let fixed = try RoleCatalog(
            roles: base.roles, permissions: base.permissions, assignmentAuthorities: base.assignmentAuthorities,
            accountAuthorities: base.accountAuthorities, scopeKinds: base.scopeKinds,
            provisioning: ProvisioningPermissions(createUsers: .createUsers, viewUsers: .viewUsers),
            indispensableRole: base.indispensableRole, enrollmentRoles: base.enrollmentRoles)
        let world = try await CompanyRoleWorld(catalog: fixed)
        #expect(try await world.refusal { _ = try await world.role("A") } == .companyRolesFixed)
        let name = RoleID(CompanyRoleID(bits: 1))
        let error = #expect(throws: RoleCatalogError.self) {
            try RoleCatalog(
                roles: [Role(name, title: "A", category: RoleCategory("x", title: "X"))], permissions: [])
        }
        #expect(error?.problems.contains(.nameReservedForCompanies(name)) == true)
    }
}
