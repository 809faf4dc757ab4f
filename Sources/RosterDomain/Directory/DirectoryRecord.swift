/// Everything that a directory knows of one user, or of another thing that it keeps.
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

    /// How many changes the record has seen; 1 when added.
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

/// What decides access, of one user or of another thing that a directory keeps.
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
