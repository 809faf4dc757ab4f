/// A change of a user's address that waits to be confirmed with the code that was mailed to the new one.
///
/// What ends all sessions of the account ends it, too: a reset or change of the password, a block, a deletion.
public struct AddressChange: Sendable, Hashable {
    /// How long after a change was asked for another one can be; ours.
    public static let pause: Duration = .seconds(60)

    /// The address to have.
    public package(set) var email: EmailAddress
    /// Who asked for it: the user or an administrator.
    public package(set) var requestedBy: Principal
    /// The credential that confirms it; every code that was mailed for it matches.
    public package(set) var credential: CredentialID
    /// When it was asked for.
    public package(set) var requestedAt: Timestamp
    /// The first moment at which it can no longer be confirmed.
    public package(set) var expiresAt: Timestamp
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Describes a change.
    public init(
        to email: EmailAddress, requestedBy: Principal, credential: CredentialID, at requestedAt: Timestamp,
        expiringAt expiresAt: Timestamp
    ) {
        self.email = email
        self.requestedBy = requestedBy
        self.credential = credential
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
    }
}
