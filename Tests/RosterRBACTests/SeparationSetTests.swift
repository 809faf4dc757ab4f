import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.3: static sets, over authorized roles.
@Suite("Static separation sets of INCITS 359", .timeLimit(.minutes(20)))
struct StaticSeparationSetTests {
    private static let eyes = SeparationSet("eyes", roles: [Bank.clerk, Bank.approver])
    private static let wide = SeparationSet("eyes", roles: [Bank.clerk, Bank.approver, Bank.bookkeeper], limit: 3)

    @Test(
        "CreateSsdSet: valid iff the name is free, the catalog has the roles, and the cardinality is from 2 to their number"
    )
    func create() async throws {
        let other = SeparationSet("other", roles: [Bank.bookkeeper, Bank.approver])
        let bank = try await RBACCompany(Bank.catalog(ssd: [Self.eyes], dsd: [other]))
        let catalog = try await bank.rbac.createSsdSet("new", of: [Bank.clerk, Bank.approver], cardinality: 2)
        #expect(catalog.separationSets.map(\.name) == ["eyes", "new"])
        // Nothing is kept apart until the tenant is opened with it.
        #expect(bank.rbac.ssdRoleSets() == ["eyes"])
        let next = try await bank.reopened(with: catalog)
        #expect(next.rbac.ssdRoleSets() == ["eyes", "new"])
        for name in ["eyes", "other"] {
            let invalid = try await problem {
                _ = try await bank.rbac.createSsdSet(name, of: [Bank.clerk, Bank.approver], cardinality: 2)
            }
            #expect(invalid == .catalog([.duplicateSeparationSet(name)]))
        }
        for (roles, cardinality) in [([Bank.clerk, Bank.approver], 1), ([Bank.clerk, Bank.approver], 3), ([], 2)] {
            let invalid = try await problem {
                _ = try await bank.rbac.createSsdSet("new", of: Set(roles), cardinality: cardinality)
            }
            let limit = RoleCatalogProblem.separationLimitOutOfRange(
                set: "new", limit: cardinality, roleCount: roles.count)
            #expect(invalid == .catalog([limit]))
        }
        let unknown = try await problem {
            _ = try await bank.rbac.createSsdSet("new", of: [Bank.clerk, RoleID("clerc")], cardinality: 2)
        }
        guard case .catalog(let problems) = unknown, case .unknownRole(let role, _) = problems.first else {
            Issue.record("\(String(describing: unknown))")
            return
        }
        #expect(role == RoleID("clerc"))
    }

