import Synchronization

/// The sessions that this process knows, found by their tokens without a lock.
///
/// A token is found by a hash of 128 bits, seeded anew in each process; the table does not hold tokens. What it says of a
/// session is checked against an ``AccessTable`` each time, so that a session is over as soon as its account's session epoch
/// moves.
///
/// A session that the table does not know may still exist: another process may have begun it. The session store knows.
///
/// Any number of threads may ask while others change the table; see ``AccessTable`` for how readers and writers share memory.
package final class SessionTable: Sendable {
    private let reuseCount = Atomic<UInt64>(0)
    private let current: Atomic<UInt64>
    private let state: Mutex<SessionTableState>
    /// The sessions that do not have all roles of their users active.
    package let subjects = SessionSubjects()

    /// Creates an empty table.
    package init() {
        let state = SessionTableState(seeds: AccessTable.seeds(), subjects: self.subjects)
        self.current = Atomic(state.index.words.address)
        self.state = Mutex(state)
    }

    /// The number of sessions that the table knows, those among them that are over.
    package var count: Int { self.state.withLock { $0.keys.count } }

    /// Who presents a token, and notes that the session was used.
    ///
    /// - Returns: Nil when the table knows no such session, when it is over by its lifetimes, and when the account is not in use
    ///   or its session epoch has moved.
    /// - Complexity: O(1), without a lock or an allocation.
    package func admission(of token: SessionToken, in access: AccessTable, at now: Timestamp) -> SessionAdmission? {
        guard let found = self.read({ index in SessionCell.Values(of: token, in: index) }), !found.isOver(at: now),
            let standing = access.sessionStanding(of: found.user), standing.facts.epoch == found.epoch
        else { return nil }
        self.note(found, usedAt: now)
        let duties = standing.duties(hasShown: found.hasShown, at: now)
        guard found.hasOwnSubject else {
            return SessionAdmission(session: found.session, user: found.user, standing.handle, duties)
        }
        // Without a subject it was forgotten a moment ago.
        return self.subjects.handle(of: found.session, of: found.user).map { subject in
            SessionAdmission(session: found.session, user: found.user, subject, duties)
        }
    }

    /// How often a session was forgotten; see ``add(_:token:ifRemovalCountIs:)``.
    package var removalCount: UInt64 { self.state.withLock { $0.removalCount } }

    /// Takes a session in, in place of what was known of it, unless any session was forgotten meanwhile.
    ///
    /// A caller reads the count, then the store, then adds what it found: so a session that ended in between does not come back.
    ///
    /// - Parameters:
    ///   - session: The session as the store has it.
    ///   - token: Its token.
    ///   - count: The ``removalCount`` before the store was asked.
    ///   - now: The present moment.
    ///   - access: What is known of its user.
    ///   - isRotation: Whether the token is a new one, so that what others have read of the session meanwhile is worth nothing.
    /// - Returns: Whether it was done; if not, read the store again.
    /// - Complexity: O(1), amortized.
    package func add(
        _ session: UserSession, token: SessionToken, ifRemovalCountIs count: UInt64, at now: Timestamp,
        in access: AccessTable, isRotation: Bool = false
    ) -> Bool {
        self.state.withLock { state in
            guard state.removalCount == count else { return false }
            if isRotation { state.removalCount += 1 }
            if state.isFull { state.removeExpired(at: now) }
            let hasOwnSubject = SessionSubjects.isNeeded(by: session, in: access.catalog)
            state.drop(session.id, keepingSubject: hasOwnSubject)
            if hasOwnSubject { self.subjects.set(session, in: access) }
            let old = state.index.words
            state.add(session, token: token, hasOwnSubject: hasOwnSubject, recycle: self.beginReuse)
            guard state.index.words != old else { return true }
            self.current.store(state.index.words.address, ordering: .sequentiallyConsistent)
            state.indexes.retire(old)
            return true
        }
    }

    /// The session that a token belongs to, over or not; nil when the table does not know it.
    package func session(of token: SessionToken) -> UserSessionID? {
        self.read { index in SessionCell.Values(of: token, in: index) }?.session
    }

    /// Who has a session that the store holds, as ``admission(of:in:at:)`` would say it, without knowing the session from then on.
    package func admission(of session: UserSession, in access: AccessTable, at now: Timestamp) -> SessionAdmission? {
        guard !session.isOver(at: now), let standing = access.sessionStanding(of: session.user),
            standing.facts.epoch == session.epoch
        else { return nil }
        let duties = standing.duties(hasShown: session.hasShownSecondFactor, at: now)
        return self.subject(of: session, standing, in: access).map { subject in
            SessionAdmission(session: session.id, user: session.user, subject, duties)
        }
    }

    /// The subject of a session that the store holds; one that was not remembered is known until its lifetimes end.
    private func subject(
        of session: UserSession, _ standing: SessionStanding, in access: AccessTable
    ) -> UserHandle? {
        guard SessionSubjects.isNeeded(by: session, in: access.catalog) else { return standing.handle }
        if let known = self.subjects.handle(of: session.id, of: session.user) { return known }
        self.subjects.set(session, in: access)
        return self.subjects.handle(of: session.id, of: session.user)
    }

    /// Forgets a session: no later call on any thread admits it.
    package func remove(_ session: UserSessionID) {
        self.state.withLock { $0.remove(session) }
    }

    /// Forgets every session.
    package func removeAll() {
        self.state.withLock { state in
            for session in Array(state.keys.keys) { state.drop(session) }
            state.removalCount += 1
            self.subjects.removeAll()
        }
    }

    /// Forgets sessions that are over by their lifetimes.
    package func removeExpired(at now: Timestamp) {
        self.state.withLock { $0.removeExpired(at: now) }
        self.subjects.removeExpired(at: now)
    }

    /// The sessions that were used since this was asked last, and when.
    ///
    /// - Complexity: O(sessions).
    package func takeUses() -> [SessionUse] { self.state.withLock { $0.takeUses() } }
}

