/// Blocks of shared words, allocated by size and freed only with the arena.
///
/// A thread may still be reading a retired block. The arena reuses the block only after ``recycle()``, and before that
/// call the table makes its readers read again (``AccessTable/read(_:)``). A block keeps its size, and so its kind,
/// forever.
package final class WordArena {
    /// The blocks of one size.
    private struct SizeClass {
        var free: [UInt64] = []
        var retired: [UInt64] = []
        /// How many blocks there are, in use or not.
        var count = 0
    }

    /// The most words of a block that is cut from a slab; larger ones are allocated one by one.
    private static let slabBlockLimit = 512
    private static let slabWordCount = 8_192

    /// The blocks by the places of their sizes in the order of all sizes.
    private var classes: [SizeClass] = []
    private var slabs: [SharedWords] = []
    package private(set) var retiredCount = 0
    /// The number of words that were ever allocated, in use or not.
    package private(set) var wordCount = 0

    /// Creates an arena without memory.
    package init() {}

    deinit {
        for slab in self.slabs { slab.deallocate() }
    }

    /// The size of the block for a number of words: at most one word more up to eight, less than a quarter more beyond,
    /// and even, so that an address has four bits to spare.
    package static func blockSize(for wordCount: Int) -> Int {
        guard wordCount > 8 else { return (wordCount + 1) & ~1 }
        let step = 1 << (Int.bitWidth - 3 - (wordCount - 1).leadingZeroBitCount)
        return (wordCount + step - 1) & ~(step - 1)
    }

    /// Where a block's size stands in the order of all sizes: four of them up to eight words, then four between one power of
    /// two and the next.
    private static func classIndex(of size: Int) -> Int {
        guard size > 8 else { return size / 2 - 1 }
        let exponent = Int.bitWidth - 1 - (size - 1).leadingZeroBitCount
        return 4 + (exponent - 3) * 4 + ((size - 1) >> (exponent - 2)) & 3
    }

    /// A block of exactly ``blockSize(for:)`` words; its content is undefined.
    package func allocate(_ wordCount: Int) -> SharedWords {
        let size = Self.blockSize(for: wordCount)
        let index = self.classIndex(of: size)
        if let address = self.classes[index].free.popLast() { return SharedWords(at: address) }
        guard size <= Self.slabBlockLimit else { return self.slab(size) }
        // Twice as many as before, so that a small table stays small.
        let count = min(Self.slabWordCount / size, max(2, self.classes[index].count))
        let slab = self.slab(count * size)
        self.classes[index].count += count
        self.classes[index].free += (1..<count).reversed().map { slab.address(of: $0 * size) }
        return slab
    }

    /// The place of a size, at which there are blocks from now on.
    private func classIndex(of size: Int) -> Int {
        let index = Self.classIndex(of: size)
        while self.classes.count <= index { self.classes.append(SizeClass()) }
        return index
    }

    /// Retires a block of this size, for reuse once no thread can be reading it.
    package func retire(_ block: SharedWords, size: Int) {
        self.classes[self.classIndex(of: size)].retired.append(block.address)
        self.retiredCount += 1
    }

    /// Makes every retired block free.
    package func recycle() {
        for index in self.classes.indices where !self.classes[index].retired.isEmpty {
            self.classes[index].free += self.classes[index].retired
            self.classes[index].retired.removeAll(keepingCapacity: true)
        }
        self.retiredCount = 0
    }

    private func slab(_ wordCount: Int) -> SharedWords {
        let slab = SharedWords.allocate(wordCount)
        self.slabs.append(slab)
        self.wordCount += wordCount
        return slab
    }
}
