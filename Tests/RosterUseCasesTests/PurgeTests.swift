import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Purging accounts", .timeLimit(.minutes(20)))
struct PurgeTests {
    private static let restorable = User.restorableFor

    private static func texts(_ test: TestTenant) async throws -> String {
        await test.tenant.recordWaitingRefusalsNow()
        let history = try await test.tenant.history()
        return history.map { String(decoding: StoredForm.json(of: $0), as: UTF8.self) }.joined(separator: "\n")
            + "\(history)"
    }

    @Test("an administrator purges a deleted account: no name, no password, no session, no role, and no way back")
    func purges() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace", [.salesAgent])
        let token = try await test.tenant.beginSession(
            "grace@contoso.example", password: TestTenant.password, on: DeviceName("Grace's desk")
        ).reveal()
        let session = try #require(SessionToken(token))
        #expect(
            try await test.refusal { try await test.tenant.purgeUser(grace, by: test.ada) }
                == .wrongStatus(status: .active))
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.purgeUser(grace, by: test.ada)
        let record = try #require(try await test.tenant.user(grace))
        #expect(record.user.status == .purged && record.user.isErased && record.assignments.isEmpty)
        #expect(test.tenant.admits(session) == nil)
        #expect(try await test.secondHost().admission(of: session) == nil)
        #expect(try await test.sessions.sessions(of: grace).isEmpty)
        #expect(!test.tenant.permits(grace, .viewCustomers))
        #expect(try await test.tenant.purgedUsers() == [grace])
        #expect(try await test.tenant.history().last?.principal == .user(id: test.ada))
        for attempt in [
            { try await test.tenant.restoreUser(grace, by: test.ada) },
            { try await test.tenant.purgeUser(grace, by: test.ada) },
            { try await test.tenant.unblockUser(grace, by: test.ada) },
            { _ = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal() },
            { try await test.tenant.endAllSessions(of: grace, by: test.ada) },
            { try await test.tenant.renameUser(grace, to: FullName("Back"), by: test.ada) },
            { try await test.tenant.assignRoles([.salesAgent], to: grace, by: test.ada) },
        ] as [() async throws -> Void] {
            #expect(try await test.refusal(attempt) == .wrongStatus(status: .purged))
        }
        #expect(
            try await test.refusal {
                _ = try await test.tenant.signIn("grace@contoso.example", password: TestTenant.password)
            } == .wrongCredentials)
        let text = try await Self.texts(test)
        #expect(!text.contains("Grace") && !text.lowercased().contains("grace@"))
    }

    @Test("who is recreated under the name of a purged person gets nothing of theirs")
    func recreates() async throws {
        let test = try await TestTenant()
        let first = try await test.person("Grace", [.globalAdmin])
        try await test.tenant.deleteUser(first, by: test.ada)
        let taken = try await test.refusal { _ = try await test.person("Grace") }
        #expect(taken?.code == .accountDeleted)
        try await test.tenant.purgeUser(first, by: test.ada)
        let second = try await test.person("Grace")
        #expect(second != first)
        let record = try #require(try await test.tenant.user(second))
        #expect(record.assignments.isEmpty && record.user.email?.rawValue == "grace@contoso.example")
        #expect(try await test.sessions.sessions(of: second).isEmpty)
        // Purging the second erases the second, and two purged people do not collide.
        try await test.tenant.deleteUser(second, by: test.ada)
        try await test.tenant.purgeUser(second, by: test.ada)
        #expect(try await Set(test.tenant.purgedUsers()) == [first, second])
        #expect(!(try await Self.texts(test)).lowercased().contains("grace"))
        _ = try await test.person("Grace")
    }

    @Test("who may delete and restore an account may purge it, as the matrix says, and not their own")
    func authority() async throws {
        let test = try await TestTenant()
        let (uma, admin, member) = (
            try await test.person("Uma", [.userManagementAdmin, .userAdmin]),
            try await test.person("Otto", [.globalAdmin]),
            try await test.person("Mia")
        )
        let other = try await test.person("Max")
        for user in [admin, member] { try await test.tenant.deleteUser(user, by: test.ada) }
        // Who does not see deleted accounts is told no more than that there is none.
        let unseen = RefusalReason.unknownUser(user: member)
        #expect(try await test.refusal { try await test.tenant.purgeUser(member, by: other) } == unseen)
        #expect(try await test.refusal { try await test.tenant.purgeUser(admin, by: uma) }?.code == .mayNotActOn)
        #expect(
            try await test.refusal { try await test.tenant.purgeUser(uma, by: uma) } == .ownAccount(action: .delete))
        try await test.tenant.purgeUser(member, by: uma)
        #expect(try await test.refusal { try await test.tenant.purgeUser(test.ada, by: test.ada) }?.code == .ownAccount)
        let recorded = try await test.recordedRefusals().filter { $0.refusal.attempt == "purge the account" }
        #expect(recorded.count >= 2)
    }

    @Test("an account is purged by itself at the end of its 30 days, and not a moment sooner")
    func expires() async throws {
        let test = try await TestTenant()
        let (grace, kept, later) = (
            try await test.person("Grace"), try await test.person("Kept"), try await test.person("Later")
        )
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.deleteUser(kept, by: test.ada)
        test.clock.advance(by: .seconds(86_400))
        try await test.tenant.deleteUser(later, by: test.ada)
        test.clock.advance(by: Self.restorable - .seconds(86_400) - .milliseconds(1))
        #expect(try await test.tenant.purgeExpired() == [])
        try await test.tenant.restoreUser(kept, by: test.ada)
        test.clock.advance(by: .milliseconds(1))
        #expect(
            try await test.refusal { try await test.tenant.restoreUser(grace, by: test.ada) } == .noLongerRestorable)
        #expect(try await test.tenant.purgeExpired() == [grace])
        #expect(try await test.tenant.history().last?.principal == .system)
        #expect(try await test.tenant.purgeExpired() == [])
        #expect(try await test.tenant.user(later)?.user.status == .deleted)
        test.clock.advance(by: .seconds(86_400))
        // Two hosts at once purge it once.
        let other = try await test.secondHost()
        async let first = test.tenant.purgeExpired()
        async let second = other.purgeExpired()
        #expect(try await first + second == [later])
        let purges = try await test.tenant.history().flatMap(\.changes).filter { change in
            if case .userPurged = change { true } else { false }
        }
        #expect(purges.count == 2)
    }

    @Test("a host that runs purges what is due, tells the observer, and looks at nothing while nothing is due")
    func runs() async throws {
        let test = try await TestTenant()
        for first in stride(from: 1, through: 250, by: 25) {
            let accounts = try (first..<first + 25).map {
                try ExistingAccount(FullName("P\($0)"), email: EmailAddress("p\($0)@contoso.example"))
            }
            let added = try await test.tenant.addExistingUsers(accounts, roles: [], by: test.ada)
            for person in added { try await test.tenant.deleteUser(person.id, by: test.ada) }
        }
        test.clock.advance(by: Self.restorable)
        let host = try await test.secondHost()
        let running = Task { try await host.run() }
        defer { running.cancel() }
        while try await test.tenant.purgedUsers().count < 250 { try await Task.sleep(for: .milliseconds(20)) }
        // In batches: no step holds more than a hundred.
        let steps = try await test.tenant.history().map(\.changes).filter { changes in
            changes.contains { if case .userPurged = $0 { true } else { false } }
        }
        #expect(steps.count == 3 && steps.allSatisfy { $0.count <= 101 })
    }

    @Test("a restored copy opens only once what was purged since is purged again, whatever its status there")
    func restoredCopy() async throws {
        let test = try await TestTenant()
        let (grace, mia) = (try await test.person("Grace", [.salesAgent]), try await test.person("Mia"))
        let copy = try await test.tenant.history()
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.purgeUser(grace, by: test.ada)
        let list = Set(try await test.tenant.purgedUsers() + [UserID(bits: 77)])
        // The copy knows Grace as an account in use.
        let restored = MemoryUserDirectory()
        for step in copy {
            try await restored.commit(step.changes, by: step.principal, at: step.at, given: .versions([:]))
        }
        #expect(try await restored.user(grace)?.user.status == .active)
        let parts = TenantParts(
            catalog: test.tenant.catalog, directory: restored, credentials: test.vault, sessions: test.sessions,
            notifier: test.notifier, clock: test.clock, randomness: SeededSource(seed: 5), purgedUsers: list)
        let tenant = try await Tenant.open(parts)
        #expect(try await tenant.user(grace)?.user.status == .purged)
        #expect(try await tenant.user(mia)?.user.status == .active)
        #expect(!"\(try await tenant.history())".contains("Grace"))
        #expect(!tenant.permits(grace, .viewCustomers))
        // Opening once more changes nothing.
        let revision = tenant.revision
        #expect(try await Tenant.open(parts).revision == revision)
        // Law 4: a copy whose last key is on the list stays closed, as it is.
        var lethal = parts
        lethal.purgedUsers = [test.ada]
        let refusal = try await test.refusal { _ = try await Tenant.open(lethal) }
        #expect(refusal == .lastHolder(role: .globalAdmin))
        #expect(try await restored.user(test.ada)?.user.status == .active)
    }

    @Test("what a store could not erase is erased the next time, also by another host")
    func completes() async throws {
        let test = try await TestTenant()
        let vault = FaultyVault(test.vault)
        let grace = try await test.person("Grace")
        let credential = try #require(try await test.tenant.user(grace)?.user.credential)
        try await test.tenant.deleteUser(grace, by: test.ada)
        var parts = TenantParts(
            catalog: test.tenant.catalog, directory: test.directory, credentials: vault, sessions: test.sessions,
            notifier: test.notifier, clock: test.clock, randomness: SeededSource(seed: 6))
        let host = try await Tenant.open(parts)
        vault.plan(.refusesToDrop)
        await #expect(throws: TenantError.self) { try await host.purgeUser(grace, by: test.ada) }
        #expect(try await host.user(grace)?.user.status == .purged)
        func matches() async throws -> Bool {
            let claim = CredentialClaim(of: grace, credential: credential)
            return try await test.vault.verify(TestTenant.password, against: claim, at: test.clock.now) == .own
        }
        #expect(try await matches())
        await #expect(throws: TenantError.self) { try await host.purgeExpired() }
        vault.plan(.none)
        parts.credentials = test.vault
        try await Tenant.open(parts).purgeExpired()
        #expect(try await !matches())
    }

    @Test("refusals that quote a purged person's names are erased, and those that quote others are not")
    func quotes() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        for name in ["GRACE@contoso.example", "grace@contoso.example"] {
            _ = try await test.refusal {
                let added = try await test.tenant.addUser(
                    FullName("Twin"), email: EmailAddress(name), roles: [], by: test.ada)
                _ = added.signInInformation.reveal()
            }
        }
        _ = try await test.refusal {
            let added = try await test.tenant.addUser(
                FullName("Twin"), email: EmailAddress(TestTenant.adaEmail), roles: [], by: test.ada)
            _ = added.signInInformation.reveal()
        }
        // A refusal whose reason names no one says whom it is about.
        let uma = try await test.person("Uma")
        _ = try await test.refusal {
            let added = try await test.tenant.addUser(
                FullName("Twin"), email: EmailAddress("Grace@contoso.example"), roles: [], by: uma)
            _ = added.signInInformation.reveal()
        }
        #expect(try await test.recordedRefusals().contains { "\($0.refusal)".contains("Grace@contoso.example") })
        _ = try await test.refusal { try await test.tenant.deleteUser(test.ada, by: grace) }
        try await test.tenant.deleteUser(grace, by: test.ada)
        try await test.tenant.purgeUser(grace, by: test.ada)
        let refusals = try await test.recordedRefusals().map(\.refusal)
        #expect(refusals.filter { "\($0)".lowercased().contains("grace") } == [])
        #expect(refusals.contains { $0.reason == .nameTaken(name: (try? UserName(TestTenant.adaEmail)) ?? .erased) })
        #expect(refusals.contains { $0.reason == .nameTaken(name: .erased) && $0.attempt == "(erased)" })
    }
}