    @Test("CreateSsdSet: valid iff no user is authorized for as many of the roles as the cardinality says")
    func createSatisfied() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.chief, Bank.approver])
        let roles: Set = [Bank.clerk, Bank.approver, Bank.bookkeeper]
        for cardinality in 2...3 {
            let invalid = try await problem {
                _ = try await bank.rbac.createSsdSet("eyes", of: roles, cardinality: cardinality)
            }
            // A role that alone brings two of them could be held by no one.
            let alone = [Bank.head, Bank.chief].map { RoleCatalogProblem.roleBreachesSeparation($0, set: "eyes") }
            #expect(invalid == (cardinality == 2 ? .catalog(alone) : .separation([grace])))
        }
        try await bank.rbac.deassignUser(grace, from: Bank.approver)
        let catalog = try await bank.rbac.createSsdSet("eyes", of: roles, cardinality: 3)
        let next = try await bank.reopened(with: catalog)
        let invalid = try await problem { try await next.rbac.assignUser(grace, to: Bank.approver) }
        #expect(
            invalid
                == .refused(
                    .rolesSeparated(
                        set: "eyes", wanted: [Bank.approver], held: [Bank.bookkeeper, Bank.clerk], limit: 3)))
    }

    @Test("CreateSsdSet: a user is authorized also for what roles of the company include")
    func createSatisfiedThroughRolesOfTheCompany() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        try await bank.rbac.addInheritance(of: desk, from: Bank.clerk)
        let grace = try await bank.user("Grace", [desk, Bank.approver])
        let invalid = try await problem {
            _ = try await bank.rbac.createSsdSet("eyes", of: [Bank.clerk, Bank.approver], cardinality: 2)
        }
        #expect(invalid == .separation([grace]))
    }

    @Test("a tenant does not open with a set that a user has come to break since the set was made")
    func overtaken() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.clerk])
        let catalog = try await bank.rbac.createSsdSet("eyes", of: [Bank.clerk, Bank.approver], cardinality: 2)
        try await bank.rbac.assignUser(grace, to: Bank.approver)
        do {
            _ = try await bank.reopened(with: catalog)
            Issue.record("it opened")
        } catch let error as TenantError {
            guard case .openingRefused(let report) = error else { throw error }
            #expect(report.breaches.map(\.user) == [grace])
        }
    }

    @Test(
        "AddSsdRoleMember: valid iff set and role exist, the set does not have the role, and the constraint holds then")
    func addMember() async throws {
        let bank = try await RBACCompany(Bank.catalog(ssd: [Self.eyes]))
        let grace = try await bank.user("Grace", [Bank.bookkeeper, Bank.clerk])
        #expect(
            try await problem { _ = try await bank.rbac.addSsdRoleMember(Bank.bookkeeper, to: "eyes") }
                == .catalog([Bank.head, Bank.chief].map { .roleBreachesSeparation($0, set: "eyes") }))
        #expect(
            try await problem { _ = try await bank.rbac.addSsdRoleMember(Bank.clerk, to: "eyes") }
                == .roleInSet(Bank.clerk, "eyes"))
        #expect(
            try await problem { _ = try await bank.rbac.addSsdRoleMember(Bank.bookkeeper, to: "eye") }
                == .unknown(.separationSet, nearest: "eyes"))
        let administrators = try await bank.rbac.addSsdRoleMember(Bank.administrator, to: "eyes")
        #expect(administrators.separationSets[0].roles == [Bank.clerk, Bank.approver, Bank.administrator])
        try await bank.rbac.assignUser(grace, to: Bank.administrator)
        #expect(
            try await problem { _ = try await bank.rbac.addSsdRoleMember(Bank.administrator, to: "eyes") }
                == .separation([grace]))
        guard
            case .catalog = try await problem({
                _ = try await bank.rbac.addSsdRoleMember(RoleID("clerc"), to: "eyes")
            })
        else {
            Issue.record("a role that the catalog does not have was taken")
            return
        }
    }

    @Test("DeleteSsdRoleMember: valid iff the set exists and has the role, and more roles than its cardinality")
    func deleteMember() async throws {
        let bank = try await RBACCompany(Bank.catalog(ssd: [Self.wide]))
        let invalid = try await problem { _ = try bank.rbac.deleteSsdRoleMember(Bank.clerk, from: "eyes") }
        #expect(invalid == .catalog([.separationLimitOutOfRange(set: "eyes", limit: 3, roleCount: 2)]))
        #expect(
            try await problem { _ = try bank.rbac.deleteSsdRoleMember(Bank.head, from: "eyes") }
                == .roleNotInSet(Bank.head, "eyes"))
        #expect(
            try await problem { _ = try bank.rbac.deleteSsdRoleMember(Bank.clerk, from: "ears") }
                == .unknown(.separationSet, nearest: nil))
        let loose = SeparationSet("eyes", roles: [Bank.clerk, Bank.approver, Bank.administrator], limit: 2)
        let other = try Bank.catalog(ssd: [loose])
        let catalog = try bank.rbac.deleteSsdRoleMember(Bank.administrator, from: "eyes", in: other)
        #expect(catalog.separationSets == [Self.eyes])
    }

    @Test("DeleteSsdSet: valid iff the set exists; what it kept apart can be assigned once the tenant is opened")
    func delete() async throws {
        let bank = try await RBACCompany(Bank.catalog(ssd: [Self.eyes]))
        let grace = try await bank.user("Grace", [Bank.clerk])
        #expect(
            try await problem { _ = try bank.rbac.deleteSsdSet("eye") } == .unknown(.separationSet, nearest: "eyes"))
        let next = try await bank.reopened(with: try bank.rbac.deleteSsdSet("eyes"))
        #expect(next.rbac.ssdRoleSets().isEmpty)
        try await next.rbac.assignUser(grace, to: Bank.approver)
    }

    @Test(
        "SetSsdSetCardinality: valid iff the set exists, the number is from 2 to that of its roles, and the constraint holds"
    )
    func cardinality() async throws {
        let roles: Set = [Bank.clerk, Bank.approver, Bank.administrator]
        let bank = try await RBACCompany(Bank.catalog(ssd: [SeparationSet("eyes", roles: roles, limit: 3)]))
        for number in [1, 4] {
            let invalid = try await problem { _ = try await bank.rbac.setSsdSetCardinality(number, of: "eyes") }
            #expect(invalid == .catalog([.separationLimitOutOfRange(set: "eyes", limit: number, roleCount: 3)]))
        }
        #expect(
            try await problem { _ = try await bank.rbac.setSsdSetCardinality(2, of: "ears") }
                == .unknown(.separationSet, nearest: nil))
        #expect(try await bank.rbac.setSsdSetCardinality(2, of: "eyes").separationSets[0].limit == 2)
        let grace = try await bank.user("Grace", [Bank.clerk, Bank.approver])
        #expect(
            try await problem { _ = try await bank.rbac.setSsdSetCardinality(2, of: "eyes") } == .separation([grace]))
        #expect(try await bank.rbac.setSsdSetCardinality(3, of: "eyes").separationSets[0].limit == 3)
    }

    @Test(
        "SsdRoleSets, SsdRoleSetRoles and SsdRoleSetCardinality: valid iff the set exists; they tell what is in force")
    func review() async throws {
        let bank = try await RBACCompany(
            Bank.catalog(ssd: [Self.wide], dsd: [SeparationSet("now", roles: Self.eyes.roles)]))
        #expect(bank.rbac.ssdRoleSets() == ["eyes"])
        #expect(try bank.rbac.ssdRoleSetRoles(of: "eyes") == [Bank.approver, Bank.bookkeeper, Bank.clerk])
        #expect(try bank.rbac.ssdRoleSetCardinality(of: "eyes") == 3)
        for name in ["eye", "now"] {
            let nearest = name == "eye" ? "eyes" : nil
            let roles = try await problem { _ = try bank.rbac.ssdRoleSetRoles(of: name) }
            let cardinality = try await problem { _ = try bank.rbac.ssdRoleSetCardinality(of: name) }
            #expect(roles == .unknown(.separationSet, nearest: nearest) && cardinality == roles)
        }
    }

    @Test("commands can follow one another before the tenant is opened")
    func chain() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let first = try await bank.rbac.createSsdSet("eyes", of: [Bank.clerk, Bank.approver], cardinality: 2)
        let second = try await bank.rbac.addSsdRoleMember(Bank.administrator, to: "eyes", in: first)
        let third = try bank.rbac.createDsdSet("now", of: [Bank.clerk, Bank.administrator], cardinality: 2, in: second)
        let next = try await bank.reopened(with: third)
        #expect(try next.rbac.ssdRoleSetRoles(of: "eyes") == [Bank.administrator, Bank.approver, Bank.clerk])
        #expect(next.rbac.dsdRoleSets() == ["now"])
    }
}

