/// Which users to list, and how many at a time.
///
/// Users come in the order of their identifiers, which is the order of their being added to the millisecond. The order is
/// stable: a page that continues after a user neither repeats nor skips anybody who was there all along.
public struct UserQuery: Sendable, Hashable {
    /// The most users on one page; a larger number asked for counts as this one.
    public static let pageSizeLimit = 1_000

    /// Only users whose name, user name or address contains this text, without regard to case; nil or empty for all.
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
    /// Only the user to whom this key leads: a user name, an address or the value of a unique attribute; nil for all.
    public var key: UniqueKey?
    /// Only users that come after this one; nil to begin at the beginning.
    public var after: UserID?
    /// The most users to return, from 1 to ``pageSizeLimit``.
    public var pageSize: Int

    /// Creates a query; without arguments it asks for the first page of everybody who is not deleted.
    public init(
        text: String? = nil, role: RoleID? = nil, at scope: Scope? = nil,
        statuses: Set<AccountStatus> = Set(AccountStatus.allCases).subtracting([.deleted]),
        hasPendingRequest: Bool = false, hasAttributes: Bool = false, having key: UniqueKey? = nil, after: UserID? = nil, pageSize: Int = 100
    ) {
        self.text = text
        self.role = role
        self.scope = scope
        self.statuses = statuses
        self.hasPendingRequest = hasPendingRequest
        self.hasAttributes = hasAttributes
        self.key = key
        self.after = after
        self.pageSize = pageSize
    }

    /// The page size that is used: the one asked for, brought into its limits.
    public var effectivePageSize: Int { min(max(self.pageSize, 1), Self.pageSizeLimit) }

    /// Whether a user belongs to the answer, pages apart.
    public func matches(_ record: UserRecord) -> Bool {
        self.statuses.contains(record.user.status)
            && (!self.hasPendingRequest || !record.roleRequests.isEmpty)
            && (!self.hasAttributes || !record.user.attributes.isEmpty)
            && self.key.map { record.user.keys.contains($0) } ?? true
            && self.matchesRole(of: record) && self.matchesText(of: record.user)
    }

    private func matchesRole(of record: UserRecord) -> Bool {
        guard let role else { return true }
        return record.assignments.contains { assignment in
            assignment.role == role && self.scope.map(assignment.scope.contains) ?? true
        }
    }

    private func matchesText(of user: User) -> Bool {
        guard let text = self.text?.lowercased(), !text.isEmpty else { return true }
        return user.fullName.rawValue.lowercased().contains(text) || user.userName.folded.contains(text)
            || user.email?.folded.contains(text) ?? false
    }
}

/// One page of users.
public struct UserPage: Sendable, Hashable {
    /// The users, in the order of their identifiers.
    public let records: [UserRecord]
    /// Where the next page begins, for ``UserQuery/after``; nil when this page is the last.
    public let next: UserID?

    /// Creates a page.
    public init(records: [UserRecord], next: UserID?) {
        self.records = records
        self.next = next
    }
}
