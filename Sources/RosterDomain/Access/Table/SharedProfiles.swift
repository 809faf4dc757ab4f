/// The profiles of holdings that many standings share, while a table is filled: found by the address of the holdings.
///
/// Arrays that share storage are equal, so their elements need not be compared. The store keeps each array that it
/// knows, so that no other array can get its address. This helps when the caller creates the holdings of each kind of
/// user once, and costs little otherwise.
struct SharedProfiles {
    private struct Known {
        let holdings: [RoleHolding]
        let affiliation: Affiliation
        let number: Int
    }

    private static let slotCount = 4_096
    private var known = [Known?](repeating: nil, count: Self.slotCount)

    /// The number of the profile of a standing, if its holdings were seen before and not replaced.
    func number(of standing: borrowing UserStanding) -> Int? {
        let address = Self.address(of: standing.holdings)
        guard let known = self.known[Self.slot(of: address)], known.affiliation == standing.affiliation,
            Self.address(of: known.holdings) == address, known.holdings.count == standing.holdings.count
        else { return nil }
        return known.number
    }

    /// Remembers the number of the profile of a standing, perhaps in place of another one.
    mutating func remember(_ number: Int, of standing: borrowing UserStanding) {
        let holdings = standing.holdings
        self.known[Self.slot(of: Self.address(of: holdings))] = Known(
            holdings: holdings, affiliation: standing.affiliation, number: number)
    }

    /// Forgets everything, because numbers may now stand for other profiles.
    mutating func forget() {
        self.known = Array(repeating: nil, count: Self.slotCount)
    }

    private static func address(of holdings: [RoleHolding]) -> UInt {
        holdings.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) }
    }

    private static func slot(of address: UInt) -> Int {
        Int(truncatingIfNeeded: (UInt64(address) &* 0x9E37_79B9_7F4A_7C15) >> 52)
    }
}
