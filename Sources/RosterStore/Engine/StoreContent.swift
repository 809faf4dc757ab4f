/// What the commits of a journal amount to: in memory what has changed since a checkpoint, and in the checkpoint the rest.
///
/// An engine guards it: no two of its calls overlap. It moves by ``replay(_:)`` and ``absorb(_:)`` only, in the order of
/// revisions.
package protocol StoreContent: Sendable {
    /// What somebody wants done.
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
    /// How many bytes in memory a new checkpoint would set free.
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
