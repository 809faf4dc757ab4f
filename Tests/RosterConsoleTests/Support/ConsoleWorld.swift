import Roster
import RosterConsole
import RosterPartnerCenter
import RosterSessionTestSupport
import RosterWeb
import Synchronization
import Testing

/// A company in memory with a console, and a clock that the test moves.
struct ConsoleWorld {
    let tenant: Tenant
    let console: WebConsole
    /// The first Global admin, who has signed in and chosen ``password``.
    let ada: UserID
    let directory: CountingDirectory
    let notifier: MemoryNotifier
    let clock: ManualClock

    static let password = "Correct-Horse-1"
    static let adaAddress = "ada@contoso.example"

    init(
        company: String = "Contoso", catalog: RoleCatalog = .partnerCenter, policy: TenantPolicy = .standard,
        settings: WebConsoleSettings = WebConsoleSettings(), adminName: String = "Ada Lovelace",
        notifier: MemoryNotifier = MemoryNotifier()
    ) async throws {
        let directory = CountingDirectory(MemoryUserDirectory())
        let clock = ManualClock()
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName(company), programs: [.indirectProvider], firstAdministrator: FullName(adminName),
                email: EmailAddress(Self.adaAddress)),
            with: TenantParts(
                catalog: catalog, directory: directory, credentials: MemoryCredentialVault.plain(),
                sessions: MemorySessionStore(), secondFactors: MemorySecondFactorStore(), notifier: notifier,
                policy: policy, clock: clock, randomness: SeededSource()))
        self.tenant = enrolled.tenant
        self.ada = enrolled.owner
        self.directory = directory
        self.notifier = notifier
        self.clock = clock
        self.console = WebConsole(enrolled.tenant, settings: settings, clock: clock, randomness: SeededSource(seed: 7))
        try await self.finishSigningUp(enrolled.signInInformation.reveal())
    }

    /// Adds a person who has signed in and chosen ``password``.
    @discardableResult
    func person(_ name: String, _ roles: [RoleID] = [], address: String? = nil) async throws -> UserID {
        let address = address ?? "\(name.lowercased())@contoso.example"
        let added = try await self.tenant.addUser(
            FullName(name), email: EmailAddress(address), roles: roles, by: self.ada)
        let id = added.userID
        try await self.finishSigningUp(added.signInInformation.reveal())
        return id
    }

    private func finishSigningUp(_ information: RevealedSignInInformation) async throws {
        try await self.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password(Self.password))
    }

    /// A browser in which a person has signed in.
    func browser(_ name: String = "ada", language: String? = "en") async throws -> Browser {
        let browser = Browser(self.console, language: language)
        try await browser.signIn("\(name)@contoso.example", Self.password)
        return browser
    }
}

/// A directory that counts what it is asked.
final class CountingDirectory: UserDirectory {
    private let inner: any UserDirectory
    private let counts = Mutex((reads: 0, commits: 0))

    init(_ inner: any UserDirectory) { self.inner = inner }

    /// How often it was asked for records, pages or steps since the last time.
    func takeReads() -> Int {
        self.counts.withLock { counts in
            defer { counts.reads = 0 }
            return counts.reads
        }
    }

    private func count() { self.counts.withLock { $0.reads += 1 } }

    func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
        self.count()
        return try await self.inner.read(keys)
    }
    func page(_ query: DirectoryQuery) async throws(UserDirectoryError) -> DirectoryPage {
        self.count()
        return try await self.inner.page(query)
    }
    func commit(
        _ changes: [Change], by principal: Principal, at moment: Timestamp, given precondition: CommitPrecondition
    ) async throws(UserDirectoryError) -> Commit {
        try await self.inner.commit(changes, by: principal, at: moment, given: precondition)
    }
    func history(after revision: Revision, limit: Int) async throws(UserDirectoryError) -> [Commit] {
        self.count()
        return try await self.inner.history(after: revision, limit: limit)
    }
    func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
        try await self.inner.waitForHistory(after: revision)
    }
    func readStandings(_ body: (DirectoryStanding) -> Void) async throws(UserDirectoryError) -> Revision {
        try await self.inner.readStandings(body)
    }
    func takeDeliveryTurn() async throws(UserDirectoryError) -> (any DeliveryTurn)? {
        try await self.inner.takeDeliveryTurn()
    }
    func deliveryNotes() async throws(UserDirectoryError) -> [UInt8] { try await self.inner.deliveryNotes() }
}

/// A clock that moves only when the test says so.
final class ManualClock: WallClock {
    private let moment = Mutex(Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))

    var now: Timestamp { self.moment.withLock { $0 } }

    func advance(by duration: Duration) { self.moment.withLock { $0 = $0 + duration } }
}

/// Bits that come again for the same seed.
final class SeededSource: RandomSource {
    private let state: Mutex<UInt64>

    init(seed: UInt64 = 1) { self.state = Mutex(seed) }

    func next() -> UInt128 {
        self.state.withLock { state in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt128(state) << 64 | UInt128(state.byteSwapped)
        }
    }
}
