package import RosterDomain
internal import RosterPorts
package import RosterStore

/// What a directory held at one revision, for reading at leisure.
///
/// It needs no lock, and keeps no caller from committing: a commit meanwhile copies the few pieces of memory that it changes.
package struct DirectorySnapshot: Sendable {
    /// The position in the history.
    package let revision: Revision
    let table: RecordTable
    let names: StoredNames
    let groups: GroupTable
    /// The roles of the company, in the order of identifiers.
    let companyRoles: [CompanyRole]

    init(
        _ table: RecordTable, names: StoredNames, groups: GroupTable, companyRoles: [CompanyRole], at revision: Revision
    ) {
        self.table = table
        self.names = names
        self.groups = groups
        self.companyRoles = companyRoles
        self.revision = revision
    }

    /// The number of users, deleted ones among them.
    package var userCount: Int { self.table.recordCount }

    /// One page of users, exactly as `DirectoryState.page` gives it.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged where it is read.
    /// - Complexity: O(log users + users looked at): of the users in the checkpoint, those in the shortest list by role, by
    ///   group, by status or of those with requests; of the others, all. Users before a rank, and those that are only counted, are looked
    ///   at too.
    package func page(_ query: UserQuery) throws(FileStoreError) -> UserPage {
        var pager = UserPager(query)
        if let name = query.name {
            guard let holder = try self.table.holder(of: name) else { return pager.page }
            let record = try self.table.record(of: UserID(holder.key), at: holder.place, self.names)
            if query.matches(record), pager.take(record.id) { pager.add(record) }
            return pager.page
        }
        guard let filter = UserFilter(query, names: self.names) else { return pager.page }
        var cursor = try RecordCursor(self.table, after: pager.scanStart?.key, filter: filter.records)
        while !pager.isDone, let user = try cursor.next() {
            guard try self.matches(user, query, filter) else { continue }
            if pager.take(UserID(user.key)) { pager.add(try self.record(of: user)) }
        }
        return pager.page
    }

    /// One page of groups.
    ///
    /// - Complexity: O(groups); by name, O(1).
    package func page(_ query: GroupQuery) -> GroupPage { self.groups.page(query) }

    /// Whether a user whom the cursor let through matches, and reads no more of the record than it takes to tell.
    private func matches(_ user: FoundRecord, _ query: UserQuery, _ filter: UserFilter) throws(FileStoreError) -> Bool {
        if filter.looksForText {
            let bytes = try self.table.bytes(at: user.place)
            let isAdmitted: Bool?
            do throws(ByteReader.Malformed) {
                isAdmitted = try filter.admits(textsOf: bytes)
            } catch {
                throw self.table.malformed(at: user.place, error)
            }
            guard let isAdmitted else { return query.matches(try self.record(of: user)) }
            guard isAdmitted else { return false }
        }
        if query.hasAttributes { return query.matches(try self.record(of: user)) }
        // What stands beside a record that changed does not tell which roles are held and which groups joined, only which are not.
        guard user.value == nil, !filter.records.lists.isEmpty else { return true }
        return query.matches(try self.record(of: user))
    }

    private func record(of user: FoundRecord) throws(FileStoreError) -> UserRecord {
        try self.table.record(of: UserID(user.key), at: user.place, self.names)
    }

    /// Calls `body` with every role of the company, then the standing of every group and then of every user, in the order of
    /// identifiers.
    ///
    /// - Throws: `FileStoreError` when the checkpoint is damaged; what was lent until then is to be forgotten.
    package func readStandings(_ body: (DirectoryStanding) -> Void) throws(FileStoreError) {
        for role in self.companyRoles { body(.companyRole(role)) }
        for group in self.groups.sorted { body(.group(group.standing)) }
        try self.readUserStandings { body(.user($0)) }
    }

    /// Calls `body` with the standing of every user, in the order of identifiers.
    ///
    /// Users who hold the same and are members of the same groups share what is held.
    /// - Throws: `FileStoreError` when the checkpoint is damaged; what was lent until then is to be forgotten.
    package func readUserStandings(_ body: (UserStanding) -> Void) throws(FileStoreError) {
        var holdings = SharedHoldings(self)
        var cursor = try RecordCursor(self.table)
        while let user = try cursor.next() { body(try holdings.standing(of: user)) }
    }

    /// Reads everything, and finds whether it is such as commits could have made it: records, indexes and counts.
    ///
    /// - Parameter progress: Called now and then with the number of steps of the checkpoint that were done, and of all.
    /// - Throws: `FileStoreError.damaged` with the first fault.
    /// - Complexity: O(users).
    package func verify(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(FileStoreError) {
        try self.table.verify(UserIndexing(names: self.names, hash: self.table.hash), progress: progress)
    }
}
