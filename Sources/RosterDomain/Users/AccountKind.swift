/// What an account stands for.
public enum AccountKind: String, Sendable, Hashable, Codable, CaseIterable {
    /// A person, who signs in.
    case person
    /// A program, such as a SCIM client or a nightly job, which presents tokens.
    ///
    /// It has no password, holds roles as people do, acts under its own name, and never counts as the user without whom the tenant could
    /// not be run.
    case service
}

extension AccountKind: CustomStringConvertible {
    /// The kind in words.
    public var description: String {
        switch self {
        case .person: "a person"
        case .service: "a service"
        }
    }
}

/// A token of a service, as the history tells of it: everything but the token.
public struct ServiceToken: Sendable, Hashable, Identifiable {
    /// The most tokens that a service has at a time; ours.
    public static let countLimit = 20

    /// Identifies the token; it is the identifier of the token's session, and no secret.
    public package(set) var id: UserSessionID
    /// What it is for, as the administrator named it.
    public package(set) var name: DeviceName
    /// The first moment at which it opens nothing any more.
    public package(set) var expiresAt: Timestamp
    /// The token that it takes the place of; nil for none.
    public package(set) var replaced: UserSessionID?
    /// The first moment at which the replaced token opens nothing any more; nil when none was replaced.
    public package(set) var overlapsUntil: Timestamp?
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Describes a token.
    public init(
        _ id: UserSessionID, named name: DeviceName, expiringAt expiresAt: Timestamp,
        replacing replaced: UserSessionID? = nil, overlappingUntil overlapsUntil: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.expiresAt = expiresAt
        self.replaced = replaced
        self.overlapsUntil = overlapsUntil
    }
}
