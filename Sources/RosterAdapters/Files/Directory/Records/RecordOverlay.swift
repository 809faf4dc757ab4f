package import RosterDomain
internal import RosterPorts

/// The users who changed since a checkpoint, as they are now; also that a user was removed.
///
/// Records are kept encoded. No user has an object: there are a few large arrays of numbers, found through tables with open
/// addressing, the fuller half empty. A copy is made at once, and stays as it is while the original goes on.
///
/// A user takes about 170 bytes with 80 of a record.
package struct RecordOverlay: Sendable {
    /// What is known of a user without looking at the record.
    struct Entry: Sendable, BitwiseCopyable {
        let high: UInt64
        let low: UInt64
        var emailHash: UInt64 = 0
        /// As ``UserRecordCodec`` returns them.
        var roles: UInt64 = 0
        var place = RecordArena.Place.none
        var status: UInt8 = 0
        var hasRequests = false
        var isSpecial = false

        init(high: UInt64, low: UInt64) {
            self.high = high
            self.low = low
        }

        var id: UserID { UserID(high: self.high, low: self.low) }
        /// Whether the user was removed.
        var isRemoved: Bool { self.place.byteCount == 0 }
    }

    let hash: KeyedHash
    private(set) var entries = ChunkedArray<Entry>()
    private(set) var arena = RecordArena()
    private var order = RecordOrder()
    private var positionsByID = NumberSlots()
    private var positionsByEmail = NumberSlots()
    private var abandonedByteCount = 0
    /// How many users have special names, or had them once.
    private(set) var specialCount = 0
    /// How many users more there are than without the overlay.
    package private(set) var userCountDelta = 0

    /// Creates an overlay without users.
    package init(hash: KeyedHash) {
        self.hash = hash
    }

    /// How many users changed, those removed among them.
    package var count: Int { self.entries.count }

    /// The bytes that it takes in memory, about.
    package var byteCount: Int {
        self.arena.byteCount + self.entries.byteCount + self.order.byteCount + self.positionsByID.byteCount
            + self.positionsByEmail.byteCount
    }

    /// The position of a user who changed or was removed; nil when the overlay knows nothing of the user.
    @inline(__always)
    package func position(of id: UserID) -> Int? {
        if self.entries.count == 0 { return nil }
        return self.positionsByID.find(self.hash.hash(of: id)) { position in
            self.entries[position].high == id.high && self.entries[position].low == id.low
        }
    }

    /// The position of the user who has an address in any case, as the overlay knows it.
    @inline(__always)
    func position(ofAddress address: UnsafeRawBufferPointer, hash: UInt64) -> Int? {
        if self.entries.count == 0 { return nil }
        return self.positionsByEmail.find(hash) { position in
            let entry = self.entries[position]
            guard !entry.isRemoved, !entry.isSpecial, entry.emailHash == hash else { return false }
            return self.withRecord(at: position) { record in
                (try? UserRecordCodec.email(in: record))?.isSameAddress(as: address) ?? false
            }
        }
    }

    /// The position of the user who has an address in any case, as the overlay knows it.
    package func position(of email: EmailAddress) -> Int? {
        Array(email.folded.utf8).withUnsafeBytes { self.position(ofAddress: $0, hash: self.hash.hash(of: email)) }
    }

    /// Whether the user at a position was removed.
    package func isRemoved(_ position: Int) -> Bool { self.entries[position].isRemoved }

    /// Lends the bytes of a record; those of a removed user are none.
    @inline(__always)
    package func withRecord<Result, Failure: Error>(
        at position: Int, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.arena.withRecord(at: self.entries[position].place, body)
    }
}

// MARK: - Changing

