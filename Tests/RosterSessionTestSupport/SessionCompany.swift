import RosterAdapters
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterStoreTestSupport
import RosterUseCases
import Synchronization

/// A company with two hosts, on which one history after another is played.
///
/// In memory both hosts share the stores; on files each host has opened the folder for itself.
package final class SessionCompany: Sendable {
    /// Where a company is kept.
    package enum Place: Sendable { case memory, files }

    let hosts: [Tenant]
    /// The first Global admin, whom nothing happens to.
    let ada: UserID
    let clock: TrialClock
    private let parts: TenantParts
    private let mailbox: MemoryNotifier
    private let sandbox: FileSandbox?
    private let numbers = Mutex(0)

    /// Enrolls a company and opens a second host.
    package init(_ place: Place, seed: UInt64) async throws {
        let sandbox = place == .files ? try FileSandbox(inMemory: true) : nil
        let (mailbox, clock) = (MemoryNotifier(), TrialClock())
        // Only what happens ends sessions, not the time in which it does.
        let year = Duration.seconds(365 * 86_400)
        let sessions = try SessionPolicy(idleLifetime: nil, lifetime: year, maximumStaleness: year)
        let policy = try TenantPolicy(sessions: sessions)
        let shared = StoreSet()
        let opened = try (0..<2).map { host in
            let stores = try sandbox.map { try StoreSet(at: $0.path("company")) } ?? shared
            return TenantParts(
                catalog: .partnerCenter, directory: stores.directory, credentials: stores.vault,
                sessions: stores.sessions, secondFactors: stores.factors, notifier: mailbox, policy: policy,
                clock: clock, randomness: TrialRandomness(seed: seed &* 2 &+ UInt64(host)))
        }
        let enrolled = try await Tenant.enroll(
            CompanyEnrollment(
                of: FullName("Contoso"), programs: [.indirectProvider], firstAdministrator: FullName("Ada Lovelace"),
                email: EmailAddress("ada@contoso.example")),
            with: opened[0])
        let information = enrolled.signInInformation.reveal()
        try await enrolled.tenant.changePassword(
            of: information.userName.rawValue, from: Password(information.temporaryPassword),
            to: Password("Correct-Horse-0"))
        (self.parts, self.mailbox, self.sandbox, self.clock) = (opened[0], mailbox, sandbox, clock)
        self.ada = enrolled.owner
        self.hosts = [enrolled.tenant, try await Tenant.open(opened[1])]
    }

    /// A number that the company has not used yet, for names, passwords and addresses.
    func nextNumber() -> Int {
        self.numbers.withLock { number in
            number += 1
            return number
        }
    }

    /// Opens one host more with the list of purged accounts that an operator keeps, as after a restored backup.
    func open(purging user: UserID) async throws {
        var parts = self.parts
        parts.purgedUsers = [user]
        _ = try await Tenant.open(parts)
    }

    /// What the letters said that have arrived since the last time, once a host has delivered them.
    func letters(deliveredBy host: Tenant) async -> ArraySlice<AccountNotification> {
        let before = self.mailbox.delivered.count
        await host.deliverNotifications()
        return self.mailbox.delivered.dropFirst(before)
    }
}

/// The stores of a company, as one host has opened them.
private struct StoreSet {
    var directory: any UserDirectory = MemoryUserDirectory()
    var vault: any CredentialVault = MemoryCredentialVault.plain()
    var sessions: any SessionStore = MemorySessionStore()
    var factors: any SecondFactorStore = MemorySecondFactorStore()

    init() {}

    init(at path: String) throws {
        self.directory = try FileDirectory(at: path)
        self.vault = try FileCredentialVault(at: path, function: PlainFunction(), threads: .prompt)
        self.sessions = try FileSessionStore(at: path)
        self.factors = try FileSecondFactorStore(at: path)
    }
}

/// A clock that moves only when the trial says so.
final class TrialClock: WallClock {
    private let moment = Mutex(Timestamp(millisecondsSinceEpoch: 1_700_000_000_000))

    var now: Timestamp { self.moment.withLock { $0 } }

    func advance(by duration: Duration) { self.moment.withLock { $0 = $0 + duration } }
}

/// Bits that come again for the same seed.
private final class TrialRandomness: RandomSource {
    private let dice: Mutex<TrialDice>

    init(seed: UInt64) { self.dice = Mutex(TrialDice(seed: seed)) }

    func next() -> UInt128 { self.dice.withLock { UInt128($0.next()) << 64 | UInt128($0.next()) } }
}

/// Numbers that come again for the same seed (SplitMix64).
struct TrialDice: Sendable {
    private var state: UInt64

    init(seed: UInt64) { self.state = seed }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var z = self.state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(self.next() % UInt64(limit)) }
}
