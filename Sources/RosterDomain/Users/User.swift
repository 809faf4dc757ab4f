/// The account of a person or a service in a tenant.
public struct User: Sendable, Hashable, Identifiable {
    /// How long a deleted account can be restored: 30 days, as in the directory beneath Partner Center.
    public static let restorableFor: Duration = .seconds(30 * 86_400)

    /// Identifies the user forever.
    public package(set) var id: UserID
    /// The person's name; for an invitation not yet accepted, the part of the address before the `@`.
    public package(set) var fullName: FullName
    /// The name that the user signs in with, unique in the tenant without regard to case; the address unless another
    /// name was given.
    public package(set) var userName: UserName
    /// The address, unique in the tenant together with all user names; nil for an account without a mailbox.
    ///
    /// Mail needs it: invitations, notifications, recovery. The user can sign in with it, too.
    public package(set) var email: EmailAddress?
    /// The profile: attributes that the host's ``AttributeSchema`` defines.
    public package(set) var attributes: UserAttributes
    /// Whether the account is a person's or a program's.
    public package(set) var accountKind = AccountKind.person
    /// Whether the account belongs to the company or comes from outside.
    public package(set) var affiliation: Affiliation
    /// The status of the account.
    public package(set) var status: AccountStatus
    /// The status that unblocking returns to; nil unless the account is blocked, or was when it was deleted.
    public package(set) var statusBeforeBlock: AccountStatus?
    /// The status that restoring returns to; nil unless the account is deleted.
    public package(set) var statusBeforeDeletion: AccountStatus?
    /// When the account was added.
    public package(set) var addedAt: Timestamp
    /// Whether the account has released its names, so that other accounts can take them; false unless it is deleted.
    ///
    /// If it has, no look-up and no sign-in finds the account by them. Restoring the account claims the names again if
    /// they are free.
    public package(set) var hasReleasedNames: Bool
    /// When the account was deleted; nil unless it is.
    public package(set) var deletedAt: Timestamp?
    /// Whether the person has ever signed in with a password of their own.
    ///
    /// An administrator who has not may be unable to sign in.
    public package(set) var hasSignedIn: Bool
    /// The credential that counts, by which the person signs in; nil before an invitation is accepted, and for an
    /// account whose password is managed elsewhere.
    public package(set) var credential: CredentialID?
    /// The second factor that counts, which the person shows beside the password; nil for none.
    public package(set) var secondFactor: SecondFactorID?
    /// How often all sessions of the account were ended.
    ///
    /// It changes when the account is blocked or deleted, when its password is reset or changed, and when its second factor is.
    ///
    /// A host stores the number with a session, and ends the session as soon as ``AccessTable/sessionEpoch(of:)``
    /// returns another.
    public package(set) var sessionEpoch: Int
    /// The number of changes to this user; 1 when the user is added.
    public package(set) var version: Int
    /// The source system that manages the account, identified by its principal; nil for an account that is managed
    /// here.
    public package(set) var provisionedBy: Principal?
    /// Whether what was personal of the account has been erased, because the account was purged.
    ///
    /// The name is ``FullName/erased`` then, the user name ``UserName/erased``, and there is neither an address nor an attribute.
    /// No look-up finds the account by a name. In the history, every earlier step of the account reads so, too.
    public package(set) var isErased: Bool = false
    /// The change of the address that waits to be confirmed; nil for none.
    public package(set) var addressChange: AddressChange?
    /// When other addresses of the user were asked for lately, oldest first: neither taking it back nor confirming it makes room at once.
    public package(set) var addressRequests: [Timestamp] = []
    /// The forgotten password that a mailed code can replace; nil for none.
    public package(set) var recovery: PasswordRecovery?
    /// When the user withdrew requests for roles lately, oldest first: withdrawing makes no room for more requests at once.
    public package(set) var requestWithdrawals: [Timestamp] = []
    /// When the user was changed last; nil for a user who was not changed since being added.
    public package(set) var changedAt: Timestamp?
    /// Fields that a newer version of Roster stored with the user.
    package var unknownFields = UnknownFields()

    /// What sessions must show beside the password.
    var secondFactorStanding: SecondFactorStanding {
        SecondFactorStanding(self.accountKind, hasFactor: self.secondFactor != nil)
    }

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
