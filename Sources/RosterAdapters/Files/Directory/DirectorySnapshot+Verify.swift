import RosterDomain
internal import RosterPorts
package import RosterStore

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
        for key in record.user.names { try self.verify(key, of: id) }
    }

    /// Finds whether a key leads to a user who changed and to no other.
    private func verify(_ key: RecordName, of id: UserID) throws(FileStoreError) {
        guard try self.levels.holder(of: key)?.id == id else { throw self.damaged("two users have one name") }
        guard let checkpoint = self.levels.checkpoint else { return }
        let below = RecordLevels(
            names: self.levels.names, hash: self.levels.hash, overlays: [], checkpoint: checkpoint)
        let former = try below.holder(of: key)?.id
        guard former.map({ self.levels.isOverridden($0, above: self.levels.overlays.count) }) ?? true else {
            throw self.damaged("two users have one name")
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
            emailHash: header.isSpecial ? nil : record.user.email.map(self.hash.hash(of:)), roles: held.roles)
    }

    func haveSameEmail(_ user: CheckpointUser, _ other: CheckpointUser) throws(ByteReader.Malformed) -> Bool {
        try UserRecordCodec.email(in: user.record).isSameAddress(as: UserRecordCodec.email(in: other.record))
    }
}

extension User {
    /// Whether the texts would be taken in today.
    fileprivate var hasSoundTexts: Bool {
        (try? FullName(self.fullName.rawValue)) != nil && (try? UserName(self.userName.rawValue)) != nil
            && self.email.map { (try? EmailAddress($0.rawValue)) != nil } ?? true
    }
}
