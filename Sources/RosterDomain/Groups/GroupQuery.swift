/// A query for groups, a page at a time, in the order of their identifiers.
public struct GroupQuery: Sendable, Hashable {
    /// Only groups whose name or external identifier contains this text, compared as ``UserQuery/text`` is; nil or empty for all.
    public var text: String?
    /// Only groups that have this role at any scope; nil for all.
    public var role: RoleID?
    /// Only groups that this user owns; nil for all.
    public var owner: UserID?
    /// Whether deleted groups are found in place of those in use.
    public var isDeleted: Bool
    /// Only the group that has this name or external identifier; nil for all.
    public var name: RecordName?
    /// Where the page begins.
    public var start: PageStart<GroupID>
    /// How far matching groups are counted for ``GroupPage/totalCount``; 0 for not at all, `Int.max` for all of them.
    public var countLimit: Int
    /// The most groups to return, from 1 to ``UserQuery/pageSizeLimit``.
    public var pageSize: Int

    /// Creates a query; without arguments, it asks for the first page of all groups in use.
    public init(
        text: String? = nil, role: RoleID? = nil, ownedBy owner: UserID? = nil, isDeleted: Bool = false,
        named name: RecordName? = nil, from start: PageStart<GroupID> = .beginning, pageSize: Int = 100,
        countingUpTo countLimit: Int = 0
    ) {
        self.text = text
        self.role = role
        self.owner = owner
        self.isDeleted = isDeleted
        self.name = name
        self.start = start
        self.pageSize = pageSize
        self.countLimit = countLimit
    }

    /// The page size in use: the requested size, clamped to its limits.
    public var effectivePageSize: Int { min(max(self.pageSize, 1), UserQuery.pageSizeLimit) }

    /// Whether a group matches the query, on any page.
    public func matches(_ group: Group) -> Bool {
        group.isDeleted == self.isDeleted
            && self.role.map { role in group.roles.contains { $0.role == role } } ?? true
            && self.owner.map(group.profile.owners.contains) ?? true
            && self.name.map(group.names.contains) ?? true && self.matchesText(of: group.profile)
    }

    private func matchesText(of profile: GroupProfile) -> Bool {
        guard let text, !text.isEmpty else { return true }
        let wanted = Array(CaseFolding.searchKey(text).utf8)
        return [profile.name.rawValue, profile.externalID ?? ""].contains { found in
            Array(CaseFolding.searchKey(found).utf8).contains(bytes: wanted)
        }
    }

    /// The page of some groups, all that there are, in any order.
    ///
    /// - Complexity: O(n log n) in the groups.
    public func page(of groups: some Sequence<Group>) -> GroupPage {
        let matching = groups.filter(self.matches).sorted { $0.id < $1.id }
        let first: Int =
            switch self.start {
            case .beginning: 0
            case .after(let id): matching.firstIndex { $0.id > id } ?? matching.count
            case .rank(let rank): min(max(rank, 0), matching.count)
            }
        let end = min(matching.count, first + self.effectivePageSize)
        let page = Array(matching[first..<end])
        return GroupPage(
            groups: page, next: end < matching.count ? page.last.map { .after($0.id) } : nil,
            totalCount: self.countLimit > 0 && matching.count <= self.countLimit ? matching.count : nil)
    }
}

/// One page of groups.
public struct GroupPage: Sendable, Hashable {
    /// The groups, in the order of their identifiers.
    public let groups: [Group]
    /// Where the next page begins, for ``GroupQuery/start``; nil when this page is the last.
    public let next: PageStart<GroupID>?
    /// The total number of matching groups; nil when there are more than ``GroupQuery/countLimit``, and when that is 0.
    public let totalCount: Int?

    /// Creates a page.
    public init(groups: [Group], next: PageStart<GroupID>?, totalCount: Int? = nil) {
        self.groups = groups
        self.next = next
        self.totalCount = totalCount
    }
}
