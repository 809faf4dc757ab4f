import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Names, on an open tenant")
struct NameTests {
    private static func information(_ added: consuming AddedUser) -> RevealedSignInInformation {
        added.signInInformation.reveal()
    }

    @Test("of an account that a source system manages come with the principal of the system")
    func provisioned() async throws {
        let test = try await TestTenant()
        let source = try await test.person("Sync")
        let name = try UserName("8d9c1f2e-0a61-4b0e-9f53-5a1f3a7a9a11")
        let id = try await test.tenant.addUser(
            FullName("Grace"), userName: name, provisionedBy: .user(id: source), roles: [], by: test.ada
        ).userID
        #expect(try await test.tenant.user(id)?.user.provisionedBy == .user(id: source))
        #expect(try await test.tenant.user(source)?.user.provisionedBy == nil)
    }

    @Test("let people sign in and change the password with the user name or the address, in any case")
    func bothSignIn() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Bjørn Borg"), email: EmailAddress("bjorn@contoso.example"), userName: UserName("CONTOSO\\Bjørn"),
            roles: [], by: test.ada)
        let id = added.userID
        let information = Self.information(added)
        #expect(information.description.hasPrefix("sign in as CONTOSO\\Bjørn with "))
        _ = try await test.tenant.changePassword(
            of: "contoso\\BJØRN", from: Password(information.temporaryPassword), to: TestTenant.password)
        for name in ["CONTOSO\\bjørn", "BJORN@contoso.example"] {
            #expect(try await test.tenant.signIn(name, password: TestTenant.password) == .signedIn(id))
        }
        for name in ["bjørn", "CONTOSO\\bjorn", "", " CONTOSO\\Bjørn", String(repeating: "x", count: 10_000), "\u{0}"] {
            let reason = try await test.refusal {
                _ = try await test.tenant.signIn(name, password: TestTenant.password)
            }
            #expect(reason == .wrongCredentials, "\(name.prefix(20))")
        }
        #expect(try await test.tenant.user(named: UserName("contoso\\bjørn"))?.id == id)
        #expect(try await test.tenant.user(withEmail: EmailAddress("bjorn@contoso.example"))?.id == id)
    }

    @Test("cannot lead to another account: a user name that is another user's address is refused, and the reverse")
    func shadowing() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let stolen = try UserName("GRACE@contoso.example")
        let reason = try await test.refusal {
            _ = try await test.tenant.addUser(
                FullName("Mallory"), email: EmailAddress("mallory@contoso.example"), userName: stolen, roles: [],
                by: test.ada)
        }
        #expect(reason == .nameTaken(name: stolen))
        let program = try UserName("backup@contoso.example")
        _ = try await test.tenant.addUser(FullName("Backup"), userName: program, roles: [], by: test.ada).userID
        let email = try EmailAddress("Backup@contoso.example")
        for verb in 0..<2 {
            let reason = try await test.refusal {
                if verb == 0 {
                    _ = try await test.tenant.addUser(FullName("Eve"), email: email, roles: [], by: test.ada).userID
                } else {
                    _ = try await test.tenant.inviteUsers([email], roles: [], by: test.ada)
                }
            }
            #expect(reason == .nameTaken(name: UserName(email)))
        }
        #expect(
            try await test.tenant.signIn("grace@contoso.example", password: TestTenant.password) == .signedIn(grace))
        #expect(
            try await test.tenant.user(withEmail: email) == nil,
            "an address that is only a user name belongs to no user")
    }

    @Test("of two hosts that give one name at once, one gives it and the other is told that it is taken")
    func race() async throws {
        let test = try await TestTenant()
        let other = try await test.secondHost()
        let name = try UserName("svc@contoso.example")
        let outcomes = try await withThrowingTaskGroup(of: RefusalReason?.self) { group in
            for (number, tenant) in [test.tenant, other, test.tenant, other].enumerated() {
                group.addTask {
                    try await test.refusal {
                        if number < 2 {
                            _ = try await tenant.addUser(FullName("A"), userName: name, roles: [], by: test.ada).userID
                        } else {
                            let email = try EmailAddress("SVC@contoso.example")
                            _ = try await tenant.addUser(
                                FullName("B"), email: email, userName: UserName("b\(number)"), roles: [], by: test.ada
                            ).userID
                        }
                    }
                }
            }
            return try await group.reduce(into: [RefusalReason?]()) { $0.append($1) }
        }
        #expect(outcomes.filter { $0 == nil }.count == 1)
        #expect(outcomes.compactMap(\.self).allSatisfy { if case .nameTaken(name) = $0 { true } else { false } })
    }

    @Test("an account without an address signs in, gets roles, asks for others, and no letter is made for it")
    func withoutAddress() async throws {
        let test = try await TestTenant()
        let added = try await test.tenant.addUser(
            FullName("Nightly backup"), userName: UserName("svc-backup"), roles: [.reportViewer], by: test.ada)
        let id = added.userID
        let temporary = Self.information(added).temporaryPassword
        _ = try await test.tenant.changePassword(of: "SVC-backup", from: Password(temporary), to: TestTenant.password)
        #expect(try await test.tenant.signIn("svc-BACKUP", password: TestTenant.password) == .signedIn(id))
        await test.tenant.deliverNotifications()
        let sent = test.notifier.delivered.count
        try await test.tenant.assignRoles([.salesAgent], to: id, by: test.ada)
        let request = try await test.tenant.requestRoles([.adminAgent], reason: "", by: id)
        await test.tenant.deliverNotifications()
        try await test.tenant.grantRequest(request, by: test.ada)
        _ = try await test.tenant.resetPassword(of: id, by: test.ada)
        #expect(await test.tenant.deliverNotifications().isComplete, "the queue does not stick")
        let letters = test.notifier.delivered.dropFirst(sent)
        #expect(letters.count == 1 && letters.first?.recipient.rawValue == TestTenant.adaEmail)
        guard case .rolesRequested(let asker, _, _, _) = letters.first?.content else {
            Issue.record("\(letters)")
            return
        }
        #expect(asker.userName == (try UserName("svc-backup")))
        let reason = try await test.refusal { try await test.tenant.resendInvitation(to: id, by: test.ada) }
        #expect(reason == .nothingPending)
    }

    @Test("of a deleted account stay taken by default, and are free where the policy says so")
    func policy() async throws {
        for releases in [false, true] {
            let test = try await TestTenant(policy: TenantPolicy(releasesNamesOfDeletedAccounts: releases))
            let grace = try await test.person("Grace")
            try await test.tenant.deleteUser(grace, by: test.ada)
            let email = try EmailAddress("Grace@Contoso.example")
            let reason = try await test.refusal {
                _ = try await test.tenant.addUser(FullName("Other"), email: email, roles: [], by: test.ada).userID
            }
            let until = test.clock.now + User.restorableFor
            let taken = RefusalReason.accountDeleted(name: UserName(email), restorableUntil: until)
            #expect(reason == (releases ? nil : taken))
            let restored = try await test.refusal { try await test.tenant.restoreUser(grace, by: test.ada) }
            #expect(
                restored == (releases ? .nameTaken(name: UserName(try EmailAddress("grace@contoso.example"))) : nil))
        }
    }

    @Test("that were released are taken up again when the account is restored, and it signs in as before")
    func restoring() async throws {
        let test = try await TestTenant(policy: TenantPolicy(releasesNamesOfDeletedAccounts: true))
        let grace = try await test.person("Grace")
        try await test.tenant.deleteUser(grace, by: test.ada)
        let email = "grace@contoso.example"
        let reason = try await test.refusal { _ = try await test.tenant.signIn(email, password: TestTenant.password) }
        #expect(reason == .wrongCredentials)
        try await test.tenant.restoreUser(grace, by: test.ada)
        #expect(try await test.tenant.signIn(email, password: TestTenant.password) == .signedIn(grace))
        // What was on record when the account was deleted holds, whatever the policy of the host that restores it.
        try await test.tenant.deleteUser(grace, by: test.ada)
        let strict = try await test.secondHost()
        try await strict.restoreUser(grace, by: test.ada)
        #expect(try await strict.user(named: UserName(email))?.id == grace)
    }

    @Test("taken in twice under two names of one account are told apart from two accounts")
    func takenInTwice() async throws {
        let test = try await TestTenant()
        _ = try await test.tenant.addUser(
            FullName("Grace"), email: EmailAddress("grace@contoso.example"), userName: UserName("g@contoso.example"),
            roles: [], by: test.ada
        ).userID
        let accounts = try ["grace@contoso.example", "G@contoso.example"].map {
            ExistingAccount(try FullName("Grace"), email: try EmailAddress($0))
        }
        let reason = try await test.refusal {
            _ = try await test.tenant.addExistingUsers(accounts, roles: [.salesAgent], by: test.ada)
        }
        #expect(reason == .nameRepeated(name: UserName(accounts[1].email)))
    }
}
