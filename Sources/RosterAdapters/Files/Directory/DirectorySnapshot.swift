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
            guard isAdmitted else { return false }
        }
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

extension DirectorySnapshot {
    /// Reads everything, and finds whether it is such as commits could have made it.
    ///
    /// - The checkpoint is whole, and its indexes follow from its records.
    /// - Every record can be read, and its texts keep the rules of names and addresses.
    /// - Everybody is found by identifier and by address, and no two users have the same address.
    ///
    /// - Parameter progress: Called now and then with the number of steps of the checkpoint that were done, and of all.
    /// - Throws: `FileStoreError.damaged(path:offset:revision:detail:)` with the first fault.
    /// - Complexity: O(users).
    package func verify(progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }) throws(FileStoreError) {
        let reading = RecordReading(names: self.levels.names, hash: self.levels.hash)
        try self.levels.checkpoint?.verify(reading, progress: progress)
        for (level, overlay) in self.levels.overlays.enumerated() {
            for position in 0..<overlay.count where !overlay.entries[position].isRemoved {
                let id = overlay.entries[position].id
                if self.levels.isOverridden(id, above: level) { continue }
                try self.verify(id)
            }
        }
        try self.verifyCount()
    }

    /// Finds whether a user who changed is the only one with the address.
    private func verify(_ id: UserID) throws(FileStoreError) {
        guard let place = try self.levels.place(of: id) else { throw self.damaged("a user is not found") }
        let record = try self.levels.record(of: id, at: place)
        guard record.user.hasSoundTexts else { throw self.damaged("a text breaks its rules") }
        guard try self.levels.holder(of: record.user.email)?.id == id else {
            throw self.damaged("two users have one address")
        }
        guard let checkpoint = self.levels.checkpoint else { return }
        let below = RecordLevels(
            names: self.levels.names, hash: self.levels.hash, overlays: [], checkpoint: checkpoint)
        let former = try below.holder(of: record.user.email)?.id
        guard former.map({ self.levels.isOverridden($0, above: self.levels.overlays.count) }) ?? true else {
            throw self.damaged("two users have one address")
        }
    }

    private func verifyCount() throws(FileStoreError) {
        var count = 0
        var cursor = try UserCursor(self.levels, after: nil, filter: .everybody)
        while try cursor.next() != nil { count += 1 }
        guard count == self.userCount else { throw self.damaged("users were miscounted") }
    }

    private func damaged(_ detail: String) -> FileStoreError {
        .damaged(
            path: self.levels.checkpoint?.blocks.path ?? "", offset: 0, revision: self.revision.number, detail: detail)
    }
}

/// Reads out of records what a checkpoint was built from.
struct RecordReading: CheckpointRecordReading {
    let names: StoredNames
    let hash: KeyedHash

    func facts(
        of user: CheckpointUser, holdings: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> CheckpointFacts {
        let record = try UserRecordCodec.read(user.record, id: UserID(user.key), names: self.names)
        guard record.user.hasSoundTexts else { throw ByteReader.Malformed() }
        var held: [NumberedHolding] = []
        let header = try UserRecordCodec.readHoldings(in: user.record, into: &held)
        var bytes = ByteWriter()
        HoldingsCodec.write(&held, to: &bytes)
        guard holdings.elementsEqual(bytes.bytes) else { throw ByteReader.Malformed() }
        return CheckpointFacts(
            status: header.status.number, flags: UserFilter.flags(of: header),
            emailHash: self.hash.hash(of: record.user.email), roles: held.roles)
    }

    func haveSameEmail(_ user: CheckpointUser, _ other: CheckpointUser) throws(ByteReader.Malformed) -> Bool {
        try UserRecordCodec.email(in: user.record).isSameAddress(as: UserRecordCodec.email(in: other.record))
    }
}

extension User {
    /// Whether the texts would be taken in today.
    fileprivate var hasSoundTexts: Bool {
        (try? EmailAddress(self.email.rawValue)) != nil && (try? FullName(self.fullName.rawValue)) != nil
    }
}
