/// Who did something.
public enum Principal: Sendable, Hashable {
    /// A user of the tenant.
    case user(id: UserID)
    /// Roster itself, or the host on nobody's behalf: an enrollment, a delivery.
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
