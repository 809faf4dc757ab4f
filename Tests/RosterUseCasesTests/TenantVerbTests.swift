import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Each verb, and what it refuses")
struct TenantVerbTests {
    @Test("a role given twice, repeated, unknown, not held, or closed to the person or the place is refused")
    func roles() async throws {
        let test = try await TestTenant(programs: [])
        let grace = try await test.person("Grace", [.reportViewer])
        let retired = RoleID("report_viewr")
        let attempts: [(RefusalReason, () async throws -> Void)] = [
            (
                .roleAlreadyHeld(role: .reportViewer, scope: .company),
                { try await test.tenant.assignRoles([.reportViewer], to: grace, by: test.ada) }
            ),
            (
                .roleRepeated(role: .adminAgent),
                { try await test.tenant.assignRoles([.adminAgent, .adminAgent], to: grace, by: test.ada) }
            ),
            (
                .unknownRole(role: retired, nearest: .reportViewer),
                { try await test.tenant.assignRoles([retired], to: grace, by: test.ada) }
            ),
            (
                .roleNotHeld(role: .adminAgent, scope: .company),
                { try await test.tenant.removeRoles([.adminAgent], from: grace, by: test.ada) }
            ),
            (
                .roleNotHeld(role: .reportViewer, scope: try Scope("/locations/1")),
                {
                    try await test.tenant.removeRoles(
                        [.reportViewer], from: grace, at: Scope("/locations/1"), by: test.ada)
                }
            ),
            (.noRole, { try await test.tenant.assignRoles([], to: grace, by: test.ada) }),
            (.noRole, { try await test.tenant.removeRoles([], from: grace, by: test.ada) }),
            (
                .roleNotForScope(role: .adminAgent, scope: try Scope("/locations/1")),
                { try await test.tenant.assignRoles([.adminAgent], to: grace, at: Scope("/locations/1"), by: test.ada) }
            ),
            (
                .unknownScope(scope: try Scope("/planets/1")),
                { try await test.tenant.assignRoles([.reportViewer], to: grace, at: Scope("/planets/1"), by: test.ada) }
            ),
            (
                .roleNotOffered(role: .salesAgent, programs: [.indirectProvider]),
                { try await test.tenant.assignRoles([.salesAgent], to: grace, by: test.ada) }
            ),
            (
                .mayNotAssign(role: .defaultUser, scope: .company, whoMay: []),
                { try await test.tenant.assignRoles([.defaultUser], to: grace, by: test.ada) }
            ),
            (
                .unknownUser(user: UserID(bits: 9)),
                { try await test.tenant.assignRoles([.adminAgent], to: UserID(bits: 9), by: test.ada) }
            ),
            (
                .unknownUser(user: UserID(bits: 9)),
                { try await test.tenant.assignRoles([.adminAgent], to: grace, by: UserID(bits: 9)) }
            ),
        ]
        for (expected, attempt) in attempts { #expect(try await test.refusal(attempt) == expected) }
        #expect(try await test.tenant.user(grace)?.assignments.map(\.role) == [.reportViewer])
    }

    @Test("a role that brings another along gives it too, and both can be taken apart")
    func companions() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.mpnPartnerAdmin])
        #expect(test.tenant.permits(grace, .viewAllReports))
        try await test.tenant.removeRoles([.executiveReportViewer], from: grace, by: test.ada)
        #expect(!test.tenant.permits(grace, .viewAllReports))
        #expect(test.tenant.permits(grace, .manageBenefits))
    }

    @Test("a role that comes along is held for as long as the one that brings it, however it is renewed")
    func companionTimes() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        func window(_ role: RoleID) async throws -> ValidityWindow? {
            try await test.tenant.user(grace)?.assignment(of: role, at: .company)?.window
        }
        for days in [1, 2] {
            let time = try ValidityWindow(until: test.clock.now + .seconds(days * 86_400))
            try await test.tenant.assignRoles([.mpnPartnerAdmin], to: grace, during: time, by: test.ada)
            #expect(try await window(.mpnPartnerAdmin) == time)
            #expect(try await window(.executiveReportViewer) == time)
        }
        try await test.tenant.removeRoles([.executiveReportViewer], from: grace, by: test.ada)
        let request = try await test.tenant.requestRoles([.executiveReportViewer], reason: "", by: grace)
        try await test.tenant.grantRequest(request, by: test.ada)
        try await test.tenant.removeRoles([.executiveReportViewer], from: grace, by: test.ada)
        try await test.tenant.assignRoles([.mpnPartnerAdmin], to: grace, by: test.ada)
        #expect(try await window(.executiveReportViewer) == .always)
    }

    @Test("a role that comes along and is held at a time that does not touch the other one's stays as it is")
    func companionApart() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let now = test.clock.now
        let later = try ValidityWindow(from: now + .seconds(200), until: now + .seconds(300))
        try await test.tenant.assignRoles([.executiveReportViewer], to: grace, during: later, by: test.ada)
        let soon = try ValidityWindow(until: now + .seconds(100))
        try await test.tenant.assignRoles([.mpnPartnerAdmin], to: grace, during: soon, by: test.ada)
        let record = try await test.tenant.user(grace)
        #expect(record?.assignment(of: .mpnPartnerAdmin, at: .company)?.window == soon)
        #expect(record?.assignment(of: .executiveReportViewer, at: .company)?.window == later)
    }

    @Test("what comes along with the role of a group lasts as long as that role")
    func companionTimesOfGroups() async throws {
        let test = try await TestTenant()
        let group = try await test.tenant.addGroup(GroupProfile(name: FullName("Partners")), by: test.ada).id
        for days in [1, 2] {
            let time = try ValidityWindow(until: test.clock.now + .seconds(days * 86_400))
            try await test.tenant.assignRoles([.mpnPartnerAdmin], toGroup: group, during: time, by: test.ada)
            let windows = try await test.tenant.group(group)?.roles.map(\.window)
            #expect(windows == [time, time])
        }
    }

    @Test("a role that is asked for from a day on is not held before")
    func begins() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let wished = try ValidityWindow(from: test.clock.now + .seconds(60))
        let request = try await test.tenant.requestRoles([.adminAgent], during: wished, reason: "", by: grace)
        try await test.tenant.grantRequest(request, by: test.ada)
        #expect(!test.tenant.permits(grace, .manageCustomers))
        test.clock.advance(by: .seconds(60))
        #expect(test.tenant.permits(grace, .manageCustomers))
    }

    @Test("a role held for a time is renewed by giving it again, for as long as before unless told otherwise")
    func renewal() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let brief = try ValidityWindow(until: test.clock.now + .seconds(10))
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: brief, by: test.ada)
        test.clock.advance(by: .seconds(20))
        #expect(!test.tenant.permits(grace, .manageCustomers))
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "again", by: grace)
        try await test.tenant.grantRequest(request, by: test.ada)
        #expect(test.tenant.permits(grace, .manageCustomers))
        let again = try ValidityWindow(until: test.clock.now + .seconds(10))
        #expect(try await test.tenant.user(grace)?.assignments.map(\.window) == [again])
        let wish = try await test.tenant.requestRoles([.adminAgent], reason: "for good", by: grace)
        try await test.tenant.grantRequest(wish, during: .always, by: test.ada)
        #expect(try await test.tenant.user(grace)?.assignments.map(\.window) == [.always])
        let past = try await test.refusal {
            try await test.tenant.assignRoles([.reportViewer], to: grace, during: brief, by: test.ada)
        }
        #expect(past == .windowPassed(until: try #require(brief.until)))
    }

    @Test("giving a role for a later time takes nothing of the present time away, and a gap between the two is refused")
    func renewalIsAdditive() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let start = test.clock.now
        func window(_ from: Int, _ until: Int) throws -> ValidityWindow {
            try ValidityWindow(from: start + .seconds(from), until: start + .seconds(until))
        }
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: window(0, 100), by: test.ada)
        let reason = try await test.refusal {
            try await test.tenant.assignRoles([.adminAgent], to: grace, during: window(101, 200), by: test.ada)
        }
        #expect(
            reason
                == .roleHeldAtAnotherTime(
                    role: .adminAgent, scope: .company, from: start, until: start + .seconds(100)))
        #expect(test.tenant.permits(grace, .manageCustomers))
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: window(100, 200), by: test.ada)
        #expect(test.tenant.permits(grace, .manageCustomers))
        #expect(try await test.tenant.user(grace)?.assignments.map(\.window) == [window(0, 200)])
        test.clock.advance(by: .seconds(300))
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: window(400, 500), by: test.ada)
        #expect(try await test.tenant.user(grace)?.assignments.map(\.window) == [window(400, 500)])
    }

    @Test("people are told where and until when a role holds")
    func tellsPlaceAndTime() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let window = try ValidityWindow(until: test.clock.now + .seconds(86_400))
        let place = try Scope("/locations/42")
        try await test.tenant.assignRoles([.referralsUser], to: grace, at: place, during: window, by: test.ada)
        await test.tenant.deliverNotifications()
        guard case .rolesChanged(let given, let taken)? = test.notifier.delivered.last?.content else {
            Issue.record("the last message does not tell of roles")
            return
        }
        #expect(given == ["Referrals user at /locations/42 until 2023-11-15T22:13:20Z"] && taken.isEmpty)
    }

    @Test("an assignment holds in its window only, by the clock, without anybody touching it")
    func windows() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let window = try ValidityWindow(from: test.clock.now + .seconds(10), until: test.clock.now + .seconds(20))
        try await test.tenant.assignRoles([.adminAgent], to: grace, during: window, by: test.ada)
        var answers: [Bool] = []
        for _ in 0..<4 {
            answers.append(test.tenant.permits(grace, .manageCustomers))
            test.clock.advance(by: .seconds(9))
        }
        #expect(answers == [false, false, true, false])
    }

    @Test("members list and page users completely; guests and strangers do not")
    func listing() async throws {
        let test = try await TestTenant()
        for number in 0..<7 { _ = try await test.person("P\(number)", number < 3 ? [.reportViewer] : []) }
        let member = try await test.person("Grace")
        var query = UserQuery(text: "p", role: .reportViewer, pageSize: 2)
        var found: [String] = []
        while true {
            let page = try await test.tenant.users(matching: query, by: member)
            found += page.records.map(\.user.fullName.rawValue)
            guard let next = page.next else { break }
            query.start = next
        }
        #expect(Set(found) == ["P0", "P1", "P2"] && found.count == 3)
        let guest = try await test.tenant.inviteUsers([EmailAddress("g@fabrikam.example")], roles: [], by: test.ada)[0]
            .id
        await test.tenant.deliverNotifications()
        try await test.tenant.acceptInvitation(
            email: EmailAddress("g@fabrikam.example"),
            code: InvitationCode(test.notifier.code(for: "g@fabrikam.example")),
            fullName: FullName("Guest"), password: TestTenant.password)
        for reader in [guest, UserID(bits: 77)] {
            guard
                case .notPermitted(.viewUsers, _, _) = try await test.refusal({
                    _ = try await test.tenant.users(by: reader)
                })
            else {
                Issue.record("refused")
                continue
            }
        }
    }

    @Test("a permission that comes in as text is known or an error with the nearest name, never a quiet no")
    func textPermission() async throws {
        let test = try await TestTenant()
        #expect(try test.tenant.permits(test.ada, permissionNamed: "partner/partner_users/create"))
        #expect {
            try test.tenant.permits(test.ada, permissionNamed: "partner/partner_user/create")
        } throws: {
            "\($0)"
                == "there is no permission `partner/partner_user/create`; did you mean `partner/partner_users/create`?"
        }
        guard
            case .denied(.unknownPermission(_, let nearest), _) = test.tenant.decide(
                test.ada, Permission("partner/customers/manag"))
        else {
            Issue.record("unknown")
            return
        }
        #expect(nearest == .manageCustomers)
    }
}
