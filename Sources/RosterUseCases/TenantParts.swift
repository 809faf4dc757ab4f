public import RosterDomain
public import RosterPorts

/// What a tenant is made of: its rules, and the adapters that it is plugged into.
public struct TenantParts: Sendable {
    /// The roles, permissions and rules.
    ///
    /// Roles that are held and that the catalog does not know grant nothing; see ``accepting`` for what becomes of them.
    public var catalog: RoleCatalog
    /// Where users and the history are kept.
    public var directory: any UserDirectory
    /// Where passwords are kept.
    public var credentials: any CredentialVault
    /// Where sessions are kept; by default nowhere, for a host that keeps its sessions itself.
    public var sessions: any SessionStore
    /// Where second factors are kept; by default nowhere, for a host whose people show one factor, or show several elsewhere.
    public var secondFactors: any SecondFactorStore
    /// Who tells people what concerns them.
    public var notifier: any Notifier
    /// Limits and periods.
    public var policy: TenantPolicy
    /// What may be amiss between the catalog and the roles that people hold; the tenant does not open when something else is.
    public var accepting: OpeningFindings
    /// What time it is.
    public var clock: any WallClock
    /// Where identifiers come from.
    public var randomness: any RandomSource
    /// Passwords that were stolen elsewhere, which people may not choose; nil when the host has no list of them.
    public var breachedPasswords: (any BreachedPasswords)?
    /// Who hears what goes on while the tenant delivers notifications and follows other hosts.
    public var observer: any TenantObserver

    /// Puts the parts together; the clock and the randomness are the system's unless given.
    public init(
        catalog: RoleCatalog, directory: any UserDirectory, credentials: any CredentialVault,
        sessions: any SessionStore = NoSessionStore(),
        secondFactors: any SecondFactorStore = NoSecondFactorStore(), notifier: any Notifier,
        policy: TenantPolicy = .standard, accepting: OpeningFindings = .standard,
        clock: any WallClock = SystemWallClock(), randomness: any RandomSource = SystemRandomSource(),
        observer: any TenantObserver = NoTenantObserver(), breachedPasswords: (any BreachedPasswords)? = nil
    ) {
        self.catalog = catalog
        self.directory = directory
        self.credentials = credentials
        self.sessions = sessions
        self.secondFactors = secondFactors
        self.notifier = notifier
        self.policy = policy
        self.accepting = accepting
        self.clock = clock
        self.randomness = randomness
        self.observer = observer
        self.breachedPasswords = breachedPasswords
    }
}
