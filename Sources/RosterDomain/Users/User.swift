/// A person's account in a tenant.
public struct User: Sendable, Hashable, Identifiable {
    /// How long a deleted account can be restored: 30 days, as in the directory that the product page stands on.
    public static let restorableFor: Duration = .seconds(30 * 86_400)

    /// Identifies the user forever.
    public package(set) var id: UserID
    /// The person's name; for an invitation not yet accepted, the part of the address before the `@`.
    public package(set) var fullName: FullName
    /// The address, unique in the tenant without regard to case; a deleted account keeps it.
    public package(set) var email: EmailAddress
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
    /// When the account was deleted; nil unless it is.
    public package(set) var deletedAt: Timestamp?
    /// Whether the person has ever shown a password of their own that worked.
    ///
    /// An administrator who has not cannot be counted on to sign in.
    public package(set) var hasSignedIn: Bool
    /// How often the password was reset by somebody else; tells a password change that a reset overtook it.
    public package(set) var resetCount: Int
    /// How many changes this user has seen; 1 when added.
    public package(set) var version: Int
    /// What a newer version of Roster stored of the user.
    package var unknownFields = UnknownFields()

    /// Creates a user at version 1.
    public init(
        id: UserID, fullName: FullName, email: EmailAddress, affiliation: Affiliation = .member,
        status: AccountStatus, addedAt: Timestamp
    ) {
        self.id = id
        self.fullName = fullName
        self.email = email
        self.affiliation = affiliation
        self.status = status
        self.addedAt = addedAt
        self.hasSignedIn = false
        self.resetCount = 0
        self.version = 1
    }
}
