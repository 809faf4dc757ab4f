import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("Inviting and taking in, and what is refused")
struct InvitationVerbTests {
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
}
