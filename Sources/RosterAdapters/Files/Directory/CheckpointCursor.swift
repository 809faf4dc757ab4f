import RosterDomain
internal import RosterPorts
internal import RosterStore

/// Goes through the users of a checkpoint in the order of their identifiers, those that a filter lets through.
///
/// It follows the shortest of the lists that contain everybody who matches, and looks up the rest about each of them. What a
/// set of holdings means for the filter is worked out once, for all who hold it.
struct CheckpointCursor {
    private let checkpoint: Checkpoint
    private let names: StoredNames
    private let filter: UserFilter
    private var source: Source
    /// For each set of holdings: 0 for not known yet, 1 for not let through, 2 for let through.
    private var verdicts: [UInt8]

    private enum Source {
        case everybody(next: Int)
        /// Lists without common users.
        case lists([(list: PostingList, next: Int)])
    }

    /// Begins after a user.
    init(
        _ checkpoint: Checkpoint, names: StoredNames, after id: UserID?, filter: UserFilter
    ) throws(FileStoreError) {
        self.checkpoint = checkpoint
        self.names = names
        self.filter = filter
        self.verdicts = filter.role == nil ? [] : Array(repeating: 0, count: checkpoint.holdingsCount)
        let first = try checkpoint.firstOrdinal(after: id?.key)
        self.source = .everybody(next: first)
        guard let lists = try Self.shortestLists(of: checkpoint, filter: filter) else { return }
        var positions: [(list: PostingList, next: Int)] = []
        for list in lists { positions.append((list, try list.position(from: first))) }
        self.source = .lists(positions)
    }

    /// The next user: the ordinal, and what stands about the user beside the record.
    @inline(__always)
    mutating func next() throws(FileStoreError) -> (ordinal: Int, entry: CheckpointEntry)? {
        while let ordinal = try self.nextCandidate() {
            let entry = try self.checkpoint.entry(ordinal)
            guard self.filter.admits(entry) else { continue }
            if self.filter.role == nil { return (ordinal, entry) }
            if try self.admits(holdings: entry.holdings, of: ordinal) { return (ordinal, entry) }
        }
        return nil
    }

    @inline(__always)
    private mutating func nextCandidate() throws(FileStoreError) -> Int? {
        switch self.source {
        case .everybody(let next):
            guard next < self.checkpoint.userCount else { return nil }
            self.source = .everybody(next: next + 1)
            return next
        case .lists(var lists):
            self.source = .everybody(next: 0)
            defer { self.source = .lists(lists) }
            var first: (position: Int, ordinal: Int)?
            for position in lists.indices where lists[position].next < lists[position].list.count {
                let ordinal = try lists[position].list.ordinal(at: lists[position].next)
                if first.map({ ordinal < $0.ordinal }) ?? true { first = (position, ordinal) }
            }
            guard let first else { return nil }
            lists[first.position].next += 1
            return first.ordinal
        }
    }

    private mutating func admits(holdings number: UInt32, of ordinal: Int) throws(FileStoreError) -> Bool {
        guard number < self.verdicts.count else {
            throw self.checkpoint.damaged(entry: ordinal, "there are no such holdings")
        }
        if self.verdicts[Int(number)] == 0 {
            let holdings = try self.checkpoint.readHoldings(number) { (bytes) throws(ByteReader.Malformed) in
                try self.filter.admits(holdings: HoldingsCodec.read(bytes), names: self.names)
            }
            self.verdicts[Int(number)] = holdings ? 2 : 1
        }
        return self.verdicts[Int(number)] == 2
    }

    /// The lists with the fewest users that everybody who matches is in; nil when going through everybody is as fast.
    private static func shortestLists(
        of checkpoint: Checkpoint, filter: UserFilter
    ) throws(FileStoreError) -> [PostingList]? {
        var choices: [[PostingList]] = []
        if let role = filter.role { choices.append([try checkpoint.ordinals(withRole: role.number)]) }
        if filter.needsRequest { choices.append([try checkpoint.ordinals(withFlag: UserFilter.Flag.hasRequests)]) }
        if filter.needsSpecial { choices.append([try checkpoint.ordinals(withFlag: UserFilter.Flag.isSpecial)]) }
        var byStatus: [PostingList] = []
        for status in AccountStatus.allCases where filter.statuses >> status.number & 1 == 1 {
            byStatus.append(try checkpoint.ordinals(withStatus: status.number))
        }
        choices.append(byStatus)
        func length(_ lists: [PostingList]) -> Int { lists.reduce(0) { $0 + $1.count } }
        guard let shortest = choices.min(by: { length($0) < length($1) }) else { return nil }
        return length(shortest) < checkpoint.userCount / 2 ? shortest : nil
    }
}
