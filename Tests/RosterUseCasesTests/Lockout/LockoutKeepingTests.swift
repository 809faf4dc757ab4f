import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("What is kept of wrong passwords, seen and lifted", .timeLimit(.minutes(20)))
struct LockoutKeepingTests {
    private static let grace = "grace@contoso.example"

    @Test("a pause, its failures and the familiar sources survive the process")
    func restart() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "office") == nil)
        _ = try await test.guess(Self.grace, 1...11, from: "attacker")
        await test.tenant.keepAttemptsNow()
        let next = try await test.secondHost()
        let lock = RefusalReason.lockedOut(until: test.clock.now + .seconds(60))
        #expect(try await next.lockouts(by: test.ada).map(\.user) == [grace])
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "attacker", at: next) == lock)
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "office", at: next) == nil)
        test.clock.advance(by: .seconds(60))
        #expect(try await test.guess(Self.grace, [12], from: "attacker", at: next) == [.wrongCredentials])
        #expect(
            try await test.guess(Self.grace, [13], from: "attacker", at: next)
                == [.lockedOut(until: test.clock.now + .seconds(120))])
    }

    @Test("the host keeps what it counted by itself, within seconds")
    func keepsByItself() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        _ = try await test.guess(Self.grace, 1...10, from: "attacker")
        while try await test.vault.attempts(of: grace)?.others.count != 10 {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await test.vault.attempts(of: grace)?.others.lockedUntil == test.clock.now + .seconds(60))
    }

    @Test("the record of an account has a fixed size, holds no password and no source, and none is kept of other names")
    func record() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        for number in 1...40 {
            _ = try await test.reason(Self.grace, TestTenant.password, from: "source \(number)")
        }
        for number in 1...30 { _ = try await test.guess(Self.grace, [number], from: "attacker \(number)") }
        _ = try await test.guess("nobody@contoso.example", 1...20)
        await test.tenant.keepAttemptsNow()
        let kept = try #require(try await test.vault.attempts(of: grace))
        #expect("\(kept)".utf8.count < 2_000)
        for secret in ["Wrong-Guess", "Correct-Horse", "attacker", "source 40"] {
            #expect(!"\(kept)".contains(secret))
        }
        #expect(try await test.vault.usersWithFailures() == [grace])
    }

    @Test("administrators see the pauses: of whom, until when, after how many failures, and for which sources")
    func listed() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let tim = try await test.person("Tim")
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "office") == nil)
        _ = try await test.guess(Self.grace, 1...10, from: "office")
        _ = try await test.guess(Self.grace, 1...10, from: "attacker")
        _ = try await test.guess("tim@contoso.example", 1...9)
        _ = try await test.guess("nobody@contoso.example", 1...12)
        let locks = try await test.tenant.lockouts(by: test.ada)
        #expect(locks.map(\.user) == [grace, grace] && locks.map(\.isForFamiliarSources) == [true, false])
        #expect(locks.allSatisfy { $0.failureCount == 10 && $0.until == test.clock.now + .seconds(60) })
        let refusal = try await test.refusal { _ = try await test.tenant.lockouts(by: tim) }
        #expect(refusal?.code == .notPermitted)
        test.clock.advance(by: .seconds(60))
        #expect(try await test.tenant.lockouts(by: test.ada) == [])
    }

    @Test("an administrator who may reset the password lifts a pause, at every host and on record")
    func lifted() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let other = try await test.secondHost()
        _ = try await test.guess(Self.grace, 1...10, from: "attacker")
        _ = try await test.guess(Self.grace, 1...10, from: "attacker", at: other)
        try await test.tenant.liftLockout(of: grace, by: test.ada)
        let isOnRecord = try await test.tenant.history().contains { step in
            step.changes == [.lockoutLifted(user: grace)] && step.principal == .user(id: test.ada)
        }
        #expect(isOnRecord)
        for host in [test.tenant, other] {
            #expect(try await test.reason(Self.grace, TestTenant.password, from: "attacker", at: host) == nil)
        }
        // What was counted is forgotten, too.
        #expect(
            try await test.guess(Self.grace, 31...39, from: "a hotel") == Array(repeating: .wrongCredentials, count: 9))
        #expect(try await test.tenant.lockouts(by: test.ada) == [])
    }

    @Test("it takes the right to reset the password: a lesser administrator, and each user for themselves, are refused")
    func authority() async throws {
        let test = try await TestTenant()
        let helper = try await test.person("Helper", [.passwordAdmin])
        let grace = try await test.person("Grace")
        #expect(
            try await test.refusal { try await test.tenant.liftLockout(of: test.ada, by: helper) }?.code == .mayNotActOn
        )
        #expect(
            try await test.refusal { try await test.tenant.liftLockout(of: helper, by: helper) }
                == .ownAccount(action: .resetPassword))
        #expect(
            try await test.refusal { try await test.tenant.liftLockout(of: helper, by: grace) }?.code == .mayNotActOn)
        try await test.tenant.liftLockout(of: grace, by: helper)
    }

    @Test("a reset lifts a pause at every host, and so does a change of the password from a familiar source")
    func reset() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let other = try await test.secondHost()
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "office") == nil)
        _ = try await test.guess(Self.grace, 1...10, from: "attacker")
        _ = try await test.guess(Self.grace, 1...10, from: "attacker", at: other)
        let temporary = try await test.tenant.resetPassword(of: grace, by: test.ada).reveal()
        for host in [test.tenant, other] {
            let outcome = try await host.signIn(
                Self.grace, password: Password(temporary.temporaryPassword), from: "attacker")
            #expect(outcome == .mustChangePassword(grace))
        }
        _ = try await test.guess(Self.grace, 1...10, from: "elsewhere")
        try await test.tenant.changePassword(
            of: Self.grace, from: Password(temporary.temporaryPassword), to: TestTenant.password, from: "office")
        #expect(try await test.reason(Self.grace, TestTenant.password, from: "elsewhere") == nil)
    }

    @Test("a session that is open goes on while its account is locked")
    func openSession() async throws {
        let test = try await TestTenant()
        let begun = try await test.tenant.beginSession(
            TestTenant.adaEmail, password: TestTenant.password, on: DeviceName("a laptop"), from: "office")
        let token = SessionToken(begun.reveal())
        _ = try await test.guess(TestTenant.adaEmail, 1...12, from: "attacker")
        _ = try await test.guess(TestTenant.adaEmail, 1...12, from: "office")
        #expect(try #require(token.map { test.tenant.admits($0) })?.user == test.ada)
    }
}
