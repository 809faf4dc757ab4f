import Synchronization

/// Who may do what, compiled for checking.
///
/// You can use a table without a directory: a host that keeps its own users gives roles, removes them and checks
/// permissions here.
///
/// Any number of threads may check permissions while others change the table. A check takes no lock, allocates nothing
/// and counts no references. It reads a few words of memory, independent of the number of roles, permissions and users.
/// Changes run one after another. When a call that takes access away returns, no later check on any thread says yes; a
/// check that was already running may still answer from the state before. Checks of the same form see all changes that
/// one commit makes to one user, or none of them. Until the call returns, one form of a check may see them before
/// another does.
///
/// Users share what they hold: a million users with the same roles at the same scopes have one row of bits.
///
/// - Note: Every answer equals that of the definition in plain code. Tests compare the two.
public final class AccessTable: Sendable {
    /// Counts how often the table began to reuse memory that a reader may still be reading.
    private let reuseCount = Atomic<UInt64>(0)
    /// The address of the index of users.
    private let current: Atomic<UInt64>
    /// Distinguishes this index from every other one in the process: a ``UserHandle`` remembers the one in which it
    /// found its entry.
    private let generation: Atomic<UInt64>
    private let changes: AccessChanges

    /// Creates an empty table, which answers no for every user.
    ///
    /// - Parameters:
    ///   - catalog: The roles, permissions and rules.
    ///   - secondFactor: Whose sessions must show a second factor, beside those of users who have one.
    /// - Complexity: O(roles × what they include and grant + permissions).
    public init(catalog: RoleCatalog, secondFactor: SecondFactorPolicy = .optional) {
        let state = AccessState(catalog, secondFactor, seeds: Self.seeds())
        self.current = Atomic(state.users.words.address)
        self.generation = Atomic(Generation.first().bits)
        self.changes = AccessChanges(state)
    }

    /// Creates an empty table with another one's catalog, in which what was resolved in the other one counts too.
    ///
    /// The catalog of neither may be replaced, before or afterwards.
    init(beside other: AccessTable) {
        let (catalog, company, numbering) = other.withState { ($0.catalog.catalog, $0.catalog.company, $0.numbering) }
        var state = AccessState(catalog, .optional, seeds: Self.seeds())
        state.catalog = state.catalog.with(company)
        precondition(numbering.arePositions, "invariant: the catalog of the other table was never replaced")
        state.numbering = numbering
        state.writeHeader()
        self.current = Atomic(state.users.words.address)
        self.generation = Atomic(Generation.first().bits)
        self.changes = AccessChanges(state)
    }

    /// Numbers that differ between processes, so that an attacker cannot choose colliding keys.
    static func seeds() -> WideKey {
        func seed(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number.hashValue)) | 1 }
        return WideKey(high: seed(1), low: seed(2))
    }
}

// MARK: - Reading

extension AccessTable {
    /// Reads without a lock: discards the answer and reads again if memory was reused meanwhile.
    ///
    /// The index that `body` receives, and all memory that it refers to, stays mapped as long as the table exists.
    @inline(__always)
    func read<Answer>(_ body: (_ users: SharedWords) -> Answer) -> Answer {
        while true {
            let before = self.reuseCount.load(ordering: .acquiring)
            let answer = body(SharedWords(at: self.current.load(ordering: .acquiring)))
            atomicMemoryFence(ordering: .acquiring)
            if self.reuseCount.load(ordering: .relaxed) == before { return answer }
        }
    }

    /// The index in use, and how often memory was reused before it was found.
    struct Reading {
        let users: SharedWords
        fileprivate let before: UInt64
    }

    /// Begins to read without a lock; what is read counts if ``isValid(_:)`` says so afterwards.
    ///
    /// A check that tries this once keeps its usual way free of loops, for which registers would have to be saved.
    @inline(__always)
    func beginReading() -> Reading {
        let before = self.reuseCount.load(ordering: .acquiring)
        return Reading(users: SharedWords(at: self.current.load(ordering: .acquiring)), before: before)
    }

    /// Whether no memory was reused since a reading began.
    @inline(__always)
    func isValid(_ reading: Reading) -> Bool {
        atomicMemoryFence(ordering: .acquiring)
        return self.reuseCount.load(ordering: .relaxed) == reading.before
    }

    /// Reads an entry at a known place; nil when the place belongs to another index, or the permission to another
    /// table.
    @inline(__always)
    func read<Answer>(
        _ user: UserHandle, _ permission: PermissionHandle, _ body: (_ entry: UserEntry, _ number: UInt64) -> Answer?
    ) -> Answer? {
        let number = permission.number(in: user.numbering)
        let before = self.reuseCount.load(ordering: .acquiring)
        guard number < user.permissionCount, self.generation.load(ordering: .acquiring) == user.generation else {
            return nil
        }
        let answer = body(UserEntry(bits: SharedWords(at: user.entry).loadAcquiring(0)), number)
        atomicMemoryFence(ordering: .acquiring)
        return self.reuseCount.load(ordering: .relaxed) == before ? answer : nil
    }

    /// Whether a handle was made by this table, before or after it grew.
    func isOwn(_ user: UserHandle) -> Bool {
        let generation = Generation(bits: self.generation.load(ordering: .acquiring))
        return generation.isOfSameTable(as: Generation(bits: user.generation))
    }

    /// Calls `body` with the index in use and its generation.
    func readWithGeneration<Answer>(_ body: (_ users: SharedWords, _ generation: UInt64) -> Answer) -> Answer {
        while true {
            let generation = self.generation.load(ordering: .acquiring)
            let answer = self.read { users in body(users, generation) }
            if self.generation.load(ordering: .acquiring) == generation { return answer }
        }
    }
}

// MARK: - Publishing

extension AccessTable {
    /// Calls `body` with the state, for one thread at a time.
    func withState<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending AccessState) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try self.changes.state.withLock(body)
    }

    /// Replaces the current index.
    func publish(_ users: SharedWords) {
        self.current.store(users.address, ordering: .sequentiallyConsistent)
        let generation = Generation(bits: self.generation.load(ordering: .relaxed)).next()
        self.generation.store(generation.bits, ordering: .sequentiallyConsistent)
    }

    /// Makes current readers read again, before the table writes words that they may be reading.
    func beginReuse() {
        self.reuseCount.add(1, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .releasing)
    }
}

/// The state of a table, separate from the memory that readers use, so that a change does not slow them down.
private final class AccessChanges: Sendable {
    let state: Mutex<AccessState>

    init(_ state: consuming sending AccessState) {
        self.state = Mutex(state)
    }
}
