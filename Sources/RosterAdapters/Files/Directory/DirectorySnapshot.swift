package import RosterDomain
internal import RosterPorts
package import RosterStore

/// What a directory held at one revision, for reading at leisure.
///
/// It needs no lock, and keeps nobody from committing: a commit meanwhile copies the few pieces of memory that it changes.
package struct DirectorySnapshot: Sendable {
    /// The position in the history.
    package let revision: Revision
    let levels: RecordLevels

    init(_ levels: RecordLevels, at revision: Revision) {
        self.levels = levels
        self.revision = revision
    }

    /// The number of users, deleted ones among them.
    package var userCount: Int { self.levels.userCount }

    /// One page of users, exactly as `DirectoryState.page` gives it.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged where it is read.
    /// - Complexity: O(log users + users looked at): of the users in the checkpoint, those in the shortest list by role, by
    ///   status or of those with requests; of the others, all. Users before a rank, and those that are only counted, are looked
    ///   at too.
    package func page(_ query: UserQuery) throws(FileStoreError) -> UserPage {
        var pager = UserPager(query)
        if let name = query.name {
            guard let holder = try self.levels.holder(of: name) else { return pager.page }
            let record = try self.levels.record(of: holder.id, at: holder.place)
            if query.matches(record), pager.take(record.id) { pager.add(record) }
            return pager.page
        }
        guard let filter = UserFilter(query, names: self.levels.names) else { return pager.page }
        var cursor = try UserCursor(self.levels, after: pager.scanStart, filter: filter)
        while !pager.isDone, let user = try cursor.next() {
            guard try self.matches(user, query, filter) else { continue }
            if pager.take(user.id) { pager.add(try self.levels.record(of: user.id, at: user.place)) }
        }
        return pager.page
    }

    /// Whether a user whom the cursor let through matches, and reads no more of the record than it takes to tell.
    private func matches(
        _ user: UserCursor.Found, _ query: UserQuery, _ filter: UserFilter
    ) throws(FileStoreError) -> Bool {
        if filter.looksForText {
            let isAdmitted = try self.levels.reading(user.place) { (bytes) throws(ByteReader.Malformed) in
                try filter.admits(textsOf: bytes)
            }
            guard let isAdmitted else { return query.matches(try self.levels.record(of: user.id, at: user.place)) }
            guard isAdmitted else { return false }
        }
        if filter.needsSpecial { return query.matches(try self.levels.record(of: user.id, at: user.place)) }
        // What stands beside a record in an overlay does not tell which roles are held, only which are not.
        guard case .overlay = user, filter.role != nil else { return true }
        return query.matches(try self.levels.record(of: user.id, at: user.place))
    }

    /// Lends everybody's standing, in the order of identifiers.
    ///
    /// Users who hold the same share their holdings.
    /// - Throws: `FileStoreError` when the checkpoint is damaged; what was lent until then is to be forgotten.
    package func readStandings(_ body: (UserStanding) -> Void) throws(FileStoreError) {
        var holdings = SharedHoldings(self.levels)
        var cursor = try UserCursor(self.levels, after: nil, filter: .everybody)
        while let user = try cursor.next() { body(try holdings.standing(of: user)) }
    }
}
