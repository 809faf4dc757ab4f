import RosterDomain
import RosterPorts

/// The content of the tables, read and written within a transaction of the connection.
///
/// Roster uses it to decide a step: whether the precondition holds, and whether the changes contradict the content.
struct SQLiteTables: DirectoryLookup {
    // Records and steps are in the stored form; the other columns are what SQLite needs to find them.
    static let schema = [
        """
        CREATE TABLE IF NOT EXISTS head (
            id INTEGER PRIMARY KEY CHECK (id = 1), revision INTEGER NOT NULL, notified INTEGER NOT NULL, company BLOB
        )
        """,
        "CREATE TABLE IF NOT EXISTS history (revision INTEGER PRIMARY KEY, step BLOB NOT NULL)",
        """
        CREATE TABLE IF NOT EXISTS users (
            id BLOB PRIMARY KEY, record BLOB NOT NULL, search BLOB NOT NULL
        ) WITHOUT ROWID
        """,
        """
        CREATE TABLE IF NOT EXISTS names (
            space TEXT NOT NULL, key TEXT NOT NULL, record BLOB NOT NULL, PRIMARY KEY (space, key)
        ) WITHOUT ROWID
        """,
        "CREATE TABLE IF NOT EXISTS groups (id BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS company_roles (id BLOB PRIMARY KEY, record BLOB NOT NULL) WITHOUT ROWID",
        "CREATE TABLE IF NOT EXISTS members (team BLOB, user BLOB, PRIMARY KEY (team, user)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS members_of_user ON members (user)",
        "CREATE TABLE IF NOT EXISTS roles (role TEXT, user BLOB, PRIMARY KEY (role, user)) WITHOUT ROWID",
        "CREATE INDEX IF NOT EXISTS roles_of_user ON roles (user)",
    ]

    let connection: SQLiteConnection
    let head: DirectoryHead

    /// Reads the head; everything else is read on request.
    init(_ connection: SQLiteConnection) throws {
        self.connection = connection
        self.head =
            try connection.first("SELECT revision, notified, company FROM head") { row in
                DirectoryHead(
                    revision: Revision(UInt64(row.integer(0))),
                    company: try row.optionalBytes(2).map { bytes in try StoredForm.company(bytes) },
                    notifiedThrough: Revision(UInt64(row.integer(1))))
            } ?? .start
    }

    func record(_ id: RecordID) throws(LookupFailure) -> DirectoryRecord? {
        do {
            switch id {
            case .user(let user):
                return try self.connection.first("SELECT record FROM users WHERE id = ?", .id(user)) { row in
                    .user(try StoredForm.userRecord(row.bytes(0)))
                }
            case .group(let group):
                return try self.connection.first("SELECT record FROM groups WHERE id = ?", .id(group)) { row in
                    .group(try StoredForm.group(row.bytes(0)))
                }
            case .companyRole(let role):
                return try self.connection.first("SELECT record FROM company_roles WHERE id = ?", .id(role)) { row in
                    .companyRole(try StoredForm.companyRole(row.bytes(0)))
                }
            @unknown default: throw UnknownKindError()
            }
        } catch {
            throw LookupFailure(error)
        }
    }

    func holder(of name: RecordName) throws(LookupFailure) -> RecordID? {
        do {
            return try self.connection.first(
                "SELECT record FROM names WHERE space = ? AND key = ?", .text(name.space.rawValue), .text(name.key)
            ) { row in
                let bits = row.bytes(0).reduce(0) { $0 << 8 | UInt128($1) }
                switch name.space {
                case .signIn, .attribute: return .user(UserID(bits: bits))
                case .group, .groupExternalID: return .group(GroupID(bits: bits))
                case .companyRole: return .companyRole(CompanyRoleID(bits: bits))
                @unknown default: throw UnknownKindError()
                }
            }
        } catch {
            throw LookupFailure(error)
        }
    }

    /// Returns one page of users: SQLite narrows the search, and Roster decides which users match and assembles the
    /// page.
    func page(_ query: UserQuery) throws -> UserPage {
        var pager = UserPager(query)
        let sql = """
            SELECT record FROM users WHERE id > ?1 AND (?2 IS NULL OR instr(search, ?2) > 0)
                AND (?3 IS NULL OR id IN (SELECT user FROM roles WHERE role = ?3))
                AND (?4 IS NULL OR id IN (SELECT user FROM members WHERE team = ?4))
            ORDER BY id
            """
        let values: [SQLiteValue] = [
            pager.scanStart.map { .id($0) } ?? .bytes([]), query.textToFind.map { .bytes(Array($0.utf8)) } ?? .null,
            query.role.map { .text($0.rawValue) } ?? .null, query.group.map { .id($0) } ?? .null,
        ]
        try self.connection.forEach(sql, values) { row in
            let record = try StoredForm.userRecord(row.bytes(0))
            if query.matches(record), pager.take(record.id) { pager.add(record) }
            return !pager.isDone
        }
        return pager.page
    }

    /// Returns every group: there are few, so Roster looks through all of them for a page.
    func groups() throws -> [Group] {
        var groups: [Group] = []
        try self.connection.forEach("SELECT record FROM groups ORDER BY id") { row in
            groups.append(try StoredForm.group(row.bytes(0)))
            return true
        }
        return groups
    }

