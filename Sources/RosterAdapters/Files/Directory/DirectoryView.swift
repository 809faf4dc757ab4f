internal import RosterDomain
internal import RosterStore

/// All that a directory shows at one revision, to be compared with what another shows.
struct DirectoryView {
    let company: Company?
    let notifiedThrough: Revision
    let snapshot: DirectorySnapshot
    /// Names what shows it, where there is no better place to name.
    let path: String

    /// Keeps what some content holds now.
    init(of content: inout DirectoryContent, path: String) {
        self.company = content.company
        self.notifiedThrough = content.notifiedThrough
        self.snapshot = content.snapshot()
        self.path = path
    }

    var revision: Revision { self.snapshot.revision }

    /// Compares everything with what is known to be right.
    ///
    /// - Throws: `FileStoreError.damaged(path:offset:revision:detail:)` with the first user who differs, or what else does.
    /// - Complexity: O(users).
    func check(against right: DirectoryView, progress: (Double) -> Void) throws(FileStoreError) {
        guard self.company == right.company, self.notifiedThrough == right.notifiedThrough else {
            throw self.damaged("the company is not what the history amounts to")
        }
        guard self.snapshot.userCount == right.snapshot.userCount else {
            throw self.damaged("the number of users is not what the history amounts to")
        }
        var (shown, known) = (try Reader(self.snapshot), try Reader(right.snapshot))
        var count = 0
        while let wanted = try known.next() {
            guard let found = try shown.next(), found.id == wanted.id else {
                throw self.damaged("a user is missing, or there is one who should not be")
            }
            try self.check(found, shown: &shown, against: wanted, &known)
            count += 1
            if count.isMultiple(of: 16_384) { progress(Double(count) / Double(right.snapshot.userCount)) }
        }
        guard try shown.next() == nil else { throw self.damaged("there is a user who should not be") }
    }

    private func check(
        _ found: UserCursor.Found, shown: inout Reader, against wanted: UserCursor.Found, _ known: inout Reader
    ) throws(FileStoreError) {
        let record = try shown.levels.record(of: found.id, at: found.place)
        guard try record == known.levels.record(of: wanted.id, at: wanted.place) else {
            throw self.damaged("the record of a user is not what the history amounts to", found)
        }
        guard try shown.holdings.standing(of: found) == known.holdings.standing(of: wanted) else {
            throw self.damaged("the standing of a user is not what the history amounts to", found)
        }
        for key in record.user.names {
            guard try shown.levels.holder(of: key)?.id == found.id else {
                throw self.damaged("a user is not found by the address", found)
            }
        }
        guard let place = try shown.levels.place(of: found.id), place == found.place else {
            throw self.damaged("a user is not found by the identifier", found)
        }
    }

    private func damaged(_ detail: String, _ user: UserCursor.Found? = nil) -> FileStoreError {
        if case .checkpoint(let ordinal, _) = user, let checkpoint = self.snapshot.levels.checkpoint {
            return checkpoint.damaged(entry: ordinal, detail)
        }
        return .damaged(path: self.path, offset: 0, revision: self.revision.number, detail: detail)
    }
}

/// Goes through the users of a snapshot.
private struct Reader {
    let levels: RecordLevels
    var holdings: SharedHoldings
    private var cursor: UserCursor

    init(_ snapshot: DirectorySnapshot) throws(FileStoreError) {
        self.levels = snapshot.levels
        self.holdings = SharedHoldings(snapshot.levels)
        self.cursor = try UserCursor(snapshot.levels, after: nil, filter: .everybody)
    }

    mutating func next() throws(FileStoreError) -> UserCursor.Found? { try self.cursor.next() }
}
