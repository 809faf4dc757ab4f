public import RosterDomain
public import RosterPorts

/// Why a verb of a ``Tenant`` did not do what was asked.
@nonexhaustive
public enum TenantError: Error, Sendable {
    /// The rules say no, and nothing was changed.
    ///
    /// The refusal is on record, with these exceptions: strangers, whom the tenant does not list, leave no trace; nor does a
    /// new password that the policy refuses, or a second enrollment; and wrong guesses at one user are recorded once a minute.
    case refused(Refusal)
    /// A query names a role or a kind of place that the catalog does not know.
    case unknownName(UnknownNameError)
    /// The catalog serves checks only: it names no provisioning permissions, or no role that the company must not be without.
    case catalogForChecksOnly
    /// The directory holds no company yet: enroll it first.
    case notEnrolled
    /// What is stored contradicts the schema of attributes that the policy gives; nothing was changed, and the tenant does not
    /// open. Open it with a schema that allows the value, and change the attribute first.
    case attributesContradictSchema(AttributeContradiction)
    /// Something is amiss between the catalog and the roles that people hold, and the host does not accept it. Nothing was
    /// changed, and the tenant does not open: mend the catalog, or open with ``TenantParts/accepting``.
    case openingRefused(OpeningReport)
    /// The directory failed; its error says whether anything may have been changed.
    case directory(UserDirectoryError)
    /// The credential vault failed; nothing was changed that counts.
    case credentials(CredentialVaultError)
    /// The session store failed; what it says of the outcome stands with each verb.
    case sessions(SessionStoreError)
    /// The store of second factors failed; what it says of the outcome stands with each verb, and nothing is open that was closed.
    case secondFactors(SecondFactorStoreError)
    /// The list of breached passwords could not be asked, so the password that a person chose was not accepted; nothing was changed.
    case breachedPasswords(BreachedPasswordsError)
    /// The account was changed, and another reset of the password came right after: the password that this call made does not work,
    /// and is not handed over.
    case signInInformationOvertaken(user: UserID)
    /// Other hosts kept changing the directory first. Nothing was changed; try again.
    case busy
}

extension TenantError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .unknownName(let error): error.description
        case .catalogForChecksOnly:
            "the catalog serves checks only; a company also needs provisioning permissions and an indispensable role"
        case .notEnrolled: "no company has been enrolled in this directory"
        case .attributesContradictSchema(let contradiction):
            "what is stored contradicts the schema of attributes: \(contradiction)"
        case .openingRefused(let report): "the company does not open with this catalog:\n\(report)"
        case .directory(let error): error.description
        case .credentials(let error): error.description
        case .sessions(let error): error.description
        case .secondFactors(let error): error.description
        case .breachedPasswords(let error): error.description
        case .signInInformationOvertaken(let user):
            "the password of user `\(user)` was reset again meanwhile; the temporary password made here does not work"
        case .busy: "other hosts kept changing the directory; try again"
        }
    }

    /// The refusal, when the rules said no; nil when something failed.
    public var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