    func history(after revision: Revision, limit: Int) throws -> [Commit] {
        var commits: [Commit] = []
        try self.connection.forEach(
            "SELECT revision, step FROM history WHERE revision > ? ORDER BY revision LIMIT ?",
            [.integer(Int64(clamping: revision.number)), .integer(Int64(max(0, limit)))]
        ) { row in
            commits.append(try StoredForm.commit(row.bytes(1), revision: Revision(UInt64(row.integer(0)))))
            return true
        }
        return commits
    }

    func standings() throws -> [DirectoryStanding] {
        var standings: [DirectoryStanding] = []
        try self.connection.forEach("SELECT record FROM company_roles ORDER BY id") { row in
            standings.append(.companyRole(try StoredForm.companyRole(row.bytes(0))))
            return true
        }
        standings += try self.groups().map { .group($0.standing) }
        var reader = StandingReader()
        try self.connection.forEach("SELECT record FROM users ORDER BY id") { row in
            standings.append(try reader.standing(row.bytes(0), of: .user))
            return true
        }
        return standings
    }

    /// Writes a step, with the records and names that it touches.
    func write(_ draft: DirectoryDraft) throws {
        let (head, commit) = (draft.head, draft.commit)
        // The primary key ensures that two steps never have the same revision.
        try self.connection.run(
            "INSERT INTO history VALUES (?, ?)", .integer(Int64(commit.revision.number)),
            .bytes(StoredForm.bytes(of: commit)))
        try self.connection.run(
            "INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?)", .integer(Int64(head.revision.number)),
            .integer(Int64(head.notifiedThrough.number)),
            head.company.map { .bytes(StoredForm.bytes(of: $0)) } ?? .null)
        for record in draft.records { try self.write(record) }
        for name in draft.names { try self.write(name) }
        if var erasure = PersonalErasure(for: commit) { try self.erase(&erasure) }
    }

    /// Erases what is personal of purged users from all steps, in the transaction that purges them.
    private func erase(_ erasure: inout PersonalErasure) throws {
        let steps = try self.history(after: .start, limit: .max)
        for step in steps { erasure.note(step) }
        for erased in steps.compactMap(erasure.erased) {
            try self.connection.run(
                "UPDATE history SET step = ? WHERE revision = ?", .bytes(StoredForm.bytes(of: erased)),
                .integer(Int64(erased.revision.number)))
        }
    }

    private func write(_ record: DraftedRecord) throws {
        if let group = record.after?.group {
            return try self.connection.run(
                "INSERT OR REPLACE INTO groups VALUES (?, ?)", .id(group.id), .bytes(StoredForm.bytes(of: group)))
        }
        if let role = record.after?.companyRole {
            return try self.connection.run(
                "INSERT OR REPLACE INTO company_roles VALUES (?, ?)", .id(role.id),
                .bytes(StoredForm.bytes(of: role)))
        }
        guard case .user(let user) = record.id else { throw UnknownKindError() }
        let id = SQLiteValue.id(user)
        try self.connection.run("DELETE FROM roles WHERE user = ?", id)
        try self.connection.run("DELETE FROM members WHERE user = ?", id)
        guard let record = record.after?.user else {
            return try self.connection.run("DELETE FROM users WHERE id = ?", id)
        }
        try self.connection.run(
            "INSERT OR REPLACE INTO users VALUES (?, ?, ?)", id, .bytes(StoredForm.bytes(of: record)),
            .bytes(Array(record.user.searchText.utf8)))
        for role in Set(record.assignments.map(\.role)) {
            try self.connection.run("INSERT INTO roles VALUES (?, ?)", .text(role.rawValue), id)
        }
        for group in record.groups { try self.connection.run("INSERT INTO members VALUES (?, ?)", .id(group), id) }
    }

    private func write(_ drafted: DraftedName) throws {
        let (space, key) = (SQLiteValue.text(drafted.name.space.rawValue), SQLiteValue.text(drafted.name.key))
        if drafted.before != nil {
            try self.connection.run("DELETE FROM names WHERE space = ? AND key = ?", space, key)
        }
        if let holder = drafted.after {
            try self.connection.run("INSERT INTO names VALUES (?, ?, ?)", space, key, .record(holder))
        }
    }
}

extension SQLiteValue {
    /// An identifier, most significant byte first, so that SQLite sorts records as Roster does.
    fileprivate static func id<Kind>(_ id: Identifier<Kind>) -> SQLiteValue {
        .bytes(withUnsafeBytes(of: id.bits.bigEndian) { Array($0) })
    }

    /// The identifier of a user, a group or a role; the space of a name tells which.
    fileprivate static func record(_ id: RecordID) throws -> SQLiteValue {
        switch id {
        case .user(let user): .id(user)
        case .group(let group): .id(group)
        case .companyRole(let role): .id(role)
        @unknown default: throw UnknownKindError()
        }
    }
}

/// A request for a kind of record that these tables do not store, from a later version of Roster.
struct UnknownKindError: Error, CustomStringConvertible {
    let description = "this directory keeps users, groups and roles only; upgrade it"
}
