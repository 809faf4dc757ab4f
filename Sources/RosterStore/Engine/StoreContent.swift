internal import Synchronization

/// What the commits of a journal amount to: in memory what has changed since a checkpoint, and in the checkpoint the rest.
///
/// An engine guards it: no two of its calls overlap. It moves by ``replay(_:)`` and ``absorb(_:)`` only, in the order of
/// revisions.
package protocol StoreContent: Sendable {
    /// What a caller wants done.
    associatedtype Request: Sendable
    /// What becomes of it.
    associatedtype Reply: Sendable
    /// Requests that are decided together, and become durable together.
    associatedtype Round: StoreRound where Round.Content == Self

    /// What the journal holds.
    static var kind: StoreKind { get }

    /// The content at the revision of a checkpoint; without one, that of an empty history.
    init(_ checkpoint: Checkpoint?) throws(FileStoreError)

    /// How far the history reaches.
    var reached: UInt64 { get }
    /// What a new checkpoint would save, in bytes: those that it sets free in memory, or as many as it spares the next opening.
    var changedByteCount: Int { get }
    /// The checkpoint under what has changed since; nil for none.
    var checkpoint: Checkpoint? { get }

    /// Takes over commits that the journal holds, or says with ``JournalFrame/damage(at:_:)`` why that cannot be.
    mutating func replay(_ frame: JournalFrame) throws(FileStoreError)

    /// Takes over a round that is durable.
    mutating func absorb(_ round: Round)

    /// Keeps the present revision aside, to be written; as long as one is aside, that one again.
    mutating func freeze() -> FrozenRecords

    /// Goes on from a checkpoint of the revision that was kept aside.
    mutating func adopt(_ checkpoint: Checkpoint)
}

/// Requests that are decided one after another, each on what those before it left, and become durable together.
package protocol StoreRound {
    associatedtype Content: StoreContent

    /// Begins a round on what is durable; nothing else moves it until the round is absorbed or forgotten.
    init(over content: SharedContent<Content>)

    /// Decides a request; what it takes is added to the group, and the reply is given once the group is durable.
    mutating func decide(_ request: Content.Request, in group: inout JournalGroup) -> Content.Reply

    /// The reply to a request that failed.
    static func reply(to failure: StoreFailure) -> Content.Reply
}

/// Why nothing, or nothing certain, became of a request.
package enum StoreFailure: Error {
    /// Nothing was changed.
    case unavailable(FileStoreError)
    /// Whether it was changed will show when the store is opened again.
    case outcomeUnknown(FileStoreError)
}

/// The content of a store, shared by those who read it and the one who moves it.
package final class SharedContent<Content: StoreContent>: Sendable {
    private let content: Mutex<Content>
    private let reached: Atomic<UInt64>

    init(_ content: Content) {
        self.reached = Atomic(content.reached)
        self.content = Mutex(content)
    }

    /// How far the content reaches; costs next to nothing.
    package var revision: UInt64 { self.reached.load(ordering: .acquiring) }

    /// Reads the content.
    package func read<Result: Sendable, Failure: Error>(
        _ body: (borrowing Content) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.content.withLock { (content) throws(Failure) in try body(content) }
    }

    /// Moves the content.
    ///
    /// Only one thread does at a time, and for that one nothing moves between two calls.
    package func update<Result: Sendable, Failure: Error>(
        _ body: (inout Content) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try self.content.withLock { (content) throws(Failure) in
            defer { self.reached.store(content.reached, ordering: .releasing) }
            return try body(&content)
        }
    }
}

/// What a store on files does when; the defaults are what a host gets.
package struct StoreOptions: Sendable {
    /// How long a commit waits for other processes to finish theirs.
    package var lockPatience: Duration = .seconds(10)
    /// The bytes of commits after which no more share a write and a sync.
    package var groupByteCount = 8 << 20
    /// How long after finding no room to tell other processes of a commit that is tried again; twice as long each time.
    package var tellingDelay: Duration = .seconds(1)
    /// Whether checkpoints are written in the background when they are worthwhile.
    package var compactsByItself = true
    /// The least bytes changed since a checkpoint that make another one worthwhile.
    package var leastChangedByteCount = 4 << 20
    /// The most bytes changed since a checkpoint that are let grow, unless the checkpoint has more than 16 times as many.
    package var mostChangedByteCount = 32 << 20
    /// How large the segments of the journal become, and how they grow.
    package var journalSizes = JournalSizes.standard

    /// The defaults.
    package init() {}

    /// Whether another checkpoint is worthwhile.
    ///
    /// Waiting until half as much has changed as the checkpoint holds keeps the work in proportion to what was changed; the
    /// most bounds memory, and the time that opening takes after a crash. A large checkpoint, which all is written into anew, has
    /// to wait until a sixteenth has changed all the same.
    package func isWorthCompacting(changed: Int, checkpoint: Int) -> Bool {
        let most = max(self.mostChangedByteCount, checkpoint / 16)
        return changed > min(max(checkpoint / 2, self.leastChangedByteCount), most)
    }
}