// MARK: - Reading and publishing

extension SessionTable {
    /// Reads without a lock: discards the answer and reads again if memory was reused meanwhile.
    @inline(__always)
    private func read<Answer>(_ body: (UserIndex) -> Answer) -> Answer {
        while true {
            let before = self.reuseCount.load(ordering: .acquiring)
            let answer = body(UserIndex(SharedWords(at: self.current.load(ordering: .acquiring))))
            atomicMemoryFence(ordering: .acquiring)
            if self.reuseCount.load(ordering: .relaxed) == before { return answer }
        }
    }

    /// Notes a use, once a second at most, so that threads seldom write to the same memory.
    @inline(__always)
    private func note(_ found: SessionCell.Values, usedAt now: Timestamp) {
        guard now.millisecondsSinceEpoch > found.lastUsedAt &+ 1_000 else { return }
        // When the cell belongs to another session by now, the word has another value, but for one of the same millisecond: that
        // session was used in this second, too.
        found.cell.words.replace(
            UInt64(bitPattern: found.lastUsedAt), by: UInt64(bitPattern: now.millisecondsSinceEpoch),
            at: SessionCell.lastUsedAt)
    }

    /// Makes current readers read again, before the table writes words that they may be reading.
    private func beginReuse() {
        self.reuseCount.add(1, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .releasing)
    }
}

extension SessionAdmission {
    fileprivate init(
        session: UserSessionID, user: UserID, _ subject: UserHandle, _ duties: SessionDuties
    ) {
        self.init(session: session, user: user, duties: duties, subject: duties.isEmpty ? subject : nil)
    }
}

/// Where the words of one session lie.
struct SessionCell: Sendable {
    static let wordCount = 10
    private static let userHigh = 0, userLow = 1, sessionHigh = 2, sessionLow = 3, epoch = 4, expiresAt = 5,
        idleLifetime = 6
    static let lastUsedAt = 7
    /// When its last use was told to the session store; only the thread that holds the lock reads it.
    static let toldUseAt = 8

