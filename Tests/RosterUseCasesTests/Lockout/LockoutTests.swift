import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterUseCases
import Testing

@Suite("Too many wrong passwords", .timeLimit(.minutes(20)))
struct LockoutTests {
    static let ada = TestTenant.adaEmail

    @Test("10 in a row begin a pause of a minute, in which the right one gets the answer of a wrong one")
    func pause() async throws {
        let test = try await TestTenant()
        let until = test.clock.now + .seconds(60)
        #expect(try await test.guess(Self.ada, 1...10) == Array(repeating: .wrongCredentials, count: 10))
        #expect(try await test.reason(Self.ada, TestTenant.password) == .lockedOut(until: until))
        #expect(try await test.reason(Self.ada, Password("Wrong-Guess-11")) == .lockedOut(until: until))
        test.clock.advance(by: .milliseconds(59_999))
        #expect(try await test.reason(Self.ada, TestTenant.password) == .lockedOut(until: until))
        test.clock.advance(by: .milliseconds(1))
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("each further one doubles the pause, up to an hour, and attempts within a pause prolong nothing")
    func grows() async throws {
        let test = try await TestTenant()
        _ = try await test.guess(Self.ada, 1...9)
        for (number, seconds) in [60, 120, 240, 480, 960, 1_920, 3_600, 3_600].enumerated() {
            #expect(try await test.guess(Self.ada, [20 + number]) == [.wrongCredentials], "guess \(number)")
            let until = test.clock.now + .seconds(seconds)
            test.clock.advance(by: .seconds(seconds - 1))
            #expect(try await test.guess(Self.ada, [50 + number]) == [.lockedOut(until: until)], "guess \(number)")
            test.clock.advance(by: .seconds(1))
        }
    }

    @Test(
        "a name that is not listed, an invited, a blocked and a deleted one have the same answers, in the same moments")
    func tellsNothing() async throws {
        let test = try await TestTenant()
        let names = try await test.accountsOfEachKind()
        var answers: [String: [RefusalReason?]] = [:]
        // All at the same moments of the clock.
        for number in 1...14 {
            for name in names { answers[name, default: []] += try await test.guess(name, [number], from: "elsewhere") }
            if number == 12 { test.clock.advance(by: .seconds(60)) }
        }
        let unlisted = answers["nobody@contoso.example"]
        #expect(unlisted?.filter { $0 == .wrongCredentials }.count == 11)
        for name in names { #expect(answers[name] == unlisted, "\(name)") }
    }

    @Test("repetitions of one of the last three wrong ones do not count, and the fourth before does")
    func repetitions() async throws {
        let test = try await TestTenant()
        for _ in 0..<30 { _ = try await test.guess(Self.ada, [1, 2, 3]) }
        #expect(try await test.tenant.lockouts(by: test.ada).isEmpty)
        _ = try await test.guess(Self.ada, [4, 1, 2, 3, 4, 1])
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
        for _ in 0..<3 { _ = try await test.guess(Self.ada, [1, 2, 3, 4]) }
        #expect(try await test.guess(Self.ada, [5]).first??.code == .lockedOut)
    }

    @Test("a password that copying left a blank on is compared twice and counts once")
    func copied() async throws {
        let test = try await TestTenant()
        for number in 1...9 { _ = try await test.reason(Self.ada, Password(" Wrong-Guess-\(number) ")) }
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("changing the password and beginning a session count and wait alike")
    func verbs() async throws {
        let test = try await TestTenant()
        for number in 1...5 {
            _ = try await test.refusal {
                try await test.tenant.changePassword(
                    of: Self.ada, from: Password("Wrong-Guess-\(number)"), to: Password("Brand-New-Pass-2"))
            }
        }
        for number in 6...10 {
            _ = try await test.refusal {
                _ = try await test.tenant.beginSession(
                    Self.ada, password: Password("Wrong-Guess-\(number)"), on: DeviceName("a laptop"))
            }
        }
        let lock = RefusalReason.lockedOut(until: test.clock.now + .seconds(60))
        #expect(try await test.reason(Self.ada, TestTenant.password) == lock)
        #expect(
            try await test.refusal {
                try await test.tenant.changePassword(
                    of: Self.ada, from: TestTenant.password, to: Password("Brand-New-Pass-2"))
            } == lock)
        #expect(
            try await test.refusal {
                _ = try await test.tenant.beginSession(
                    Self.ada, password: TestTenant.password, on: DeviceName("a laptop"))
            } == lock)
    }

    @Test("a thousand guesses at once are no more than ten, and as many right ones are all let in")
    func atOnce() async throws {
        let vault = ProviderVault()
        let test = try await TestTenant(vault: { CheapVault($0, vault) })
        let kim = try await test.taken(in: "Kim", vault)
        // The first sign-in is on record, which only one of a thousand at once could do.
        #expect(try await test.reason("kim@contoso.example", TestTenant.password, from: "office") == nil)
        let right = await withTaskGroup(of: Bool.self) { group in
            for _ in 1...1_000 {
                group.addTask {
                    (try? await test.tenant.signIn("kim@contoso.example", password: TestTenant.password))
                        == .signedIn(kim)
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(right == 1_000)
        let answers = await withTaskGroup(of: RefusalReason?.self) { group in
            for number in 1...1_000 {
                group.addTask { try? await test.guess("kim@contoso.example", [number]).first ?? nil }
            }
            return await group.reduce(into: [:]) { $0[$1?.code, default: 0] += 1 }
        }
        #expect(answers == [.wrongCredentials: 10, .lockedOut: 990])
    }

    @Test("what the vault could not compare is no failure")
    func notCompared() async throws {
        let test = try await TestTenant(vault: { BusyVault($0) })
        for number in 1...50 {
            await #expect(throws: TenantError.self) {
                _ = try await test.tenant.signIn(Self.ada, password: Password("\(BusyVault.trigger)\(number)"))
            }
        }
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("an empty name locks no other one")
    func emptyName() async throws {
        let test = try await TestTenant()
        for number in 1...20 { _ = try await test.guess("", [number]) }
        #expect(try await test.guess("", [21]).first??.code == .lockedOut)
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("names that differ in case, and the address and the user name of an account, share a count")
    func sharedNames() async throws {
        let test = try await TestTenant()
        for name in ["nobody@contoso.example", Self.ada] {
            _ = try await test.guess(name, 1...5)
            _ = try await test.guess(name.uppercased(), 6...10)
            #expect(try await test.guess(name, [11]).first??.code == .lockedOut, "\(name)")
        }
    }

    @Test("the policy chooses the numbers, and can do without")
    func policy() async throws {
        let limits = try #require(
            FailureLimits(
                failureLimit: 2, firstPause: .seconds(5), longestPause: .seconds(5), forgettingInterval: .seconds(9)))
        let strict = try await TestTenant(policy: TenantPolicy(lockout: LockoutPolicy(account: limits)))
        _ = try await strict.guess(Self.ada, 1...2)
        #expect(
            try await strict.reason(Self.ada, TestTenant.password)
                == .lockedOut(until: strict.clock.now + .seconds(5)))
        let off = try await TestTenant(policy: TenantPolicy(lockout: nil))
        _ = try await off.guess(Self.ada, 1...30)
        #expect(try await off.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("a clock set back by years keeps the person out for no longer than the pause")
    func clockSetBack() async throws {
        let test = try await TestTenant()
        _ = try await test.guess(Self.ada, 1...10)
        test.clock.advance(by: .seconds(-9 * 365 * 86_400))
        #expect(
            try await test.reason(Self.ada, TestTenant.password) == .lockedOut(until: test.clock.now + .seconds(60)))
        test.clock.advance(by: .seconds(60))
        #expect(try await test.reason(Self.ada, TestTenant.password) == nil)
    }

    @Test("the refusal has its code and its status, is on record for a listed name, and leaves no trace for another")
    func onRecord() async throws {
        let test = try await TestTenant()
        let until = test.clock.now + .seconds(60)
        _ = try await test.guess("nobody@contoso.example", 1...12)
        #expect(try await test.recordedRefusals().isEmpty)
        _ = try await test.guess(Self.ada, 1...12)
        let reasons = try await test.recordedRefusals().map(\.refusal.reason)
        #expect(reasons == [.wrongCredentials, .lockedOut(until: until)])
        #expect(reasons.map(\.code.httpStatus) == [401, 429] && reasons.last?.code.rawValue == 80)
    }
}

/// A vault that is too busy for some passwords.
final class BusyVault: CredentialVault {
    static let trigger = "Busy-"
    private let inner: MemoryCredentialVault

    init(_ inner: MemoryCredentialVault) {
        self.inner = inner
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch {
        if password.withText({ $0.hasPrefix(Self.trigger) }) { throw .busy(retryAfter: .seconds(1)) }
        return try await self.inner.verify(password, against: claim, at: now)
    }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.inner.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    func prepare(_ password: Password, as credential: PreparedCredential) async throws(CredentialVaultError) {
        try await self.inner.prepare(password, as: credential)
    }
}

extension TestTenant {
    /// Guesses by number, and the reasons of the refusals.
    func guess(
        _ name: String, _ numbers: some Sequence<Int>, from source: String? = nil, at host: Tenant? = nil
    ) async throws -> [RefusalReason?] {
        var reasons: [RefusalReason?] = []
        for number in numbers {
            reasons.append(try await self.reason(name, Password("Wrong-Guess-\(number)"), from: source, at: host))
        }
        return reasons
    }

    /// Why signing in is refused; nil when it is not.
    func reason(
        _ name: String, _ password: Password, from source: String? = nil, at host: Tenant? = nil
    ) async throws -> RefusalReason? {
        try await self.refusal {
            _ = try await (host ?? self.tenant).signIn(name, password: password, from: source)
        }
    }

    /// A name of each kind of account, and one that is not listed.
    func accountsOfEachKind() async throws -> [String] {
        let blocked = try await self.person("Blocked")
        try await self.tenant.blockUser(blocked, by: self.ada)
        let deleted = try await self.person("Deleted")
        try await self.tenant.deleteUser(deleted, by: self.ada)
        _ = try await self.person("Active")
        try await self.tenant.inviteUsers([EmailAddress("invited@contoso.example")], roles: [], by: self.ada)
        return ["nobody", "active", "blocked", "deleted", "invited"].map { "\($0)@contoso.example" }
    }

    /// Takes in a person whose password a provider manages, and that costs no hash to compare.
    func taken(in name: String, _ vault: ProviderVault) async throws -> UserID {
        let record = try await self.tenant.addExistingUsers(
            [ExistingAccount(FullName(name), email: EmailAddress("\(name.lowercased())@contoso.example"))], roles: [],
            by: self.ada)[0]
        vault.set("Correct-Horse-1", of: record.id)
        return record.id
    }
}
