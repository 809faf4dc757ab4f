import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Forgotten passwords", .timeLimit(.minutes(20)))
struct RecoveryTests {
    private static let grace = "grace@contoso.example"
    private static let new = Password("Brand-New-Pass-2")

    @Test("the code that was mailed replaces the password once, ends all sessions, and the person is told")
    func replaces() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let begun = try await test.tenant.beginSession(Self.grace, password: TestTenant.password, on: DeviceName("x"))
        let token = try #require(SessionToken(begun.reveal()))
        let code = try await test.recoveryCode(Self.grace)
        // Until then, the present one goes on working.
        #expect(try await test.reason(Self.grace, TestTenant.password) == nil)
        #expect(test.tenant.admits(token)?.user == grace)
        #expect(try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new) == grace)
        #expect(test.tenant.admits(token) == nil)
        #expect(try await test.reason(Self.grace, TestTenant.password) == .wrongCredentials)
        #expect(try await test.tenant.signIn(Self.grace, password: Self.new) == .signedIn(grace))
        #expect(
            try await test.refusal {
                try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: TestTenant.password)
            } == .wrongCredentials)
        await test.tenant.deliverNotifications()
        guard case .passwordChanged? = test.notifier.delivered.last?.content else {
            Issue.record("the person was told something else")
            return
        }
        let changes = try await test.tenant.history().flatMap(\.changes)
        #expect(changes.contains(.recoverySpent(user: grace)))
    }

    @Test("every name has the same answer: that of an account that gets a code, and those that get none")
    func oneAnswer() async throws {
        let test = try await TestTenant()
        let names = try await test.accountsOfEachKind()
        let before = test.notifier.delivered.count
        for name in names { try await test.tenant.requestPasswordRecovery(name, from: "somewhere") }
        await test.deliver()
        let told = test.notifier.delivered.dropFirst(before).filter { $0.recoveryCode != nil }
        #expect(told.map(\.recipient.rawValue) == ["active@contoso.example"])
        for name in names {
            #expect(
                try await test.refusal {
                    try await test.tenant.recoverPassword(name, code: InvitationCode("a guess"), to: Self.new)
                } == .wrongCredentials, "\(name)")
        }
        // The limit does not tell whether a letter left.
        var answers: [String: [RefusalReason?]] = [:]
        for _ in 0..<3 {
            for name in names {
                answers[name, default: []].append(
                    try await test.refusal { try await test.tenant.requestPasswordRecovery(name) })
            }
        }
        #expect(answers[names[0]] == [nil, nil, .tooSoon(until: test.clock.now + .seconds(900))])
        for name in names { #expect(answers[name] == answers[names[0]], "\(name)") }
    }

    @Test("a request commits nothing before its answer")
    func answersFirst() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let before = try await test.directory.head().revision
        try await test.tenant.requestPasswordRecovery("nobody@contoso.example")
        await test.tenant.recordRecoveriesNow()
        #expect(try await test.directory.head().revision == before)
        try await test.tenant.requestPasswordRecovery(Self.grace)
        await test.tenant.recordRecoveriesNow()
        #expect(try await test.directory.head().revision == before.next)
        #expect(try await test.tenant.history().last?.principal == .system)
    }

    @Test("a code expires after an hour")
    func expires() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let code = try await test.recoveryCode(Self.grace)
        test.clock.advance(by: .seconds(3_600))
        #expect(
            try await test.refusal {
                try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new)
            } == .credentialsExpired)
    }

    @Test("asking again makes no fresh code useless, one that is old is overtaken, and spending one spends all")
    func askingAgain() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let first = try await test.recoveryCode(Self.grace)
        test.clock.advance(by: .seconds(1_200))
        let second = try await test.recoveryCode(Self.grace)
        #expect(first != second)
        try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(first), to: Self.new)
        #expect(
            try await test.refusal {
                try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(second), to: TestTenant.password)
            } == .wrongCredentials)
        test.clock.advance(by: .seconds(9_000))
        let third = try await test.recoveryCode(Self.grace)
        test.clock.advance(by: .seconds(2_400))
        let fourth = try await test.recoveryCode(Self.grace)
        #expect(
            try await test.refusal {
                try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(third), to: TestTenant.password)
            } == .wrongCredentials)
        try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(fourth), to: TestTenant.password)
    }

    @Test("of two hosts that are shown one code at a time, one takes it")
    func spentOnce() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let hosts = [test.tenant, try await test.secondHost()]
        for round in 0..<5 {
            let code = try await test.recoveryCode(Self.grace)
            let taken = await withTaskGroup(of: Bool.self) { group in
                for (number, host) in hosts.enumerated() {
                    group.addTask {
                        let new = Password("Brand-New-\(round)-\(number)")
                        return (try? await host.recoverPassword(Self.grace, code: InvitationCode(code), to: new)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            #expect(taken == 1, "round \(round)")
            test.clock.advance(by: .seconds(7_200))
        }
    }

    @Test("a reset, a change of the password, a block, a deletion and the end of all sessions end a recovery")
    func ended() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        let ends: [() async throws -> Void] = [
            { _ = try await test.tenant.endAllSessions(of: grace, by: test.ada) },
            {
                try await test.tenant.changePassword(
                    of: Self.grace, from: TestTenant.password, to: Password("Brand-New-Pass-9"))
                try await test.tenant.changePassword(
                    of: Self.grace, from: Password("Brand-New-Pass-9"), to: TestTenant.password)
            },
            {
                try await test.tenant.blockUser(grace, by: test.ada)
                try await test.tenant.unblockUser(grace, by: test.ada)
            },
            {
                try await test.tenant.deleteUser(grace, by: test.ada)
                try await test.tenant.restoreUser(grace, by: test.ada)
            },
            { _ = try await test.tenant.resetPassword(of: grace, by: test.ada) },
        ]
        for (number, end) in ends.enumerated() {
            let code = try await test.recoveryCode(Self.grace)
            try await end()
            #expect(
                try await test.refusal {
                    try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new)
                } == .wrongCredentials, "end \(number)")
            test.clock.advance(by: .seconds(7_200))
        }
        // Who was given a temporary password by an administrator gets no code.
        let before = test.notifier.delivered.count
        try await test.tenant.requestPasswordRecovery(Self.grace)
        await test.deliver()
        #expect(test.notifier.delivered.dropFirst(before).allSatisfy { $0.recoveryCode == nil })
    }

    @Test("an account that strangers have locked is recovered, and the pause is over")
    func liftsLockout() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        _ = try await test.guess(Self.grace, 1...10)
        let code = try await test.recoveryCode(Self.grace)
        try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new)
        #expect(try await test.reason(Self.grace, Self.new) == nil)
    }

    @Test("wrong codes keep no owner out, and slow their source down, alike for every name")
    func limitedCodes() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let code = try await test.recoveryCode(Self.grace)
        for name in [Self.grace, "nobody@contoso.example"] {
            for number in 1...100 {
                let reason = try await test.refusal {
                    try await test.tenant.recoverPassword(
                        name, code: InvitationCode("a guess \(number)"), to: Self.new, from: name)
                }
                #expect(reason == .wrongCredentials)
            }
            let slowed = try await test.refusal {
                try await test.tenant.recoverPassword(name, code: InvitationCode(code), to: Self.new, from: name)
            }
            #expect(slowed == .lockedOut(until: test.clock.now + .seconds(1)), "\(name)")
        }
        try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new, from: "elsewhere")
        #expect(try await test.reason(Self.grace, Self.new) == nil)
    }

    @Test("a new password keeps the policy, and a refused one leaves the code as it was")
    func policy() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let code = try await test.recoveryCode(Self.grace)
        for text in ["weak", "Grace-Contoso-1"] {
            #expect(
                try await test.refusal {
                    try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Password(text))
                }?.code == .unacceptablePassword, "\(text)")
        }
        try await test.tenant.recoverPassword(Self.grace, code: InvitationCode(code), to: Self.new)
    }

    @Test("without a channel that is fit for secrets, a request is refused for every name, and a code is not sent")
    func unfit() async throws {
        let test = try await TestTenant()
        _ = try await test.person("Grace")
        let notifier = PlainNotifier(test.notifier)
        let unfit = try await Tenant.open(
            TenantParts(
                catalog: .partnerCenter, directory: test.directory, credentials: test.vault, notifier: notifier,
                clock: test.clock))
        for name in [Self.grace, "nobody@contoso.example"] {
            #expect(
                try await test.refusal { try await unfit.requestPasswordRecovery(name) } == .recoveryUnavailable)
        }
        // Requested at a host with a fit channel, it does not leave by another one.
        try await test.tenant.requestPasswordRecovery(Self.grace)
        await test.tenant.recordRecoveriesNow()
        await unfit.deliverNotifications()
        #expect(test.notifier.delivered.allSatisfy { $0.recoveryCode == nil })
        #expect(ConfidentialNotifier(notifier).isFitForSecrets && !notifier.isFitForSecrets)
    }

    @Test("an account is let in again at the command line: the last administrator, blocked and locked, by the system")
    func commandLine() async throws {
        let test = try await TestTenant()
        let grace = try await test.person("Grace")
        _ = try await test.guess(TestTenant.adaEmail, 1...10)
        let information = try await test.tenant.recoverAccount(of: test.ada).reveal()
        #expect(
            try await test.tenant.signIn(TestTenant.adaEmail, password: Password(information.temporaryPassword))
                == .mustChangePassword(test.ada))
        #expect(try await test.tenant.history().suffix(2).allSatisfy { $0.principal == .system })
        try await test.finishSigningUp(information)
        try await test.tenant.blockUser(grace, by: test.ada)
        let temporary = try await test.tenant.recoverAccount(of: grace).reveal().temporaryPassword
        #expect(
            try await test.tenant.signIn(Self.grace, password: Password(temporary)) == .mustChangePassword(grace))
        #expect(
            try await test.refusal { _ = try await test.tenant.recoverAccount(of: UserID(bits: 7)) }
                == .unknownUser(user: UserID(bits: 7)))
    }
}

/// A channel that is not fit for secrets.
private final class PlainNotifier: Notifier {
    private let inner: MemoryNotifier

    init(_ inner: MemoryNotifier) {
        self.inner = inner
    }

    func deliver(_ notification: AccountNotification) async throws(NotifierError) {
        try await self.inner.deliver(notification)
    }
}

extension AccountNotification {
    /// The code for a new password; nil when it tells of something else.
    fileprivate var recoveryCode: String? {
        guard case .passwordForgotten(let code, _) = self.content else { return nil }
        return code.withText { $0 }
    }
}

extension TestTenant {
    /// Asks for a code, and reads it in the mailbox.
    fileprivate func recoveryCode(_ name: String) async throws -> String {
        let before = self.notifier.delivered.count
        try await self.tenant.requestPasswordRecovery(name)
        await self.deliver()
        let codes = self.notifier.delivered.dropFirst(before).compactMap(\.recoveryCode)
        guard let code = codes.last, codes.count == 1 else { throw PlannedFault() }
        return code
    }

    fileprivate func deliver() async {
        await self.tenant.recordRecoveriesNow()
        await self.tenant.deliverNotifications()
    }
}
