import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.2.1.1, with the static separation of §6.3.2.1.
@Suite("Hierarchy commands of INCITS 359", .timeLimit(.minutes(20)))
struct HierarchyCommandTests {
    private let stranger = RoleID(CompanyRoleID(bits: 4711))

    @Test("AddInheritance: valid iff both roles exist and the senior does not inherit from the junior directly")
    func addInheritance() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addRole(FullName("Desk"))
        let grace = try await bank.user("Grace", [desk])
        try await bank.rbac.addInheritance(of: desk, from: Bank.head)
        #expect(try bank.rbac.authorizedRoles(of: grace) == [Bank.bookkeeper, Bank.clerk, Bank.head, desk].sorted())
        #expect(try bank.rbac.authorizedUsers(of: Bank.clerk) == [grace])
        func inheritance(of senior: RoleID, from junior: RoleID) async throws -> Invalid? {
            try await problem { try await bank.rbac.addInheritance(of: senior, from: junior) }
        }
        #expect(try await inheritance(of: desk, from: Bank.head) == .refused(.nothingToChange))
        // What is inherited already, and not directly, can be inherited directly, too.
        #expect(try await inheritance(of: desk, from: Bank.clerk) == nil)
        #expect(try await inheritance(of: stranger, from: Bank.clerk) == .unknown(.role, nearest: nil))
        #expect(try await inheritance(of: desk, from: stranger) == .unknown(.role, nearest: nil))
        #expect(try await inheritance(of: desk, from: RoleID("clerc")) == .unknown(.role, nearest: "clerk"))
        #expect(try await inheritance(of: Bank.clerk, from: Bank.approver) == .roleOfCatalog(Bank.clerk))
        #expect(
            try await inheritance(of: desk, from: Bank.administrator)
                == .refused(.roleDefinitionUnsound(problems: [.reservedRole(Bank.administrator)])))
    }

    @Test("AddInheritance: valid iff the senior is not the junior, and the junior does not inherit from it")
    func circles() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let low = try await bank.rbac.addRole(FullName("Low"))
        let middle = try await bank.rbac.addAscendant(FullName("Middle"), of: low)
        let high = try await bank.rbac.addAscendant(FullName("High"), of: middle)
        for junior in [low, middle, high] {
            guard
                case .refused(.roleDefinitionUnsound(let problems)) = try await problem({
                    try await bank.rbac.addInheritance(of: low, from: junior)
                }), case .inclusionCycle? = problems.first
            else {
                Issue.record("a circle through \(junior)")
                return
            }
        }
        let grace = try await bank.user("Grace", [low])
        #expect(try bank.rbac.authorizedRoles(of: grace) == [low])
        try await bank.rbac.addInheritance(of: high, from: low)
    }

    @Test(
        "AddInheritance: valid iff every user is then authorized for fewer roles of each static set than its cardinality"
    )
    func separated() async throws {
        let set = SeparationSet("four_eyes", roles: [Bank.clerk, Bank.approver, Bank.bookkeeper], limit: 3)
        let bank = try await RBACCompany(Bank.catalog(ssd: [set]))
        let desk = try await bank.rbac.addAscendant(FullName("Desk"), of: Bank.clerk)
        let grace = try await bank.user("Grace", [desk, Bank.approver])
        guard
            case .refused(.rolesSeparated(set: "four_eyes", _, _, limit: 3)) = try await problem({
                try await bank.rbac.addInheritance(of: desk, from: Bank.bookkeeper)
            })
        else {
            Issue.record("Grace has all three")
            return
        }
        try await bank.rbac.deassignUser(grace, from: Bank.approver)
        try await bank.rbac.addInheritance(of: desk, from: Bank.bookkeeper)
        #expect(
            try await problem { try await bank.rbac.addInheritance(of: desk, from: Bank.approver) }
                == .refused(.roleDefinitionUnsound(problems: [.breachesSeparation(set: "four_eyes")])))
    }

    @Test("DeleteInheritance: valid iff the senior inherits from the junior directly; what is left is still inherited")
    func deleteInheritance() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addAscendant(FullName("Desk"), of: Bank.head)
        try await bank.rbac.addInheritance(of: desk, from: Bank.clerk)
        let grace = try await bank.user("Grace", [desk])
        let session = try await bank.session(of: grace, [desk])
        let all = [Bank.bookkeeper, Bank.clerk, Bank.head, desk].sorted()
        try await bank.rbac.deleteInheritance(of: desk, from: Bank.clerk)
        #expect(try bank.rbac.authorizedRoles(of: grace) == all)
        func deletion(of senior: RoleID, from junior: RoleID) async throws -> Invalid? {
            try await problem { try await bank.rbac.deleteInheritance(of: senior, from: junior) }
        }
        #expect(try await deletion(of: desk, from: Bank.clerk) == .refused(.nothingToChange))
        #expect(try await deletion(of: desk, from: stranger) == .unknown(.role, nearest: nil))
        #expect(try await deletion(of: stranger, from: Bank.clerk) == .unknown(.role, nearest: nil))
        #expect(try await deletion(of: Bank.head, from: Bank.clerk) == .roleOfCatalog(Bank.head))
        #expect(try await bank.permitted(session) == [Bank.request, Bank.keep, Bank.see])
        try await bank.rbac.deleteInheritance(of: desk, from: Bank.head)
        #expect(try bank.rbac.authorizedRoles(of: grace) == [desk])
        #expect(try await bank.permitted(session).isEmpty)
    }

    @Test("AddAscendant: valid iff the junior exists and no role has the title of the senior")
    func addAscendant() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let desk = try await bank.rbac.addAscendant(FullName("Desk"), of: Bank.clerk)
        #expect(try bank.rbac.rolePermissions(of: desk) == [Grant(Bank.request)])
        func addition(_ title: String, of junior: RoleID) async throws -> Invalid? {
            try await problem { _ = try await bank.rbac.addAscendant(FullName(title), of: junior) }
        }
        #expect(try await addition("Desk", of: Bank.head) == .refused(.roleTitleTaken(title: "Desk")))
        #expect(try await addition("Lead", of: stranger) == .unknown(.role, nearest: nil))
        #expect(try await addition("Lead", of: RoleID("clerc")) == .unknown(.role, nearest: "clerk"))
        #expect(bank.tenant.catalog.companyRoles.map(\.id) == [desk])
    }

    @Test("AddDescendant: valid iff the senior exists and no role has the title of the junior; one step, or nothing")
    func addDescendant() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let lead = try await bank.rbac.addRole(FullName("Lead"))
        let grace = try await bank.user("Grace", [lead])
        let steps = try await bank.tenant.history().count
        let desk = try await bank.rbac.addDescendant(FullName("Desk"), of: lead)
        #expect(try await bank.tenant.history().count == steps + 1)
        #expect(try bank.rbac.authorizedRoles(of: grace) == [lead, desk].sorted())
        try await bank.rbac.grantPermission("see", on: Bank.books, to: desk)
        #expect(try bank.rbac.userPermissions(of: grace).map(\.permission) == [Bank.see])
        func addition(_ title: String, of senior: RoleID) async throws -> Invalid? {
            try await problem { _ = try await bank.rbac.addDescendant(FullName(title), of: senior) }
        }
        #expect(try await addition("DESK", of: lead) == .refused(.roleTitleTaken(title: "DESK")))
        #expect(try await addition("Other", of: stranger) == .unknown(.role, nearest: nil))
        #expect(try await addition("Other", of: Bank.head) == .roleOfCatalog(Bank.head))
        #expect(Set(bank.tenant.catalog.companyRoles.map(\.id)) == [lead, desk])
    }

    @Test("a role that names as many roles as a role may names no more, and nothing is defined")
    func limits() async throws {
        let names = (0..<100).map { RoleID("role\($0)") }
        let bank = try await RBACCompany(Bank.company(of: names.map { Bank.role($0, []) }, []))
        let full = try CompanyRoleDefinition(title: FullName("Full"), includes: Set(names), scoping: .companyOnly)
        let role = try await bank.tenant.defineRole(full, by: bank.ada).role
        let other = try await bank.rbac.addRole(FullName("Other"))
        #expect(
            try await problem { try await bank.rbac.addInheritance(of: role, from: other) }
                == .definition(.tooManyRoles(count: 101)))
        #expect(
            try await problem { _ = try await bank.rbac.addDescendant(FullName("Desk"), of: role) }
                == .definition(.tooManyRoles(count: 101)))
        #expect(Set(bank.tenant.catalog.companyRoles.map(\.id)) == [role, other])
    }
}
