import RosterPartnerCenter
import RosterDomain
import RosterDomainTestSupport
import Testing

/// The rules of commands that need an example each.
@Suite("A command")
struct CommandRuleTests {
    private static let now = DomainSample.moment
    private static let soon = now + .seconds(60)

    @Test("renews a role that is held for another time, taking and giving it in one step")
    func renewal() throws {
        let short = try ValidityWindow(until: Self.soon)
        let record = Self.person(2, [Self.held(.reportViewer, by: 2, during: short)])
        let changes = try Self.run(AssignRoles([.reportViewer], to: record.id), on: record)
        let old = try #require(record.assignments.first)
        let new = RoleAssignment(
            of: .reportViewer, to: record.id, grantedBy: .user(id: Self.chief.id), grantedAt: Self.now)
        #expect(changes == [.roleRemoved(assignment: old), .roleAssigned(assignment: new)])
    }

    @Test("refuses a role as held when nothing would change, and when it would only begin later")
    func held() throws {
        let short = try ValidityWindow(until: Self.soon)
        let (now, later) = (try ValidityWindow(from: Self.now), try ValidityWindow(from: Self.now + .seconds(1)))
        let laterAndShort = try ValidityWindow(from: Self.now + .seconds(1), until: Self.soon)
        let error = RefusalReason.roleAlreadyHeld(role: .reportViewer, scope: .company)
        let cases: [(ValidityWindow, ValidityWindow)] = [
            (short, short), (.always, .always), (.always, now), (.always, later), (.always, laterAndShort),
            (short, laterAndShort),
        ]
        for (window, wanted) in cases {
            let record = Self.person(2, [Self.held(.reportViewer, by: 2, during: window)])
            #expect(throws: error) {
                try Self.run(AssignRoles([.reportViewer], to: record.id, during: wanted), on: record)
            }
        }
    }

    @Test("refuses to give a role for a time that has passed, up to this moment")
    func windowPassed() throws {
        let record = Self.person(2)
        for until in [Self.now, Self.now + .seconds(-1)] {
            let window = try ValidityWindow(until: until)
            #expect(throws: RefusalReason.windowPassed(until: until)) {
                try Self.run(AssignRoles([.reportViewer], to: record.id, during: window), on: record)
            }
        }
        let window = try ValidityWindow(until: Self.soon)
        #expect(try Self.run(AssignRoles([.reportViewer], to: record.id, during: window), on: record).count == 1)
    }

    @Test("handles a hundred roles at once and no more, before it looks at any")
    func roleCount() {
        let record = Self.person(2)
        let many = Array(repeating: RoleID("nonsense"), count: 101)
        let commands: [any TenantCommand] = [AssignRoles(many, to: record.id), RemoveRoles(many, from: record.id)]
        for command in commands {
            #expect(throws: RefusalReason.roleCount(count: 101, limit: 100)) { try Self.run(command, on: record) }
        }
        #expect(throws: RefusalReason.unknownRole(role: RoleID("nonsense"), nearest: nil)) {
            try Self.run(AssignRoles(Array(many.dropFirst()), to: record.id), on: record)
        }
    }

    @Test("keeps no more of an unknown role's name than can be read")
    func unknownName() throws {
        let record = Self.person(2)
        do throws(RefusalReason) {
            _ = try Self.run(AssignRoles([RoleID(DomainMessage.overlong)], to: record.id), on: record)
            Issue.record("the role is unknown")
        } catch {
            guard case .unknownRole(let role, _) = error else { throw error }
            #expect(role.rawValue == DomainMessage.overlong.forDisplay)
            #expect(role.rawValue.utf8.count < 1_000)
        }
    }

    @Test("may ask for a role that is held for a time only")
    func request() throws {
        for (window, isRefused) in [(try ValidityWindow(until: Self.soon), false), (.always, true)] {
            let record = Self.person(2, [Self.held(.reportViewer, by: 2, during: window)])
            let changes = try? Self.run(RequestRoles(Self.request(.reportViewer)), on: record, by: record)
            #expect((changes == nil) == isRefused)
        }
    }

    @Test("declines the request of a deleted user, and does not grant it")
    func deletedUser() throws {
        let request = Self.request(.reportViewer)
        var record = Self.person(2, status: .deleted)
        record.roleRequests = [request]
        #expect(throws: RefusalReason.wrongStatus(status: .deleted)) {
            try Self.run(AnswerRoleRequest(request.id, of: record.id, answer: .granted), on: record)
        }
        let declined = try Self.run(AnswerRoleRequest(request.id, of: record.id, answer: .declined), on: record)
        #expect(declined == [.roleRequestAnswered(request: request, answer: .declined)])
    }

    @Test("takes a retired role for holders of the indispensable role alone")
    func retiredRole() throws {
        let record = Self.person(2, [Self.held(PageRules.retired, by: 2)])
        let command = RemoveRoles([PageRules.retired], from: record.id)
        let assignment = try #require(record.assignments.first)
        #expect(try Self.run(command, on: record) == [.roleRemoved(assignment: assignment)])
        for role in [RoleID.privilegedRoleAdmin, .userManagementAdmin, .accountAdmin, .owner] {
            let other = Self.person(3, [Self.held(role, by: 3)])
            #expect(throws: RefusalReason.mayNotAssign(role: PageRules.retired, scope: .company, whoMay: [])) {
                try Self.run(command, on: record, by: other)
            }
        }
    }

    @Test("takes an invitation back only for users with the right over each role held")
    func revocation() throws {
        var record = Self.person(2, [Self.held(.referralsAdmin, by: 2)], status: .invited)
        record.invitation = DomainSample.invitation
        let creator = Self.person(3, [Self.held(.userManagementAdmin, by: 3), Self.held(.userAdmin, by: 3)])
        let command = RevokeInvitation(of: record.id)
        #expect(try Self.run(command, on: record, by: creator) == [.invitationRevoked(user: record.id)])
        record.assignments.append(Self.held(.accountAdmin, by: 2))
        #expect(throws: RefusalReason.self) { try Self.run(command, on: record, by: creator) }
        #expect(try Self.run(command, on: record).count == 1)
    }

    @Test("leaves the password of the last holder alone, and resets that of one among others")
    func lastHolder() throws {
        var record = Self.person(2, [Self.held(.globalAdmin, by: 2)])
        record.user.hasSignedIn = true
        let command = ResetPassword(of: record.id, to: DomainSample.credential, expiringAt: Self.soon)
        #expect(throws: RefusalReason.lastHolder(role: .globalAdmin)) {
            try Self.run(command, on: record, isLastHolder: true)
        }
        #expect(try Self.run(command, on: record).count == 1)
    }
}