extension RecordOverlay {
    /// Takes over the record of a user, in place of what was known.
    ///
    /// - Parameters:
    ///   - record: The encoded record.
    ///   - roles: What ``UserRecordCodec`` returned with it.
    ///   - isKnownBelow: Whether the user was there when nothing had changed yet; counts for a user new to the overlay.
    ///   - email: The address; counts when it leads to the user, and nothing else does.
    package mutating func put(_ id: UserID, email: EmailAddress?, record: [UInt8], roles: UInt64, isKnownBelow: Bool) {
        guard let header = record.withUnsafeBytes({ try? UserRecordCodec.scan($0) }) else {
            preconditionFailure("invariant: records are encoded before they are kept")
        }
        let known = self.position(of: id)
        let position = known ?? self.add(id, isKnownBelow: isKnownBelow)
        let place = self.arena.append(record)
        self.entries[position].take(header, roles: roles)
        self.replacePlace(of: position, with: place)
        if header.isSpecial {
            self.specialCount += 1
        } else if let email {
            self.note(self.hash.hash(of: email), of: position, isNew: known == nil)
        }
        self.compactIfWorthwhile()
    }

    /// Remembers that a user is gone, and frees the address.
    package mutating func remove(_ id: UserID, isKnownBelow: Bool) {
        let position = self.position(of: id) ?? self.add(id, isKnownBelow: isKnownBelow)
        self.replacePlace(of: position, with: .none)
    }

    /// Brings all users into the order in which pages list them.
    ///
    /// - Complexity: O(log users) for each user added since, as a rule.
    package mutating func settle() {
        self.order.settle(self.entries)
    }

    /// Adds a user as one who was removed.
    private mutating func add(_ id: UserID, isKnownBelow: Bool) -> Int {
        let position = self.entries.count
        self.entries.append(Entry(high: id.high, low: id.low))
        self.positionsByID.insert(position, hash: self.hash.hash(of: id), of: position + 1) { [hash, entries] in
            hash.hash(of: entries[$0].id)
        }
        if isKnownBelow { self.userCountDelta -= 1 }
        self.order.settleIfWorthwhile(self.entries)
        return position
    }

    private mutating func replacePlace(of position: Int, with place: RecordArena.Place) {
        let old = self.entries[position].place
        self.abandonedByteCount += Int(old.byteCount)
        self.entries[position].place = place
        self.userCountDelta += (place.byteCount == 0 ? 0 : 1) - (old.byteCount == 0 ? 0 : 1)
    }

    /// Lets a user be found by an address.
    ///
    /// What leads to the user from an earlier address stays until there is need of room: it is compared before it is believed.
    private mutating func note(_ hash: UInt64, of position: Int, isNew: Bool) {
        self.entries[position].emailHash = hash
        guard isNew || self.positionsByEmail.find(hash, where: { $0 == position }) == nil else { return }
        self.positionsByEmail.insert(position, hash: hash, of: self.entries.count) { [entries] in
            entries[$0].isRemoved || entries[$0].isSpecial ? nil : entries[$0].emailHash
        }
    }

    /// Gives back the room of records that were replaced when it is more than that of the others.
    private mutating func compactIfWorthwhile() {
        guard self.abandonedByteCount > 1 << 20, self.abandonedByteCount * 2 > self.arena.byteCount else { return }
        var arena = RecordArena()
        for position in 0..<self.entries.count where !self.entries[position].isRemoved {
            self.entries[position].place = self.withRecord(at: position) { arena.append(Array($0)) }
        }
        self.arena = arena
        self.abandonedByteCount = 0
    }
}

extension RecordOverlay.Entry {
    fileprivate mutating func take(_ header: StoredUserScan, roles: UInt64) {
        self.roles = roles
        self.status = header.status.number
        self.hasRequests = header.hasRequests
        self.isSpecial = header.isSpecial
    }
}

// MARK: - Reading in order

extension RecordOverlay {
    /// Whether ``runs`` holds all users.
    var isSettled: Bool { self.order.settledCount == self.entries.count }

    /// The positions of the users in sorted runs.
    var runs: [[UInt32]] { self.order.runs }

    /// The identifiers of all users, removed ones among them, in order; the overlay must have been settled.
    package var ids: [UserID] {
        var cursor = OverlayCursor(self, after: nil, filter: nil)
        var ids: [UserID] = []
        while let position = cursor.next() { ids.append(self.entries[position].id) }
        return ids
    }
}
