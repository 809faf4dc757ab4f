/// The state that only the thread that changes a ``SessionTable`` uses.
struct SessionTableState {
    var index: OpenIndex
    let indexes = IndexArena()
    private let cells = WordArena()
    /// The key of each session's present token.
    private(set) var keys: [UserSessionID: WideKey] = [:]
    private let subjects: SessionSubjects

    /// How often a session was forgotten because it had ended.
    var removalCount: UInt64 = 0

    /// The sessions that a table keeps before it looks for those that are over; ours.
    private static let leastExpiryCount = 1_024
    /// How many sessions there were when those that are over were last removed.
    private var countAfterExpiry = 0

    init(seeds: WideKey, subjects: SessionSubjects) {
        self.subjects = subjects
        self.index = OpenIndex(stride: UserIndex.stride, slotCount: 8, seeds: seeds, in: self.indexes) {}
    }

    /// Whether twice as many sessions came in as were left when those that are over were last removed.
    var isFull: Bool { self.keys.count >= max(Self.leastExpiryCount, 2 * self.countAfterExpiry) }

    /// Adds a session; the index may be replaced by a larger one.
    mutating func add(_ session: UserSession, token: SessionToken, hasOwnSubject: Bool, recycle: () -> Void) {
        if self.cells.retiredCount >= 64 {
            recycle()
            self.cells.recycle()
        }
        let cell = SessionCell(words: self.cells.allocate(SessionCell.wordCount))
        cell.write(session, hasOwnSubject: hasOwnSubject)
        let key = UserIndex(self.index.words).key(of: token)
        self.keys[session.id] = key
        self.insert(cell.words.address, key)
        if self.index.isFull { self.grow(recycle) }
    }

    /// Forgets a session that has ended, whether it is known or not.
    mutating func remove(_ session: UserSessionID) {
        self.removalCount += 1
        self.drop(session)
    }

    /// Forgets a session that may be met again.
    ///
    /// - Parameter keepingSubject: Whether its subject is about to be replaced, so that checks go on meanwhile.
    mutating func drop(_ session: UserSessionID, keepingSubject: Bool = false) {
        if !keepingSubject { self.subjects.remove(session) }
        guard let key = self.keys.removeValue(forKey: session) else { return }
        let place = UserIndex(self.index.words).place(of: key)
        guard place.entry > UserEntry.free.bits else { return }
        self.index.words.publish(UserEntry.forgotten.bits, at: place.offset)
        self.index.liveCount -= 1
        self.cells.retire(SharedWords(at: place.entry), size: WordArena.blockSize(for: SessionCell.wordCount))
    }

    mutating func removeExpired(at now: Timestamp) {
        let expired = self.keys.filter { self.values(of: $0.value)?.isOver(at: now) ?? true }
        for session in expired.keys { self.drop(session) }
        self.countAfterExpiry = self.keys.count
    }

    mutating func takeUses() -> [SessionUse] {
        self.keys.values.compactMap { key in
            guard let values = self.values(of: key) else { return nil }
            let told = Int64(bitPattern: values.cell.words.load(SessionCell.toldUseAt))
            guard values.lastUsedAt > told else { return nil }
            values.cell.words.store(UInt64(bitPattern: values.lastUsedAt), at: SessionCell.toldUseAt)
            return SessionUse(
                of: values.session, of: values.user, at: Timestamp(millisecondsSinceEpoch: values.lastUsedAt))
        }
    }

    private func values(of key: WideKey) -> SessionCell.Values? {
        let entry = UserIndex(self.index.words).place(of: key).entry
        return entry > UserEntry.free.bits ? SessionCell.Values(of: SessionCell(words: SharedWords(at: entry))) : nil
    }

    /// Takes a free slot, or that of a forgotten session with the same key; the key is there before the entry is published.
    private mutating func insert(_ entry: UInt64, _ key: WideKey) {
        let place = UserIndex(self.index.words).place(of: key)
        if place.entry == UserEntry.free.bits {
            self.index.words.store(key.high, at: place.offset + 1)
            self.index.words.store(key.low, at: place.offset + 2)
            self.index.usedCount += 1
        }
        self.index.words.publish(entry, at: place.offset)
        self.index.liveCount += 1
    }

    /// Makes a larger index, or one of the same size without forgotten sessions.
    private mutating func grow(_ recycle: () -> Void) {
        let old = self.index
        self.index = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(forIncremental: old.liveCount + 1),
            seeds: old.seeds, in: self.indexes, recycle: recycle)
        old.forEachSlot { offset in
            let entry = old.words.load(offset)
            guard entry > UserEntry.free.bits else { return }
            self.insert(entry, WideKey(high: old.words.load(offset + 1), low: old.words.load(offset + 2)))
        }
    }
}
