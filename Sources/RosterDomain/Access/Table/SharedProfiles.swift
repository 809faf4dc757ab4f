/// The profiles of holdings that many standings share, while a table is filled: found by the address of the holdings.
///
/// Arrays that share storage are equal, so their elements need not be compared. The store keeps each array that it
/// knows, so that no other array can get its address. This helps when the caller creates the holdings of each kind of
/// user once, and costs little otherwise.
struct SharedProfiles {
    /// What tells whether a standing has the holdings of a slot: words, so that asking counts no references.
    private struct Known {
        var address: UInt = 0
        var count = -1
        var affiliation = Affiliation.member
        var number = 0
    }

    private static let slotCount = 4_096
    private var known = [Known](repeating: Known(), count: Self.slotCount)
    /// The holdings of each slot, kept so that their addresses stay theirs.
    private var kept = [[RoleHolding]](repeating: [], count: Self.slotCount)

    /// The number of the profile of a standing, if its holdings were seen before and not replaced.
    func number(of standing: borrowing UserStanding) -> Int? {
        let address = Self.address(of: standing.holdings)
        let known = self.known[Self.slot(of: address)]
        guard known.address == address, known.affiliation == standing.affiliation,
            known.count == standing.holdings.count
        else { return nil }
        return known.number
    }

    /// Remembers the number of the profile of a standing, perhaps in place of another one.
    mutating func remember(_ number: Int, of standing: borrowing UserStanding) {
        let holdings = standing.holdings
        let address = Self.address(of: holdings)
        let slot = Self.slot(of: address)
        self.known[slot] = Known(
            address: address, count: holdings.count, affiliation: standing.affiliation, number: number)
        self.kept[slot] = holdings
    }

    /// Forgets everything, because numbers may now stand for other profiles.
    mutating func forget() {
        self.known = Array(repeating: Known(), count: Self.slotCount)
        self.kept = Array(repeating: [], count: Self.slotCount)
    }

    private static func address(of holdings: [RoleHolding]) -> UInt {
        holdings.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }

    private static func slot(of address: UInt) -> Int {
        Int(truncatingIfNeeded: (UInt64(address) &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }
}
