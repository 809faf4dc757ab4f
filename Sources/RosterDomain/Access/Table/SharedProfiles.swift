/// The profiles of holdings and groups that many standings share, while a table is filled: found by the addresses of both.
///
/// Arrays that share storage are equal, so their elements need not be compared. The store keeps each array that it
/// knows, so that no other array can get its address. This helps when the caller creates the holdings of each kind of
/// user once, and costs little otherwise.
struct SharedProfiles {
    /// What tells whether a standing has the holdings and groups of a slot: words, so that asking counts no references.
    private struct Known {
        var key = Key()
        var affiliation = Affiliation.member
        var number = 0
    }

    /// Where the holdings and the groups of a standing are; those of no standing at first.
    private struct Key: Equatable {
        var holdings: UInt = 0
        var holdingCount = -1
        var groups: UInt = 0
        var groupCount = -1

        var slot: Int {
            let address = UInt64(self.holdings) ^ UInt64(self.groups).byteSwapped
            return Int(truncatingIfNeeded: (address &* 0x9E37_79B9_7F4A_7C15) >> 52)
        }
    }

    private static let slotCount = 4_096
    private var known = [Known](repeating: Known(), count: Self.slotCount)
    /// The holdings and groups of each slot, kept so that their addresses stay theirs.
    private var kept = [([RoleHolding], [GroupID])](repeating: ([], []), count: Self.slotCount)

    /// The number of the profile of a standing, if its holdings and groups were seen before and not replaced.
    func number(of standing: borrowing UserStanding) -> Int? {
        let key = Self.key(of: standing)
        let known = self.known[key.slot]
        return known.key == key && known.affiliation == standing.affiliation ? known.number : nil
    }

    /// Remembers the number of the profile of a standing, perhaps in place of another one.
    mutating func remember(_ number: Int, of standing: borrowing UserStanding) {
        let key = Self.key(of: standing)
        self.known[key.slot] = Known(key: key, affiliation: standing.affiliation, number: number)
        self.kept[key.slot] = (standing.holdings, standing.groups)
    }

    /// Forgets everything, because numbers may now stand for other profiles.
    mutating func forget() {
        self.known = Array(repeating: Known(), count: Self.slotCount)
        self.kept = Array(repeating: ([], []), count: Self.slotCount)
    }

    private static func key(of standing: borrowing UserStanding) -> Key {
        Key(
            holdings: standing.holdings.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) },
            holdingCount: standing.holdings.count,
            groups: standing.groups.withUnsafeBufferPointer { UInt(bitPattern: $0.baseAddress) },
            groupCount: standing.groups.count)
    }
}
