/// A query for users, a page at a time.
///
/// Users are in the order of their identifiers, which is the order in which they were added, to the millisecond. The
/// order is stable: a page that continues after a user neither repeats nor skips a user who matched all along.
public struct UserQuery: Sendable, Hashable {
    /// The most users on one page; a larger requested number counts as this one.
    public static let pageSizeLimit = 1_000

    /// Only users whose ``User/searchText`` contains this text, without regard to case; nil or empty for all.
    ///
    /// Both texts are folded by Unicode's full case folding (`CaseFolding.txt` of Unicode 14.0, status C and F): `νικος`
    /// finds `ΝΙΚΟΣ`, and `strasse` finds `Straße`. A dot above an `i` does not count, so `ibrahim` finds `İbrahim`. Both are composed
    /// (Normalization Form C), so that texts that are canonically equal are the same: `zoë` written with U+00EB finds `Zoë` written with
    /// U+0308, and the other way around.
    ///
    /// "Contains" is defined on bytes: the UTF-8 of the search text contains that of ``textToFind``. So a database finds the
    /// same users by comparing bytes.
    ///
    /// The limits of that: accents count, so `zoe` finds no `Zoë`, and a Hangul letter finds no syllable that it is a part of. The dotless `ı`
    /// is no `i`, letters of other scripts are no Latin ones, and full-width letters are no ASCII.
    public var text: String?
    /// Only users who were assigned this role themselves, not through a group, at any scope; nil for all.
    public var role: RoleID?
    /// Only users whose assignment of ``role`` covers this scope; nil for any scope.
    ///
    /// Ignored without a role.
    public var scope: Scope?
    /// Only users with one of these statuses.
    ///
    /// By default, deleted and purged users are left out.
    public var statuses: Set<AccountStatus>
    /// Only users with a pending request for roles.
    public var hasPendingRequest: Bool
    /// Only users of whom ``UserRecord/undelivered`` lists notifications that were given up.
    public var hasUndeliveredNotifications: Bool
    /// Only users who have a profile attribute.
    public var hasAttributes: Bool
    /// Only members of this group; nil for all.
    public var group: GroupID?
    /// Only the user who has this name: a user name, an address or the value of a unique attribute; nil for all.
    public var name: RecordName?
    /// Where the page begins.
    public var start: PageStart<UserID>
    /// How far matching users are counted for ``UserPage/totalCount``; 0 for not at all, `Int.max` for all of them.
    ///
    /// Counting looks at every user who matches, before the page and after it. A list for people need not know whether there are
    /// 900,000 or a million.
    public var countLimit: Int
    /// The most users to return, from 1 to ``pageSizeLimit``.
    public var pageSize: Int

    /// Creates a query; without arguments, it asks for the first page of all users who are not deleted.
    public init(
        text: String? = nil, role: RoleID? = nil, at scope: Scope? = nil,
        statuses: Set<AccountStatus> = Set(AccountStatus.allCases).subtracting([.deleted, .purged]),
        hasPendingRequest: Bool = false, hasUndeliveredNotifications: Bool = false, hasAttributes: Bool = false,
        memberOf group: GroupID? = nil, named name: RecordName? = nil,
        from start: PageStart<UserID> = .beginning, pageSize: Int = 100,
        countingUpTo countLimit: Int = 0
    ) {
        self.text = text
        self.role = role
        self.scope = scope
        self.statuses = statuses
        self.hasPendingRequest = hasPendingRequest
        self.hasUndeliveredNotifications = hasUndeliveredNotifications
        self.hasAttributes = hasAttributes
        self.group = group
        self.name = name
        self.start = start
        self.pageSize = pageSize
        self.countLimit = countLimit
    }

    /// The page size in use: the requested size, clamped to its limits.
    public var effectivePageSize: Int { min(max(self.pageSize, 1), Self.pageSizeLimit) }

