/// Blocks for indexes, which are reused once no thread can be reading them.
///
/// They are separate from the rows, so that a word that held an entry never holds anything else.
package final class IndexArena {
    private struct Block {
        let words: SharedWords
        let wordCount: Int
        let stride: Int

        func free() {
            var index = KeyIndex.headerCount
            while index < self.wordCount {
                self.words.store(UserEntry.free.bits, at: index)
                index += self.stride
            }
        }
    }

    private var blocks: [Block] = []
    /// Positions in ``blocks`` of blocks where no new reader begins.
    private var retired: [Int] = []

    /// Creates an arena without memory.
    package init() {}

    deinit {
        for block in self.blocks { block.words.deallocate() }
    }

    /// The number of words that were ever allocated, in use or not.
    package var wordCount: Int { self.blocks.reduce(0) { $0 + $1.wordCount } }

    /// A block of free slots, at least this many and at most twice as many.
    ///
    /// - Parameter recycle: Called before the arena reuses a block that a thread may still be reading.
    package func allocate(slotCount: Int, stride: Int, recycle: () -> Void) -> SharedWords {
        let wordCount = KeyIndex.headerCount + slotCount * stride
        let position = self.retired.firstIndex { retired in
            let block = self.blocks[retired]
            return block.stride == stride && block.wordCount >= wordCount && block.wordCount <= 2 * wordCount
        }
        guard let position else {
            let block = Block(words: SharedWords.allocate(wordCount), wordCount: wordCount, stride: stride)
            block.free()
            self.blocks.append(block)
            return block.words
        }
        let block = self.blocks[self.retired.remove(at: position)]
        recycle()
        block.free()
        return block.words
    }

    /// Retires an index, after another one has been published in its place.
    package func retire(_ words: SharedWords) {
        guard let position = self.blocks.firstIndex(where: { $0.words == words }) else { return }
        self.retired.append(position)
    }
}
