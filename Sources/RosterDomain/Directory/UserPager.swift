/// Assembles a page while a directory goes through the matching users in the order of identifiers.
///
/// It knows where the page begins and ends and what to count, so the adapter only has to read:
/// ```swift
/// var pager = UserPager(query)
/// for record in records(after: pager.scanStart) where !pager.isDone && query.matches(record) {
///     if pager.take(record.id) { pager.add(record) }
/// }
/// return pager.page
/// ```
public struct UserPager: Sendable {
    private let query: UserQuery
    private let limit: Int
    private var records: [UserRecord] = []
    private var matchCount = 0
    private var hasMore = false

    /// Creates a pager for a query.
    public init(_ query: UserQuery) {
        self.query = query
        self.limit = query.effectivePageSize
    }

    /// The identifier after which to begin reading; nil to begin with the first user.
    public var scanStart: UserID? {
        if case .after(let id) = self.query.start, self.query.countLimit <= 0 { id } else { nil }
    }

    /// Counts a user who matches, and returns whether the page needs the record, for ``add(_:)``.
    ///
    /// A store that can find matching users without their records reads only the records on the page.
    public mutating func take(_ id: UserID) -> Bool {
        let rank = self.matchCount
        self.matchCount += 1
        switch self.query.start {
        case .beginning: break
        case .after(let previous): if id <= previous { return false }
        case .rank(let first): if rank < first { return false }
        }
        self.hasMore = self.records.count == self.limit
        return !self.hasMore
    }

    /// Adds the record of the user that was counted last.
    public mutating func add(_ record: consuming UserRecord) {
        if self.records.isEmpty { self.records.reserveCapacity(min(self.limit, 128)) }
        self.records.append(record)
    }

    /// Whether the page is complete, so that no further user needs to be read.
    public var isDone: Bool { self.hasMore && !self.isCounting }

    /// Whether those who match are fewer than are to be counted.
    private var isCounting: Bool { self.query.countLimit > 0 && self.matchCount <= self.query.countLimit }

    /// The page of the users that were added.
    public var page: UserPage {
        UserPage(
            records: self.records, next: self.hasMore ? self.records.last.map { .after($0.id) } : nil,
            totalCount: self.isCounting ? self.matchCount : nil)
    }
}
