/// What is left out when records are gone through, as far as can be told without reading them.
package struct RecordFilter: Sendable {
    /// The groups looked for, each as the bit at its number; groups from 64 on are in only when all bits are set.
    package var groups: UInt64 = .max
    /// The flags that a record must have, all of them.
    package var flags: UInt8 = 0
    /// The lists that a record must be in through its value, all of them.
    package var lists: [UInt32] = []
    /// What the value of a record in the lists must satisfy; asked once for each value of the checkpoint, and for no other.
    package var admitsValue: (@Sendable (UnsafeRawBufferPointer) throws(ByteReader.Malformed) -> Bool)?

    /// Lets everything through.
    package init() {}

    var isOpen: Bool { self.groups == .max && self.flags == 0 && self.lists.isEmpty }

    @inline(__always)
    func admits(group: UInt8, flags: UInt8) -> Bool {
        (self.groups == .max || group < 64 && self.groups >> UInt64(group) & 1 == 1)
            && flags & self.flags == self.flags
    }

    /// Whether a record that changed may be let through: its value is not looked at.
    func admits(_ entry: RecordOverlay.Entry) -> Bool {
        self.admits(group: entry.group, flags: entry.flags)
            && self.lists.allSatisfy { entry.listBits >> (UInt64($0) & 63) & 1 == 1 }
    }
}

/// A record that was found, and what is known of it without reading it.
package struct FoundRecord {
    package let key: RecordKey
    package let place: RecordPlace
    package let group: UInt8
    package let flags: UInt8
    /// The number of its value in the checkpoint; nil when the record is in memory.
    package let value: UInt32?
}

/// Goes through the records of all levels in the order of their keys, each as the latest level knows it, those that a filter
/// lets through.
package struct RecordCursor {
    private let table: RecordTable
    private let filter: RecordFilter
    private var overlays: [OverlayCursor] = []
    /// What comes next in the overlays: in the upper one where two have the key.
    private var changed: (level: Int, position: Int, key: RecordKey)?
    /// The key that was passed last in the overlays: what lower levels know by it is out of date.
    private var overridden: RecordKey?
    private var checkpoint: CheckpointCursor?
    /// What comes next in the checkpoint.
    private var stored: (ordinal: Int, entry: CheckpointEntry)?

    /// Begins after a key; the table must have been settled.
    package init(
        _ table: RecordTable, after key: RecordKey? = nil, filter: RecordFilter = RecordFilter()
    ) throws(FileStoreError) {
        self.table = table
        self.filter = filter
        self.overlays = table.overlays.map { OverlayCursor($0, after: key) }
        self.findChanged()
        guard let checkpoint = table.checkpoint else { return }
        self.checkpoint = try CheckpointCursor(checkpoint, after: key, filter: filter)
        self.stored = try self.checkpoint?.next()
    }

    /// The next record.
    package mutating func next() throws(FileStoreError) -> FoundRecord? {
        while true {
            guard let stored = self.stored else { return self.nextChanged(upTo: nil) }
            let key = stored.entry.key
            if let found = self.nextChanged(upTo: key) { return found }
            self.stored = try self.checkpoint?.next()
            if self.overridden == key { continue }
            return FoundRecord(
                key: key, place: .checkpoint(ordinal: stored.ordinal), group: stored.entry.group,
                flags: stored.entry.flags, value: stored.entry.value)
        }
    }

    /// Passes over so many records.
    ///
    /// - Complexity: O(log records) without a filter, for each record that changed on the way; otherwise as ``next()``.
    package mutating func skip(_ count: Int) throws(FileStoreError) {
        var left = count
        while left > 0 {
            left -= try self.skipUnchanged(left)
            guard left > 0, try self.next() != nil else { return }
            left -= 1
        }
    }

    /// Passes over up to so many records of the checkpoint that stand before the next one that changed.
    private mutating func skipUnchanged(_ limit: Int) throws(FileStoreError) -> Int {
        guard self.filter.isOpen, let stored, let checkpoint = self.table.checkpoint,
            self.overridden != stored.entry.key
        else { return 0 }
        var end = checkpoint.recordCount
        if let changed { end = try checkpoint.firstOrdinal(notBefore: changed.key) }
        let count = min(limit, end - stored.ordinal)
        guard count > 0 else { return 0 }
        self.checkpoint?.move(to: stored.ordinal + count)
        self.stored = try self.checkpoint?.next()
        return count
    }

    /// The next record of the overlays, if it comes before a key or has it.
    @inline(__always)
    private mutating func nextChanged(upTo limit: RecordKey?) -> FoundRecord? {
        while let changed = self.changed {
            if let limit, limit < changed.key { return nil }
            if let found = self.take(changed) { return found }
        }
        return nil
    }

    /// Passes over a record of an overlay; nil when it is gone, left out, or known better to an upper level.
    private mutating func take(_ changed: (level: Int, position: Int, key: RecordKey)) -> FoundRecord? {
        let entry = self.table.overlays[changed.level].entries[changed.position]
        let isOverridden = self.overridden == changed.key
        self.overridden = changed.key
        self.overlays[changed.level].advance()
        self.findChanged()
        if isOverridden || entry.isRemoved || !self.filter.admits(entry) { return nil }
        return FoundRecord(
            key: entry.key, place: .overlay(level: changed.level, position: changed.position), group: entry.group,
            flags: entry.flags, value: nil)
    }

    private mutating func findChanged() {
        self.changed = nil
        for level in self.overlays.indices {
            guard let position = self.overlays[level].position else { continue }
            let key = self.table.overlays[level].entries[position].key
            if self.changed.map({ key < $0.key }) ?? true { self.changed = (level, position, key) }
        }
    }
}

