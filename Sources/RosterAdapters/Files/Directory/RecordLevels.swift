import RosterDomain
internal import RosterPorts
internal import RosterStore

/// Everything that is known of users, in levels: those who changed, over a checkpoint of all.
///
/// A copy is made at once, and stays as it is: whoever reads for long reads a copy.
struct RecordLevels: Sendable {
    /// The names that records give by number, in every level.
    var names: StoredNames
    /// Hashes identifiers and addresses, the same in every level.
    let hash: KeyedHash
    // invariant: one, or the one that takes in changes and before it one that is being written into a checkpoint
    /// The users who changed, the latest changes first.
    var overlays: [RecordOverlay]
    /// All users at the revision at which the last of the overlays begins; nil for none.
    var checkpoint: Checkpoint?

    /// The number of users.
    var userCount: Int {
        self.overlays.reduce(self.checkpoint?.userCount ?? 0) { $0 + $1.userCountDelta }
    }
}

/// Where the record of a user stands.
enum RecordPlace: Equatable {
    /// In an overlay, by the numbers of both.
    case overlay(level: Int, position: Int)
    /// In the checkpoint.
    case checkpoint(ordinal: Int)
}

// MARK: - Finding

extension RecordLevels {
    /// Where the record of a user stands; nil when there is no such user.
    func place(of id: UserID) throws(FileStoreError) -> RecordPlace? {
        try self.place(of: id, from: 0)
    }

    /// Whether a user is there when the latest changes are left aside.
    func isKnownBelowChanges(_ id: UserID) throws(FileStoreError) -> Bool {
        try self.place(of: id, from: 1) != nil
    }

    private func place(of id: UserID, from first: Int) throws(FileStoreError) -> RecordPlace? {
        for level in first..<self.overlays.count {
            guard let position = self.overlays[level].position(of: id) else { continue }
            let isRemoved = self.overlays[level].entries[position].isRemoved
            return isRemoved ? nil : .overlay(level: level, position: position)
        }
        return try self.checkpoint?.find(id.key).map { .checkpoint(ordinal: $0) }
    }

    /// Who has a name, and where the record stands; nil when it is free.
    func holder(of name: RecordName) throws(FileStoreError) -> (id: UserID, place: RecordPlace)? {
        if name.space == .signIn, let holder = try self.holder(ofAddress: name.key) { return holder }
        return try self.specialHolder(of: name)
    }

    /// Who has a name of those with special names, one after another.
    private func specialHolder(of name: RecordName) throws(FileStoreError) -> (id: UserID, place: RecordPlace)? {
        for level in self.overlays.indices where self.overlays[level].specialCount > 0 {
            for position in 0..<self.overlays[level].count {
                let entry = self.overlays[level].entries[position]
                guard !entry.isRemoved, entry.isSpecial, !self.isOverridden(entry.id, above: level) else { continue }
                let place = RecordPlace.overlay(level: level, position: position)
                if try self.record(of: entry.id, at: place).user.names.contains(name) { return (entry.id, place) }
            }
        }
        guard let checkpoint else { return nil }
        let list = try checkpoint.ordinals(withFlag: UserFilter.Flag.isSpecial)
        for position in 0..<list.count {
            let ordinal = try list.ordinal(at: position)
            let (id, place) = (UserID(try checkpoint.key(ordinal)), RecordPlace.checkpoint(ordinal: ordinal))
            guard !self.isOverridden(id, above: self.overlays.count) else { continue }
            if try self.record(of: id, at: place).user.names.contains(name) { return (id, place) }
        }
        return nil
    }

    /// Who has a folded address and no special names, and where the record stands.
    private func holder(ofAddress folded: String) throws(FileStoreError) -> (id: UserID, place: RecordPlace)? {
        let hash = self.hash.hash(ofAddress: folded)
        var folded = folded
        return try folded.withUTF8 { address in
            Result { () throws(FileStoreError) in try self.holder(of: UnsafeRawBufferPointer(address), hash: hash) }
        }.get()
    }

    private func holder(
        of address: UnsafeRawBufferPointer, hash: UInt64
    ) throws(FileStoreError) -> (id: UserID, place: RecordPlace)? {
        // Overlays are not copied in here and below: that would count a reference to each of their arrays.
        for level in self.overlays.indices {
            guard let position = self.overlays[level].position(ofAddress: address, hash: hash) else { continue }
            let id = self.overlays[level].entries[position].id
            if !self.isOverridden(id, above: level) { return (id, .overlay(level: level, position: position)) }
        }
        guard let checkpoint else { return nil }
        let ordinal = try checkpoint.find(emailHash: hash) { (ordinal) throws(FileStoreError) in
            try checkpoint.reading(ordinal) { (record) throws(ByteReader.Malformed) in
                try UserRecordCodec.email(in: record).isSameAddress(as: address)
            }
        }
        guard let ordinal else { return nil }
        let id = UserID(try checkpoint.key(ordinal))
        return self.isOverridden(id, above: self.overlays.count) ? nil : (id, .checkpoint(ordinal: ordinal))
    }

    /// Whether a level above another one says what became of a user.
    @inline(__always)
    func isOverridden(_ id: UserID, above level: Int) -> Bool {
        for upper in 0..<level where self.overlays[upper].position(of: id) != nil { return true }
        return false
    }
}

// MARK: - Reading

extension RecordLevels {
    /// Reads a record.
    func record(of id: UserID, at place: RecordPlace) throws(FileStoreError) -> UserRecord {
        guard case .checkpoint(let ordinal) = place, let checkpoint else {
            return try self.reading(place) { (bytes) throws(ByteReader.Malformed) in
                try UserRecordCodec.read(bytes, id: id, names: self.names)
            }
        }
        // Without a closure, which would count references to all of the levels.
        let bytes = try checkpoint.user(ordinal).record
        do throws(ByteReader.Malformed) {
            return try UserRecordCodec.read(bytes, id: id, names: self.names)
        } catch {
            throw error.explaining(checkpoint.damaged(entry: ordinal, "invalid record encoding"))
        }
    }

    /// Lends the bytes of a record.
    func reading<Result>(
        _ place: RecordPlace, _ body: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Result
    ) throws(FileStoreError) -> Result {
        switch place {
        case .overlay(let level, let position):
            let place = self.overlays[level].entries[position].place
            return self.overlays[level].arena.reading(place, body)
        case .checkpoint(let ordinal):
            guard let checkpoint else { preconditionFailure("invariant: places are found in what is read") }
            return try checkpoint.reading(ordinal, body)
        }
    }
}

extension Checkpoint {
    /// Lends the bytes of a record; such as cannot be read are damage.
    @inline(__always)
    func reading<Result>(
        _ ordinal: Int, _ body: (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Result
    ) throws(FileStoreError) -> Result {
        let user = try self.user(ordinal)
        do throws(ByteReader.Malformed) {
            return try body(user.record)
        } catch {
            throw error.explaining(self.damaged(entry: ordinal, "invalid record encoding"))
        }
    }
}
