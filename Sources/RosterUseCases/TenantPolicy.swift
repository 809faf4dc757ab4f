public import RosterDomain

/// The limits and periods that a host chooses for its tenant.
public struct TenantPolicy: Sendable, Hashable {
    /// How long a temporary password works.
    public let temporaryPasswordLifetime: Duration
    /// How long an invitation can be accepted.
    public let invitationLifetime: Duration
    /// How long a change of address can be confirmed.
    public let addressChangeLifetime: Duration
    /// What a password that people choose must be like.
    public let passwords: PasswordPolicy
    /// How long sessions last.
    public let sessions: SessionPolicy
    /// How wrong passwords slow down further attempts; nil for not at all.
    public let lockout: LockoutPolicy?
    /// Who must show a second factor.
    public let secondFactor: SecondFactorPolicy
    /// Which profile attributes there are, and who may see and edit them.
    public let attributes: AttributeSchema
    /// Whether the user name and the address of an account are free again as soon as it is deleted.
    ///
    /// Provisioning systems expect it. Restoring such an account is refused once another one has taken a name. What the
    /// policy says when an account is deleted is on record with the deletion, and holds for that account.
    public let releasesNamesOfDeletedAccounts: Bool
    /// How long a request for roles can be granted.
    public let roleRequestLifetime: Duration
    /// The most requests for roles of one user that wait for an answer; those withdrawn within a day count too.
    public let pendingRequestLimit: Int
    /// The most invitations of one person that wait to be accepted.
    ///
    /// It is counted when people are invited; two calls at one moment may exceed it by what one of them invites.
    public let pendingInvitationLimit: Int
    /// How long after an invitation was sent it can be sent again.
    public let resendPause: Duration
    /// The most times that one invitation is sent.
    public let invitationSendLimit: Int
    /// How long the notifier may take for one notification; beyond it the attempt is left, and comes again.
    public let deliveryTimeLimit: Duration
    /// How long a notification that cannot be delivered is tried again before it is given up, on record.
    public let deliveryPatience: Duration
    /// For how long checks are answered when the directory cannot be read; after that they are denied.
    ///
    /// Nil means no limit.
    /// With a limit, a host must call ``Tenant/run()`` or ``Tenant/follow()``: contact with the directory is what counts.
    public let maximumStaleness: Duration?