/// Goes through the records of a checkpoint in the order of their keys, those that a filter lets through.
///
/// It follows the shortest of the lists that contain every match, and looks up the rest about each record in it. Whether a
/// value is let through is found out once, for all records that have it.
private struct CheckpointCursor {
    private let checkpoint: Checkpoint
    private let filter: RecordFilter
    /// The next ordinal, when no list is followed.
    private var nextOrdinal: Int
    /// Lists without common records, and where in each to go on; nil when all records are gone through.
    private var lists: [(list: PostingList, next: Int)]?
    /// For each value: 0 for not known yet, 1 for not let through, 2 for let through.
    private var verdicts: [UInt8]

    init(_ checkpoint: Checkpoint, after key: RecordKey?, filter: RecordFilter) throws(FileStoreError) {
        self.checkpoint = checkpoint
        self.filter = filter
        self.nextOrdinal = try checkpoint.firstOrdinal(after: key)
        self.verdicts = filter.lists.isEmpty ? [] : Array(repeating: 0, count: checkpoint.valueCount)
        guard let lists = try Self.shortestLists(of: checkpoint, filter) else { return }
        var positions: [(list: PostingList, next: Int)] = []
        for list in lists { positions.append((list, try list.position(from: self.nextOrdinal))) }
        self.lists = positions
    }

    /// Goes on with an ordinal; only where no list is followed.
    mutating func move(to ordinal: Int) {
        precondition(self.lists == nil, "invariant: lists are not jumped over")
        self.nextOrdinal = ordinal
    }

    /// The next record: its ordinal, and what stands about it beside its bytes.
    @inline(__always)
    mutating func next() throws(FileStoreError) -> (ordinal: Int, entry: CheckpointEntry)? {
        while let ordinal = try self.nextCandidate() {
            let entry = try self.checkpoint.entry(ordinal)
            guard self.filter.admits(group: entry.group, flags: entry.flags) else { continue }
            if self.filter.lists.isEmpty { return (ordinal, entry) }
            if try self.admits(value: entry.value, of: ordinal) { return (ordinal, entry) }
        }
        return nil
    }

    @inline(__always)
    private mutating func nextCandidate() throws(FileStoreError) -> Int? {
        guard self.lists == nil else { return try self.nextListed() }
        guard self.nextOrdinal < self.checkpoint.recordCount else { return nil }
        defer { self.nextOrdinal += 1 }
        return self.nextOrdinal
    }

    private mutating func nextListed() throws(FileStoreError) -> Int? {
        var lists = self.lists.take() ?? []
        defer { self.lists = lists }
        var first: (position: Int, ordinal: Int)?
        for position in lists.indices where lists[position].next < lists[position].list.count {
            let ordinal = try lists[position].list.ordinal(at: lists[position].next)
            if first.map({ ordinal < $0.ordinal }) ?? true { first = (position, ordinal) }
        }
        guard let first else { return nil }
        lists[first.position].next += 1
        return first.ordinal
    }

    /// Whether a value is in the lists, and satisfies what is asked of it.
    private mutating func admits(value number: UInt32, of ordinal: Int) throws(FileStoreError) -> Bool {
        guard number < self.verdicts.count else { throw self.checkpoint.damaged(ordinal, "there is no such value") }
        if self.verdicts[Int(number)] != 0 { return self.verdicts[Int(number)] == 2 }
        let value = try self.checkpoint.value(number)
        var isAdmitted = self.filter.lists.allSatisfy { value.lists.contains($0) }
        if isAdmitted, let admitsValue = self.filter.admitsValue {
            do throws(ByteReader.Malformed) { isAdmitted = try admitsValue(value.bytes) } catch {
                throw self.checkpoint.malformed(value: number, error)
            }
        }
        self.verdicts[Int(number)] = isAdmitted ? 2 : 1
        return isAdmitted
    }

    /// The lists with the fewest records that contain every match; nil when going through all records is as fast.
    private static func shortestLists(
        of checkpoint: Checkpoint, _ filter: RecordFilter
    ) throws(FileStoreError) -> [PostingList]? {
        var choices: [[PostingList]] = []
        for list in filter.lists { choices.append([try checkpoint.list(list)]) }
        for bit in 0..<8 where filter.flags >> bit & 1 == 1 { choices.append([try checkpoint.list(ofFlag: bit)]) }
        if filter.groups != .max {
            var lists: [PostingList] = []
            for group: UInt8 in 0..<64 where filter.groups >> UInt64(group) & 1 == 1 {
                lists.append(try checkpoint.list(ofGroup: group))
            }
            choices.append(lists)
        }
        func length(_ lists: [PostingList]) -> Int { lists.reduce(0) { $0 + $1.count } }
        guard let shortest = choices.min(by: { length($0) < length($1) }) else { return nil }
        return length(shortest) < checkpoint.recordCount / 2 ? shortest : nil
    }
}
