import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterUseCases
import Testing

@Suite("A role of the company")
struct CompanyRoleTests {
    @Test("is defined, given, changed and taken like another role, in force when each call returns")
    func life() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Seattle desk", grants: [Grant(.viewPricingAndOffers)])
        #expect(!world.tenant.permits(world.grace, .viewPricingAndOffers))
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.uma)
        #expect(world.tenant.permits(world.grace, .viewPricingAndOffers))
        #expect(!world.tenant.permits(world.grace, .viewCustomers))
        let wider = try CompanyRoleWorld.definition("Seattle desk", includes: [.helpdeskAgent])
        try await world.tenant.changeRole(desk.id, from: desk.definition, to: wider, by: world.ada)
        #expect(!world.tenant.permits(world.grace, .viewPricingAndOffers))
        #expect(world.tenant.permits(world.grace, .viewCustomers))
        try await world.tenant.removeRoles([desk.role], from: world.grace, by: world.uma)
        #expect(!world.tenant.permits(world.grace, .viewCustomers))
        let changes = try await world.test.directory.history(after: .start, limit: 1_000).flatMap(\.changes)
        #expect(changes.contains(.companyRoleDefined(role: desk)))
        #expect(
            changes.contains(.companyRoleChanged(role: desk.id, change: .changed(from: desk.definition, to: wider))))
    }

    @Test("is held through a group, and through another role of the company that includes it")
    func nested() async throws {
        let world = try await CompanyRoleWorld()
        let inner = try await world.role("Inner", includes: [.helpdeskAgent])
        let outer = try await world.role("Outer", includes: [inner.role])
        let team = try await world.tenant.addGroup(GroupProfile(name: FullName("Team")), by: world.ada).id
        try await world.tenant.assignRoles([outer.role], toGroup: team, by: world.ada)
        _ = try await world.tenant.addMembers([world.grace], to: team, by: world.ada)
        #expect(world.tenant.permits(world.grace, .viewCustomers))
        guard case .allowed(let grounds) = world.tenant.decide(world.grace, .viewCustomers) else {
            Issue.record("denied")
            return
        }
        #expect(grounds.heldRole == outer.role && grounds.grantingRole == .helpdeskAgent)
        #expect(grounds.holdings.map(\.group) == [team])
        try await world.tenant.changeRole(
            inner.id, to: CompanyRoleWorld.definition("Inner", includes: [.reportViewer]), by: world.ada)
        #expect(!world.tenant.permits(world.grace, .viewCustomers))
        #expect(try world.tenant.holders(of: inner.role).map(\.user) == [world.grace])
    }

    @Test("that is retired stays with its holders, and is given, asked for and passed on no more")
    func retired() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Desk", includes: [.helpdeskAgent])
        let team = try await world.tenant.addGroup(GroupProfile(name: FullName("Team")), by: world.ada).id
        try await world.tenant.assignRoles([desk.role], toGroup: team, by: world.ada)
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.ada)
        try await world.tenant.retireRole(desk.id, by: world.ada)
        #expect(world.tenant.permits(world.grace, .viewCustomers))
        let given = try await world.refusal {
            try await world.tenant.assignRoles([desk.role], to: world.uma, by: world.ada)
        }
        let asked = try await world.refusal {
            _ = try await world.tenant.requestRoles([desk.role], reason: "", by: world.uma)
        }
        let told = try await world.tenant.historyPage(limit: 2, by: world.ada) { change in
            if case .refused = change { true } else { false }
        }.entries.flatMap(\.sentences)
        #expect(told.count == 2)
        for text in told {
            #expect(
                text.contains("`Desk`") && !text.contains(desk.role.rawValue), "the record says what the role is called"
            )
        }
        #expect(given == .roleRetired(role: desk.role) && asked == .roleRetired(role: desk.role))
        let joined = try await world.tenant.addMembers([world.uma], to: team, by: world.ada)
        let refusal = try #require(joined.first?.refusal)
        #expect(joined.count == 1 && refusal.reason == .roleRetired(role: desk.role))
        #expect("\(refusal)".contains("`Desk`") && !"\(refusal)".contains(desk.role.rawValue), "\(refusal)")
        let included = try await world.refusal {
            _ = try await world.role("Another", includes: [desk.role])
        }
        #expect(included == .roleRetired(role: desk.role))
        #expect(
            try await world.refusal { try await world.tenant.retireRole(desk.id, by: world.ada) } == .nothingToChange)
        try await world.tenant.reinstateRole(desk.id, by: world.ada)
        try await world.tenant.assignRoles([desk.role], to: world.uma, by: world.ada)
        #expect(world.tenant.permits(world.uma, .viewCustomers))
    }

    @Test("is deleted once no one holds it, and its title means nothing to those who held it")
    func deletion() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Desk", includes: [.reportViewer])
        let outer = try await world.role("Outer", includes: [desk.role])
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.ada)
        func deletion() async throws -> RefusalReason? {
            try await world.refusal { try await world.tenant.deleteRole(desk.id, by: world.ada) }
        }
        #expect(try await deletion() == .roleIncludedElsewhere(role: desk.role, by: [outer.role]))
        try await world.tenant.deleteRole(outer.id, by: world.ada)
        #expect(try await deletion() == .companyRoleStillHeld(role: desk.role, holders: 1, groups: 0))
        try await world.tenant.deleteUser(world.grace, by: world.ada)
        #expect(try await deletion() == .companyRoleStillHeld(role: desk.role, holders: 1, groups: 0))
        try await world.tenant.restoreUser(world.grace, by: world.ada)
        try await world.tenant.removeRoles([desk.role], from: world.grace, by: world.ada)
        try await world.tenant.deleteRole(desk.id, by: world.ada)
        #expect(world.tenant.catalog.role(desk.role) == nil)
        let again = try await world.role("DESK", includes: [])
        #expect(again.role != desk.role)
        #expect(try await world.tenant.companyRole(desk.id)?.isDeleted == true)
        #expect(try await deletion() == .unknownCompanyRole(role: desk.id))
        let given = try await world.refusal {
            try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.ada)
        }
        guard case .unknownRole = given else {
            Issue.record("\(String(describing: given))")
            return
        }
    }

    @Test("is found by its title in any case, listed in pages, and among what can be given")
    func reading() async throws {
        let world = try await CompanyRoleWorld()
        var roles: [CompanyRole] = []
        for number in 0..<5 { roles.append(try await world.role("Role \(number)", includes: [.reportViewer])) }
        #expect(try await world.tenant.companyRole(titled: FullName("ROLE 3")) == roles[3])
        #expect(try await world.tenant.companyRole(titled: FullName("Role 9")) == nil)
        var pages: [CompanyRole] = []
        while true {
            let page = try await world.tenant.companyRoles(after: pages.last?.id, limit: 2, by: world.uma)
            pages += page
            if page.count < 2 { break }
        }
        #expect(pages == roles.sorted { $0.id < $1.id })
        #expect(Set(world.tenant.catalog.companyRoles.map(\.title)) == Set(roles.map(\.definition.title.rawValue)))
        let options = try await world.tenant.roleOptions(for: world.grace, by: world.uma)
        #expect(options.filter { $0.obstacle == nil }.map(\.role).contains(roles[0].role))
        // Under the built-in catalog, every member may view users.
        let press = try await TestTenant(catalog: Press.catalog(), programs: [])
        let stranger = try await press.person("Stranger")
        let unlisted = try await press.refusal {
            _ = try await press.tenant.companyRoles(by: stranger)
        }
        guard case .notPermitted = unlisted else {
            Issue.record("\(String(describing: unlisted))")
            return
        }
    }

    @Test("is known to another host as soon as that follows, and to a host that opens the company later")
    func hosts() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Desk", includes: [.helpdeskAgent])
        let other = try await world.test.secondHost()
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.ada)
        try await other.refresh()
        #expect(other.permits(world.grace, .viewCustomers))
        let narrow = try CompanyRoleWorld.definition("Desk", includes: [.reportViewer])
        try await world.tenant.changeRole(desk.id, to: narrow, by: world.ada)
        // A command on the other host decides by what the role means now, and not by what that host has heard.
        let late = try await world.tenant.defineRole(
            CompanyRoleWorld.definition("Late", includes: [.helpdeskAgent]), by: world.ada)
        try await other.assignRoles([late.role], to: world.uma, by: world.ada)
        #expect(!other.permits(world.grace, .viewCustomers) && other.permits(world.uma, .viewCustomers))
        let third = try await world.test.secondHost()
        #expect(!third.permits(world.grace, .viewCustomers) && third.permits(world.uma, .viewCustomers))
    }

    @Test("counts for sessions, too: narrowed, it is narrower in each at once")
    func sessions() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Desk", includes: [.helpdeskAgent, .reportViewer])
        try await world.tenant.assignRoles([desk.role], to: world.grace, by: world.ada)
        let token = try await world.test.begin(world.grace, activating: [desk.role])
        let asked: [Permission] = [.viewCustomers, .viewPricingAndOffers]
        #expect(try await world.test.permitted(token, asked) == [.viewCustomers])
        try await world.tenant.changeRole(
            desk.id, to: CompanyRoleWorld.definition("Desk", grants: [Grant(.viewPricingAndOffers)]), by: world.ada)
        #expect(try await world.test.permitted(token, asked) == [.viewPricingAndOffers])
    }

    @Test("is told by its title where a verb refuses, and by its name in the history")
    func titles() async throws {
        let world = try await CompanyRoleWorld()
        let desk = try await world.role("Seattle desk", includes: [.reportViewer])
        let lead = try await world.role("Lead", includes: [desk.role])
        func message(_ body: () async throws -> Void) async -> String {
            do { try await body() } catch { return "\(error)" }
            return "accepted"
        }
        let included = await message { try await world.tenant.deleteRole(desk.id, by: world.ada) }
        #expect(
            included == "cannot delete a role: other roles name the role `Seattle desk`: `Lead`; change those first")
        try await world.tenant.assignRoles([lead.role], to: world.grace, by: world.ada)
        let again = await message {
            try await world.tenant.assignRoles([lead.role], to: world.grace, by: world.ada)
        }
        #expect(again.hasSuffix("the role `Lead` is held at `/` already"))
        let active = await message { _ = try await world.test.begin(world.uma, activating: [desk.role]) }
        #expect(active.contains("the role `Seattle desk` cannot be active"))
        let recorded = try await world.tenant.history().flatMap(\.changes)
        #expect(
            recorded.contains(
                .refused(
                    refusal: Refusal(
                        "delete a role", because: .roleIncludedElsewhere(role: desk.role, by: [lead.role])))))
        // Deleted, it has no title.
        try await world.tenant.removeRoles([lead.role], from: world.grace, by: world.ada)
        try await world.tenant.deleteRole(lead.id, by: world.ada)
        let gone = await message {
            try await world.tenant.assignRoles([lead.role], to: world.grace, by: world.ada)
        }
        #expect(gone.contains("`\(lead.role)`"))
    }
}