    let words: SharedWords

    /// Writes a session; two bits of the epoch's word say whether a second factor was shown, and whether the session is a subject of its own.
    func write(_ session: UserSession, hasOwnSubject: Bool) {
        let idle = session.idleLifetime.map { (Timestamp(millisecondsSinceEpoch: 0) + $0).millisecondsSinceEpoch }
        let used = UInt64(bitPattern: session.lastUsedAt.millisecondsSinceEpoch)
        self.words.store(session.user.high, at: Self.userHigh)
        self.words.store(session.user.low, at: Self.userLow)
        self.words.store(session.id.high, at: Self.sessionHigh)
        self.words.store(session.id.low, at: Self.sessionLow)
        let bits: UInt64 = (session.hasShownSecondFactor ? 1 : 0) | (hasOwnSubject ? 2 : 0)
        self.words.store(UInt64(bitPattern: Int64(session.epoch)) << 2 | bits, at: Self.epoch)
        self.words.store(UInt64(bitPattern: session.expiresAt.millisecondsSinceEpoch), at: Self.expiresAt)
        self.words.store(UInt64(bitPattern: idle ?? .max), at: Self.idleLifetime)
        self.words.store(used, at: Self.lastUsedAt)
        self.words.store(used, at: Self.toldUseAt)
    }

    /// What the words say.
    struct Values {
        let cell: SessionCell
        let user: UserID
        let session: UserSessionID
        let epoch: Int
        /// Whether a second factor was shown.
        let hasShown: Bool
        /// Whether the session is a subject of its own; see ``SessionSubjects``.
        let hasOwnSubject: Bool
        let expiresAt: Int64
        let idleLifetime: Int64
        let lastUsedAt: Int64

        /// Nil when the index knows no session with the token.
        @inline(__always)
        init?(of token: SessionToken, in index: UserIndex) {
            let entry = index.place(of: index.key(of: token)).entry
            guard entry > UserEntry.free.bits else { return nil }
            self.init(of: SessionCell(words: SharedWords(at: entry)))
        }

        @inline(__always)
        init(of cell: SessionCell) {
            func signed(_ index: Int) -> Int64 { Int64(bitPattern: cell.words.load(index)) }
            self.cell = cell
            self.user = UserID(high: cell.words.load(userHigh), low: cell.words.load(userLow))
            self.session = UserSessionID(high: cell.words.load(sessionHigh), low: cell.words.load(sessionLow))
            let epoch = cell.words.load(SessionCell.epoch)
            self.epoch = Int(truncatingIfNeeded: epoch >> 2)
            self.hasShown = epoch & 1 != 0
            self.hasOwnSubject = epoch & 2 != 0
            self.expiresAt = signed(SessionCell.expiresAt)
            self.idleLifetime = signed(SessionCell.idleLifetime)
            self.lastUsedAt = signed(SessionCell.lastUsedAt)
        }

        @inline(__always)
        func isOver(at now: Timestamp) -> Bool {
            let now = now.millisecondsSinceEpoch
            let idleEnd = self.lastUsedAt.addingReportingOverflow(self.idleLifetime)
            return now >= self.expiresAt || (!idleEnd.overflow && now >= idleEnd.partialValue)
        }
    }
}

extension UserIndex {
    /// The key under which a token is found: two hashes, each of half of it, seeded anew in each process.
    ///
    /// Who does not know the seeds has a chance of 2^-128 to hit the key of another token. Two runs of `Hasher` took about 80 ns more.
    @inline(__always)
    func key(of token: SessionToken) -> WideKey {
        let (high, low) = (self.words.load(KeyIndex.Header.seedHigh), self.words.load(KeyIndex.Header.seedLow))
        return WideKey(
            high: mixed(token.words.0 ^ high, token.words.1 ^ low),
            low: mixed(token.words.2 ^ low, token.words.3 ^ high))
    }
}
