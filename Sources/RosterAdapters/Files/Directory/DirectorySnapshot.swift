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
    ///   status or of those with requests; of the others, all.
    package func page(_ query: UserQuery) throws(FileStoreError) -> UserPage {
        guard let filter = UserFilter(query, names: self.levels.names) else { return UserPage(records: [], next: nil) }
        var found: [UserRecord] = []
        var cursor = try UserCursor(self.levels, after: query.after, filter: filter)
        while let user = try cursor.next() {
            guard let record = try self.record(of: user, matching: query, filter: filter) else { continue }
            if found.count == query.effectivePageSize { return UserPage(records: found, next: found.last?.id) }
            found.append(record)
        }
        return UserPage(records: found, next: nil)
    }

    /// Reads the record of a user, if it matches.
    private func record(
        of user: UserCursor.Found, matching query: UserQuery, filter: UserFilter
    ) throws(FileStoreError) -> UserRecord? {
        if filter.looksForText {
            let isAdmitted = try self.levels.reading(user.place) { (bytes) throws(ByteReader.Malformed) in
                try filter.admits(textsOf: bytes)
            }
            guard isAdmitted else { return nil }
        }
        let record = try self.levels.record(of: user.id, at: user.place)
        return query.matches(record) ? record : nil
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
