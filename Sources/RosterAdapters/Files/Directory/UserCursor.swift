import RosterDomain
internal import RosterStore

/// Goes through the users of all levels in the order of their identifiers, each as the latest level knows them, those that a
/// filter lets through.
struct UserCursor {
    /// Who comes next in an overlay.
    private typealias OverlayHead = (id: UserID, position: Int)
    /// Who comes next in the checkpoint.
    private typealias CheckpointHead = (ordinal: Int, entry: CheckpointEntry)

    private let levels: RecordLevels
    private let filter: UserFilter
    private var overlays: [(cursor: OverlayCursor, head: OverlayHead?)] = []
    private var checkpoint: CheckpointCursor?
    private var checkpointHead: CheckpointHead?
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
        self.checkpointHead = try self.checkpoint?.next()
    }

    /// The next user.
    mutating func next() throws(FileStoreError) -> Found? {
        while true {
            guard let head = self.checkpointHead else { return self.nextInOverlays(before: nil) }
            let id = UserID(head.entry.key)
            if let found = self.nextInOverlays(before: id) { return found }
            self.checkpointHead = try self.checkpoint?.next()
            if self.hasChanges, self.levels.isOverridden(id, above: self.levels.overlays.count) { continue }
            return .checkpoint(ordinal: head.ordinal, entry: head.entry)
        }
    }

    /// The next user of an overlay, if that user comes before another one or is the same.
    @inline(__always)
    private mutating func nextInOverlays(before limit: UserID?) -> Found? {
        guard self.hasChanges else { return nil }
        while let level = self.firstOverlay, let head = self.overlays[level].head {
            if let limit, limit < head.id { return nil }
            self.advance(level)
            if !self.levels.isOverridden(head.id, above: level) {
                return .overlay(id: head.id, level: level, position: head.position)
            }
        }
        return nil
    }

    /// The overlay whose next user comes first.
    private var firstOverlay: Int? {
        var first: (level: Int, id: UserID)?
        for level in self.overlays.indices {
            guard let head = self.overlays[level].head else { continue }
            if first.map({ head.id < $0.id }) ?? true { first = (level, head.id) }
        }
        return first?.level
    }

    private mutating func advance(_ level: Int) {
        self.overlays[level].head = self.overlays[level].cursor.next().map {
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
