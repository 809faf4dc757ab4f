import Roster
import RosterDomain
import RosterPartnerCenter

/// What counting wrong passwords adds to an attempt, beside the hash that it saves.
enum LockoutBenchmark: Benchmark {
    static let name = "lockout"
    static let summary = "an attempt to sign in with nothing hashed, counted and not counted"

    static func run(_ effort: Effort) async throws -> [Figure] {
        var (counted, uncounted, refused): ([Double], [Double], [Double]) = ([], [], [])
        let (with, without) = (try await self.company(.standard), try await self.company(nil))
        let locked = try await self.company(.standard)
        for number in 0..<10 { _ = try? await locked.signIn("nobody", password: Password("\(number)"), from: "a") }
        for round in 0..<effort.rounds {
            let count = effort.questionCount / 100
            counted.append(try await self.time(with, count) { "p\(round)-\($0)@contoso.example" })
            uncounted.append(try await self.time(without, count) { "p\(round)-\($0)@contoso.example" })
            refused.append(try await self.time(locked, count) { _ in "nobody" })
        }
        return [
            Figure("an attempt, not counted", unit: "µs", uncounted),
            Figure("an attempt, counted before and after", unit: "µs", counted).aiming(.atMost(100)),
            Figure("an attempt within a pause", unit: "µs", refused).aiming(.atMost(100)),
        ]
    }

    /// Microseconds for each of some attempts, each from a source of its own.
    private static func time(_ tenant: Tenant, _ count: Int, _ name: (Int) -> String) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        for number in 0..<count {
            _ = try? await tenant.signIn(name(number), password: Password("guess"), from: "\(number)")
        }
        return (clock.now - start) / .microseconds(1) / Double(count)
    }

    private static func company(_ lockout: LockoutPolicy?) async throws -> Tenant {
        let parts = TenantParts(
            catalog: .partnerCenter, directory: MemoryUserDirectory(),
            credentials: UnhashedVault(MemoryCredentialVault()),
            notifier: MemoryNotifier(), policy: try TenantPolicy(lockout: lockout))
        return try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), firstAdministrator: FullName("Ada"),
                email: EmailAddress("ada@contoso.example")), with: parts
        ).tenant
    }
}

/// A vault that compares nothing for names that are not listed.
private final class UnhashedVault: CredentialVault {
    private let inner: MemoryCredentialVault

    init(_ inner: MemoryCredentialVault) {
        self.inner = inner
    }

    func verify(
        _ password: Password, against claim: CredentialClaim, at now: Timestamp
    ) async throws(CredentialVaultError) -> CredentialMatch { .none }

    func prepareTemporaryPassword(
        as credential: PreparedCredential, expiringAt expiry: Timestamp
    ) async throws(CredentialVaultError) -> TemporaryPassword {
        try await self.inner.prepareTemporaryPassword(as: credential, expiringAt: expiry)
    }

    func attempts(of user: UserID) async throws(CredentialVaultError) -> SignInAttempts? {
        try await self.inner.attempts(of: user)
    }
}