    /// What holds unless a host chooses otherwise.
    ///
    /// Temporary passwords work for 7 days, invitations for 30 and changes of address for one; passwords are as `PasswordPolicy.standard` says; deleted
    /// accounts keep their names; a second factor is optional. Requests for roles can be granted for 30 days, and a user may have 10. A person may have 1,000
    /// pending invitations; each is sent 20 times at most, with a minute between two times.
    ///
    /// A notification may take 30 seconds to deliver and is tried for a day. Checks are answered however old the table is.
    public static let standard = TenantPolicy(
        uncheckedTemporaryPasswordLifetime: .seconds(7 * 86_400), invitationLifetime: .seconds(30 * 86_400),
        addressChangeLifetime: .seconds(86_400), passwords: .standard, sessions: .standard, lockout: .standard,
        secondFactor: .optional,
        attributes: .standard,
        releasesNamesOfDeletedAccounts: false,
        roleRequestLifetime: .seconds(30 * 86_400), pendingRequestLimit: 10, pendingInvitationLimit: 1_000,
        resendPause: .seconds(60), invitationSendLimit: 20, deliveryTimeLimit: .seconds(30),
        deliveryPatience: .seconds(86_400), maximumStaleness: nil)

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - temporaryPasswordLifetime: How long a temporary password works; a millisecond or more.
    ///   - invitationLifetime: How long an invitation can be accepted; a millisecond or more.
    ///   - addressChangeLifetime: How long a change of address can be confirmed; a millisecond or more.
    ///   - passwords: What a password that people choose must be like.
    ///   - sessions: How long sessions last.
    ///   - lockout: How wrong passwords slow down further attempts; nil for not at all.
    ///   - secondFactor: Who must show a second factor.
    ///   - attributes: Which profile attributes there are.
    ///   - releasesNamesOfDeletedAccounts: Whether the names of deleted accounts are free again.
    ///   - roleRequestLifetime: How long a request for roles can be granted; a millisecond or more.
    ///   - pendingRequestLimit: The most requests of one user that wait for an answer; 1 or more.
    ///   - pendingInvitationLimit: The most invitations of one person that wait to be accepted; 1 or more.
    ///   - resendPause: How long after an invitation was sent it can be sent again; zero for at once.
    ///   - invitationSendLimit: The most times that one invitation is sent; 1 or more.
    ///   - deliveryTimeLimit: How long the notifier may take for one notification; a millisecond or more.
    ///   - deliveryPatience: How long a notification is tried again; a millisecond or more.
    ///   - maximumStaleness: For how long checks are answered without contact; a millisecond or more, or nil for no limit.
    /// - Throws: ``TenantPolicyError``.
    public init(
        temporaryPasswordLifetime: Duration = TenantPolicy.standard.temporaryPasswordLifetime,
        invitationLifetime: Duration = TenantPolicy.standard.invitationLifetime,
        addressChangeLifetime: Duration = TenantPolicy.standard.addressChangeLifetime,
        passwords: PasswordPolicy = .standard, sessions: SessionPolicy = .standard,
        lockout: LockoutPolicy? = .standard,
        secondFactor: SecondFactorPolicy = .optional,
        attributes: AttributeSchema = .standard,
        releasesNamesOfDeletedAccounts: Bool = false,
        roleRequestLifetime: Duration = TenantPolicy.standard.roleRequestLifetime,
        pendingRequestLimit: Int = TenantPolicy.standard.pendingRequestLimit,
        pendingInvitationLimit: Int = TenantPolicy.standard.pendingInvitationLimit,
        resendPause: Duration = TenantPolicy.standard.resendPause,
        invitationSendLimit: Int = TenantPolicy.standard.invitationSendLimit,
        deliveryTimeLimit: Duration = TenantPolicy.standard.deliveryTimeLimit,
        deliveryPatience: Duration = TenantPolicy.standard.deliveryPatience, maximumStaleness: Duration? = nil
    ) throws(TenantPolicyError) {
        guard resendPause >= .zero else { throw .pauseNegative(resendPause) }
        for limit in [pendingRequestLimit, pendingInvitationLimit, invitationSendLimit] where limit < 1 {
            throw .limitTooSmall(limit)
        }
        let periods = [
            temporaryPasswordLifetime, invitationLifetime, addressChangeLifetime, roleRequestLifetime,
            deliveryTimeLimit, deliveryPatience,
        ]
        // Moments are whole milliseconds: anything shorter would be over at once.
        for lifetime in periods + (maximumStaleness.map { [$0] } ?? []) where lifetime < .milliseconds(1) {
            throw .lifetimeTooShort(lifetime)
        }
        self.init(
            uncheckedTemporaryPasswordLifetime: temporaryPasswordLifetime, invitationLifetime: invitationLifetime,
            addressChangeLifetime: addressChangeLifetime, passwords: passwords, sessions: sessions, lockout: lockout,
            secondFactor: secondFactor,
            attributes: attributes,
            releasesNamesOfDeletedAccounts: releasesNamesOfDeletedAccounts,
            roleRequestLifetime: roleRequestLifetime, pendingRequestLimit: pendingRequestLimit,
            pendingInvitationLimit: pendingInvitationLimit, resendPause: resendPause,
            invitationSendLimit: invitationSendLimit, deliveryTimeLimit: deliveryTimeLimit,
            deliveryPatience: deliveryPatience, maximumStaleness: maximumStaleness)
    }

    private init(
        uncheckedTemporaryPasswordLifetime: Duration, invitationLifetime: Duration, addressChangeLifetime: Duration,
        passwords: PasswordPolicy,
        sessions: SessionPolicy, lockout: LockoutPolicy?, secondFactor: SecondFactorPolicy,
        attributes: AttributeSchema,
        releasesNamesOfDeletedAccounts: Bool,
        roleRequestLifetime: Duration,
        pendingRequestLimit: Int, pendingInvitationLimit: Int, resendPause: Duration, invitationSendLimit: Int,
        deliveryTimeLimit: Duration, deliveryPatience: Duration, maximumStaleness: Duration?
    ) {
        self.roleRequestLifetime = roleRequestLifetime
        self.pendingRequestLimit = pendingRequestLimit
        self.pendingInvitationLimit = pendingInvitationLimit
        self.resendPause = resendPause
        self.invitationSendLimit = invitationSendLimit
        self.temporaryPasswordLifetime = uncheckedTemporaryPasswordLifetime
        self.invitationLifetime = invitationLifetime
        self.addressChangeLifetime = addressChangeLifetime
        self.passwords = passwords
        self.sessions = sessions
        self.lockout = lockout
        self.secondFactor = secondFactor
        self.attributes = attributes
        self.releasesNamesOfDeletedAccounts = releasesNamesOfDeletedAccounts
        self.deliveryTimeLimit = deliveryTimeLimit
        self.deliveryPatience = deliveryPatience
        self.maximumStaleness = maximumStaleness
    }
}

/// Why a tenant's policy cannot exist.
public enum TenantPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Something would expire before it could be used.
    case lifetimeTooShort(Duration)
    /// Nothing could ever be asked for or sent.
    case limitTooSmall(Int)
    /// A pause would end before it begins.
    case pauseNegative(Duration)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .limitTooSmall(let limit): "a limit must be 1 or more and this one is `\(limit)`"
        case .pauseNegative(let pause): "a pause cannot be negative and this one is `\(pause)`"
        case .lifetimeTooShort(let lifetime): "a lifetime must be a millisecond or more and this one is `\(lifetime)`"
        }
    }
}
