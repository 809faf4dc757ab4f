import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Shared words, and the arenas that hand them out")
struct WordArenaTests {
    @Test("Words are zero at first and begin at a cache line", arguments: [1, 2, 7, 8, 9, 64, 513, 10_000])
    func alignedAndZero(_ count: Int) {
        let words = SharedWords.allocate(count)
        defer { words.deallocate() }
        #expect(words.address.isMultiple(of: 64))
        #expect((0..<count).allSatisfy { words.load($0) == 0 })
    }

    @Test("A word that was stored or published is loaded from its own place alone")
    func wordsAreApart() {
        let words = SharedWords.allocate(5)
        defer { words.deallocate() }
        words.store(.max, at: 1)
        words.publish(7, at: 3)
        #expect((0..<5).map { words.load($0) } == [0, .max, 0, 7, 0])
        #expect(words.loadAcquiring(3) == 7)
        #expect(SharedWords(at: words.address(of: 3)).load(0) == 7)
    }

    @Test("The size of a block is even, holds what is asked for, and is less than a quarter more beyond 8 words")
    func blockSizes() {
        for count in 1...5_000 {
            let size = WordArena.blockSize(for: count)
            #expect(size.isMultiple(of: 2) && size >= count)
            if count > 8 { #expect(size * 4 < count * 5) } else { #expect(size <= count + 1) }
            #expect(WordArena.blockSize(for: size) == size, "a block's size is its own")
            #expect(size <= WordArena.blockSize(for: count + 1))
        }
    }

    @Test(
        "Blocks begin at an even word and do not overlap, below, at and beyond the largest that share a slab",
        arguments: [1, 2, 3, 9, 100, 511, 512, 513, 5_000])
    func blocksAreApart(_ count: Int) {
        let arena = WordArena()
        let size = WordArena.blockSize(for: count)
        let addresses = (0..<40).map { _ in arena.allocate(count).address }.sorted()
        #expect(addresses.allSatisfy { $0.isMultiple(of: 16) })
        #expect(addresses.indices.dropFirst().allSatisfy { addresses[$0] - addresses[$0 - 1] >= UInt64(size * 8) })
        #expect(arena.wordCount >= 40 * size)
    }

    @Test("A retired block comes back only after all are recycled, with what was written there")
    func retiredBlocksWait() {
        let arena = WordArena()
        let retired = arena.allocate(600)
        retired.store(42, at: 599)
        arena.retire(retired, size: WordArena.blockSize(for: 600))
        #expect(arena.retiredCount == 1)
        #expect(arena.allocate(600) != retired)
        arena.recycle()
        #expect(arena.retiredCount == 0)
        let wordCount = arena.wordCount
        let again = arena.allocate(600)
        #expect(again == retired && again.load(599) == 42)
        #expect(arena.wordCount == wordCount, "nothing new is allocated")
    }

    @Test("A block keeps its size: it never comes back for another", arguments: [1, 2, 9, 100, 511])
    func sizesStay(_ count: Int) {
        let arena = WordArena()
        let size = WordArena.blockSize(for: count)
        let retired = Set((0..<100).map { _ in arena.allocate(count).address })
        for address in retired { arena.retire(SharedWords(at: address), size: size) }
        arena.recycle()
        let others = (1...600).filter { WordArena.blockSize(for: $0) != size }.map { arena.allocate($0).address }
        #expect(retired.isDisjoint(with: others))
        #expect(retired.contains(arena.allocate(count).address))
    }

    @Test("What is in use is never handed out again, after any allocations, retirements and recyclings")
    func nothingTwice() {
        var generator = SeededGenerator(seed: 5)
        let arena = WordArena()
        var used: [UInt64: Int] = [:]
        for _ in 0..<4_000 {
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<6:
                let count = Int.random(in: 1...40, using: &generator)
                let block = arena.allocate(count)
                let size = WordArena.blockSize(for: count)
                #expect(used.updateValue(size, forKey: block.address) == nil)
                for index in 0..<size { block.store(block.address, at: index) }
            case 6..<9:
                guard let (address, size) = used.randomElement(using: &generator) else { continue }
                let block = SharedWords(at: address)
                #expect((0..<size).allSatisfy { block.load($0) == address }, "no other block was written there")
                used[address] = nil
                arena.retire(block, size: size)
            default: arena.recycle()
            }
        }
    }
}
