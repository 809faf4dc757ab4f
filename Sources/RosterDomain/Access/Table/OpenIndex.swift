/// An index that is being written: how full it is, and where its slots lie.
struct OpenIndex {
    let words: SharedWords
    let stride: Int
    let slotCount: Int
    let seeds: WideKey
    /// Slots whose key is taken, by somebody who was forgotten, too.
    var usedCount = 0
    /// Slots of keys that are known.
    var liveCount = 0

    /// Makes an empty index.
    ///
    /// - Parameter recycle: Called before a block is used that somebody may still be reading.
    init(stride: Int, slotCount: Int, seeds: WideKey, in arena: IndexArena, recycle: () -> Void) {
        self.words = arena.allocate(slotCount: slotCount, stride: stride, recycle: recycle)
        self.stride = stride
        self.slotCount = slotCount
        self.seeds = seeds
        self.words.store(UInt64(slotCount), at: KeyIndex.Header.capacity)
        self.words.store(seeds.high, at: KeyIndex.Header.seedHigh)
        self.words.store(seeds.low, at: KeyIndex.Header.seedLow)
    }

    /// Whether searches would become long: seven of eight slots are taken.
    var isFull: Bool { self.usedCount * 8 >= self.slotCount * 7 }

    /// The slots of an index that is filled at once.
    ///
    /// Of a large one five of six are taken, for the sake of memory; of a small one two of five, since a search that has to go
    /// on is one that the processor did not foresee.
    static func slotCount(for count: Int) -> Int {
        max(8, count <= 1 << 16 ? count * 5 / 2 : count + count / 5 + 2)
    }

    /// The slots of an index that goes on growing: a little less than half are taken.
    static func slotCount(forIncremental count: Int) -> Int { max(8, count * 2 + 2) }

    /// Lends the place of every slot.
    func forEachSlot(_ body: (Int) -> Void) {
        for slot in 0..<self.slotCount { body(KeyIndex.headerCount + slot * self.stride) }
    }
}
