import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Where wrong passwords come from", .timeLimit(.minutes(20)))
struct LockoutSourceTests {
    private static let ada = TestTenant.adaEmail

    @Test("guesses from elsewhere keep no person out at a source from which they have signed in before")
    func familiar() async throws {
        let test = try await TestTenant()
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil)
        // Attackers keep the account locked for others for days.
        for round in 0..<50 {
            _ = try await test.guess(Self.ada, (0..<12).map { round * 20 + $0 }, from: "attacker \(round)")
            #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil, "round \(round)")
            test.clock.advance(by: .seconds(3_600))
        }
        #expect(try await test.guess(Self.ada, [7_000], from: "attacker").first??.code == .wrongCredentials)
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "a new phone")?.code == .lockedOut)
    }

    @Test("a familiar source has its own ten guesses and no more")
    func familiarLimit() async throws {
        let test = try await TestTenant()
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil)
        let answers = try await test.guess(Self.ada, 1...11, from: "office")
        #expect(answers.last??.code == .lockedOut && answers.dropLast().allSatisfy { $0 == .wrongCredentials })
        // The person is not kept out elsewhere.
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "home") == nil)
    }

    @Test("only the right password makes a source familiar, and eight are remembered")
    func familiarSources() async throws {
        let test = try await TestTenant()
        for number in 1...9 { #expect(try await test.reason(Self.ada, TestTenant.password, from: "\(number)") == nil) }
        _ = try await test.guess(Self.ada, 1...10, from: "attacker")
        let isLetIn = [1, 2, 3, 9]
        for number in isLetIn {
            let reason = try await test.reason(Self.ada, TestTenant.password, from: "\(number)")
            #expect((reason == nil) == (number != 1), "source \(number)")
        }
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "attacker")?.code == .lockedOut)
    }

    @Test("a success forgives the person's own slips, and none of the guesses from elsewhere")
    func success() async throws {
        let test = try await TestTenant()
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil)
        for round in 0..<5 {
            _ = try await test.guess(Self.ada, (0..<9).map { round * 9 + $0 }, from: "office")
            #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil, "round \(round)")
        }
        _ = try await test.guess(Self.ada, 1...9, from: "attacker")
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "office") == nil)
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "a hotel") == nil)
        _ = try await test.guess(Self.ada, [10], from: "attacker")
        #expect(try await test.guess(Self.ada, [11], from: "attacker").first??.code == .lockedOut)
    }

    @Test("a spray over many accounts from one source is slowed, for listed and unlisted names alike, never for long")
    func spray() async throws {
        let (test, _) = try await self.provided()
        for number in 1...100 {
            #expect(try await test.guess("p\(number)@contoso.example", [1], from: "sprayer") == [.wrongCredentials])
        }
        for name in ["p101@contoso.example", "kim@contoso.example"] {
            let answer = try await test.guess(name, [1], from: "sprayer")
            #expect(answer == [.lockedOut(until: test.clock.now + .seconds(1))], "\(name)")
            #expect(try await test.guess(name, [1], from: "elsewhere") == [.wrongCredentials], "\(name)")
        }
        // However long it goes on, a pause is no longer than a minute, and the guesses of a day are few.
        var guesses = 0
        let end = test.clock.now + .seconds(86_400)
        while test.clock.now < end {
            let answer = try await test.guess("q\(guesses)@contoso.example", [1], from: "sprayer").first ?? nil
            if case .lockedOut(let until) = answer {
                #expect(until <= test.clock.now + .seconds(60))
                test.clock.advance(
                    by: .milliseconds(
                        Int(until.millisecondsSinceEpoch - test.clock.now.millisecondsSinceEpoch)))
            } else {
                guesses += 1
            }
        }
        #expect(guesses < 10_000)
    }

    @Test("the sprayer's own successes forgive nothing of the source")
    func ownSuccess() async throws {
        let (test, kim) = try await self.provided()
        for number in 1...100 {
            _ = try await test.guess("p\(number)@contoso.example", [1], from: "sprayer")
            guard number < 100 else { break }
            #expect(
                try await test.tenant.signIn("kim@contoso.example", password: TestTenant.password, from: "sprayer")
                    == .signedIn(kim))
        }
        #expect(try await test.guess("p101@contoso.example", [1], from: "sprayer").first??.code == .lockedOut)
    }

    @Test("one old password that a device repeats all day slows neither its account nor the proxy that it is behind")
    func repeatedBehindProxy() async throws {
        let (test, _) = try await self.provided()
        for _ in 1...2_000 { _ = try await test.guess("kim@contoso.example", [1], from: "proxy") }
        #expect(try await test.reason(Self.ada, TestTenant.password, from: "proxy") == nil)
        #expect(try await test.reason("kim@contoso.example", TestTenant.password, from: "proxy") == nil)
    }

    @Test("a flood of names and sources takes bounded memory, and makes no account's failures forgotten")
    func flood() async throws {
        let (test, _) = try await self.provided()
        _ = try await test.guess("kim@contoso.example", 1...9, from: "attacker")
        for number in 1...40_000 {
            _ = try await test.guess("flood\(number)@contoso.example", [1], from: "address \(number)")
        }
        let counts = try #require(test.tenant.lockoutEntryCounts)
        #expect(counts.strangers <= 16_384 && counts.sources <= 16_384 && counts.users == 2)
        _ = try await test.guess("kim@contoso.example", [10], from: "attacker")
        #expect(try await test.guess("kim@contoso.example", [11], from: "attacker").first??.code == .lockedOut)
    }

    @Test(
        "in a flood, a name that is listed nowhere keeps its failures as a listed one does, as long as it has more than others"
    )
    func floodTellsNothing() async throws {
        let (test, _) = try await self.provided()
        for name in ["kim@contoso.example", "nobody@contoso.example"] {
            _ = try await test.guess(name, 1...9, from: "attacker")
        }
        for number in 1...20_000 { _ = try await test.guess("flood\(number)@contoso.example", [1]) }
        for name in ["kim@contoso.example", "nobody@contoso.example"] {
            _ = try await test.guess(name, [10], from: "attacker")
            #expect(try await test.guess(name, [11], from: "attacker").first??.code == .lockedOut, "\(name)")
        }
    }

    /// A company whose vault costs no hash for Kim and for names that are not listed.
    private func provided() async throws -> (TestTenant, UserID) {
        let provider = ProviderVault()
        let test = try await TestTenant(vault: { CheapVault($0, provider) })
        return (test, try await test.taken(in: "Kim", provider))
    }
}

/// A vault that hashes for those who have a credential here, and compares with a provider for all others.
final class CheapVault: CredentialVault {
    private let vault: MemoryCredentialVault
    private let provider: ProviderVault

    init(_ vault: MemoryCredentialVault, _ provider: ProviderVault) {
        self.vault = vault
        self.provider = provider
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        claim.credential == nil
            ? try await self.provider.verify(password, against: claim, at: now)
            : try await self.vault.verify(password, against: claim, at: now)
    }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.vault.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.vault.prepare(password, as: credential)
    }
}
