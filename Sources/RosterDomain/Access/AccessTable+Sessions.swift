// Session epochs: how a host learns, without a look-up, that a session is over.

extension AccessTable {
    /// How often all sessions of a user were ended; nil for a user that the table does not know.
    ///
    /// The number changes when the account is blocked or deleted, and when its password is reset or changed. Store it
    /// with a session when the session begins, and end the session as soon as this method returns another number or
    /// nil. It takes no lock.
    ///
    /// Only users whose number has changed need memory: about 50 bytes each.
    ///
    /// - Complexity: O(1).
    public func sessionEpoch(of user: UserID) -> Int? {
        self.read { users in
            guard UserEntry(bits: UserIndex(users).place(of: user.key).entry).isKnown else { return nil }
            let epochs = UserIndex(SharedWords(at: users.loadAcquiring(KeyIndex.Header.sessionEpochs)))
            return SessionEpoch.number(of: epochs.place(of: user.key).entry)
        }
    }

    /// What decides whether a session of a user counts; nil when the account is not in use.
    ///
    /// - Complexity: O(1).
    @inline(__always)
    func sessionStanding(of user: UserID) -> SessionStanding? {
        self.readWithGeneration { users, generation in
            let permissionCount = users.loadAcquiring(KeyIndex.Header.permissionCount)
            let place = UserIndex(users).place(of: user.key)
            let entry = UserEntry(bits: place.entry)
            guard entry.isKnown, entry.isActive || entry.status == .mustChangePassword else { return nil }
            let epochs = UserIndex(SharedWords(at: users.loadAcquiring(KeyIndex.Header.sessionEpochs)))
            return SessionStanding(
                epoch: SessionEpoch.number(of: epochs.place(of: user.key).entry), isActive: entry.isActive,
                handle: UserHandle(
                    id: user, entry: users.address(of: place.offset), generation: generation,
                    numbering: users.load(KeyIndex.Header.numbering), permissionCount: permissionCount,
                    conditionNumbering: users.load(KeyIndex.Header.conditionNumbering)))
        }
    }

    /// Ends all sessions of a user: ``sessionEpoch(of:)`` returns another number from now on.
    ///
    /// Use this in a host that uses the table alone; in a tenant, the history changes the number. A user that the table
    /// does not know has no number.
    public func endSessions(of user: UserID) {
        self.withState { state in
            guard UserEntry(bits: UserIndex(state.users.words).place(of: user.key).entry).isKnown else { return }
            state.setSessionEpoch(state.sessionEpoch(of: user) &+ 1, of: user, self)
        }
    }
}

/// What an access table says of a session's user.
struct SessionStanding {
    let epoch: Int
    /// Whether the account is in use without a password that must be changed first.
    let isActive: Bool
    let handle: UserHandle
}

/// How an epoch is written in the place of an entry: never as the bits of a free place.
private enum SessionEpoch {
    @inline(__always)
    static func number(of entry: UInt64) -> Int {
        entry == UserEntry.free.bits ? 0 : Int(truncatingIfNeeded: entry >> 4)
    }

    static func entry(of number: Int) -> UInt64 { UInt64(truncatingIfNeeded: number) << 4 }
}

extension AccessState {
    /// The session epoch of a user; 0 for one that never moved.
    func sessionEpoch(of user: UserID) -> Int {
        SessionEpoch.number(of: UserIndex(self.sessionEpochs.words).place(of: user.key).entry)
    }

    /// Sets a session epoch, at once and for every thread.
    mutating func setSessionEpoch(_ epoch: Int, of user: UserID, _ table: AccessTable) {
        guard self.sessionEpoch(of: user) != epoch else { return }
        let address = self.sessionEpochs.words.address
        let old = self.sessionEpochs.words
        self.setUnpublishedSessionEpoch(epoch, of: user, table, retiring: false)
        guard self.sessionEpochs.words.address != address else { return }
        self.users.words.publish(self.sessionEpochs.words.address, at: KeyIndex.Header.sessionEpochs)
        self.indexes.retire(old)
    }

    /// Sets a session epoch in an index that need not be published yet; it may be replaced by a larger one.
    ///
    /// - Parameter retiring: Whether the smaller index can be used again, because no thread reads it.
    mutating func setUnpublishedSessionEpoch(
        _ epoch: Int, of user: UserID, _ table: AccessTable, retiring: Bool = true
    ) {
        let place = UserIndex(self.sessionEpochs.words).place(of: user.key)
        if place.entry != UserEntry.free.bits {
            return self.sessionEpochs.words.publish(SessionEpoch.entry(of: epoch), at: place.offset)
        }
        guard epoch != 0 else { return }
        self.sessionEpochs.insert(SessionEpoch.entry(of: epoch), of: user, at: place.offset)
        guard self.sessionEpochs.isFull else { return }
        let old = self.sessionEpochs
        self.growSessionEpochs(table)
        if retiring { self.indexes.retire(old.words) }
    }

    /// Makes a larger index, without the users whose epoch is 0 again.
    private mutating func growSessionEpochs(_ table: AccessTable) {
        let old = self.sessionEpochs
        var larger = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(forIncremental: old.usedCount + 1),
            seeds: old.seeds, in: self.indexes, recycle: table.beginReuse)
        old.forEachSlot { offset in
            let entry = old.words.load(offset)
            guard entry != UserEntry.free.bits, SessionEpoch.number(of: entry) != 0 else { return }
            let user = UserID(high: old.words.load(offset + 1), low: old.words.load(offset + 2))
            larger.insert(entry, of: user, at: UserIndex(larger.words).place(of: user.key).offset)
        }
        self.sessionEpochs = larger
    }
}

extension OpenIndex {
    /// Takes a free slot; the key is there before the entry is published.
    fileprivate mutating func insert(_ entry: UInt64, of user: UserID, at offset: Int) {
        self.words.store(user.high, at: offset + 1)
        self.words.store(user.low, at: offset + 2)
        self.words.publish(entry, at: offset)
        self.usedCount += 1
        self.liveCount += 1
    }
}
