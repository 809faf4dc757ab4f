/// Everything that a directory knows of one user, or of another kind of record.
///
/// A later version may add a kind.
@nonexhaustive
public enum DirectoryRecord: Sendable, Hashable {
    /// A user.
    case user(UserRecord)
    /// A group.
    case group(Group)
    /// A role of the company.
    case companyRole(CompanyRole)
}

extension DirectoryRecord: Identifiable {
    /// The kind and the identifier.
    public var id: RecordID {
        switch self {
        case .user(let record): .user(record.id)
        case .group(let group): .group(group.id)
        case .companyRole(let role): .companyRole(role.id)
        }
    }

    /// The number of changes to the record; 1 when it is added.
    public var version: Int {
        switch self {
        case .user(let record): record.user.version
        case .group(let group): group.version
        case .companyRole(let role): role.version
        }
    }

    /// The part of the record that decides access.
    public var standing: DirectoryStanding {
        switch self {
        case .user(let record): .user(record.standing)
        case .group(let group): .group(group.standing)
        case .companyRole(let role): .companyRole(role)
        }
    }

    /// The record of a user; nil for another kind.
    public var user: UserRecord? {
        switch self {
        case .user(let record): record
        case .group, .companyRole: nil
        }
    }

    /// The group; nil for another kind.
    public var group: Group? {
        switch self {
        case .group(let group): group
        case .user, .companyRole: nil
        }
    }

    /// The role of the company; nil for another kind.
    public var companyRole: CompanyRole? {
        switch self {
        case .companyRole(let role): role
        case .user, .group: nil
        }
    }
}

/// The part of a record that decides access, of one user or of another kind of record.
///
/// A later version may add a kind.
@nonexhaustive
public enum DirectoryStanding: Sendable, Hashable {
    /// A user.
    case user(UserStanding)
    /// A group.
    case group(GroupStanding)
    /// A role of the company, deleted ones among them.
    case companyRole(CompanyRole)
}

extension DirectoryStanding: Identifiable {
    /// The kind and the identifier.
    public var id: RecordID {
        switch self {
        case .user(let standing): .user(standing.id)
        case .group(let standing): .group(standing.id)
        case .companyRole(let role): .companyRole(role.id)
        }
    }

    /// The standing of a user; nil for another kind.
    public var user: UserStanding? {
        switch self {
        case .user(let standing): standing
        case .group, .companyRole: nil
        }
    }

    /// The standing of a group; nil for another kind.
    public var group: GroupStanding? {
        switch self {
        case .group(let standing): standing
        case .user, .companyRole: nil
        }
    }

    /// The role of the company; nil for another kind.
    public var companyRole: CompanyRole? {
        switch self {
        case .companyRole(let role): role
        case .user, .group: nil
        }
    }
}
