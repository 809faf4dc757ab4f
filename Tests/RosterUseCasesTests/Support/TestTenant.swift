import RosterPartnerCenter
import RosterAdapters
import RosterDomain
import RosterPorts
import RosterSessionTestSupport
import RosterUseCases
import Synchronization

/// A company in memory with a clock that the test moves.
struct TestTenant {
    let tenant: Tenant
    /// The first Global admin, who has signed in and chosen ``password``.
    let ada: UserID
    let directory: MemoryUserDirectory
    let vault: MemoryCredentialVault
    let sessions: MemorySessionStore
    let secondFactors: any SecondFactorStore
    let notifier: MemoryNotifier
    let clock: ManualClock

    static let password = Password("Correct-Horse-1")
    static let adaEmail = "ada@contoso.example"

    init(
        catalog: RoleCatalog = .partnerCenter, programs: Set<Program> = [.indirectProvider],
        policy: TenantPolicy = .standard,
        vault wrapping: (MemoryCredentialVault) -> any CredentialVault = { $0 },
        sessions keeping: (MemorySessionStore) -> any SessionStore = { $0 },
        secondFactors: any SecondFactorStore = MemorySecondFactorStore(),
        directory reaching: (MemoryUserDirectory) -> any UserDirectory = { $0 },
        breachedPasswords: (any BreachedPasswords)? = nil, hashesForReal: Bool = false
    ) async throws {
        let directory = MemoryUserDirectory()
        let vault = hashesForReal ? MemoryCredentialVault() : .plain()
        let sessions = MemorySessionStore()
        let notifier = MemoryNotifier()
        let clock = ManualClock()
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: programs, firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress(Self.adaEmail)),
            with: TenantParts(
                catalog: catalog, directory: reaching(directory), credentials: wrapping(vault),
                sessions: keeping(sessions), secondFactors: secondFactors, notifier: notifier, policy: policy,
                clock: clock, randomness: SeededSource(), breachedPasswords: breachedPasswords))
        self.tenant = enrolled.tenant
        self.ada = enrolled.owner
        self.directory = directory
        self.vault = vault
        self.sessions = sessions
        self.secondFactors = secondFactors
        self.notifier = notifier
        self.clock = clock
        try await self.finishSigningUp(enrolled.signInInformation.reveal())
    }

    /// Another host of the same company: a tenant of its own over the same parts.
    func secondHost(catalog: RoleCatalog? = nil) async throws -> Tenant {
        try await Tenant.open(
            TenantParts(
                catalog: catalog ?? self.tenant.catalog, directory: self.directory, credentials: self.vault,
                sessions: self.sessions, secondFactors: self.secondFactors, notifier: self.notifier,
                policy: self.tenant.policy, clock: self.clock,
                randomness: SeededSource(seed: 99)))
    }

    /// Adds a user who has signed in and chosen ``password``.
    func person(
        _ name: String, _ roles: [RoleID] = [], at scope: Scope = .company
    ) async throws -> UserID {
        let added = try await self.tenant.addUser(
            FullName(name), email: EmailAddress("\(name.lowercased())@contoso.example"), roles: roles, at: scope,
            by: self.ada)
        let id = added.userID
        try await self.finishSigningUp(added.signInInformation.reveal())
        return id
    }

    /// The company as another host opens it, with a catalog of its own.
    func opened(with catalog: RoleCatalog, accepting: OpeningFindings = .standard) async throws -> Tenant {
        try await Tenant.open(
            TenantParts(
                catalog: catalog, directory: self.directory, credentials: self.vault, notifier: self.notifier,
                accepting: accepting, clock: self.clock, randomness: SeededSource(seed: 7)))
    }

    func finishSigningUp(_ information: RevealedSignInInformation) async throws {
        try await self.tenant.changePassword(
            of: information.userName, from: Password(information.temporaryPassword), to: Self.password)
    }

    /// The reason of a refusal, or nil when nothing was refused.
    func refusal(_ body: () async throws -> Void) async throws -> RefusalReason? {
        do {
            try await body()
            return nil
        } catch let error as TenantError {
            guard case .refused(let refusal) = error else { throw error }
            return refusal.reason
        }
    }

    func recordedRefusals() async throws -> [(principal: Principal, refusal: Refusal)] {
        await self.tenant.recordWaitingRefusalsNow()
        return try await self.tenant.history().flatMap { commit in
            commit.changes.compactMap { change in
                if case .refused(let refusal) = change { (commit.principal, refusal) } else { nil }
            }
        }
    }
}

/// Bits that come again for the same seed.
final class SeededSource: RandomSource {
    private let state: Mutex<UInt64>

    init(seed: UInt64 = 1) {
        self.state = Mutex(seed)
    }

    func next() -> UInt128 {
        self.state.withLock { state in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt128(state) << 64 | UInt128(state.byteSwapped)
        }
    }
}
