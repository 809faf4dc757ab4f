// Session epochs: how a host learns, without a look-up, that a session is over.

extension AccessTable {
    /// How often all sessions of a user were ended; nil for a user that the table does not know.
    ///
    /// The number changes when the account is blocked or deleted, and when its password or its second factor changes. Store it
    /// with a session when the session begins, and end the session as soon as this method returns another number or
    /// nil. It takes no lock.
    ///
    /// Only users whose number has changed, or who have a second factor, need memory: about 50 bytes each.
    ///
    /// - Complexity: O(1).
    public func sessionEpoch(of user: UserID) -> Int? {
        self.read { users in
            guard UserEntry(bits: UserIndex(users).place(of: user.key).entry).isKnown else { return nil }
            let epochs = UserIndex(SharedWords(at: users.loadAcquiring(KeyIndex.Header.sessionEpochs)))
            return SessionFacts(entry: epochs.place(of: user.key).entry).epoch
        }
    }

    /// Whether the policy demands a second factor of a user who has none.
    package func needsSecondFactor(_ user: UserID, at now: Timestamp) -> Bool {
        self.sessionStanding(of: user)?.duties(hasShown: false, at: now).contains(.enrollSecondFactor) ?? false
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
                facts: SessionFacts(entry: epochs.place(of: user.key).entry), isActive: entry.isActive,
                row: entry.row.second,
                handle: UserHandle(
                    id: user, subject: user, entry: users.address(of: place.offset), generation: generation,
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
            var facts = state.sessionFacts(of: user)
            facts.epoch &+= 1
            state.setSessionFacts(facts, of: user, self)
        }
    }
}

/// What an access table says of a session's user.
struct SessionStanding {
    let facts: SessionFacts
    /// Whether the account is in use without a password that must be changed first.
    let isActive: Bool
    let row: AccessRow.Second
    let handle: UserHandle

    /// What the person must still do in a session.
    ///
    /// - Parameter hasShown: Whether a second factor was shown in it.
    @inline(__always)
    func duties(hasShown: Bool, at now: Timestamp) -> SessionDuties {
        var duties: SessionDuties = self.isActive ? [] : .changePassword
        guard !hasShown else { return duties }
        switch self.facts.secondFactor {
        case .enrolled: duties.insert(.secondFactor)
        case .none where self.row.needsSecondFactor(at: now): duties.insert(.enrollSecondFactor)
        case .none, .exempt: break
        }
        return duties
    }
}

/// What decides whether a user's sessions count, and is not in the row that users share.
struct SessionFacts: Equatable {
    /// How often all sessions were ended.
    var epoch: Int
    /// Whether the user has a second factor, or needs none.
    var secondFactor: SecondFactorStanding

    /// Those of a user who was never touched, of whom no index knows.
    static let usual = SessionFacts(epoch: 0, secondFactor: .none)

    init(epoch: Int, secondFactor: SecondFactorStanding) {
        (self.epoch, self.secondFactor) = (epoch, secondFactor)
    }

    init(of standing: UserStanding) {
        self.init(epoch: standing.sessionEpoch, secondFactor: standing.secondFactor)
    }

    /// Reads what is written in the place of an entry: the epoch in the upper 60 bits, and never the bits of a free place.
    @inline(__always)
    init(entry: UInt64) {
        let bits = entry == UserEntry.free.bits ? 0 : entry
        let secondFactor: SecondFactorStanding = bits & 3 == 0 ? .none : bits & 3 == 1 ? .enrolled : .exempt
        self.init(epoch: Int(truncatingIfNeeded: bits >> 4), secondFactor: secondFactor)
    }

    var entry: UInt64 {
        let bits: UInt64 =
            switch self.secondFactor {
            case .none: 0
            case .enrolled: 1
            case .exempt: 2
            }
        return UInt64(truncatingIfNeeded: self.epoch) << 4 | bits
    }
}

extension AccessState {
    /// What decides whether a user's sessions count.
    func sessionFacts(of user: UserID) -> SessionFacts {
        SessionFacts(entry: UserIndex(self.sessionEpochs.words).place(of: user.key).entry)
    }

    /// Sets it, at once and for every thread.
    mutating func setSessionFacts(_ facts: SessionFacts, of user: UserID, _ table: AccessTable) {
        guard self.sessionFacts(of: user) != facts else { return }
        let address = self.sessionEpochs.words.address
        let old = self.sessionEpochs.words
        self.setUnpublishedSessionFacts(facts, of: user, table, retiring: false)
        guard self.sessionEpochs.words.address != address else { return }
        self.users.words.publish(self.sessionEpochs.words.address, at: KeyIndex.Header.sessionEpochs)
        self.indexes.retire(old)
    }

    /// Sets it in an index that need not be published yet; it may be replaced by a larger one.
    ///
    /// - Parameter retiring: Whether the smaller index can be used again, because no thread reads it.
    mutating func setUnpublishedSessionFacts(
        _ facts: SessionFacts, of user: UserID, _ table: AccessTable, retiring: Bool = true
    ) {
        let place = UserIndex(self.sessionEpochs.words).place(of: user.key)
        if place.entry != UserEntry.free.bits {
            return self.sessionEpochs.words.publish(facts.entry, at: place.offset)
        }
        guard facts != .usual else { return }
        self.sessionEpochs.insert(facts.entry, of: user, at: place.offset)
        guard self.sessionEpochs.isFull else { return }
        let old = self.sessionEpochs
        self.growSessionEpochs(table)
        if retiring { self.indexes.retire(old.words) }
    }

    /// Makes a larger index, without the users whose facts are the usual ones again.
    private mutating func growSessionEpochs(_ table: AccessTable) {
        let old = self.sessionEpochs
        var larger = OpenIndex(
            stride: UserIndex.stride, slotCount: OpenIndex.slotCount(forIncremental: old.usedCount + 1),
            seeds: old.seeds, in: self.indexes, recycle: table.beginReuse)
        old.forEachSlot { offset in
            let entry = old.words.load(offset)
            guard SessionFacts(entry: entry) != .usual else { return }
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
