/// The status of an account.
///
/// Only an ``active`` account may do anything. For every other status, the answer to a check is no, even if the account
/// holds roles.
public enum AccountStatus: String, Sendable, Hashable, Codable, CaseIterable {
    /// Invited from outside; the invitation has not been accepted.
    case invited
    /// The account has a temporary password, which must be changed first.
    case mustChangePassword
    /// In use.
    case active
    /// An administrator blocked the account; it keeps its roles, which hold again once it is unblocked.
    case blocked
    /// Deleted; can be restored for ``User/restorableFor``.
    case deleted
    /// Purged: what was personal is erased, and only the identifier remains, which is never used again.
    case purged
}

extension AccountStatus {
    /// Whether the account was deleted or purged.
    package var isGone: Bool {
        switch self {
        case .deleted, .purged: true
        case .invited, .mustChangePassword, .active, .blocked: false
        }
    }
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
        case .purged: "purged"
        }
    }
}

/// Whether an account belongs to the company or comes from outside.
public enum Affiliation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A member of the company.
    case member
    /// A guest from outside, invited by email; may hold only roles that are open to guests.
    case guest
}
