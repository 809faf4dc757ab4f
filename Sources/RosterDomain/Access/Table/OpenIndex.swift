/// An index under construction: how full it is, and where its slots are.
struct OpenIndex {
    let words: SharedWords
    let stride: Int
    let slotCount: Int
    let seeds: WideKey
    /// Slots with a key, including those of forgotten users.
    var usedCount = 0
    /// Slots of keys that are known.
    var liveCount = 0

    /// Makes an empty index.
    ///
    /// - Parameter recycle: Called before the arena reuses a block that a thread may still be reading.
    init(stride: Int, slotCount: Int, seeds: WideKey, in arena: IndexArena, recycle: () -> Void) {
        // The slot behind the last one stays free, so that a search ends there at the latest.
        self.words = arena.allocate(slotCount: slotCount + 1, stride: stride, recycle: recycle)
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
    /// A large index fills five of six slots to save memory; a smaller one fills two of five, because the processor
    /// mispredicts a search that must go on.
    static func slotCount(for count: Int) -> Int {
        max(8, count <= 1 << 19 ? count * 5 / 2 : count + count / 5 + 2)
    }

    /// The slots of an index that keeps growing, a little less than half of them taken.
    static func slotCount(forIncremental count: Int) -> Int { max(8, count * 2 + 2) }

    /// Calls `body` with the place of every slot.
    func forEachSlot(_ body: (Int) -> Void) {
        for slot in 0..<self.slotCount { body(KeyIndex.headerCount + slot * self.stride) }
    }
}