extension CommandRuleTests {
    private static let chief = person(1, [held(.globalAdmin, by: 1)])

    private static func person(
        _ number: Int, _ assignments: [RoleAssignment] = [], status: AccountStatus = .active
    ) -> UserRecord {
        var record = UserRecord(DomainSample.user(number, "p\(number)@contoso.example", status: status))
        record.assignments = assignments
        return record
    }

    private static func held(
        _ role: RoleID, by number: Int, during window: ValidityWindow = .always
    ) -> RoleAssignment {
        RoleAssignment(of: role, to: DomainSample.id(number), during: window, grantedBy: .system, grantedAt: self.now)
    }

    private static func request(_ role: RoleID) -> RoleRequest {
        RoleRequest(
            id: RoleRequestID(bits: 7), user: DomainSample.id(2), roles: [role], scope: .company, reason: "",
            requestedAt: self.now)
    }

    private static func run(
        _ command: some TenantCommand, on record: UserRecord, by principal: UserRecord = chief,
        isLastHolder: Bool = false
    ) throws(RefusalReason) -> [Change] {
        try command.changes(
            given: Facts(
                catalog: .partnerCenter, company: DomainSample.company, now: self.now,
                principal: .user(id: principal.id),
                principalRecord: principal, users: [record.id: record], isLastHolder: isLastHolder))
    }
}
