import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.1.3, §6.1.4 and §6.2.1.3, §6.2.1.4.
@Suite("Review functions of INCITS 359", .timeLimit(.minutes(20)))
struct ReviewFunctionTests {
    private let stranger = UserID(bits: 4711)
    private let unknown = RoleID("clerc")

    @Test(
        "AssignedUsers and AuthorizedUsers: valid iff the role exists; those of the role itself, and those of its seniors too"
    )
    func usersOfRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.clerk, Bank.approver])
        let alan = try await bank.user("Alan", [Bank.chief])
        #expect(try bank.rbac.assignedUsers(of: Bank.clerk) == [grace])
        #expect(try bank.rbac.authorizedUsers(of: Bank.clerk) == [grace, alan].sorted())
        #expect(try bank.rbac.assignedUsers(of: Bank.bookkeeper).isEmpty)
        #expect(try bank.rbac.authorizedUsers(of: Bank.bookkeeper) == [alan])
        #expect(try bank.rbac.authorizedUsers(of: Bank.chief) == [alan])
        for review in [bank.rbac.assignedUsers, bank.rbac.authorizedUsers] {
            let invalid = try await problem { _ = try review(unknown, nil, 10) }
            #expect(invalid == .unknown(.role, nearest: "clerk"))
        }
    }

    @Test(
        "AssignedRoles and AuthorizedRoles: valid iff the user exists; those assigned, and those that they include too")
    func rolesOfUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.head, Bank.approver])
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.approver, Bank.head])
        #expect(
            try bank.rbac.authorizedRoles(of: grace) == [Bank.approver, Bank.bookkeeper, Bank.clerk, Bank.head])
        try await bank.rbac.deleteUser(grace)
        for user in [grace, stranger] {
            for review in [bank.rbac.assignedRoles, bank.rbac.authorizedRoles] {
                let invalid = try await problem { _ = try review(user) }
                #expect(invalid == .refused(.unknownUser(user: user)))
            }
        }
    }

    @Test("a group authorizes its members and assigns them nothing; so does a role that every user holds")
    func authorizedOtherwise() async throws {
        let everyone = Role(
            RoleID("everyone"), title: "Everyone", category: RoleCategory("bank", title: "Bank"),
            grants: [Grant(Bank.see)], isOpenToGuests: true, heldImplicitlyBy: .everyone)
        let bank = try await RBACCompany(Bank.catalog(more: [everyone]))
        let grace = try await bank.user("Grace")
        let group = try await bank.tenant.addGroup(GroupProfile(name: FullName("Heads")), by: bank.ada).id
        try await bank.tenant.assignRoles([Bank.head], toGroup: group, by: bank.ada)
        _ = try await bank.tenant.addMembers([grace], to: group, by: bank.ada)
        #expect(try bank.rbac.assignedRoles(of: grace).isEmpty)
        #expect(try bank.rbac.assignedUsers(of: Bank.head).isEmpty)
        #expect(
            try bank.rbac.authorizedRoles(of: grace) == [Bank.bookkeeper, Bank.clerk, everyone.id, Bank.head])
        #expect(try bank.rbac.authorizedUsers(of: Bank.clerk) == [grace])
        #expect(try bank.rbac.authorizedUsers(of: everyone.id) == [bank.ada, grace].sorted())
    }

    @Test("a role counts for reviews at whichever place, and until its time has passed")
    func placesAndTimes() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace")
        try await bank.rbac.assignUser(grace, to: Bank.clerk, at: Scope("/branches/1"))
        try await bank.rbac.assignUser(grace, to: Bank.clerk, at: Scope("/branches/2"))
        let (soon, end) = (bank.clock.now + .seconds(10), bank.clock.now + .seconds(60))
        try await bank.tenant.assignRoles(
            [Bank.approver], to: grace, during: ValidityWindow(from: soon, until: end), by: bank.ada)
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.approver, Bank.clerk])
        #expect(try bank.rbac.assignedUsers(of: Bank.approver) == [grace])
        let session = try await bank.session(of: grace, [Bank.approver, Bank.clerk])
        #expect(try await !bank.rbac.checkAccess(session, "request", on: Bank.payments))
        #expect(try await bank.rbac.checkAccess(session, "request", on: Bank.payments, at: Scope("/branches/1")))
        bank.clock.advance(by: .seconds(60))
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.clerk])
        #expect(try bank.rbac.assignedUsers(of: Bank.approver).isEmpty)
        #expect(try bank.rbac.authorizedUsers(of: Bank.approver).isEmpty)
        // Each place has its own pair.
        try await bank.rbac.deassignUser(grace, from: Bank.clerk, at: Scope("/branches/1"))
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.clerk])
    }

    @Test("AssignedUsers and AuthorizedUsers come in pages that hold each user once, in order")
    func pages() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        var (clerks, chiefs): ([UserID], [UserID]) = ([], [])
        for number in 0..<7 {
            clerks.append(try await bank.user("Clerk\(number)", [Bank.clerk]))
            chiefs.append(try await bank.user("Chief\(number)", [Bank.chief]))
        }
        func all(_ review: (UserID?, Int) throws -> [UserID]) throws -> [UserID] {
            var found: [UserID] = []
            while true {
                let page = try review(found.last, 3)
                found += page
                if page.count < 3 { return found }
            }
        }
        #expect(try all { try bank.rbac.assignedUsers(of: Bank.clerk, after: $0, limit: $1) } == clerks.sorted())
        #expect(
            try all { try bank.rbac.authorizedUsers(of: Bank.clerk, after: $0, limit: $1) }
                == (clerks + chiefs).sorted())
        #expect(try bank.rbac.assignedUsers(of: Bank.clerk, limit: 0).isEmpty)
    }

    @Test("RolePermissions and RoleOperationsOnObject: valid iff role and object exist; over included roles, too")
    func permissionsOfRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        #expect(try bank.rbac.rolePermissions(of: Bank.clerk) == [Grant(Bank.request)])
        #expect(
            try bank.rbac.rolePermissions(of: Bank.chief)
                == [Grant(Bank.keep), Grant(Bank.see), Grant(Bank.request)])
        #expect(try bank.rbac.roleOperationsOnObject(Bank.books, of: Bank.chief) == ["keep", "see"])
        #expect(try bank.rbac.roleOperationsOnObject(Bank.books, of: Bank.clerk).isEmpty)
        #expect(
            try await problem { _ = try bank.rbac.rolePermissions(of: unknown) } == .unknown(.role, nearest: "clerk"))
        #expect(
            try await problem { _ = try bank.rbac.roleOperationsOnObject(Bank.books, of: unknown) }
                == .unknown(.role, nearest: "clerk"))
        #expect(
            try await problem { _ = try bank.rbac.roleOperationsOnObject("bank/book", of: Bank.clerk) }
                == .unknown(.object, nearest: Bank.books))
    }

    @Test("UserPermissions and UserOperationsOnObject: valid iff user and object exist; over included roles, too")
    func permissionsOfUser() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.chief])
        #expect(
            try bank.rbac.userPermissions(of: grace).map(\.permission) == [Bank.keep, Bank.see, Bank.request])
        let first = try bank.rbac.userPermissions(of: grace, limit: 1)
        #expect(try bank.rbac.userPermissions(of: grace, after: first.last).count == 2)
        #expect(try bank.rbac.userOperationsOnObject(Bank.books, of: grace) == ["keep", "see"])
        #expect(
            try await problem { _ = try bank.rbac.userOperationsOnObject("bank/book", of: grace) }
                == .unknown(.object, nearest: Bank.books))
        for review in [
            { _ = try bank.rbac.userPermissions(of: stranger) },
            { _ = try bank.rbac.userOperationsOnObject(Bank.books, of: stranger) },
        ] {
            #expect(try await problem { try review() } == .refused(.unknownUser(user: stranger)))
        }
        // A blocked account can do nothing.
        try await bank.tenant.blockUser(grace, by: bank.ada)
        #expect(try bank.rbac.userPermissions(of: grace).isEmpty)
        #expect(try bank.rbac.assignedRoles(of: grace) == [Bank.chief])
    }

    @Test("SessionRoles and SessionPermissions: valid iff the session exists; what is active, and what that grants")
    func ofSession() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.chief, Bank.approver])
        let session = try await bank.session(of: grace, [Bank.head])
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.head])
        let all = try await bank.rbac.sessionPermissions(of: session)
        #expect(all.map(\.permission) == [Bank.keep, Bank.see, Bank.request])
        #expect(try await bank.rbac.sessionPermissions(of: session, after: all[0], limit: 1) == [all[1]])
        try await bank.rbac.deleteSession(session, of: grace)
        #expect(try await problem { _ = try await bank.rbac.sessionRoles(of: session) } == .unknownSession)
        #expect(try await problem { _ = try await bank.rbac.sessionPermissions(of: session) } == .unknownSession)
    }
}