/// Each "valid iff" of INCITS 359-2012, §6.4: dynamic sets, over authorized roles.
@Suite("Dynamic separation sets of INCITS 359", .timeLimit(.minutes(20)))
struct DynamicSeparationSetTests {
    private static let eyes = SeparationSet("eyes", roles: [Bank.clerk, Bank.approver])

    @Test(
        "CreateDsdSet: valid iff the name is free, the catalog has the roles, and the cardinality is from 2 to their number"
    )
    func create() async throws {
        let bank = try await RBACCompany(
            Bank.catalog(ssd: [SeparationSet("other", roles: Self.eyes.roles)], dsd: [Self.eyes]))
        let catalog = try bank.rbac.createDsdSet("new", of: [Bank.clerk, Bank.approver], cardinality: 2)
        #expect(catalog.dynamicSeparationSets.map(\.name) == ["eyes", "new"])
        #expect(bank.rbac.dsdRoleSets() == ["eyes"])
        #expect(try await bank.reopened(with: catalog).rbac.dsdRoleSets() == ["eyes", "new"])
        for name in ["eyes", "other"] {
            let invalid = try await problem {
                _ = try bank.rbac.createDsdSet(name, of: [Bank.clerk, Bank.approver], cardinality: 2)
            }
            #expect(invalid == .catalog([.duplicateSeparationSet(name)]))
        }
        for cardinality in [1, 3] {
            let invalid = try await problem {
                _ = try bank.rbac.createDsdSet("new", of: [Bank.clerk, Bank.approver], cardinality: cardinality)
            }
            let limit = RoleCatalogProblem.separationLimitOutOfRange(set: "new", limit: cardinality, roleCount: 2)
            #expect(invalid == .catalog([limit]))
        }
        let unknown = try await problem {
            _ = try bank.rbac.createDsdSet("new", of: [Bank.clerk, RoleID("clerc")], cardinality: 2)
        }
        guard case .catalog = unknown else {
            Issue.record("a role that the catalog does not have was taken")
            return
        }
    }

