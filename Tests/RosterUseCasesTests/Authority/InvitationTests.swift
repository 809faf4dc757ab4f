import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Invitations, and the addresses that they hold")
struct InvitationTests {
    private let email: EmailAddress

    init() throws {
        self.email = try EmailAddress("gil@fabrikam.example")
    }

    @Test(
        "an invitation is refused when its inviter may no longer invite or give the role, and holds again once resent")
    func lostRight() async throws {
        let losses: [(String, (TestTenant, UserID) async throws -> Void)] = [
            ("deleted", { test, carl in try await test.tenant.deleteUser(carl, by: test.ada) }),
            ("blocked", { test, carl in try await test.tenant.blockUser(carl, by: test.ada) }),
            ("reset", { test, carl in _ = try await test.tenant.resetPassword(of: carl, by: test.ada) }),
            (
                "role gone",
                { test, carl in try await test.tenant.removeRoles([.globalAdmin], from: carl, by: test.ada) }
            ),
            (
                "role shortened",
                { test, carl in
                    let soon = try ValidityWindow(until: test.clock.now + .seconds(60))
                    try await test.tenant.assignRoles([.globalAdmin], to: carl, during: soon, by: test.ada)
                }
            ),
        ]
        for (loss, lose) in losses {
            for roles in [[RoleID.referralsAdmin], []] where !(roles.isEmpty && loss == "role shortened") {
                let test = try await TestTenant()
                let carl = try await test.person("Carl", [.globalAdmin])
                let gil = try await test.tenant.inviteUsers([self.email], roles: roles, by: carl)[0].id
                try await lose(test, carl)
                guard case .inviterMayNoLongerInvite = try await self.accept(test) else {
                    Issue.record("\(loss): refused")
                    continue
                }
                let recorded = try await test.recordedRefusals().last
                #expect(recorded?.principal == .user(id: gil), "\(loss)")
                #expect(try await test.tenant.user(gil)?.status == .invited)
                test.clock.advance(by: test.tenant.policy.resendPause)
                try await test.tenant.resendInvitation(to: gil, by: test.ada)
                #expect(try await self.accept(test) == nil, "\(loss)")
            }
        }
    }

    @Test("a role that another user gave to the invited account rests on that user")
    func otherGiver() async throws {
        let test = try await TestTenant()
        let carl = try await test.person("Carl", [.userAdmin, .userManagementAdmin])
        let gil = try await test.tenant.inviteUsers([self.email], roles: [.referralsAdmin], by: carl)[0].id
        let bob = try await test.person("Bob", [.globalAdmin])
        try await test.tenant.assignRoles([.businessProfileAdmin], to: gil, by: bob)
        try await test.tenant.removeRoles([.userManagementAdmin], from: carl, by: test.ada)
        #expect(try await self.accept(test) == .inviterMayNoLongerInvite(role: nil))
        try await test.tenant.assignRoles([.userManagementAdmin], to: carl, by: test.ada)
        // Carl could give it as well, so nothing is lost when Bob goes.
        try await test.tenant.deleteUser(bob, by: test.ada)
        test.clock.advance(by: test.tenant.policy.resendPause)
        try await test.tenant.resendInvitation(to: gil, by: test.ada)
        #expect(try await self.accept(test) == nil)
    }

