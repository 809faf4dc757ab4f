import RosterDomain
import RosterRBAC
import RosterUseCases
import Testing

/// Each "valid iff" of INCITS 359-2012, §6.1.2, with the hierarchies of §6.2 and the dynamic separation of §6.4.
@Suite("Session functions of INCITS 359", .timeLimit(.minutes(20)))
struct SessionFunctionTests {
    private let stranger = UserID(bits: 4711)
    private let fourEyes = SeparationSet("four_eyes", roles: [Bank.clerk, Bank.approver])

    @Test("CreateSession: valid iff the user exists and is authorized for each role; these are active, and no others")
    func createSession() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.head, Bank.approver])
        let session = try await bank.session(of: grace, [Bank.clerk, Bank.approver])
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.approver, Bank.clerk])
        #expect(try await bank.permitted(session) == [Bank.request, Bank.approve])
        let none = try await bank.session(of: grace, [])
        #expect(try await bank.permitted(none).isEmpty)
        for (roles, reason) in [
            ([Bank.clerk, Bank.chief], RefusalReason.roleNotAuthorized(role: Bank.chief)),
            ([RoleID("clerc")], .unknownRole(role: RoleID("clerc"), nearest: Bank.clerk)),
        ] {
            let invalid = try await problem { _ = try await bank.session(of: grace, Set(roles)) }
            #expect(invalid == .refused(reason))
        }
        let invalid = try await problem { _ = try await bank.session(of: stranger, []) }
        #expect(invalid == .refused(.unknownUser(user: stranger)))
        #expect(try await bank.tenant.sessions(of: grace, by: bank.ada).count == 2)
    }

    @Test(
        "CreateSession: valid iff fewer roles of each dynamic set are active than its cardinality, included ones counted"
    )
    func createSeparated() async throws {
        let bank = try await RBACCompany(Bank.catalog(dsd: [fourEyes]))
        let grace = try await bank.user("Grace", [Bank.chief, Bank.approver])
        for roles in [[Bank.clerk, Bank.approver], [Bank.chief, Bank.approver]] {
            let invalid = try await problem { _ = try await bank.session(of: grace, Set(roles)) }
            let wanted = [Bank.approver, Bank.clerk]
            #expect(
                invalid
                    == .refused(
                        .rolesSeparatedInSession(set: "four_eyes", wanted: wanted, active: [], limit: 2)))
        }
        let session = try await bank.session(of: grace, [Bank.bookkeeper, Bank.approver])
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.approver, Bank.bookkeeper])
    }

    @Test("DeleteSession: valid iff the session exists and is the user's")
    func deleteSession() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let (grace, alan) = (try await bank.user("Grace", [Bank.clerk]), try await bank.user("Alan"))
        let session = try await bank.session(of: grace, [Bank.clerk])
        #expect(try await problem { try await bank.rbac.deleteSession(session, of: alan) } == .unknownSession)
        #expect(try await bank.rbac.sessionRoles(of: session) == [Bank.clerk])
        try await bank.rbac.deleteSession(session, of: grace)
        #expect(try await problem { try await bank.rbac.deleteSession(session, of: grace) } == .unknownSession)
        #expect(
            try await problem { _ = try await bank.rbac.checkAccess(session, "request", on: Bank.payments) }
                == .unknownSession)
    }

    @Test(
        "AddActiveRole: valid iff the session is the user's, the user is authorized for the role, and it is not active")
    func addActiveRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let (grace, alan) = (try await bank.user("Grace", [Bank.head]), try await bank.user("Alan", [Bank.head]))
        let first = try await bank.session(of: grace, [Bank.clerk])
        for (role, reason) in [
            (Bank.clerk, RefusalReason.roleAlreadyActive(role: Bank.clerk)),
            (Bank.approver, .roleNotAuthorized(role: Bank.approver)),
            (RoleID("clerc"), .unknownRole(role: RoleID("clerc"), nearest: Bank.clerk)),
        ] {
            #expect(try await problem { _ = try await bank.activate(role, in: first, of: grace) } == .refused(reason))
        }
        #expect(try await problem { _ = try await bank.activate(Bank.head, in: first, of: alan) } == .unknownSession)
        #expect(try await bank.rbac.sessionRoles(of: first) == [Bank.clerk])
        let second = try await bank.activate(Bank.head, in: first, of: grace)
        #expect(try await bank.rbac.sessionRoles(of: second) == [Bank.clerk, Bank.head])
        #expect(
            try await problem { _ = try await bank.activate(Bank.bookkeeper, in: first, of: grace) } == .unknownSession)
        let third = try await bank.activate(Bank.bookkeeper, in: second, of: grace)
        #expect(try await bank.permitted(third) == [Bank.request, Bank.keep, Bank.see])
    }

    @Test("AddActiveRole: valid iff fewer roles of each dynamic set are active then than its cardinality")
    func addSeparated() async throws {
        let bank = try await RBACCompany(Bank.catalog(dsd: [fourEyes]))
        let grace = try await bank.user("Grace", [Bank.chief, Bank.approver])
        let session = try await bank.session(of: grace, [Bank.approver])
        let invalid = try await problem { _ = try await bank.activate(Bank.head, in: session, of: grace) }
        #expect(
            invalid
                == .refused(
                    .rolesSeparatedInSession(
                        set: "four_eyes", wanted: [Bank.clerk], active: [Bank.approver], limit: 2)))
        let next = try await bank.activate(Bank.bookkeeper, in: session, of: grace)
        let other = try await bank.drop(Bank.approver, from: next, of: grace)
        let last = try await bank.activate(Bank.head, in: other, of: grace)
        #expect(try await bank.rbac.sessionRoles(of: last) == [Bank.bookkeeper, Bank.head])
    }

    @Test("DropActiveRole: valid iff the session is the user's and has the role active itself")
    func dropActiveRole() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let (grace, alan) = (try await bank.user("Grace", [Bank.head]), try await bank.user("Alan", [Bank.head]))
        let first = try await bank.session(of: grace, [Bank.head])
        for (role, reason) in [
            (Bank.clerk, RefusalReason.roleNotActive(role: Bank.clerk, through: [Bank.head])),
            (Bank.approver, .roleNotActive(role: Bank.approver, through: [])),
        ] {
            #expect(try await problem { _ = try await bank.drop(role, from: first, of: grace) } == .refused(reason))
        }
        #expect(try await problem { _ = try await bank.drop(Bank.head, from: first, of: alan) } == .unknownSession)
        let second = try await bank.drop(Bank.head, from: first, of: grace)
        #expect(try await bank.rbac.sessionRoles(of: second).isEmpty)
        #expect(try await bank.permitted(second).isEmpty)
    }

    @Test(
        "CheckAccess: valid iff session, operation and object exist; yes iff an active role grants it, included ones counted"
    )
    func checkAccess() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let grace = try await bank.user("Grace", [Bank.chief, Bank.approver])
        let session = try await bank.session(of: grace, [Bank.head])
        #expect(try await bank.rbac.checkAccess(session, "request", on: Bank.payments))
        // Held, and not active.
        #expect(try await !bank.rbac.checkAccess(session, "approve", on: Bank.payments))
        for (operation, object, nearest) in [
            ("requset", Bank.payments, Bank.request.rawValue), ("request", "bank/payment", Bank.request.rawValue),
            ("keep", Bank.payments, Bank.request.rawValue),
        ] {
            let invalid = try await problem {
                _ = try await bank.rbac.checkAccess(session, operation, on: object)
            }
            #expect(invalid == .unknown(.permission, nearest: nearest))
        }
        let unknown = try await problem {
            _ = try await bank.rbac.checkAccess(
                session, "request", on: Bank.payments, given: [Condition("nonsense")])
        }
        #expect(unknown == .unknown(.condition, nearest: nil))
    }

    @Test("CheckAccess: nothing is allowed in a session that has duties")
    func duties() async throws {
        let bank = try await RBACCompany(Bank.catalog())
        let added = try await bank.rbac.addUser(FullName("Grace"), email: EmailAddress("grace@bank.example"))
        let grace = added.userID
        try await bank.rbac.assignUser(grace, to: Bank.clerk)
        let session = try await bank.session(of: grace, [Bank.clerk])
        #expect(try await !bank.rbac.checkAccess(session, "request", on: Bank.payments))
        #expect(try await bank.rbac.sessionRoles(of: session).isEmpty)
        #expect(try await bank.rbac.sessionPermissions(of: session).isEmpty)
        _ = added.signInInformation.reveal()
    }
}
