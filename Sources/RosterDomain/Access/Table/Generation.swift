import Synchronization

/// Tells one index of one table from every other that the process has ever had: the table in the upper 40 bits, and how
/// often its index was replaced in the lower 24.
struct Generation: Sendable, Equatable {
    let bits: UInt64

    init(bits: UInt64) {
        self.bits = bits
    }

    private static let tables = Atomic<UInt64>(0)
    private static let countBits: UInt64 = 24

    /// The first one of a new table.
    static func first() -> Generation {
        Generation(bits: self.tables.add(1, ordering: .relaxed).newValue << self.countBits)
    }

    /// The one that follows; when the count is used up, the table takes a new number, and handles from before are foreign.
    func next() -> Generation {
        let next = Generation(bits: self.bits &+ 1)
        return next.isOfSameTable(as: self) ? next : .first()
    }

    func isOfSameTable(as other: Generation) -> Bool { (self.bits ^ other.bits) >> Self.countBits == 0 }
}
