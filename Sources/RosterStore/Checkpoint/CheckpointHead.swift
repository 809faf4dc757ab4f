/// What a checkpoint says about itself before any user.
package struct CheckpointHead: Sendable, Hashable {
    /// The store that it is a checkpoint of.
    package let store: StoreID
    /// The revision at which it holds everything.
    package let revision: UInt64
    /// What it holds.
    package let kind: UInt32
    /// What else the store keeps, in bytes that mean nothing here.
    package let details: [UInt8]
    /// Random words that key its hashes, so that nobody can choose identifiers or addresses that collide.
    package let seed: (UInt64, UInt64)

    /// Creates a head.
    package init(store: StoreID, revision: UInt64, kind: UInt32, details: [UInt8], seed: (UInt64, UInt64)) {
        self.store = store
        self.revision = revision
        self.kind = kind
        self.details = details
        self.seed = seed
    }

    /// Whether two heads say the same.
    package static func == (left: CheckpointHead, right: CheckpointHead) -> Bool {
        left.store == right.store && left.revision == right.revision && left.kind == right.kind
            && left.details == right.details && left.seed == right.seed
    }

    /// Takes part in hashing with what tells most heads apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.store)
        hasher.combine(self.revision)
    }
}