    @Test(
        "CreateDsdSet: a session that has too many of the roles active has none of them active once the set is in force"
    )
    func running() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.clerk, Bank.approver, Bank.bookkeeper])
        let session = try await bank.session(of: grace, [Bank.clerk, Bank.approver, Bank.bookkeeper])
        let catalog = try bank.rbac.createDsdSet("eyes", of: [Bank.clerk, Bank.approver], cardinality: 2)
        let next = try await bank.reopened(with: catalog)
        #expect(try await next.rbac.sessionRoles(of: session) == [Bank.bookkeeper])
        let chosen = try await next.drop(Bank.clerk, from: session, of: grace)
        #expect(try await next.rbac.sessionRoles(of: chosen) == [Bank.approver, Bank.bookkeeper])
    }

    @Test("AddDsdRoleMember: valid iff set and role exist, and the set does not have the role")
    func addMember() async throws {
        let bank = try await RBACCompany(Bank.catalog(dsd: [Self.eyes]))
        let catalog = try bank.rbac.addDsdRoleMember(Bank.administrator, to: "eyes")
        #expect(catalog.dynamicSeparationSets[0].roles == [Bank.clerk, Bank.approver, Bank.administrator])
        #expect(
            try await problem { _ = try bank.rbac.addDsdRoleMember(Bank.clerk, to: "eyes") }
                == .roleInSet(Bank.clerk, "eyes"))
        #expect(
            try await problem { _ = try bank.rbac.addDsdRoleMember(Bank.head, to: "eye") }
                == .unknown(.separationSet, nearest: "eyes"))
        guard case .catalog = try await problem({ _ = try bank.rbac.addDsdRoleMember(RoleID("clerc"), to: "eyes") })
        else {
            Issue.record("a role that the catalog does not have was taken")
            return
        }
    }

    @Test("DeleteDsdRoleMember: valid iff the set exists and has the role, and more roles than its cardinality")
    func deleteMember() async throws {
        let bank = try await RBACCompany(Bank.catalog(dsd: [Self.eyes]))
        let invalid = try await problem { _ = try bank.rbac.deleteDsdRoleMember(Bank.clerk, from: "eyes") }
        #expect(invalid == .catalog([.separationLimitOutOfRange(set: "eyes", limit: 2, roleCount: 1)]))
        #expect(
            try await problem { _ = try bank.rbac.deleteDsdRoleMember(Bank.head, from: "eyes") }
                == .roleNotInSet(Bank.head, "eyes"))
        #expect(
            try await problem { _ = try bank.rbac.deleteDsdRoleMember(Bank.clerk, from: "ears") }
                == .unknown(.separationSet, nearest: nil))
        let wide = try bank.rbac.addDsdRoleMember(Bank.administrator, to: "eyes")
        let catalog = try bank.rbac.deleteDsdRoleMember(Bank.administrator, from: "eyes", in: wide)
        #expect(catalog.dynamicSeparationSets == [Self.eyes])
    }

    @Test("DeleteDsdSet: valid iff the set exists; what it kept apart can be active together once the tenant is opened")
    func delete() async throws {
        let bank = try await RBACCompany(Bank.catalog(dsd: [Self.eyes]))
        let grace = try await bank.user("Grace", [Bank.clerk, Bank.approver])
        #expect(
            try await problem { _ = try bank.rbac.deleteDsdSet("eye") } == .unknown(.separationSet, nearest: "eyes"))
        let next = try await bank.reopened(with: try bank.rbac.deleteDsdSet("eyes"))
        _ = try await next.session(of: grace, [Bank.clerk, Bank.approver])
    }

    @Test("SetDsdSetCardinality: valid iff the set exists and the number is from 2 to that of its roles")
    func cardinality() async throws {
        let roles: Set = [Bank.clerk, Bank.approver, Bank.administrator]
        let bank = try await RBACCompany(Bank.catalog(dsd: [SeparationSet("eyes", roles: roles, limit: 3)]))
        #expect(try bank.rbac.setDsdSetCardinality(2, of: "eyes").dynamicSeparationSets[0].limit == 2)
        for number in [1, 4] {
            let invalid = try await problem { _ = try bank.rbac.setDsdSetCardinality(number, of: "eyes") }
            #expect(invalid == .catalog([.separationLimitOutOfRange(set: "eyes", limit: number, roleCount: 3)]))
        }
        #expect(
            try await problem { _ = try bank.rbac.setDsdSetCardinality(2, of: "ears") }
                == .unknown(.separationSet, nearest: nil))
    }

    @Test(
        "DsdRoleSets, DsdRoleSetRoles and DsdRoleSetCardinality: valid iff the set exists; they tell what is in force")
    func review() async throws {
        let bank = try await RBACCompany(
            Bank.catalog(ssd: [SeparationSet("ever", roles: Self.eyes.roles)], dsd: [Self.eyes]))
        #expect(bank.rbac.dsdRoleSets() == ["eyes"])
        #expect(try bank.rbac.dsdRoleSetRoles(of: "eyes") == [Bank.approver, Bank.clerk])
        #expect(try bank.rbac.dsdRoleSetCardinality(of: "eyes") == 2)
        for name in ["ears", "ever"] {
            let roles = try await problem { _ = try bank.rbac.dsdRoleSetRoles(of: name) }
            let cardinality = try await problem { _ = try bank.rbac.dsdRoleSetCardinality(of: name) }
            guard case .unknown(.separationSet, _) = roles else {
                Issue.record("\(name) was found")
                continue
            }
            #expect(cardinality == roles)
        }
    }
}
