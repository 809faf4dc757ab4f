/// A forgotten password that can be replaced with a code that was mailed to the person.
///
/// What ends all sessions of the account ends it, too: a reset or change of the password, a block, a deletion; and so does another address.
public struct PasswordRecovery: Sendable, Hashable {
    /// For how long a code works; ours.
    public static let lifetime: Duration = .seconds(3_600)

    /// The credential that the codes belong to; every code that was mailed for it matches.
    public package(set) var credential: CredentialID
    /// When it was asked for.
    public package(set) var requestedAt: Timestamp
    /// The first moment at which the codes no longer work.
    public package(set) var expiresAt: Timestamp
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Describes a recovery.
    public init(by credential: CredentialID, at requestedAt: Timestamp, expiringAt expiresAt: Timestamp) {
        self.credential = credential
        self.requestedAt = requestedAt
        self.expiresAt = expiresAt
    }
}
