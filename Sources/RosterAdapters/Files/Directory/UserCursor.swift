import RosterDomain
internal import RosterPorts
internal import RosterStore

/// Goes through the users of all levels in the order of their identifiers, each as the latest level knows them, those that a
/// filter lets through.
struct UserCursor {
    /// Who comes next in an overlay.
    private typealias OverlayCandidate = (id: UserID, position: Int)
    /// Who comes next in the checkpoint.
    private typealias CheckpointCandidate = (ordinal: Int, entry: CheckpointEntry)

    private let levels: RecordLevels
    private let filter: UserFilter
    private var overlays: [(cursor: OverlayCursor, next: OverlayCandidate?)] = []
    private var checkpoint: CheckpointCursor?
    private var stored: CheckpointCandidate?
    /// Whether a user changed in any level.
    private let hasChanges: Bool

    /// A user who was found.
    enum Found {
        case overlay(id: UserID, level: Int, position: Int)
        case checkpoint(ordinal: Int, entry: CheckpointEntry)
    }

    /// Begins after a user.
    init(_ levels: RecordLevels, after id: UserID?, filter: UserFilter) throws(FileStoreError) {
        self.levels = levels
        self.filter = filter
        self.hasChanges = levels.overlays.contains { $0.count > 0 }
        for overlay in levels.overlays {
            self.overlays.append((OverlayCursor(overlay, after: id, filter: filter), nil))
            self.advance(self.overlays.count - 1)
        }
        guard let checkpoint = levels.checkpoint else { return }
        self.checkpoint = try CheckpointCursor(checkpoint, names: levels.names, after: id, filter: filter)
        self.stored = try self.checkpoint?.next()
    }

    /// The next user.
    mutating func next() throws(FileStoreError) -> Found? {
        while true {
            guard let next = self.stored else { return self.nextInOverlays(before: nil) }
            let id = UserID(next.entry.key)
            if let found = self.nextInOverlays(before: id) { return found }
            self.stored = try self.checkpoint?.next()
            if self.hasChanges, self.levels.isOverridden(id, above: self.levels.overlays.count) { continue }
            return .checkpoint(ordinal: next.ordinal, entry: next.entry)
        }
    }

    /// The next user of an overlay, if that user comes before another one or is the same.
    @inline(__always)
    private mutating func nextInOverlays(before limit: UserID?) -> Found? {
        guard self.hasChanges else { return nil }
        while let level = self.firstOverlay, let next = self.overlays[level].next {
            if let limit, limit < next.id { return nil }
            self.advance(level)
            if !self.levels.isOverridden(next.id, above: level) {
                return .overlay(id: next.id, level: level, position: next.position)
            }
        }
        return nil
    }

    /// The overlay whose next user comes first.
    private var firstOverlay: Int? {
        var first: (level: Int, id: UserID)?
        for level in self.overlays.indices {
            guard let next = self.overlays[level].next else { continue }
            if first.map({ next.id < $0.id }) ?? true { first = (level, next.id) }
        }
        return first?.level
    }

    private mutating func advance(_ level: Int) {
        self.overlays[level].next = self.overlays[level].cursor.next().map {
            (self.levels.overlays[level].entries[$0].id, $0)
        }
    }
}

extension UserCursor.Found {
    var id: UserID {
        switch self {
        case .overlay(let id, _, _): id
        case .checkpoint(_, let entry): UserID(entry.key)
        }
    }

    var place: RecordPlace {
        switch self {
        case .overlay(_, let level, let position): .overlay(level: level, position: position)
        case .checkpoint(let ordinal, _): .checkpoint(ordinal: ordinal)
        }
    }
}

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

/// Goes through the users of an overlay in the order of their identifiers: those that a filter lets through, or without one
/// all, removed ones among them.
struct OverlayCursor {
    private let overlay: RecordOverlay
    private let filter: UserFilter?
    /// The runs, and how far each was read.
    private var runs: [(positions: [UInt32], next: Int)]

    /// Begins after a user; the overlay must have been settled.
    init(_ overlay: RecordOverlay, after id: UserID?, filter: UserFilter?) {
        precondition(overlay.isSettled, "invariant: an overlay is in order before it is read")
        self.overlay = overlay
        self.filter = filter
        self.runs = overlay.runs.map { ($0, RecordOrder.start(after: id, in: $0, overlay.entries)) }
    }

    /// The next user's position.
    mutating func next() -> Int? {
        while let run = self.firstRun {
            let position = Int(self.runs[run].positions[self.runs[run].next])
            self.runs[run].next += 1
            if self.filter?.admits(self.overlay.entries[position]) ?? true { return position }
        }
        return nil
    }

    /// The run whose next user comes first.
    @inline(__always)
    private var firstRun: Int? {
        if self.runs.count == 1 { return self.runs[0].next < self.runs[0].positions.count ? 0 : nil }
        var first: (run: Int, id: UserID)?
        for run in self.runs.indices where self.runs[run].next < self.runs[run].positions.count {
            let id = self.overlay.entries[Int(self.runs[run].positions[self.runs[run].next])].id
            if first.map({ id < $0.id }) ?? true { first = (run, id) }
        }
        return first?.run
    }
}
