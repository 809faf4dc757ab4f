/// Puts a page together while a directory goes through the users who match, in their order.
package struct UserPager {
    private let query: UserQuery
    private let limit: Int
    private var records: [UserRecord] = []
    private var matchCount = 0
    private var hasMore = false

    /// Begins the page of a query.
    package init(_ query: UserQuery) {
        self.query = query
        self.limit = query.effectivePageSize
    }

    /// Where to begin to go through users; nil for the beginning.
    package var scanStart: UserID? {
        if case .after(let id) = self.query.start, !self.query.includesTotalCount { id } else { nil }
    }

    /// Counts a user who matches, and returns whether the record is needed, for ``add(_:)``.
    package mutating func take(_ id: UserID) -> Bool {
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

    /// Adds the record of the user who was taken last.
    package mutating func add(_ record: consuming UserRecord) { self.records.append(record) }

    /// Whether nothing that follows matters.
    package var isDone: Bool { self.hasMore && !self.query.includesTotalCount }

    /// The page.
    package var page: UserPage {
        UserPage(
            records: self.records, next: self.hasMore ? self.records.last.map { .after($0.id) } : nil,
            totalCount: self.query.includesTotalCount ? self.matchCount : nil)
    }
}