    @Test("an invitation is sent again with the rights that inviting takes, after a pause, and not without end")
    func resending() async throws {
        let policy = try TenantPolicy(resendPause: .seconds(60), invitationSendLimit: 3)
        let test = try await TestTenant(policy: policy)
        let gil = try await test.tenant.inviteUsers([self.email], roles: [.referralsAdmin], by: test.ada)[0].id
        await test.tenant.deliverNotifications()
        let tooSoon = RefusalReason.tooSoon(until: test.clock.now + .seconds(60))
        for _ in 0..<3 { #expect(try await self.resend(test, gil) == tooSoon) }
        test.clock.advance(by: .milliseconds(59_999))
        #expect(try await self.resend(test, gil) == tooSoon)
        test.clock.advance(by: .milliseconds(1))
        #expect(try await self.resend(test, gil) == nil)
        await test.tenant.deliverNotifications()
        test.clock.advance(by: .seconds(-3_600))
        #expect(try await self.resend(test, gil) == nil, "a clock that was set back delays no resending")
        await test.tenant.deliverNotifications()
        test.clock.advance(by: .seconds(7_200))
        #expect(try await self.resend(test, gil) == .sentTooOften(limit: 3))
        #expect(test.notifier.delivered.count { $0.recipient == self.email } == 3)
        let lesser = try await test.person("Less", [.userAdmin, .accountAdmin])
        try await test.tenant.assignRoles([.mpnPartnerAdmin], to: gil, by: test.ada)
        #expect(try await self.resend(test, gil, by: lesser) == .sentTooOften(limit: 3))
        try await test.tenant.removeRoles([.accountAdmin], from: lesser, by: test.ada)
        try await test.tenant.assignRoles([.owner], to: lesser, by: test.ada)
        guard case .notPermitted = try await self.resend(test, gil, by: lesser) else {
            Issue.record("refused")
            return
        }
    }

    @Test("one person has so many pending invitations; those accepted, taken back or expired make room")
    func pendingLimit() async throws {
        let test = try await TestTenant(policy: TenantPolicy(pendingInvitationLimit: 3))
        func invite(_ names: String..., by principal: UserID) async throws -> RefusalReason? {
            let emails = try names.map { try EmailAddress("\($0)@fabrikam.example") }
            return try await test.refusal { try await test.tenant.inviteUsers(emails, roles: [], by: principal) }
        }
        #expect(try await invite("a", "b", by: test.ada) == nil)
        #expect(try await invite("c", "d", by: test.ada) == .invitationLimit(limit: 3))
        #expect(try await invite("c", by: test.ada) == nil)
        #expect(try await invite("d", by: test.ada) == .invitationLimit(limit: 3))
        let bob = try await test.person("Bob", [.globalAdmin])
        #expect(try await invite("d", by: bob) == nil)
        let a = try #require(try await test.tenant.user(withEmail: EmailAddress("a@fabrikam.example")))
        try await test.tenant.revokeInvitation(of: a.id, by: test.ada)
        #expect(try await invite("e", by: test.ada) == nil)
        test.clock.advance(by: test.tenant.policy.invitationLifetime)
        #expect(try await invite("f", "g", "h", by: test.ada) == nil)
    }

    @Test("sending the invitation of another user, or one that has expired, is one more pending invitation")
    func resendLimit() async throws {
        let test = try await TestTenant(policy: TenantPolicy(pendingInvitationLimit: 1))
        let bob = try await test.person("Bob", [.globalAdmin])
        let other = try EmailAddress("hal@fabrikam.example")
        let gil = try await test.tenant.inviteUsers([self.email], roles: [], by: test.ada)[0].id
        let hal = try await test.tenant.inviteUsers([other], roles: [], by: bob)[0].id
        test.clock.advance(by: test.tenant.policy.resendPause)
        #expect(try await self.resend(test, gil) == nil, "it counts already")
        #expect(try await self.resend(test, hal) == .invitationLimit(limit: 1))
        let obstacles = try await test.tenant.obstacles(on: hal, by: test.ada)
        #expect((obstacles[.resendInvitation] ?? nil) == .invitationLimit(limit: 1))
        test.clock.advance(by: test.tenant.policy.invitationLifetime)
        #expect(try await self.resend(test, gil) == nil, "neither counts any more")
        #expect(try await self.resend(test, hal) == .invitationLimit(limit: 1))
        try await test.tenant.revokeInvitation(of: gil, by: test.ada)
        #expect(try await self.resend(test, hal) == nil)
    }

    @Test("an expired invitation holds no address: it is invited anew, added, taken in or restored over it")
    func expired() async throws {
        let policy = try TenantPolicy(invitationLifetime: .seconds(86_400), releasesNamesOfDeletedAccounts: true)
        let test = try await TestTenant(policy: policy)
        let uses: [(EmailAddress) async throws -> UserID] = [
            { try await test.tenant.inviteUsers([$0], roles: [.referralsAdmin], by: test.ada)[0].id },
            {
                let added = try await test.tenant.addUser(FullName("Gil"), email: $0, roles: [], by: test.ada)
                return added.userID
            },
            {
                try await test.tenant.addExistingUsers(
                    [ExistingAccount(FullName("Gil"), email: $0)], roles: [.reportViewer], by: test.ada)[0].id
            },
        ]
        for (number, use) in uses.enumerated() {
            let email = try EmailAddress("gil\(number)@fabrikam.example")
            let gil = try await test.tenant.inviteUsers([email], roles: [.referralsAdmin], by: test.ada)[0].id
            test.clock.advance(by: test.tenant.policy.invitationLifetime)
            let other = try await use(email)
            #expect(other != gil)
            #expect(try await test.tenant.user(gil) == nil)
            #expect(try await test.tenant.user(withEmail: email)?.id == other)
        }
        let grace = try await test.person("Grace")
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.inviteUsers([EmailAddress("grace@contoso.example")], roles: [], by: test.ada)
        guard case .nameTaken = try await test.refusal({ try await test.tenant.restoreUser(grace, by: test.ada) })
        else {
            Issue.record("the invitation is pending")
            return
        }
        test.clock.advance(by: test.tenant.policy.invitationLifetime)
        try await test.tenant.restoreUser(grace, by: test.ada)
        #expect(try await test.tenant.user(withEmail: EmailAddress("grace@contoso.example"))?.id == grace)
    }

    @Test("what is refused for one of many names the address, and a deleted account is called deleted")
    func names() async throws {
        let test = try await TestTenant()
        let accounts = try (0..<100).map {
            ExistingAccount(try FullName("P"), email: try EmailAddress("p\($0)@contoso.example"))
        }
        let one = try await test.tenant.addExistingUsers([accounts[56]], roles: [], by: test.ada)[0].id
        try await test.tenant.deleteUser(one, by: test.ada)
        let until = test.clock.now + User.restorableFor
        let deleted = RefusalReason.accountDeleted(name: UserName(accounts[56].email), restorableUntil: until)
        let attempts: [() async throws -> Void] = [
            { try await test.tenant.addExistingUsers(accounts, roles: [.salesAgent], by: test.ada) },
            { try await test.tenant.inviteUsers([accounts[56].email], roles: [], by: test.ada) },
            {
                _ = try await test.tenant.addUser(
                    FullName("P"), email: accounts[56].email, roles: [], by: test.ada)
            },
        ]
        for attempt in attempts { #expect(try await test.refusal(attempt) == deleted) }
        try await test.tenant.inviteUsers([self.email], roles: [], by: test.ada)
        let mixed = [accounts[0], ExistingAccount(try FullName("Gil"), email: self.email)]
        do {
            try await test.tenant.addExistingUsers(mixed, roles: [.salesAgent], by: test.ada)
            Issue.record("guests may not hold it")
        } catch let error {
            #expect("\(error)".contains("gil@fabrikam.example"))
            #expect(error.refusal?.reason == .roleNotForGuests(role: .salesAgent))
        }
    }

    private func accept(_ test: TestTenant) async throws -> RefusalReason? {
        await test.tenant.deliverNotifications()
        let code = InvitationCode(test.notifier.code(for: self.email.rawValue))
        return try await test.refusal {
            try await test.tenant.acceptInvitation(
                email: self.email, code: code, fullName: FullName("Gil"), password: TestTenant.password)
        }
    }

    private func resend(_ test: TestTenant, _ user: UserID, by principal: UserID? = nil) async throws -> RefusalReason?
    {
        try await test.refusal { try await test.tenant.resendInvitation(to: user, by: principal ?? test.ada) }
    }
}
