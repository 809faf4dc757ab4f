/// Blocks for indexes, used again once nobody can be reading them.
///
/// Kept apart from the rows, so that a word that held an entry never holds anything else.
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
    /// Positions in ``blocks`` of those that no reader begins with any more.
    private var retired: [Int] = []

    /// Creates an arena without memory.
    package init() {}

    deinit {
        for block in self.blocks { block.words.deallocate() }
    }

    /// Every word that was ever allocated, in use or not.
    package var wordCount: Int { self.blocks.reduce(0) { $0 + $1.wordCount } }

    /// A block of free slots, at least this many and at most twice as many.
    ///
    /// - Parameter recycle: Called before a block is used that somebody may still be reading.
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

    /// Says that an index is not begun with any more, because another one has been published in its place.
    package func retire(_ words: SharedWords) {
        guard let position = self.blocks.firstIndex(where: { $0.words == words }) else { return }
        self.retired.append(position)
    }
}
