/// How long sessions last.
public struct SessionPolicy: Sendable, Hashable {
    /// How long a session may go unused; nil for as long as it lasts.
    public let idleLifetime: Duration?
    /// How long a session lasts, however much it is used.
    public let lifetime: Duration
    /// For how long sessions are admitted while the session store cannot be followed; after that none is.
    ///
    /// It counts in a host that calls ``Tenant/run()``, since one that does not follows no store.
    public let maximumStaleness: Duration

    /// How long a token of a service may be valid.
    public let serviceTokenLifetime: Duration

    /// Half an hour without use and twelve hours in all, as NIST SP 800-63B §4.2.3 asks at assurance level 2; a minute without
    /// the store; 365 days for a token of a service.
    public static let standard = SessionPolicy(
        uncheckedIdleLifetime: .seconds(30 * 60), lifetime: .seconds(12 * 3_600), maximumStaleness: .seconds(60),
        serviceTokenLifetime: .seconds(365 * 86_400))

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - idleLifetime: How long a session may go unused, a minute or more, because hosts tell each other of uses every half minute; nil for no limit.
    ///   - lifetime: How long a session lasts; a millisecond or more.
    ///   - maximumStaleness: For how long sessions are admitted without the store; a millisecond or more.
    ///   - serviceTokenLifetime: How long a token of a service may be valid; a millisecond or more.
    /// - Throws: ``TenantPolicyError``.
    public init(
        idleLifetime: Duration? = SessionPolicy.standard.idleLifetime,
        lifetime: Duration = SessionPolicy.standard.lifetime,
        maximumStaleness: Duration = SessionPolicy.standard.maximumStaleness,
        serviceTokenLifetime: Duration = SessionPolicy.standard.serviceTokenLifetime
    ) throws(TenantPolicyError) {
        if let idleLifetime, idleLifetime < .seconds(60) { throw .lifetimeTooShort(idleLifetime) }
        for period in [lifetime, maximumStaleness, serviceTokenLifetime] where period < .milliseconds(1) {
            throw .lifetimeTooShort(period)
        }
        self.init(
            uncheckedIdleLifetime: idleLifetime, lifetime: lifetime, maximumStaleness: maximumStaleness,
            serviceTokenLifetime: serviceTokenLifetime)
    }

    private init(
        uncheckedIdleLifetime: Duration?, lifetime: Duration, maximumStaleness: Duration, serviceTokenLifetime: Duration
    ) {
        self.serviceTokenLifetime = serviceTokenLifetime
        self.idleLifetime = uncheckedIdleLifetime
        self.lifetime = lifetime
        self.maximumStaleness = maximumStaleness
    }
}
