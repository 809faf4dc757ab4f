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
    /// The credential vault failed; its error says what is unknown of the credential. Nothing else was changed, unless the
    /// verb says so.
    case credentials(CredentialVaultError)
    /// The account was changed, and then no sign-in information could be issued: reset the user's password to get some.
    case signInInformationNotIssued(user: UserID, CredentialVaultError)
    /// Other hosts kept changing the directory first. Nothing was changed; try again.
    case busy
}

extension TenantError: CustomStringConvertible {
    /// What went wrong, for a person.
    public var description: String {
        switch self {
        case .refused(let refusal): refusal.description
        case .notEnrolled: "no company has been enrolled in this directory"
        case .attributesContradictSchema(let contradiction):
            "what is stored contradicts the schema of attributes: \(contradiction)"
        case .openingRefused(let report): "the company does not open with this catalog:\n\(report)"
        case .directory(let error): error.description
        case .credentials(let error): error.description
        case .signInInformationNotIssued(let user, let error):
            "user `\(user)` was changed but has no sign-in information; reset the password to get some: \(error)"
        case .busy: "other hosts kept changing the directory; try again"
        }
    }

    /// The refusal, when the rules said no; nil when something failed.
    public var refusal: Refusal? {
        if case .refused(let refusal) = self { refusal } else { nil }
    }
}
