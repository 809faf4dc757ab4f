import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.1.1, with the static separation of §6.3.
@Suite("Core commands of INCITS 359", .timeLimit(.minutes(20)))
struct CoreCommandTests {
    private let stranger = UserID(bits: 4711)

    @Test("AddUser: valid iff no user has the name; the user has no role and no session")
    func addUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace")
        #expect(try bank.rbac.assignedRoles(of: grace).isEmpty)
        #expect(try bank.rbac.userPermissions(of: grace).isEmpty)
        #expect(try await bank.tenant.sessions(of: grace, by: bank.ada).isEmpty)
        let name = try UserName("GRACE@bank.example")
        #expect(try await problem { _ = try await bank.user("GRACE") } == .refused(.nameTaken(name: name)))
        let other = try await bank.user("Alan")
        #expect(other != grace)
    }

    @Test("DeleteUser: valid iff the user exists; roles and sessions go, and the name is free again")
    func deleteUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.clerk])
        let session = try await bank.session(of: grace, [Bank.clerk])
        try await bank.rbac.deleteUser(grace)
        #expect(try bank.rbac.assignedUsers(of: Bank.clerk).isEmpty)
        #expect(try bank.rbac.authorizedUsers(of: Bank.clerk).isEmpty)
        #expect(try await problem { _ = try await bank.rbac.sessionRoles(of: session) } == .unknownSession)
        #expect(
            try await problem { try await bank.rbac.deleteUser(grace) } == .refused(.wrongStatus(status: .deleted)))
        #expect(
            try await problem { try await bank.rbac.deleteUser(stranger) } == .refused(.unknownUser(user: stranger)))
        let again = try await bank.user("Grace")
        #expect(try bank.rbac.assignedRoles(of: again).isEmpty)
    }

    @Test("AssignUser: valid iff user and role exist and the user does not have the role")
    func assignUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace")
        try await bank.rbac.assignUser(grace, to: Bank.clerk)
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.clerk])
        #expect(
            try await problem { try await bank.rbac.assignUser(grace, to: Bank.clerk) }
                == .refused(.roleAlreadyHeld(role: Bank.clerk, scope: .company)))
        #expect(
            try await problem { try await bank.rbac.assignUser(stranger, to: Bank.clerk) }
                == .refused(.unknownUser(user: stranger)))
        #expect(
            try await problem { try await bank.rbac.assignUser(grace, to: RoleID("clerc")) }
                == .refused(.unknownRole(role: RoleID("clerc"), nearest: Bank.clerk)))
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.clerk])
    }

    @Test("AssignUser: not valid for a role that the user has until a time or from a time on, which stays as it is")
    func assignTimed() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace")
        let (now, hour) = (bank.clock.now, Duration.seconds(3_600))
        let times = [
            Bank.clerk: try ValidityWindow(until: now + hour), Bank.bookkeeper: try ValidityWindow(from: now + hour),
        ]
        for (role, window) in times {
            try await bank.tenant.assignRoles([role], to: grace, during: window, by: bank.ada)
            #expect(
                try await problem { try await bank.rbac.assignUser(grace, to: role) }
                    == .refused(.roleAlreadyHeld(role: role, scope: .company)))
        }
        let held = try #require(try await bank.tenant.user(grace)).assignments
        #expect(Dictionary(uniqueKeysWithValues: held.map { ($0.role, $0.window) }) == times)
        bank.clock.advance(by: hour)
        try await bank.rbac.assignUser(grace, to: Bank.clerk)
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.bookkeeper, Bank.clerk])
    }

    @Test("DeassignUser: not valid for a role whose time has passed, which the user does not have")
    func deassignPassed() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace")
        let window = try ValidityWindow(until: bank.clock.now + .seconds(3_600))
        try await bank.tenant.assignRoles([Bank.clerk, Bank.bookkeeper], to: grace, during: window, by: bank.ada)
        try await bank.rbac.deassignUser(grace, from: Bank.clerk)
        bank.clock.advance(by: .seconds(3_600))
        #expect(try bank.rbac.assignedRoles(of: grace).isEmpty)
        #expect(
            try await problem { try await bank.rbac.deassignUser(grace, from: Bank.bookkeeper) }
                == .refused(.roleNotHeld(role: Bank.bookkeeper, scope: .company)))
        #expect(
            try await problem { _ = try await bank.session(of: grace, [Bank.bookkeeper]) }
                == .refused(.roleNotAuthorized(role: Bank.bookkeeper)))
    }

    @Test("AssignUser: a role that another one includes can be assigned beside it")
    func assignIncluded() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.head, Bank.clerk])
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.clerk, Bank.head])
    }

    @Test("AssignUser: valid iff the user is then authorized for fewer roles of each static set than its cardinality")
    func assignSeparated() async throws {
        let set = SeparationSet("four_eyes", roles: [Bank.clerk, Bank.approver, Bank.bookkeeper], limit: 3)
        let bank = try await RBACCompany(Bank.catalog(ssd: [set]))
        let grace = try await bank.user("Grace", [Bank.clerk, Bank.approver])
        let held = [Bank.approver, Bank.clerk]
        for (role, wanted) in [(Bank.bookkeeper, [Bank.bookkeeper]), (Bank.chief, [Bank.bookkeeper, Bank.clerk])] {
            let invalid = try await problem { try await bank.rbac.assignUser(grace, to: role) }
            let others = held.filter { !wanted.contains($0) }
            #expect(invalid == .refused(.rolesSeparated(set: "four_eyes", wanted: wanted, held: others, limit: 3)))
        }
        try await bank.rbac.deassignUser(grace, from: Bank.approver)
        try await bank.rbac.assignUser(grace, to: Bank.chief)
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.chief, Bank.clerk])
    }

    @Test("AssignUser: valid only for a principal who may give the role, and is on record with the principal")
    func assignBy() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let (grace, alan) = (try await bank.user("Grace", [Bank.chief]), try await bank.user("Alan"))
        let byGrace = StandardRBAC(bank.tenant, by: grace)
        #expect(
            try await problem { try await byGrace.assignUser(alan, to: Bank.clerk) }
                == .refused(.mayNotAssign(role: Bank.clerk, scope: .company, whoMay: [Bank.administrator])))
        try await bank.rbac.assignUser(alan, to: Bank.clerk)
        let last = try #require(try await bank.tenant.history().last)
        #expect(last.principal == .user(id: bank.ada))
    }

    @Test("DeassignUser: valid iff user and role exist and the user has the role; no session uses it any more")
    func deassignUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.head, Bank.approver])
        let session = try await bank.session(of: grace, [Bank.bookkeeper, Bank.approver])
        try await bank.rbac.deassignUser(grace, from: Bank.head)
        #expect(try bank.rbac.authorizedRoles(of: grace) == [Bank.approver])
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.approver])
        #expect(try await bank.permitted(session) == [Bank.approve])
        for role in [Bank.head, Bank.clerk] {
            #expect(
                try await problem { try await bank.rbac.deassignUser(grace, from: role) }
                    == .refused(.roleNotHeld(role: role, scope: .company)))
        }
        let alan = try await bank.user("Alan", [Bank.head])
        try await bank.rbac.deleteUser(alan)
        #expect(
            try await problem { try await bank.rbac.deassignUser(alan, from: Bank.head) }
                == .refused(.unknownUser(user: alan)))
        #expect(
            try await problem { try await bank.rbac.deassignUser(stranger, from: Bank.head) }
                == .refused(.unknownUser(user: stranger)))
        #expect(
            try await problem { try await bank.rbac.deassignUser(grace, from: RoleID("clerc")) }
                == .refused(.unknownRole(role: RoleID("clerc"), nearest: Bank.clerk)))
        // The session goes on, and has the role again with its user.
        try await bank.rbac.assignUser(grace, to: Bank.bookkeeper)
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.approver, Bank.bookkeeper])
    }

    @Test("DeassignUser: no administrator takes from themselves the role that the company must not be without")
    func lastAdministrator() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let invalid = try await problem { try await bank.rbac.deassignUser(bank.ada, from: Bank.administrator) }
        #expect(invalid == .refused(.ownIndispensableRole(role: Bank.administrator)))
        #expect(try bank.rbac.assignedUsers(of: Bank.administrator) == [bank.ada])
    }
}
