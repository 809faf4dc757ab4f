/// Identifies a request for roles.
public typealias RoleRequestID = Identifier<RoleRequest>

/// A user's wish for roles, waiting for somebody who may assign them.
public struct RoleRequest: Sendable, Hashable, Codable, Identifiable {
    /// The most Unicode scalars of a reason; ours.
    public static let reasonCharacterLimit = 1_000

    /// Identifies the request.
    public let id: RoleRequestID
    /// Who asks, for themselves.
    public let user: UserID
    /// The roles wished for; at least one.
    public let roles: [RoleID]
    /// Where they are wished for.
    public let scope: Scope
    /// Why, in the user's own words.
    public let reason: String
    /// When it was asked.
    public let requestedAt: Timestamp

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

/// What became of a request for roles.
public enum RoleRequestAnswer: String, Sendable, Hashable, Codable {
    /// The roles were assigned.
    case granted
    /// The roles were not assigned.
    case declined
}
