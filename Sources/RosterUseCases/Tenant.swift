public import RosterDomain
import RosterPorts

/// One company account: its users, their roles, and what they may do.
///
/// Whatever a user does to the account goes through a verb of the tenant. Each verb decides on the directory's present
/// state, commits if what it decided on is still so, and decides again when another caller was faster; it refuses what the acting user
/// may not do, and records both what happened and what was refused. Checks touch no port: they are answered by an
/// compiled table that every commit of this tenant updates before the verb returns.
///
/// Every verb may throw ``TenantError/directory(_:)`` when the directory fails, and ``TenantError/busy`` when other hosts kept
/// changing it first; those that touch passwords may throw ``TenantError/credentials(_:)``. What is particular to a verb
/// stands with it.
///
/// A host opens one tenant for a company and shares it: every call may be made from any task at any time.
public final class Tenant: Sendable {
    /// The roles, permissions and rules.
    public let catalog: RoleCatalog
    /// The limits and periods that the host chose.
    public let policy: TenantPolicy
    /// Who may do what, compiled for checking; it follows the directory by itself.
    package let access: AccessTable

    /// The company; another host's change of it is known once this host follows.
    public var company: Company { self.known.company }

    /// The position in the history that checks are answered at.
    public var revision: Revision { self.access.revision }

    /// What was found amiss when the tenant was opened, and was accepted.
    public let openingReport: OpeningReport

    /// The present moment, by the clock among the parts.
    package var now: Timestamp { self.clock.now }

    let known: KnownCompany
    let directory: any UserDirectory
    let credentials: any CredentialVault
    let sessions: TenantSessions
    let secondFactors: any SecondFactorStore
    let notifier: any Notifier
    let clock: any WallClock
    let randomness: any RandomSource
    let observer: any TenantObserver
    let breachedPasswords: (any BreachedPasswords)?
    let freshness: Freshness
    let deliveryProgress = DeliveryProgress()
    let refusals = RefusalLog()
    let purges = PurgeSchedule()
    let lockout: Lockout?
    let recoveries = Recoveries()

    init(known: KnownCompany, access: AccessTable, parts: TenantParts, report: OpeningReport) {
        self.openingReport = report
        self.catalog = parts.catalog
        self.known = known
        self.policy = parts.policy
        self.access = access
        self.directory = parts.directory
        self.credentials = parts.credentials
        self.sessions = TenantSessions(parts.sessions, policy: parts.policy.sessions)
        self.secondFactors = parts.secondFactors
        self.notifier = parts.notifier
        self.clock = parts.clock
        self.randomness = parts.randomness
        self.observer = parts.observer
        self.lockout = parts.policy.lockout.map { Lockout($0) }
        self.breachedPasswords = parts.breachedPasswords
        self.freshness = Freshness(at: parts.clock.now, limit: parts.policy.maximumStaleness)
    }
}
