/// A person's account in a tenant.
public struct User: Sendable, Hashable, Identifiable {
    /// How long a deleted account can be restored: 30 days, as in the directory that the product page stands on.
    public static let restorableFor: Duration = .seconds(30 * 86_400)

    /// Identifies the user forever.
    public package(set) var id: UserID
    /// The person's name; for an invitation not yet accepted, the part of the address before the `@`.
    public package(set) var fullName: FullName
    /// What the user signs in with, unique in the tenant without regard to case; the address unless another one was given.
    public package(set) var userName: UserName
    /// The address, unique in the tenant together with all user names; nil for an account without a mailbox.
    ///
    /// What goes by mail needs it: invitations, letters, recovery. A user can sign in with it, too.
    public package(set) var email: EmailAddress?
    /// The profile: what the host's ``AttributeSchema`` has room for.
    public package(set) var attributes: UserAttributes
    /// Whether the account is the company's own or comes from outside.
    public package(set) var affiliation: Affiliation
    /// Where the account stands in its life.
    public package(set) var status: AccountStatus
    /// The status that unblocking returns to; nil unless the account is blocked, or was when it was deleted.
    public package(set) var statusBeforeBlock: AccountStatus?
    /// The status that restoring returns to; nil unless the account is deleted.
    public package(set) var statusBeforeDeletion: AccountStatus?
    /// When the account was added.
    public package(set) var addedAt: Timestamp
    /// Whether the account has given up its names, so that others can take them; false unless it is deleted.
    ///
    /// No look-up and no sign-in finds it by them then. Restoring the account takes them up again, if they are still free.
    public package(set) var hasReleasedNames: Bool
    /// When the account was deleted; nil unless it is.
    public package(set) var deletedAt: Timestamp?
    /// Whether the person has ever shown a password of their own that worked.
    ///
    /// An administrator who has not cannot be counted on to sign in.
    public package(set) var hasSignedIn: Bool
    /// The credential that counts, by which the person signs in; nil before an invitation is accepted, and for an account whose
    /// password is managed elsewhere.
    public package(set) var credential: CredentialID?
    /// How often all sessions of the account were ended: it moves when the account is blocked or deleted, and when its password is
    /// reset or changed.
    ///
    /// A host that keeps the number with a session ends the session as soon as ``AccessTable/sessionEpoch(of:)`` says another.
    public package(set) var sessionEpoch: Int
    /// How many changes this user has seen; 1 when added.
    public package(set) var version: Int
    /// The source system that manages the account, as the principal that it acts as; nil for an account that is managed here.
    public package(set) var provisionedBy: Principal?
    /// What a newer version of Roster stored of the user.
    package var unknownFields = UnknownFields()

    /// Creates a user at version 1 who signs in with the address.
    public init(
        id: UserID, fullName: FullName, email: EmailAddress, affiliation: Affiliation = .member,
        status: AccountStatus, addedAt: Timestamp, attributes: UserAttributes = UserAttributes(),
        credential: CredentialID? = nil, provisionedBy: Principal? = nil
    ) {
        self.init(
            id: id, fullName: fullName, userName: UserName(email), email: email, affiliation: affiliation,
            status: status, addedAt: addedAt, attributes: attributes, credential: credential,
            provisionedBy: provisionedBy)
    }

    /// Creates a user at version 1 who signs in with a user name, and with the address if there is one.
    public init(
        id: UserID, fullName: FullName, userName: UserName, email: EmailAddress? = nil,
        affiliation: Affiliation = .member, status: AccountStatus, addedAt: Timestamp,
        attributes: UserAttributes = UserAttributes(), credential: CredentialID? = nil,
        provisionedBy: Principal? = nil
    ) {
        self.id = id
        self.credential = credential
        self.provisionedBy = provisionedBy
        self.attributes = attributes
        self.fullName = fullName
        self.userName = userName
        self.email = email
        self.hasReleasedNames = false
        self.affiliation = affiliation
        self.status = status
        self.addedAt = addedAt
        self.hasSignedIn = false
        self.sessionEpoch = 0
        self.version = 1
    }
}
