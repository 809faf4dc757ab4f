import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Synchronization
import Testing

@Suite("A password that a person chooses")
struct PasswordRuleTests {
    @Test("works however it was typed: composed or not, and with any blank")
    func unicode() async throws {
        let test = try await TestTenant(policy: TenantPolicy(passwords: .nistWithSecondFactor))
        let composed = "Gru\u{308}n \u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF} A\u{30A}"
        try await test.tenant.changePassword(
            of: TestTenant.adaEmail, from: TestTenant.password, to: Password(composed))
        for typed in [composed, "Gr\u{FC}n\u{A0}\u{D55C}\u{AE00}\u{3000}\u{212B}"] {
            #expect(
                try await test.tenant.signIn(TestTenant.adaEmail, password: Password(typed)) == .signedIn(test.ada))
        }
        let reason = try await test.refusal {
            try await test.tenant.changePassword(
                of: TestTenant.adaEmail, from: Password(composed),
                to: Password("Gr\u{FC}n \u{D55C}\u{AE00} \u{C5}"))
        }
        #expect(reason == .unacceptablePassword(problems: [.unchanged]))
    }

    @Test(
        "may not hold the person's or the company's names, which are told to no one else",
        arguments: ["Lovel@ce-77", "x-Cont0so-77", "ADA@contoso.example"])
    func names(_ text: String) async throws {
        let test = try await TestTenant()
        let refused = RefusalReason.unacceptablePassword(problems: [.containsName])
        #expect(try await Self.change(test, from: TestTenant.password, to: text) == refused)
        #expect(try await Self.change(test, from: Password("Wrong-Guess-77"), to: text) == .wrongCredentials)
    }

    @Test("may not be a banned one, no matter who asks, and the answer does not repeat it")
    func banned() async throws {
        let test = try await TestTenant()
        let refused = RefusalReason.unacceptablePassword(problems: [.banned])
        #expect(try await Self.change(test, from: TestTenant.password, to: "P@ssw0rd") == refused)
        #expect(try await Self.change(test, from: Password("Wrong-Guess-77"), to: "P@ssw0rd") == refused)
        #expect(!"\(refused)".contains("P@") && !"\(PasswordProblem.banned)".contains("P@"))
    }

    @Test("may not be a breached one, which only someone who is signed in can ask for")
    func breached() async throws {
        let list = ListOfOne("Stolen-Elsewhere-1")
        let test = try await TestTenant(breachedPasswords: list)
        let before = list.questions
        let reason = try await Self.change(test, from: Password("Wrong-Guess-77"), to: "Stolen-Elsewhere-1")
        #expect(reason == .wrongCredentials)
        #expect(list.questions == before)
        #expect(
            try await Self.change(test, from: TestTenant.password, to: "Stolen-Elsewhere-1")
                == .unacceptablePassword(problems: [.breached]))
        #expect(try await Self.change(test, from: TestTenant.password, to: "Never-Stolen-1") == nil)
    }

    @Test("is not accepted while the list of breached ones cannot be asked, unless the host says so")
    func unavailable() async throws {
        let list = ListOfOne("Stolen-Elsewhere-1")
        let test = try await TestTenant(breachedPasswords: list)
        list.fail()
        await #expect {
            try await test.tenant.changePassword(
                of: TestTenant.adaEmail, from: TestTenant.password, to: Password("Never-Stolen-1"))
        } throws: { error in
            if case TenantError.breachedPasswords = error { true } else { false }
        }
        #expect(
            try await test.tenant.signIn(TestTenant.adaEmail, password: TestTenant.password) == .signedIn(test.ada))

        let told = Mutex(0)
        let permissive = PermissiveBreachedPasswords(list) { _ in told.withLock { $0 += 1 } }
        let digest = BreachedPasswordDigest(of: Password("Stolen-Elsewhere-1"))
        #expect(try await permissive.contains(digest) == false)
        #expect(told.withLock { $0 } == 1)
    }

    private static func change(
        _ test: TestTenant, from current: Password, to new: String
    ) async throws -> RefusalReason? {
        try await test.refusal {
            try await test.tenant.changePassword(of: TestTenant.adaEmail, from: current, to: Password(new))
        }
    }
}

/// A list that holds one password, counts how often it is asked, and fails once it is told to.
private final class ListOfOne: BreachedPasswords {
    private let digest: BreachedPasswordDigest
    private let state = Mutex((questions: 0, fails: false))

    init(_ text: String) {
        self.digest = BreachedPasswordDigest(of: Password(text))
    }

    var questions: Int { self.state.withLock { $0.questions } }

    func fail() { self.state.withLock { $0.fails = true } }

    func contains(_ digest: BreachedPasswordDigest) async throws(BreachedPasswordsError) -> Bool {
        let fails = self.state.withLock { state in
            state.questions += 1
            return state.fails
        }
        if fails { throw .unavailable(cause: PlannedFault()) }
        return digest == self.digest
    }
}
