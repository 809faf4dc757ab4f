/// Which users to list, and how many at a time.
///
/// Users come in the order of their identifiers, which is the order of their being added to the millisecond. The order is
/// stable: a page that continues after a user neither repeats nor skips anybody who was there all along.
public struct UserQuery: Sendable, Hashable {
    /// The most users on one page; a larger number asked for counts as this one.
    public static let pageSizeLimit = 1_000

    /// Only users whose ``User/searchText`` contains this text, in lower case; nil or empty for all.
    ///
    /// "Contains" is defined on bytes: the UTF-8 of the search text contains the UTF-8 of this text in lower case, as
    /// `String.lowercased()` has it. So a database finds the same users with a byte-wise search. A letter composed with its
    /// accent and the same letter decomposed are different bytes: `zoë` written with U+00EB does not find `Zoë` written with
    /// U+0308, and `zoe` finds the latter only.
    public var text: String?
    /// Only users who were assigned this role at any scope; nil for all.
    public var role: RoleID?
    /// Only users whose assignment of ``role`` covers this scope; nil for any scope.
    ///
    /// Without a role it counts for nothing.
    public var scope: Scope?
    /// Only users with one of these statuses.
    ///
    /// Deleted users are left out unless asked for.
    public var statuses: Set<AccountStatus>
    /// Only users with a request for roles that waits for an answer.
    public var hasPendingRequest: Bool
    /// Only users who have a profile attribute.
    public var hasAttributes: Bool
    /// Only the user who has this name: a user name, an address or the value of a unique attribute; nil for all.
    public var name: RecordName?
    /// Where the page begins.
    public var start: PageStart<UserID>
    /// Whether the page says how many users match in all.
    public var includesTotalCount: Bool
    /// The most users to return, from 1 to ``pageSizeLimit``.
    public var pageSize: Int

    /// Creates a query; without arguments it asks for the first page of everybody who is not deleted.
    public init(
        text: String? = nil, role: RoleID? = nil, at scope: Scope? = nil,
        statuses: Set<AccountStatus> = Set(AccountStatus.allCases).subtracting([.deleted]),
        hasPendingRequest: Bool = false, hasAttributes: Bool = false, named name: RecordName? = nil,
        from start: PageStart<UserID> = .beginning, pageSize: Int = 100,
        includesTotalCount: Bool = false
    ) {
        self.text = text
        self.role = role
        self.scope = scope
        self.statuses = statuses
        self.hasPendingRequest = hasPendingRequest
        self.hasAttributes = hasAttributes
        self.name = name
        self.start = start
        self.pageSize = pageSize
        self.includesTotalCount = includesTotalCount
    }

    /// The page size that is used: the one asked for, brought into its limits.
    public var effectivePageSize: Int { min(max(self.pageSize, 1), Self.pageSizeLimit) }

    /// Whether a user belongs to the answer, pages apart.
    public func matches(_ record: UserRecord) -> Bool {
        self.statuses.contains(record.user.status)
            && (!self.hasPendingRequest || !record.roleRequests.isEmpty)
            && (!self.hasAttributes || !record.user.attributes.isEmpty)
            && self.name.map { record.user.names.contains($0) } ?? true
            && self.matchesRole(of: record) && self.matchesText(of: record.user)
    }

    private func matchesRole(of record: UserRecord) -> Bool {
        guard let role else { return true }
        return record.assignments.contains { assignment in
            assignment.role == role && self.scope.map(assignment.scope.contains) ?? true
        }
    }

    /// What a database looks for in ``User/searchText``, byte by byte: ``text`` in lower case; nil for all users.
    public var textToFind: String? { self.text.flatMap { $0.isEmpty ? nil : $0.lowercased() } }

    private func matchesText(of user: User) -> Bool {
        guard let text = self.textToFind else { return true }
        return Array(user.searchText.utf8).contains(bytes: Array(text.utf8))
    }
}

/// Where a page begins among what a query finds.
public enum PageStart<ID: Sendable & Hashable>: Sendable, Hashable {
    /// At the first that matches.
    case beginning
    /// At the first that matches and comes after an identifier, whether or not a record has it.
    ///
    /// Pages that continue so neither repeat nor skip a record that matched all along.
    case after(ID)
    /// At a number of matches from the beginning; 0 is the first.
    ///
    /// For numbered pages, as people and protocols like SCIM ask for them. A record that is added or removed meanwhile moves
    /// others to another rank. A negative number counts as 0.
    case rank(Int)
}

/// One page of users.
public struct UserPage: Sendable, Hashable {
    /// The users, in the order of their identifiers.
    public let records: [UserRecord]
    /// Where the next page begins, for ``UserQuery/start``; nil when this page is the last.
    public let next: PageStart<UserID>?
    /// How many users match in all, before this page, on it and after it; nil unless ``UserQuery/includesTotalCount``.
    public let totalCount: Int?

    /// Creates a page.
    public init(records: [UserRecord], next: PageStart<UserID>?, totalCount: Int? = nil) {
        self.records = records
        self.next = next
        self.totalCount = totalCount
    }
}

/// Which records to list, of one kind.
///
/// A later version may add a kind: an adapter answers a kind that it does not know with an error.
@nonexhaustive
public enum DirectoryQuery: Sendable, Hashable {
    /// Users.
    case users(UserQuery)
}

/// One page of records, of the kind that was asked for.
@nonexhaustive
public enum DirectoryPage: Sendable, Hashable {
    /// Users.
    case users(UserPage)
}

extension User {
    /// What ``UserQuery/text`` is looked for in: the full name in lower case, a line feed, and the folded user name; behind
    /// another line feed the folded address, unless it is the same.
    ///
    /// A database keeps it in a column beside the record, and compares bytes.
    public var searchText: String {
        let text = self.fullName.rawValue.lowercased() + "\n" + self.userName.folded
        guard let email, !email.folded.isSameName(as: self.userName.folded) else { return text }
        return text + "\n" + email.folded
    }
}

extension [UInt8] {
    /// Whether the bytes contain other bytes, side by side.
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
