import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.1.1, about roles and their permissions.
@Suite("Role commands of INCITS 359", .timeLimit(.minutes(20)))
struct RoleCommandTests {
    private let stranger = RoleID(CompanyRoleID(bits: 4711))

    @Test("AddRole: valid iff no role has the title; the role has no users and no permissions")
    func addRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        #expect(try bank.rbac.assignedUsers(of: desk).isEmpty && bank.rbac.rolePermissions(of: desk).isEmpty)
        #expect(
            try await problem { _ = try await bank.rbac.addRole(FullName("DESK")) }
                == .refused(.roleTitleTaken(title: "DESK")))
        #expect(
            try await problem { _ = try await bank.rbac.addRole(FullName("Clerk")) }
                == .refused(.roleDefinitionUnsound(problems: [.titleOfCatalog(Bank.clerk)])))
        #expect(bank.tenant.catalog.companyRoles.map(\.id) == [desk])
        try await bank.rbac.deleteRole(desk)
        #expect(try await bank.rbac.addRole(FullName("Desk")) != desk)
    }

    @Test("AddRole: valid only for a principal who may define roles, and is on record with the principal")
    func addRoleBy() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let byGrace = StandardRBAC(bank.tenant, by: try await bank.user("Grace", [Bank.chief]))
        guard case .refused(.notPermitted) = try await problem({ _ = try await byGrace.addRole(FullName("Desk")) })
        else {
            Issue.record("a clerk defined a role")
            return
        }
        _ = try await bank.rbac.addRole(FullName("Desk"))
        #expect(try #require(try await bank.tenant.history().last).principal == .user(id: bank.ada))
    }

    @Test("DeleteRole: valid iff the role exists, is the company's, and is not held or included any more")
    func deleteRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        let lead = try await bank.rbac.addAscendant(FullName("Lead"), of: desk)
        let grace = try await bank.user("Grace", [desk])
        func deletion(of role: RoleID) async throws -> Invalid? {
            try await problem { try await bank.rbac.deleteRole(role) }
        }
        #expect(try await deletion(of: desk) == .refused(.roleIncludedElsewhere(role: desk, by: [lead])))
        try await bank.rbac.deleteInheritance(of: lead, from: desk)
        let held = Invalid.refused(.companyRoleStillHeld(role: desk, holders: 1, groups: 0))
        #expect(try await deletion(of: desk) == held)
        #expect(try bank.rbac.assignedUsers(of: desk) == [grace])
        try await bank.rbac.deassignUser(grace, from: desk)
        #expect(try await deletion(of: desk) == nil)
        let gone = Invalid.unknown(.role, nearest: nil)
        #expect(try await deletion(of: desk) == gone)
        #expect(try await deletion(of: stranger) == gone)
        #expect(try await deletion(of: RoleID("clerc")) == .unknown(.role, nearest: "clerk"))
        #expect(try await deletion(of: Bank.clerk) == .roleOfCatalog(Bank.clerk))
        #expect((try? bank.rbac.assignedUsers(of: desk)) == nil)
    }

    @Test(
        "GrantPermission: valid iff permission and role exist and the role does not grant it; in force in every session"
    )
    func grantPermission() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        let session = try await bank.session(of: try await bank.user("Grace", [desk]), [desk])
        #expect(try await bank.permitted(session).isEmpty)
        try await bank.rbac.grantPermission("request", on: Bank.payments, to: desk)
        try await bank.rbac.grantPermission("see", on: Bank.books, to: desk)
        #expect(try await bank.permitted(session) == [Bank.request, Bank.see])
        func grant(_ operation: String, on object: String, to role: RoleID) async throws -> Invalid? {
            try await problem { try await bank.rbac.grantPermission(operation, on: object, to: role) }
        }
        #expect(try await grant("see", on: Bank.books, to: desk) == .refused(.nothingToChange))
        #expect(
            try await grant("sea", on: Bank.books, to: desk) == .unknown(.permission, nearest: Bank.see.rawValue))
        #expect(try await grant("see", on: Bank.books, to: stranger) == .unknown(.role, nearest: nil))
        #expect(try await grant("keep", on: Bank.books, to: Bank.clerk) == .roleOfCatalog(Bank.clerk))
        #expect(
            try await grant("create", on: Bank.staff, to: desk)
                == .refused(.roleDefinitionUnsound(problems: [.reservedPermission(Bank.createUsers)])))
        #expect(try await bank.permitted(session) == [Bank.request, Bank.see])
    }

    @Test("GrantPermission: of two at the same time, each is granted or not valid, and none is lost")
    func grantAtOnce() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        for _ in 0..<10 {
            let permissions = [Bank.request, Bank.approve, Bank.keep, Bank.see]
            let granted = try await withThrowingTaskGroup(of: Permission?.self) { tasks in
                for permission in permissions {
                    tasks.addTask {
                        let invalid = try await problem {
                            try await bank.rbac.grantPermission(
                                permission.operation, on: permission.object, to: desk)
                        }
                        #expect(invalid == nil || invalid == .refused(.changedMeanwhile))
                        return invalid == nil ? permission : nil
                    }
                }
                return try await tasks.reduce(into: Set()) { granted, one in if let one { granted.insert(one) } }
            }
            #expect(!granted.isEmpty)
            #expect(Set(try bank.rbac.rolePermissions(of: desk).map(\.permission)) == granted)
            for one in granted { try await bank.rbac.revokePermission(one.operation, on: one.object, from: desk) }
        }
    }

    @Test("RevokePermission: valid iff permission and role exist and the role grants it itself; out of force at once")
    func revokePermission() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addAscendant(FullName("Desk"), of: Bank.clerk)
        try await bank.rbac.grantPermission("see", on: Bank.books, to: desk)
        let session = try await bank.session(of: try await bank.user("Grace", [desk]), [desk])
        #expect(try await bank.permitted(session) == [Bank.request, Bank.see])
        try await bank.rbac.revokePermission("see", on: Bank.books, from: desk)
        #expect(try await bank.permitted(session) == [Bank.request])
        func revocation(_ operation: String, of object: String, from role: RoleID) async throws -> Invalid? {
            try await problem { try await bank.rbac.revokePermission(operation, on: object, from: role) }
        }
        #expect(try await revocation("see", of: Bank.books, from: desk) == .refused(.nothingToChange))
        #expect(try await revocation("request", of: Bank.payments, from: desk) == .refused(.nothingToChange))
        #expect(
            try await revocation("sea", of: Bank.books, from: desk) == .unknown(.permission, nearest: Bank.see.rawValue)
        )
        #expect(try await revocation("see", of: Bank.books, from: stranger) == .unknown(.role, nearest: nil))
        #expect(try await revocation("see", of: Bank.books, from: Bank.head) == .roleOfCatalog(Bank.head))
    }

    @Test("a role that grants as much as a role may grants no more")
    func limits() async throws {
        let names = (0..<501).map { Permission("act\($0)", on: Bank.books) }
        let many = Bank.role(RoleID("many"), names)
        let bank = try await RBACCompany(Bank.company(of: [many], names))
        let full = try CompanyRoleDefinition(
            title: FullName("Full"), grants: Set(names.dropLast().map { Grant($0) }), scoping: .companyOnly)
        let role = try await bank.tenant.defineRole(full, by: bank.ada).role
        #expect(
            try await problem { try await bank.rbac.grantPermission("act500", on: Bank.books, to: role) }
                == .definition(.tooManyGrants(count: 501)))
    }
}
