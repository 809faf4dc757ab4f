internal import RosterDomain
internal import RosterPorts
internal import RosterStore

/// Makes standings, in which those who hold the same share one array.
struct SharedHoldings {
    private let levels: RecordLevels
    /// By the numbers of the checkpoint; nil for what nobody had yet.
    private var byNumber: [[RoleHolding]?]
    /// By what assignments in a record give, in their order.
    private var byHoldings: [[NumberedHolding]: [RoleHolding]] = [:]
    private var buffer: [NumberedHolding] = []

    init(_ levels: RecordLevels) {
        self.levels = levels
        self.byNumber = Array(repeating: nil, count: levels.checkpoint?.holdingsCount ?? 0)
    }

    /// The standing of a user.
    @inline(__always)
    mutating func standing(of user: UserCursor.Found) throws(FileStoreError) -> UserStanding {
        switch user {
        case .overlay(let id, let level, let position): self.standing(of: id, level: level, position: position)
        case .checkpoint(let ordinal, let entry): try self.standing(of: entry, ordinal: ordinal)
        }
    }

    private mutating func standing(of id: UserID, level: Int, position: Int) -> UserStanding {
        self.buffer.removeAll(keepingCapacity: true)
        let place = self.levels.overlays[level].entries[position].place
        let header = self.levels.overlays[level].arena.reading(place) { (record) throws(ByteReader.Malformed) in
            try UserRecordCodec.readHoldings(in: record, into: &self.buffer)
        }
        return UserStanding(
            id: id, affiliation: header.affiliation, status: header.status, sessionEpoch: header.sessionEpoch,
            sortedHoldings: self.bufferedHoldings())
    }

    private mutating func bufferedHoldings() -> [RoleHolding] {
        if let known = self.byHoldings[self.buffer] { return known }
        let holdings = self.buffer.compactMap { holding in
            do throws(ByteReader.Malformed) { return try holding.named(self.levels.names) } catch { return nil }
        }
        precondition(holdings.count == self.buffer.count, "invariant: what was encoded can be read")
        let sorted = holdings.sorted(by: RoleHolding.precedes)
        self.byHoldings[self.buffer] = sorted
        return sorted
    }

    @inline(__always)
    private mutating func standing(of entry: CheckpointEntry, ordinal: Int) throws(FileStoreError) -> UserStanding {
        guard entry.holdings < self.byNumber.count, let status = try? AccountStatus(number: entry.status) else {
            throw self.damaged(ordinal)
        }
        return UserStanding(
            id: UserID(entry.key), affiliation: entry.flags >> UserFilter.Flag.guest & 1 == 1 ? .guest : .member,
            status: status, sessionEpoch: try self.sessionEpoch(of: entry, ordinal: ordinal),
            sortedHoldings: try self.holdings(entry.holdings))
    }

    @inline(__always)
    private mutating func holdings(_ number: UInt32) throws(FileStoreError) -> [RoleHolding] {
        if let known = self.byNumber[Int(number)] { return known }
        guard let checkpoint = self.levels.checkpoint else {
            preconditionFailure("invariant: places are found in what is read")
        }
        let holdings = try checkpoint.readHoldings(number) { (bytes) throws(ByteReader.Malformed) in
            try HoldingsCodec.read(bytes, names: self.levels.names)
        }
        self.byNumber[Int(number)] = holdings
        return holdings
    }

    /// The session epoch stands in the record alone, which is read only where it has moved.
    @inline(__always)
    private func sessionEpoch(of entry: CheckpointEntry, ordinal: Int) throws(FileStoreError) -> Int {
        guard entry.flags >> UserFilter.Flag.hasSessionEpoch & 1 == 1 else { return 0 }
        guard let checkpoint = self.levels.checkpoint else {
            preconditionFailure("invariant: places are found in what is read")
        }
        return try checkpoint.reading(ordinal) { (record) throws(ByteReader.Malformed) in
            try UserRecordCodec.scan(record).sessionEpoch
        }
    }

    private func damaged(_ ordinal: Int) -> FileStoreError {
        guard let checkpoint = self.levels.checkpoint else {
            preconditionFailure("invariant: places are found in what is read")
        }
        return checkpoint.damaged(entry: ordinal, "the user is not such as is written")
    }
}

extension UserID {
    /// What the store finds the user's record by.
    @inline(__always)
    var key: RecordKey { RecordKey(high: self.high, low: self.low) }

    /// The user whose record is found by a key.
    @inline(__always)
    init(_ key: RecordKey) {
        self.init(high: key.high, low: key.low)
    }
}
