/// Where an account stands in its life.
///
/// Only an ``active`` account may do anything: every other status is answered no, whatever roles it holds.
public enum AccountStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Invited from outside; the invitation has not been accepted.
    case invited
    /// Signed in with a temporary password at most; it must be changed first.
    case mustChangePassword
    /// In use.
    case active
    /// Kept from signing in by an administrator; roles are kept, and hold again once unblocked.
    case blocked
    /// Deleted; can be restored for ``User/restorableFor``.
    case deleted
}

extension AccountStatus: CustomStringConvertible {
    /// The status in words.
    public var description: String {
        switch self {
        case .invited: "invited"
        case .mustChangePassword: "must change the password"
        case .active: "active"
        case .blocked: "blocked"
        case .deleted: "deleted"
        }
    }
}

/// Whether an account belongs to the company or comes from outside.
public enum Affiliation: String, Sendable, Hashable, Codable, CaseIterable {
    /// One of the company's own people.
    case member
    /// Someone from outside, invited by email; may hold only roles that are open to guests.
    case guest
}
