/// Everything that a directory knows of one user, or of another kind of record.
///
/// A later version may add a kind.
@nonexhaustive
public enum DirectoryRecord: Sendable, Hashable {
    /// A user.
    case user(UserRecord)
}

extension DirectoryRecord: Identifiable {
    /// The kind and the identifier.
    public var id: RecordID {
        switch self {
        case .user(let record): .user(record.id)
        }
    }

    /// The number of changes to the record; 1 when it is added.
    public var version: Int {
        switch self {
        case .user(let record): record.user.version
        }
    }

    /// The record of a user; nil for another kind.
    public var user: UserRecord? {
        switch self {
        case .user(let record): record
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
}

extension DirectoryStanding: Identifiable {
    /// The kind and the identifier.
    public var id: RecordID {
        switch self {
        case .user(let standing): .user(standing.id)
        }
    }

    /// The standing of a user; nil for another kind.
    public var user: UserStanding? {
        switch self {
        case .user(let standing): standing
        }
    }
}
