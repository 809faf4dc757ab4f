/// The bits of a row while it is being made, dense or compact, whichever is shorter.
struct CertainPermissions {
    private(set) var words: [UInt64]
    /// The number of slots less one, when the row is compact.
    let mask: UInt64
    let isCompact: Bool

    /// Begins with nothing.
    ///
    /// - Parameters:
    ///   - count: The most numbers that will be inserted.
    ///   - rowWords: The words of a dense row.
    init(atMost count: Int, rowWords: Int) {
        var slotCount = 4
        while slotCount < count * 2 { slotCount *= 2 }
        self.isCompact = rowWords > CompiledCatalog.denseWordLimit && slotCount / 2 < rowWords
        self.mask = self.isCompact ? UInt64(slotCount - 1) : 0
        self.words = Array(repeating: 0, count: self.isCompact ? slotCount / 2 : rowWords)
    }

    /// Inserts everything that a role grants without conditions and without a rule.
    mutating func insert(_ role: CompiledRole) {
        if role.plainWords.isEmpty {
            for number in role.plain { self.insert(number) }
        } else {
            for position in role.plainWords.indices { self.words[position] |= role.plainWords[position] }
        }
    }

    mutating func insert(_ number: UInt64) {
        guard self.isCompact else {
            self.words[Int(number >> 6)] |= 1 << (number & 63)
            return
        }
        let (slot, value) = self.slot(of: number)
        if value == 0 { self.words[Int(slot >> 1)] |= (number + 1) << ((slot & 1) * 32) }
    }

    func contains(_ number: UInt64) -> Bool {
        guard self.isCompact else { return self.words[Int(number >> 6)] >> (number & 63) & 1 != 0 }
        return self.slot(of: number).value != 0
    }

    /// The slot that holds a number, or the empty one where it belongs.
    private func slot(of number: UInt64) -> (slot: UInt64, value: UInt64) {
        var slot = AccessRow.compactHome(of: number, mask: self.mask)
        while true {
            let value = self.words[Int(slot >> 1)] >> ((slot & 1) * 32) & 0xFFFF_FFFF
            if value == 0 || value == number + 1 { return (slot, value) }
            slot = (slot + 1) & self.mask
        }
    }
}
