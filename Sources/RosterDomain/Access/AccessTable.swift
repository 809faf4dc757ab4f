import Synchronization

/// Who may do what, compiled for checking.
///
/// Usable alone, without a directory: a host that keeps its own users gives and takes roles here and asks.
///
/// Any number of threads may ask while others change the table. A check takes no lock, allocates nothing and counts no
/// references; it reads a few words of memory, however many roles, permissions and users there are. Changes are made one
/// after another. When a call that takes access away returns, no thread is told yes any more; a check that began before
/// may still be answered by what held then. What one commit changes for one user is seen at once or not at all, through one form of a check; another form may see it
/// first, until the call returns.
///
/// What users hold is shared: a million users with the same roles at the same scopes have one row of bits.
///
/// - Note: Every answer equals that of the definition in plain code. Tests compare them.
public final class AccessTable: Sendable {
    /// Counts how often memory that somebody may be reading was about to be written again.
    private let reuseCount = Atomic<UInt64>(0)
    /// Where the index of users lies.
    private let current: Atomic<UInt64>
    /// Tells this index from every other one of the process: a ``UserHandle`` knows where it found its entry.
    private let generation: Atomic<UInt64>
    private let changes: AccessChanges

    /// Creates an empty table: everybody is answered no.
    ///
    /// - Complexity: O(roles × what they include and grant + permissions).
    public init(catalog: RoleCatalog) {
        let state = AccessState(catalog, seeds: Self.seeds())
        self.current = Atomic(state.users.words.address)
        self.generation = Atomic(Generation.first().bits)
        self.changes = AccessChanges(state)
    }

    /// Numbers that differ from process to process, so that nobody can choose keys that collide.
    static func seeds() -> WideKey {
        func seed(_ number: Int) -> UInt64 { UInt64(bitPattern: Int64(number.hashValue)) | 1 }
        return WideKey(high: seed(1), low: seed(2))
    }
}

// MARK: - Reading

extension AccessTable {
    /// Reads without a lock: whatever was read is thrown away and read again if memory was reused meanwhile.
    ///
    /// The index whose address is lent, and all that it leads to, stays mapped as long as the table lives.
    @inline(__always)
    func read<Answer>(_ body: (_ users: SharedWords) -> Answer) -> Answer {
        while true {
            let before = self.reuseCount.load(ordering: .acquiring)
            let answer = body(SharedWords(at: self.current.load(ordering: .acquiring)))
            atomicMemoryFence(ordering: .acquiring)
            if self.reuseCount.load(ordering: .relaxed) == before { return answer }
        }
    }

    /// Reads an entry whose place is known; nil when the place belongs to another index, or the permission to another table.
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

    /// The index in use along with what tells it from others.
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
    /// Lends the state to the one thread that may change it now.
    func withState<Result: ~Copyable, Failure: Error>(
        _ body: (inout sending AccessState) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        try self.changes.state.withLock(body)
    }

    /// Puts another index in the place of the present one.
    func publish(_ users: SharedWords) {
        self.current.store(users.address, ordering: .sequentiallyConsistent)
        let generation = Generation(bits: self.generation.load(ordering: .relaxed)).next()
        self.generation.store(generation.bits, ordering: .sequentiallyConsistent)
    }

    /// Makes everybody who is reading now read again, before words are written that they may be reading.
    func beginReuse() {
        self.reuseCount.add(1, ordering: .sequentiallyConsistent)
        atomicMemoryFence(ordering: .releasing)
    }
}

/// The state of a table, apart from what readers look at, so that a change does not slow them down.
private final class AccessChanges: Sendable {
    let state: Mutex<AccessState>

    init(_ state: consuming sending AccessState) {
        self.state = Mutex(state)
    }
}
