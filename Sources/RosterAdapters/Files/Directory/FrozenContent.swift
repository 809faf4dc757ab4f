package import RosterDomain
internal import RosterPorts
package import RosterStore

/// What a directory held when it was frozen, to be written into a checkpoint.
package struct FrozenContent: Sendable {
    private let snapshot: DirectorySnapshot
    private let details: DirectoryDetails

    init(_ snapshot: DirectorySnapshot, details: DirectoryDetails) {
        self.snapshot = snapshot
        self.details = details
    }

    /// The position in the history.
    package var revision: Revision { self.snapshot.revision }

    /// Writes a whole checkpoint into an empty file, and makes it durable; giving the file a name is up to the caller.
    ///
    /// Records of users who did not change since the last checkpoint are copied as they are.
    /// - Throws: `FileStoreError` when the file cannot be written, or the last checkpoint is damaged.
    package func write(to file: any StoreFile, path: String, store: StoreID) throws(FileStoreError) {
        let levels = self.snapshot.levels
        let info = CheckpointInfo(
            store: store, revision: self.revision.number, kind: DirectoryContent.kind.number,
            details: self.details.bytes,
            seed: (levels.hash.seed.first, levels.hash.seed.second))
        let builder = try CheckpointBuilder(
            file, path: path, info: info, roles: levels.names.roleBytes, scopes: levels.names.scopeBytes,
            userLimit: levels.userCount)
        var copy = CheckpointCopy(levels, to: builder)
        try copy.addAll()
        try builder.finish()
    }
}

/// Adds everybody to a checkpoint.
private struct CheckpointCopy {
    private let levels: RecordLevels
    private let builder: CheckpointBuilder
    /// The numbers in the new checkpoint by those in the old one; nil for what nobody had yet.
    private var numbers: [UInt32?]
    private var holdings: [NumberedHolding] = []
    private var bytes = ByteWriter()
    private var last: UserID?
    private var addedCount = 0
    private let userCount: Int

    init(_ levels: RecordLevels, to builder: CheckpointBuilder) {
        self.levels = levels
        self.builder = builder
        self.userCount = levels.userCount
        self.numbers = Array(repeating: nil, count: levels.checkpoint?.holdingsCount ?? 0)
    }

    mutating func addAll() throws(FileStoreError) {
        var cursor = try UserCursor(self.levels, after: nil, filter: .everybody)
        while let user = try cursor.next() {
            try self.check(user)
            switch user {
            case .overlay(let id, let level, let position): try self.add(id, level: level, position: position)
            case .checkpoint(let ordinal, _): try self.add(ordinal)
            }
        }
    }

    /// Whoever makes up a checkpoint can compute its checksums too: it is refused before it breaks a promise to the builder.
    @inline(__always)
    private mutating func check(_ user: UserCursor.Found) throws(FileStoreError) {
        let id = user.id
        guard self.last.map({ $0 < id }) ?? true, self.addedCount < self.userCount else {
            throw .damaged(
                path: self.levels.checkpoint?.blocks.path ?? "", offset: 0, revision: nil,
                detail: "the users are not in order, or not as many as were counted")
        }
        self.last = id
        self.addedCount += 1
    }

    private mutating func add(_ id: UserID, level: Int, position: Int) throws(FileStoreError) {
        let entry = self.levels.overlays[level].entries[position]
        let arena = self.levels.overlays[level].arena
        self.holdings.removeAll(keepingCapacity: true)
        let header = arena.reading(entry.place) { (record) throws(ByteReader.Malformed) in
            try UserRecordCodec.readHoldings(in: record, into: &self.holdings)
        }
        let number = self.numberOfHoldings()
        try arena.withRecord(at: entry.place) { (record) throws(FileStoreError) in
            let user = CheckpointUser(
                key: id.key, status: header.status.number, flags: UserFilter.flags(of: header), holdings: number,
                record: record)
            try self.builder.add(user, emailHash: entry.isSpecial ? nil : entry.emailHash)
        }
    }

    private mutating func add(_ ordinal: Int) throws(FileStoreError) {
        guard let checkpoint = self.levels.checkpoint else {
            preconditionFailure("invariant: places are found in what is read")
        }
        var user = try checkpoint.user(ordinal)
        let hash = try checkpoint.reading(ordinal) { (record) throws(ByteReader.Malformed) -> UInt64? in
            let isSpecial = try UserRecordCodec.scan(record).isSpecial
            return isSpecial ? nil : self.levels.hash.hash(ofAddress: try UserRecordCodec.email(in: record))
        }
        user.holdings = try self.number(ofHoldings: user.holdings, in: checkpoint)
        try self.builder.add(user, emailHash: hash)
    }

    /// The number in the new checkpoint of the holdings that were read last.
    private mutating func numberOfHoldings() -> UInt32 {
        self.bytes.bytes.removeAll(keepingCapacity: true)
        HoldingsCodec.write(&self.holdings, to: &self.bytes)
        let roles = self.holdings.roles
        return self.bytes.bytes.withUnsafeBytes { self.builder.holdings($0, roles: roles) }
    }

    private mutating func number(
        ofHoldings old: UInt32, in checkpoint: Checkpoint
    ) throws(FileStoreError) -> UInt32 {
        if let number = self.numbers[Int(old)] { return number }
        self.holdings = try checkpoint.readHoldings(old) { (bytes) throws(ByteReader.Malformed) in
            let holdings = try HoldingsCodec.read(bytes)
            for holding in holdings { _ = try holding.named(self.levels.names) }
            return holdings
        }
        let number = self.numberOfHoldings()
        self.numbers[Int(old)] = number
        return number
    }
}

extension UserFilter {
    /// The flags in a checkpoint of a user with a header.
    static func flags(of header: StoredUserScan) -> UInt8 {
        (header.affiliation == .guest ? 1 << Flag.guest : 0) | (header.hasRequests ? 1 << Flag.hasRequests : 0)
            | (header.isSpecial ? 1 << Flag.isSpecial : 0)
            | (header.sessionEpoch != 0 ? 1 << Flag.hasSessionEpoch : 0)
    }
}

extension [NumberedHolding] {
    /// The numbers of the roles, each once; the holdings are sorted.
    var roles: [UInt32] {
        var roles: [UInt32] = []
        for holding in self where holding.role != roles.last { roles.append(holding.role) }
        return roles
    }
}
