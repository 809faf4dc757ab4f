public import RosterDomain

/// The limits and periods that a host chooses for its tenant.
public struct TenantPolicy: Sendable, Hashable {
    /// How long a temporary password works.
    public let temporaryPasswordLifetime: Duration
    /// How long an invitation can be accepted.
    public let invitationLifetime: Duration
    /// What a password that people choose must be like.
    public let passwords: PasswordPolicy
    /// Which profile attributes there are, and who may see and edit them.
    public let attributes: AttributeSchema
    /// Whether the user name and the address of an account are free again as soon as it is deleted.
    ///
    /// Provisioning systems expect it. Restoring such an account is refused once another one has taken a name. What the
    /// policy says when an account is deleted is on record with the deletion, and holds for that account.
    public let releasesNamesOfDeletedAccounts: Bool

    /// Temporary passwords work for 7 days and invitations for 30; passwords are as `PasswordPolicy.standard` says; deleted
    /// accounts keep their names.
    public static let standard = TenantPolicy(
        uncheckedTemporaryPasswordLifetime: .seconds(7 * 86_400), invitationLifetime: .seconds(30 * 86_400),
        passwords: .standard, attributes: .standard, releasesNamesOfDeletedAccounts: false)

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - temporaryPasswordLifetime: How long a temporary password works; more than nothing.
    ///   - invitationLifetime: How long an invitation can be accepted; more than nothing.
    ///   - passwords: What a password that people choose must be like.
    ///   - attributes: Which profile attributes there are.
    ///   - releasesNamesOfDeletedAccounts: Whether the names of deleted accounts are free again.
    /// - Throws: ``TenantPolicyError/lifetimeTooShort(_:)``.
    public init(
        temporaryPasswordLifetime: Duration = TenantPolicy.standard.temporaryPasswordLifetime,
        invitationLifetime: Duration = TenantPolicy.standard.invitationLifetime,
        passwords: PasswordPolicy = .standard, attributes: AttributeSchema = .standard,
        releasesNamesOfDeletedAccounts: Bool = false
    ) throws(TenantPolicyError) {
        for lifetime in [temporaryPasswordLifetime, invitationLifetime] where lifetime <= .zero {
            throw .lifetimeTooShort(lifetime)
        }
        self.init(
            uncheckedTemporaryPasswordLifetime: temporaryPasswordLifetime, invitationLifetime: invitationLifetime,
            passwords: passwords, attributes: attributes, releasesNamesOfDeletedAccounts: releasesNamesOfDeletedAccounts
        )
    }

    private init(
        uncheckedTemporaryPasswordLifetime: Duration, invitationLifetime: Duration, passwords: PasswordPolicy,
        attributes: AttributeSchema, releasesNamesOfDeletedAccounts: Bool
    ) {
        self.temporaryPasswordLifetime = uncheckedTemporaryPasswordLifetime
        self.invitationLifetime = invitationLifetime
        self.passwords = passwords
        self.attributes = attributes
        self.releasesNamesOfDeletedAccounts = releasesNamesOfDeletedAccounts
    }
}

/// Why a tenant's policy cannot exist.
public enum TenantPolicyError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Something would expire before it could be used.
    case lifetimeTooShort(Duration)

    /// The rule that was broken, for a person.
    public var description: String {
        switch self {
        case .lifetimeTooShort(let lifetime): "a lifetime must be longer than nothing and this one is `\(lifetime)`"
        }
    }
}
