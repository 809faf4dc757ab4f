/// Identifies a request for roles.
public typealias RoleRequestID = Identifier<RoleRequest>

/// A user's pending request for roles, which a user who may assign them can grant or decline.
public struct RoleRequest: Sendable, Hashable, Identifiable {
    /// The most Unicode scalars of a reason; ours.
    public static let reasonCharacterLimit = 1_000

    /// Identifies the request.
    public package(set) var id: RoleRequestID
    /// The user who asks for the roles.
    public package(set) var user: UserID
    /// The requested roles; at least one.
    public package(set) var roles: [RoleID]
    /// The scope at which they are requested.
    public package(set) var scope: Scope
    /// Why, in the user's own words.
    public package(set) var reason: String
    /// When the user asked.
    public package(set) var requestedAt: Timestamp
    /// Fields that a newer version of Roster stored with it.
    package var unknownFields = UnknownFields()

    /// Creates a request.
    public init(
        id: RoleRequestID, user: UserID, roles: [RoleID], scope: Scope, reason: String, requestedAt: Timestamp
    ) {
        self.id = id
        self.user = user
        self.roles = roles
        self.scope = scope
        self.reason = reason
        self.requestedAt = requestedAt
    }
}

/// The answer to a request for roles.
public enum RoleRequestAnswer: String, Sendable, Hashable, Codable, CaseIterable {
    /// The roles were assigned.
    case granted
    /// The roles were not assigned.
    case declined
}
