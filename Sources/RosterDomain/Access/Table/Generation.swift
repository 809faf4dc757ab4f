import Synchronization

/// Distinguishes one index of one table from every other in the process.
///
/// The upper 40 bits are the table, and the lower 24 count how often its index was replaced.
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

    /// The next generation; when the count overflows, the table takes a new number, and earlier handles become foreign.
    func next() -> Generation {
        let next = Generation(bits: self.bits &+ 1)
        return next.isOfSameTable(as: self) ? next : .first()
    }

    func isOfSameTable(as other: Generation) -> Bool { (self.bits ^ other.bits) >> Self.countBits == 0 }
}
