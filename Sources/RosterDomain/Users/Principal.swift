/// The actor of a change: a user or the system.
public enum Principal: Sendable, Hashable {
    /// A user of the tenant.
    case user(id: UserID)
    /// Roster itself, or the host on behalf of no user, such as an enrollment or a delivery.
    case system
}

extension Principal: CustomStringConvertible {
    /// The user's identifier, or `system`.
    public var description: String {
        switch self {
        case .user(let id): id.description
        case .system: "system"
        }
    }
}
