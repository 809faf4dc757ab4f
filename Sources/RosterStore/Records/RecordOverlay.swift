/// The records that changed since a checkpoint, as they are now; also that a record was removed.
///
/// No record has an object: there are a few large arrays of numbers, found through tables with open addressing, half of them
/// empty. A copy is made at once, and stays as it is while the original goes on.
///
/// A record of 80 bytes with one secondary key takes about 170 bytes.
struct RecordOverlay: Sendable {
    /// What is known of a record without looking at its bytes.
    struct Entry: Sendable, BitwiseCopyable {
        let key: RecordKey
        /// The lists that the record is in through its value, each as the bit at its number modulo 64.
        var listBits: UInt64 = 0
        /// Where the hashes of its secondary keys are, and behind them its bytes.
        var place = RecordArena.Place.none
        var keyCount: UInt8 = 0
        var group: UInt8 = 0
        var flags: UInt8 = 0

        /// Whether the record was removed.
        var isRemoved: Bool { self.place.byteCount == 0 }
    }

    private let hash: KeyedHash
    private(set) var entries = ChunkedArray<Entry>()
    private var arena = RecordArena()
    private(set) var order = RecordOrder()
    private var positionsByKey = NumberSlots()
    private var positionsBySecondaryKey = NumberSlots()
    private var abandonedByteCount = 0
    /// Whether secondary keys may lead to records that no longer have them.
    private var hasAbandonedKeys = false
    /// How many records more there are than without the overlay.
    private(set) var recordCountDelta = 0

    init(hash: KeyedHash) {
        self.hash = hash
    }

    /// How many records changed, those removed among them.
    var count: Int { self.entries.count }

    /// The bytes that it takes in memory, about.
    var byteCount: Int {
        self.arena.byteCount + self.entries.byteCount + self.order.byteCount + self.positionsByKey.byteCount
            + self.positionsBySecondaryKey.byteCount
    }

    /// The position of a record that changed or was removed; nil when the overlay knows nothing of it.
    @inline(__always)
    func position(of key: RecordKey) -> Int? {
        if self.entries.count == 0 { return nil }
        return self.positionsByKey.find(self.hash.hash(of: key)) { self.entries[$0].key == key }
    }

    /// The position of the record that has a secondary key with a hash, and is found to match.
    @inline(__always)
    func position(keyHash: UInt64, where matches: (UnsafeRawBufferPointer) -> Bool) -> Int? {
        if self.entries.count == 0 { return nil }
        return self.positionsBySecondaryKey.find(keyHash) { position in
            self.keyHashes(at: position).contains(keyHash) && matches(self.bytes(at: position))
        }
    }

    /// The bytes of a record, good for as long as the overlay or a copy of it is held; those of a removed one are none.
    @inline(__always)
    func bytes(at position: Int) -> UnsafeRawBufferPointer {
        let entry = self.entries[position]
        if entry.isRemoved { return UnsafeRawBufferPointer(start: nil, count: 0) }
        return UnsafeRawBufferPointer(rebasing: self.arena.bytes(at: entry.place)[(8 * Int(entry.keyCount))...])
    }

    /// The hashes of a record's secondary keys; a removed one has none.
    private func keyHashes(at position: Int) -> some Collection<UInt64> {
        let entry = self.entries[position]
        let count = entry.isRemoved ? 0 : Int(entry.keyCount)
        let bytes = count == 0 ? UnsafeRawBufferPointer(start: nil, count: 0) : self.arena.bytes(at: entry.place)
        return (0..<count).lazy.map { bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self) }
    }
}

// MARK: - Changing

extension RecordOverlay {
    /// Takes over a record, in place of what was known; `isKnownBelow` counts for one that is new to the overlay.
    mutating func put(_ record: ChangedRecord, isKnownBelow: Bool) {
        precondition(record.keyHashes.count <= Int(UInt8.max), "invariant: a record has up to 255 secondary keys")
        let known = self.position(of: record.key)
        let position = known ?? self.add(record.key, isKnownBelow: isKnownBelow)
        self.replacePlace(of: position, with: self.arena.append(record.keyHashes, record.bytes))
        self.entries[position].keyCount = UInt8(record.keyHashes.count)
        self.entries[position].listBits = record.listBits
        self.entries[position].group = record.group
        self.entries[position].flags = record.flags
        for hash in record.keyHashes { self.note(hash, of: position, isNew: known == nil) }
        self.compactIfWorthwhile()
    }

    /// Remembers that a record is gone, and frees its secondary keys.
    mutating func remove(_ key: RecordKey, isKnownBelow: Bool) {
        let position = self.position(of: key) ?? self.add(key, isKnownBelow: isKnownBelow)
        self.replacePlace(of: position, with: .none)
    }

    /// Brings all records into the order of their keys.
    ///
    /// - Complexity: O(log records) for each record added since, as a rule.
    mutating func settle() {
        self.order.settle(self.entries)
    }

    /// Adds a record as one that was removed.
    private mutating func add(_ key: RecordKey, isKnownBelow: Bool) -> Int {
        let position = self.entries.count
        self.entries.append(Entry(key: key))
        self.positionsByKey.insert(position, hash: self.hash.hash(of: key))
        if isKnownBelow { self.recordCountDelta -= 1 }
        self.order.settleIfWorthwhile(self.entries)
        return position
    }

    private mutating func replacePlace(of position: Int, with place: RecordArena.Place) {
        let old = self.entries[position].place
        self.abandonedByteCount += Int(old.byteCount)
        if old.byteCount > 0 { self.hasAbandonedKeys = true }
        self.entries[position].place = place
        self.recordCountDelta += (place.byteCount == 0 ? 0 : 1) - (old.byteCount == 0 ? 0 : 1)
    }

    /// Lets a record be found by the hash of a secondary key.
    ///
    /// What leads to the record from a former key stays until the table grows: it is compared before it is believed.
    private mutating func note(_ hash: UInt64, of position: Int, isNew: Bool) {
        guard isNew || self.positionsBySecondaryKey.find(hash, where: { $0 == position }) == nil else { return }
        var slots = NumberSlots()
        swap(&slots, &self.positionsBySecondaryKey)
        slots.insert(position, hash: hash) { other, half in
            !self.hasAbandonedKeys || self.keyHashes(at: other).contains { $0 >> 32 == half }
        }
        swap(&slots, &self.positionsBySecondaryKey)
    }

    /// Gives back the room of records that were replaced when it is more than that of the others.
    private mutating func compactIfWorthwhile() {
        guard self.abandonedByteCount > 1 << 20, self.abandonedByteCount * 2 > self.arena.byteCount else { return }
        var arena = RecordArena()
        for position in 0..<self.entries.count where !self.entries[position].isRemoved {
            self.entries[position].place = arena.append(self.arena.bytes(at: self.entries[position].place))
        }
        self.arena = arena
        self.abandonedByteCount = 0
    }
}
