import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterUseCases
import Testing

@Suite("The laws, at the tenant")
struct TenantLawTests {
    @Test("Law 2, default deny: blocked, deleted and reset users may do nothing, and get it back afterwards")
    func defaultDeny() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        try await test.tenant.blockUser(grace, by: test.ada)
        #expect(!test.tenant.permits(grace, .manageCustomers))
        try await test.tenant.unblockUser(grace, by: test.ada)
        #expect(test.tenant.permits(grace, .manageCustomers))
        try await test.tenant.deleteUser(grace, by: test.ada)
        #expect(!test.tenant.permits(grace, .manageCustomers))
        try await test.tenant.restoreUser(grace, by: test.ada)
        #expect(test.tenant.permits(grace, .manageCustomers))
        let information = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        #expect(!test.tenant.permits(grace, .manageCustomers))
        try await test.finishSigningUp(information)
        #expect(test.tenant.permits(grace, .manageCustomers))
    }

    @Test(
        "Law 3, nothing above yourself: no adding, inviting, assigning, removing or answering beyond one's own rights")
    func nothingAboveYourself() async throws {
        let test = try await TestTenant()
        let manager = try await test.person("Uma", [.userManagementAdmin, .userAdmin])
        let grace = try await test.person("Grace", [.complianceAdmin])
        let request = try await test.tenant.requestRoles([.globalAdmin], reason: "", by: grace)
        let attempts: [() async throws -> Void] = [
            { try await test.tenant.assignRoles([.globalAdmin], to: manager, by: manager) },
            { try await test.tenant.assignRoles([.reportViewer, .globalAdmin], to: grace, by: manager) },
            { try await test.tenant.removeRoles([.complianceAdmin], from: grace, by: manager) },
            { try await test.tenant.grantRequest(request, by: manager) },
            { try await test.tenant.declineRequest(request, by: manager) },
            {
                _ = try await test.tenant.addUser(
                    FullName("X"), email: EmailAddress("x@contoso.example"), roles: [.privilegedRoleAdmin], by: manager)
            },
            {
                try await test.tenant.addExistingUsers(
                    [ExistingAccount(FullName("Uma"), email: EmailAddress("uma@contoso.example"))],
                    roles: [.accountAdmin], by: manager)
            },
        ]
        for attempt in attempts {
            guard case .mayNotAssign = try await test.refusal(attempt) else {
                Issue.record("refused")
                continue
            }
        }
        #expect(try await test.tenant.user(withEmail: EmailAddress("x@contoso.example")) == nil)
        let reset = try await test.refusal { _ = try await test.tenant.resetPassword(of: test.ada, by: manager) }
        #expect(
            reset == .mayNotActOn(action: .resetPassword, holderOf: [.globalAdmin, .owner], whoMay: [.globalAdmin]))
    }

    @Test("Law 4, never locked out: the last Global admin who can sign in keeps the role and the account")
    func neverLockedOut() async throws {
        let test = try await TestTenant()
        let privileged = try await test.person("Pia", [.privilegedRoleAdmin, .privilegedAuthenticationAdmin])
        // A second holder who never signed in cannot be counted on.
        let idle = try await test.tenant.addUser(
            FullName("Idle"), email: EmailAddress("idle@contoso.example"), roles: [.globalAdmin], by: test.ada)
        let idleID = idle.userID
        let idleInformation = idle.signInInformation.reveal()
        for attempt in self.attacks(on: test.ada, test, by: privileged) {
            #expect(try await test.refusal(attempt) == .lastHolder(role: .globalAdmin))
        }
        let own = try await test.refusal {
            try await test.tenant.removeRoles([.globalAdmin], from: test.ada, by: test.ada)
        }
        #expect(own == .ownIndispensableRole(role: .globalAdmin))
        try await test.finishSigningUp(idleInformation)
        try await test.tenant.removeRoles([.globalAdmin], from: test.ada, by: idleID)
        for attempt in self.attacks(on: idleID, test, by: privileged) {
            #expect(try await test.refusal(attempt) == .lastHolder(role: .globalAdmin))
        }
    }

    private func attacks(
        on user: UserID, _ test: TestTenant, by principal: UserID
    ) -> [() async throws -> Void] {
        [
            { try await test.tenant.removeRoles([.globalAdmin], from: user, by: principal) },
            { try await test.tenant.blockUser(user, by: principal) },
            { try await test.tenant.deleteUser(user, by: principal) },
        ]
    }

    @Test("Law 4, never left to expire: a holder whose role ends cannot stand in for the last one")
    func neverLeftToExpire() async throws {
        let test = try await TestTenant()
        let privileged = try await test.person("Pia", [.privilegedRoleAdmin])
        let brief = try await test.person("Brief")
        let window = try ValidityWindow(until: test.clock.now + .seconds(60))
        try await test.tenant.assignRoles([.globalAdmin], to: brief, during: window, by: test.ada)
        let reason = try await test.refusal {
            try await test.tenant.removeRoles([.globalAdmin], from: test.ada, by: privileged)
        }
        #expect(reason == .lastHolder(role: .globalAdmin))
    }

    @Test("Law 4, nor reset: the only holder for good keeps the password when a passing holder would reset it")
    func neverResetTheLast() async throws {
        let test = try await TestTenant()
        let brief = try await test.person("Brief")
        let window = try ValidityWindow(until: test.clock.now + .seconds(60))
        try await test.tenant.assignRoles([.globalAdmin], to: brief, during: window, by: test.ada)
        let reason = try await test.refusal { _ = try await test.tenant.resetPassword(of: test.ada, by: brief) }
        #expect(reason == .lastHolder(role: .globalAdmin))
        #expect(test.tenant.permits(test.ada, .createUsers))
    }

    @Test("Law 4 under a race: two admins who demote one another at once leave one of them", .timeLimit(.minutes(20)))
    func race() async throws {
        for _ in 0..<10 {
            let test = try await TestTenant()
            let bob = try await test.person("Bob", [.globalAdmin])
            let second = try await test.secondHost()
            async let first: RefusalReason? = test.refusal {
                try await test.tenant.removeRoles([.globalAdmin], from: bob, by: test.ada)
            }
            async let other: RefusalReason? = test.refusal {
                try await second.removeRoles([.globalAdmin], from: test.ada, by: bob)
            }
            let reasons = try await [first, other]
            #expect(reasons.count { $0 == nil } == 1)
            let holders = try await test.directory.users(matching: UserQuery(role: .globalAdmin)).records
            #expect(holders.count == 1)
        }
    }

    @Test("Law 5, once: no password, code or hash is in the history, a notification's description, or an error")
    func once() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), roles: [], by: test.ada)
        let temporary = added.signInInformation.reveal().temporaryPassword
        try await test.tenant.inviteUsers(
            [EmailAddress("g@fabrikam.example")], roles: [.referralsAdmin], by: test.ada)
        await test.tenant.deliverNotifications()
        let code = test.notifier.code(for: "g@fabrikam.example")
        let wrong = Password("Wrong-Password-1")
        var texts: [String] = []
        do {
            _ = try await test.tenant.signIn(EmailAddress("grace@contoso.example"), password: wrong)
        } catch {
            texts.append("\(error) \(String(reflecting: error))")
        }
        texts.append(try await "\(test.tenant.history())")
        await test.tenant.deliverNotifications()
        texts.append("\(test.notifier.delivered)")
        var dumped = ""
        dump(test.notifier.delivered, to: &dumped)
        texts.append(dumped)
        for text in texts {
            for secret in [temporary, code, "Wrong-Password-1", "Correct-Horse-1", "$y$"] {
                #expect(!text.contains(secret))
            }
        }
    }

    @Test(
        "Law 6, unique: twenty tasks on two hosts add one address in different case, and one succeeds",
        .timeLimit(.minutes(20)))
    func unique() async throws {
        let test = try await TestTenant()
        let hosts = [test.tenant, try await test.secondHost()]
        let added = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<20 {
                group.addTask {
                    let text = number.isMultiple(of: 2) ? "same@contoso.example" : "SAME@Contoso.Example"
                    let reason = try await test.refusal {
                        _ = try await hosts[number % 2].addUser(
                            FullName("N\(number)"), email: EmailAddress(text), roles: [], by: test.ada)
                    }
                    if let reason { #expect(reason == .nameTaken(name: UserName(try EmailAddress(text)))) }
                    return reason == nil
                }
            }
            return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(added == 1)
    }

    @Test(
        "Law 7, on the record: changes and refusals are in the history once, with principal, time and what was before")
    func onTheRecord() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.reportViewer])
        let start = try await test.tenant.history().last?.revision ?? .start
        test.clock.advance(by: .seconds(5))
        try await test.tenant.removeRoles([.reportViewer], from: grace, by: test.ada)
        _ = try await test.refusal { try await test.tenant.assignRoles([.globalAdmin], to: grace, by: grace) }
        let steps = try await test.tenant.history(after: start).filter { commit in
            if case .notificationsDelivered = commit.changes[0] { false } else { true }
        }
        #expect(steps.map(\.principal) == [.user(id: test.ada), .user(id: grace)])
        #expect(steps.allSatisfy { $0.at == test.clock.now })
        guard case .roleRemoved(let before) = steps[0].changes[0], case .refused(let refusal) = steps[1].changes[0]
        else {
            Issue.record("a removal and a refusal")
            return
        }
        #expect(before.role == .reportViewer && before.grantedBy == .user(id: test.ada))
        #expect(refusal.attempt == "assign `global_admin`")
    }

    @Test("Law 10, revoked is revoked: once a verb returns, no check of the process says yes any more")
    func revokedIsRevoked() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let access = test.tenant.access
        for _ in 0..<20 {
            #expect(access.permits(grace, .manageCustomers))
            try await test.tenant.removeRoles([.adminAgent], from: grace, by: test.ada)
            #expect(!access.permits(grace, .manageCustomers))
            try await test.tenant.assignRoles([.adminAgent], to: grace, by: test.ada)
        }
    }

    @Test(
        "Law 10 across hosts: a host that follows hears of a revocation, and one that refreshes has it",
        .timeLimit(.minutes(20)))
    func revokedElsewhere() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.adminAgent])
        let second = try await test.secondHost()
        let follower = try await test.secondHost()
        let following = Task { try await follower.follow() }
        try await test.tenant.removeRoles([.adminAgent], from: grace, by: test.ada)
        try await second.refresh()
        #expect(!second.permits(grace, .manageCustomers))
        while follower.permits(grace, .manageCustomers) { await Task.yield() }
        following.cancel()
        try await following.value
    }
}

extension MemoryNotifier {
    /// The code of the last invitation to an address.
    func code(for recipient: String) -> String {
        for notification in self.delivered.reversed() where notification.recipient.rawValue == recipient {
            if case .invited(_, let code, _) = notification.content { return code.withText { $0 } }
        }
        return "no code"
    }
}
