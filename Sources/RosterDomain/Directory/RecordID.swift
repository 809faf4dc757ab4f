/// Identifies a record of a directory by its kind and its identifier.
///
/// A directory keeps records of several kinds. A later version may add a kind: for a kind that it does not know, an
/// adapter throws an error and never returns nil.
@nonexhaustive
public enum RecordID: Sendable, Hashable {
    /// A user.
    case user(UserID)
    /// A group.
    case group(GroupID)
    /// A role of the company.
    case companyRole(CompanyRoleID)
}

extension RecordID: Comparable {
    /// Whether one identifier sorts before another: roles of the company before groups, groups before users, then by identifier.
    public static func < (left: RecordID, right: RecordID) -> Bool {
        switch (left, right) {
        case (.user(let left), .user(let right)): left < right
        case (.group(let left), .group(let right)): left < right
        case (.companyRole(let left), .companyRole(let right)): left < right
        case (.companyRole, _), (.group, .user): true
        case (.user, _), (.group, .companyRole): false
        }
    }
}

extension RecordID: CustomStringConvertible {
    /// The kind and the identifier: "user `018f6a7e-…`".
    public var description: String {
        switch self {
        case .user(let id): "user `\(id)`"
        case .group(let id): "group `\(id)`"
        case .companyRole(let id): "role `\(id)` of the company"
        }
    }
}