    /// Whether a user matches the query, on any page.
    public func matches(_ record: UserRecord) -> Bool {
        self.statuses.contains(record.user.status)
            && (!self.hasPendingRequest || !record.roleRequests.isEmpty)
            && (!self.hasUndeliveredNotifications || !record.undelivered.isEmpty)
            && (!self.hasAttributes || !record.user.attributes.isEmpty)
            && self.group.map(record.groups.contains) ?? true
            && self.name.map { record.user.names.contains($0) } ?? true
            && self.matchesRole(of: record) && self.matchesText(of: record.user)
    }

    private func matchesRole(of record: UserRecord) -> Bool {
        guard let role else { return true }
        return record.assignments.contains { assignment in
            assignment.role == role && self.scope.map(assignment.scope.contains) ?? true
        }
    }

    /// The text whose bytes a database looks for in ``User/searchText``: ``text``, composed and with its case folded; nil for
    /// all users.
    public var textToFind: String? { self.text.flatMap { $0.isEmpty ? nil : CaseFolding.searchKey($0) } }

    private func matchesText(of user: User) -> Bool {
        guard let text = self.textToFind else { return true }
        return Array(user.searchText.utf8).contains(bytes: Array(text.utf8))
    }
}

/// The beginning of a page among the records that a query finds.
public enum PageStart<ID: Sendable & Hashable>: Sendable, Hashable {
    /// At the first match.
    case beginning
    /// At the first match after an identifier, whether or not a record has this identifier.
    ///
    /// Pages that continue in this way neither repeat nor skip a record that matched all along.
    case after(ID)
    /// At a number of matches from the beginning; 0 is the first.
    ///
    /// Use this for numbered pages, such as those of SCIM. If a record is added or removed meanwhile, the others change
    /// their rank. A negative number counts as 0.
    case rank(Int)
}

/// One page of users.
public struct UserPage: Sendable, Hashable {
    /// The users, in the order of their identifiers.
    public let records: [UserRecord]
    /// Where the next page begins, for ``UserQuery/start``; nil when this page is the last.
    public let next: PageStart<UserID>?
    /// The total number of matching users, before this page, on it and after it; nil when there are more than
    /// ``UserQuery/countLimit``, and when that is 0.
    public let totalCount: Int?

    /// Creates a page.
    public init(records: [UserRecord], next: PageStart<UserID>?, totalCount: Int? = nil) {
        self.records = records
        self.next = next
        self.totalCount = totalCount
    }
}

/// A query for records of one kind.
///
/// A later version may add a kind: for a kind that it does not know, an adapter throws an error.
@nonexhaustive
public enum DirectoryQuery: Sendable, Hashable {
    /// Users.
    case users(UserQuery)
    /// Groups.
    case groups(GroupQuery)
}

/// One page of records of the requested kind.
@nonexhaustive
public enum DirectoryPage: Sendable, Hashable {
    /// Users.
    case users(UserPage)
    /// Groups.
    case groups(GroupPage)
}

extension User {
    /// The text that ``UserQuery/text`` searches.
    ///
    /// It is the full name, a line feed, and the user name. If the address is not the user name, another line feed and the
    /// address follow. All are composed and their case is folded, as ``UserQuery/text`` says.
    ///
    /// A database stores it in a column beside the record, and compares bytes.
    public var searchText: String {
        let names = [self.fullName.rawValue, self.userName.rawValue].map(CaseFolding.searchKey)
        let text = names.joined(separator: "\n")
        guard let email, !email.folded.isSameName(as: self.userName.folded) else { return text }
        return text + "\n" + email.folded
    }
}

extension [UInt8] {
    /// Whether the bytes contain other bytes, contiguously.
    package func contains(bytes wanted: [UInt8]) -> Bool {
        guard let first = wanted.first else { return true }
        guard wanted.count <= self.count else { return false }
        for start in 0...self.count - wanted.count where self[start] == first {
            var length = 1
            while length < wanted.count, self[start + length] == wanted[length] { length += 1 }
            if length == wanted.count { return true }
        }
        return false
    }
}
