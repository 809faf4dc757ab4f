/// A hash that waits to be computed.
struct HashingEntry: Sendable {
    /// Computes it and resumes the task that waits for it.
    let run: @Sendable () -> Void
    /// Resumes that task without a hash.
    let refuse: @Sendable (PasswordHashingError) -> Void
}

/// What waits for the hashing threads.
///
/// What is administrative comes first, but three times in a row at most while an attempt to sign in waits: an import of a thousand accounts
/// slows signing in, and does not stop it.
struct HashingQueue: WorkQueue {
    private static let mostInARow = 3

    private var administrative: FairQueue<HashingEntry>
    private var signIns: FairQueue<HashingEntry>
    private var administrativeInARow = 0

    init(signIns: FairQueue<HashingEntry>.Limits, administrativeLimit: Int) {
        self.signIns = FairQueue(signIns)
        self.administrative = FairQueue(.init(total: administrativeLimit, account: administrativeLimit))
    }

    var isEmpty: Bool { self.count == 0 }
    var count: Int { self.administrative.count + self.signIns.count }

    /// Adds an entry, and returns the one that there is no room for.
    mutating func add(
        _ entry: HashingEntry, _ ticket: UInt64, in lane: HashingLane, at priority: HashingPriority
    ) -> HashingEntry? {
        switch priority {
        case .administrative: self.administrative.add(entry, ticket, in: lane)
        case .signIn: self.signIns.add(entry, ticket, in: lane)
        }
    }

    mutating func remove(_ ticket: UInt64) -> HashingEntry? {
        self.administrative.remove(ticket) ?? self.signIns.remove(ticket)
    }

    mutating func next() -> (@Sendable () -> Void)? {
        self.nextEntry()?.run
    }

    private mutating func nextEntry() -> HashingEntry? {
        if self.administrativeInARow < Self.mostInARow || self.signIns.isEmpty, let entry = self.administrative.next() {
            self.administrativeInARow += 1
            return entry
        }
        self.administrativeInARow = 0
        return self.signIns.next()
    }
}
