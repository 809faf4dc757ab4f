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

    @Test("a request ends with the account and does not come back with it, nor are people counted below nothing")
    func edges() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: grace)
        try await test.tenant.deleteUser(grace, by: test.ada)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .nothingPending)
        try await test.tenant.restoreUser(grace, by: test.ada)
        #expect(try await test.tenant.user(grace)?.roleRequests.isEmpty == true)
        #expect(try await test.tenant.users(whoMayAssign: .adminAgent, limit: -1).isEmpty)
        #expect(try await test.tenant.users(whoMayAssign: .adminAgent, limit: 1).map(\.id) == [test.ada])
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

    @Test("an invitation is accepted once with its code, and not with another, an old, or an expired one")
    func invitation() async throws {
        let test = try await TestTenant()
        let email = try EmailAddress("tim@fabrikam.example")
        let invited = try await test.tenant.inviteUsers([email], roles: [.referralsAdmin], by: test.ada)
        await test.tenant.deliverNotifications()
        let first = test.notifier.code(for: email.rawValue)
        func accept(_ code: String, _ password: Password = TestTenant.password) async throws -> RefusalReason? {
            try await test.refusal {
                try await test.tenant.acceptInvitation(
                    email: email, code: InvitationCode(code), fullName: FullName("Tim Paterson"), password: password)
            }
        }
        #expect(try await accept("nonsense") == .wrongCredentials)
        #expect(try await accept(first, Password("short")) != nil)
        test.clock.advance(by: test.tenant.policy.resendPause)
        try await test.tenant.resendInvitation(to: invited[0].id, by: test.ada)
        await test.tenant.deliverNotifications()
        let second = test.notifier.code(for: email.rawValue)
        #expect(first != second)
        #expect(try await accept(first) == .wrongCredentials)
        #expect(
            try await test.refusal { _ = try await test.tenant.signIn(email, password: Password(second)) }
                == .wrongCredentials)
        test.clock.advance(by: test.tenant.policy.invitationLifetime)
        #expect(try await accept(second) == .credentialsExpired)
        try await test.tenant.resendInvitation(to: invited[0].id, by: test.ada)
        await test.tenant.deliverNotifications()
        let third = test.notifier.code(for: email.rawValue)
        #expect(try await accept(third) == nil)
        #expect(try await accept(third) == .wrongCredentials)
        #expect(try await test.tenant.signIn(email, password: TestTenant.password) == .signedIn(invited[0].id))
        let record = try await test.tenant.user(invited[0].id)
        #expect(record?.user.fullName.rawValue == "Tim Paterson" && record?.user.affiliation == .guest)
        #expect(
            try await test.refusal { try await test.tenant.revokeInvitation(of: invited[0].id, by: test.ada) }
                == .nothingPending)
    }

    @Test("a revoked invitation cannot be accepted, and its address is free again")
    func revokedInvitation() async throws {
        let test = try await TestTenant()
        let email = try EmailAddress("tim@fabrikam.example")
        let invited = try await test.tenant.inviteUsers([email], roles: [], by: test.ada)
        await test.tenant.deliverNotifications()
        let code = test.notifier.code(for: email.rawValue)
        try await test.tenant.revokeInvitation(of: invited[0].id, by: test.ada)
        let reason = try await test.refusal {
            try await test.tenant.acceptInvitation(
                email: email, code: InvitationCode(code), fullName: FullName("Tim"), password: TestTenant.password)
        }
        #expect(reason == .wrongCredentials)
        try await test.tenant.inviteUsers([email], roles: [], by: test.ada)
    }

    @Test("1 to 10 addresses can be invited at once, each once, none of them taken", arguments: [0, 1, 10, 11])
    func invitationCount(_ count: Int) async throws {
        let test = try await TestTenant()
        let emails = try (0..<count).map { try EmailAddress("g\($0)@fabrikam.example") }
        let reason = try await test.refusal { try await test.tenant.inviteUsers(emails, roles: [], by: test.ada) }
        #expect(reason == ((1...10).contains(count) ? nil : .invitationCount(count: count, limit: 10)))
        let page = try await test.tenant.users(matching: UserQuery(statuses: [.invited]), by: test.ada)
        #expect(page.records.count == (reason == nil ? count : 0))
        guard count == 10 else { return }
        let twice = [emails[0], try EmailAddress("new@fabrikam.example"), try EmailAddress("NEW@fabrikam.example")]
        #expect(
            try await test.refusal { try await test.tenant.inviteUsers([emails[0]], roles: [], by: test.ada) }
                == .nameTaken(name: UserName(emails[0])))
        #expect(
            try await test.refusal {
                try await test.tenant.inviteUsers(Array(twice.dropFirst()), roles: [], by: test.ada)
            } == .nameRepeated(name: UserName(twice[2])))
    }

    @Test("existing users are all taken in or none; those listed get what they lack")
    func existing() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.reportViewer])
        let accounts = try [
            ExistingAccount(FullName("Someone Else"), email: EmailAddress("GRACE@contoso.example")),
            ExistingAccount(FullName("New"), email: EmailAddress("new@contoso.example")),
        ]
        let records = try await test.tenant.addExistingUsers(
            accounts, roles: [.reportViewer, .adminAgent], by: test.ada)
        #expect(records.map(\.user.fullName.rawValue) == ["Grace", "New"])
        #expect(records[0].id == grace)
        #expect(records.allSatisfy { Set($0.assignments.map(\.role)) == [.reportViewer, .adminAgent] })
        #expect(test.tenant.permits(records[1].id, .manageCustomers))
        let before = try await test.tenant.history().count
        let twice = [accounts[1], accounts[1]]
        #expect(
            try await test.refusal { try await test.tenant.addExistingUsers(twice, roles: [], by: test.ada) }
                == .nameRepeated(name: UserName(accounts[1].email)))
        #expect(
            try await test.refusal { try await test.tenant.addExistingUsers([], roles: [], by: test.ada) }
                == .accountCount(count: 0, limit: 100))
        #expect(try await test.tenant.history().count == before + 2)
    }

    @Test("a request is told to those who can grant it, asked once, and answered once")
    func requests() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let margaret = try await test.person("Margaret", [.accountAdmin])
        let request = try await test.tenant.requestRoles([.incentivesUser], reason: "claims", by: grace)
        await test.tenant.deliverNotifications()
        let told = test.notifier.delivered.filter { $0.content.isRequest }.map(\.recipient.rawValue)
        #expect(Set(told) == [TestTenant.adaEmail, "margaret@contoso.example"])
        #expect(
            try await test.refusal { try await test.tenant.requestRoles([.incentivesUser], reason: "", by: grace) }
                == .roleAlreadyRequested(role: .incentivesUser, scope: .company))
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: grace) } != nil)
        try await test.tenant.declineRequest(request, by: margaret)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: margaret) }
                == .nothingPending)
        #expect(!test.tenant.permits(grace, .initiateIncentiveClaims))
        let long = String(repeating: "x", count: 1_001)
        #expect(
            try await test.refusal { try await test.tenant.requestRoles([.adminAgent], reason: long, by: grace) }
                == .reasonTooLong(characterCount: 1_001, limit: 1_000))
        #expect(
            try await test.refusal {
                try await test.tenant.requestRoles([.adminAgent], reason: "\u{1B}[2J", by: grace)
            } == .reasonUnsafe)
    }

    @Test(
        "a reason is taken as forms and programs send it: every kind of line end is a line feed, a tab a blank",
        arguments: [
            ("one\r\ntwo\tthree", "one\ntwo three"), ("one\rtwo", "one\ntwo"), ("one\n\rtwo", "one\n\ntwo"),
            ("one\r\r\ntwo", "one\n\ntwo"), ("one\u{85}two\u{2028}three\u{2029}", "one\ntwo\nthree\n"),
            ("page\u{C}page\u{B}line", "page\npage\nline"), ("\r\n", "\n"), ("plain", "plain"),
            ("שלום\u{200F}! \u{200E}(1)\u{61C}", "שלום\u{200F}! \u{200E}(1)\u{61C}"),
            ("\u{2067}مرحبا\u{2069} hello \u{2068}x", "\u{2067}مرحبا\u{2069} hello \u{2068}x"),
            (String(repeating: "x\r\n", count: 500), String(repeating: "x\n", count: 500)),
        ])
    func reasons(_ sent: String, _ kept: String) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let request = try await test.tenant.requestRoles([.incentivesUser], reason: sent, by: grace)
        #expect(Array(request.reason.utf8) == Array(kept.utf8))
    }

    @Test(
        "a reason with control characters, or with marks that force a direction, is refused",
        arguments: [
            "\u{0}", "\u{7}", "\u{8}", "\u{1B}[2J", "\u{7F}", "\u{9B}2J", "\u{202A}", "\u{202D}", "\u{202E}",
            "\u{202C}",
        ])
    func unsafeReasons(_ text: String) async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(
            try await test.refusal {
                try await test.tenant.requestRoles([.incentivesUser], reason: "a\(text)b", by: grace)
            } == .reasonUnsafe)
    }

    @Test("a request for a role that can no longer be given is declined all the same, by whoever might have given it")
    func declining() async throws {
        let test = try await TestTenant(programs: [])
        let grace = try await test.person("Grace")
        let request = RoleRequest(
            id: RoleRequestID(bits: 5), user: grace, roles: [.salesAgent], scope: .company, reason: "",
            requestedAt: test.clock.now)
        try await test.directory.commit(
            [.rolesRequested(request: request)], by: .user(id: grace), at: test.clock.now,
            after: test.directory.head().revision)
        #expect(
            try await test.refusal { try await test.tenant.grantRequest(request, by: test.ada) }
                == .roleNotOffered(role: .salesAgent, programs: [.indirectProvider]))
        let margaret = try await test.person("Margaret")
        #expect(
            try await test.refusal { try await test.tenant.declineRequest(request, by: margaret) } != nil)
        try await test.tenant.declineRequest(request, by: test.ada)
        #expect(try await test.tenant.user(grace)?.roleRequests.isEmpty == true)
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

extension AccountNotification.Content {
    fileprivate var isRequest: Bool { if case .rolesRequested = self { true } else { false } }
}
