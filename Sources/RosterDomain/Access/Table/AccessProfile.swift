/// What users have in common when they share a row.
struct AccessProfile: Sendable, Equatable {
    let affiliation: Affiliation
    /// The assigned roles, by their numbers in a ``HoldingStore``, ascending.
    let holdings: [UInt32]

    init(affiliation: Affiliation, holdings: [UInt32]) {
        self.affiliation = affiliation
        self.holdings = holdings.count < 2 ? holdings : holdings.sorted()
    }

    /// A profile of holdings in ascending order.
    init(affiliation: Affiliation, sortedHoldings: [UInt32]) {
        self.affiliation = affiliation
        self.holdings = sortedHoldings
    }

    /// Hashes numbers in ascending order.
    static func hash(of holdings: [UInt32]) -> UInt64 {
        var folded = UInt64(holdings.count)
        for number in holdings {
            folded = mixed(folded ^ 0xD6E8_FEB8_6659_FD93, UInt64(number) ^ 0xA5A3_5625_D9B1_9F6B)
        }
        return folded
    }
}
