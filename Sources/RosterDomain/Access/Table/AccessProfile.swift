/// What users have in common when they share a row: what they hold themselves, and the groups that they are members of.
struct AccessProfile: Sendable, Equatable {
    let affiliation: Affiliation
    /// The assigned roles, by their numbers in a ``HoldingStore``, then the groups, by their numbers in a ``GroupStore``
    /// with ``groupBit``; ascending.
    ///
    /// One list holds both, so a profile without groups costs no more than the roles.
    let parts: [UInt32]

    /// What tells the number of a group from that of a holding.
    private static let groupBit: UInt32 = 1 << 31

    init(affiliation: Affiliation, parts: [UInt32]) {
        self.affiliation = affiliation
        self.parts = parts.count < 2 ? parts : parts.sorted()
    }

    /// A profile of parts in ascending order.
    init(affiliation: Affiliation, sortedParts: [UInt32]) {
        self.affiliation = affiliation
        self.parts = sortedParts
    }

    /// The part that a group is.
    static func part(ofGroup number: UInt32) -> UInt32 { number | self.groupBit }

    /// The number of the group that a part is; nil for a holding.
    static func group(of part: UInt32) -> UInt32? { part >= self.groupBit ? part & ~self.groupBit : nil }

    /// Whether there is any group.
    var hasGroups: Bool { self.parts.last.map { $0 >= Self.groupBit } ?? false }

    /// The numbers of the holdings.
    var holdings: ArraySlice<UInt32> { self.parts[..<self.firstGroup] }

    /// The numbers of the groups.
    var groups: some Sequence<UInt32> { self.parts[self.firstGroup...].lazy.map { $0 & ~Self.groupBit } }

    private var firstGroup: Int {
        self.hasGroups ? self.parts.firstIndex { $0 >= Self.groupBit } ?? self.parts.endIndex : self.parts.endIndex
    }

    /// Hashes numbers in ascending order.
    static func hash(of parts: [UInt32]) -> UInt64 {
        var folded = UInt64(parts.count)
        for number in parts {
            folded = mixed(folded ^ 0xD6E8_FEB8_6659_FD93, UInt64(number) ^ 0xA5A3_5625_D9B1_9F6B)
        }
        return folded
    }
}
