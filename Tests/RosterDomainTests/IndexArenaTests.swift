import RosterDomain
import Testing

@Suite("The arena of indexes")
struct IndexArenaTests {
    @Test("A new block needs no recycling, and its slots are free")
    func newBlock() {
        let arena = IndexArena()
        let block = arena.allocate(slotCount: 8, stride: 3) { Issue.record("no reader can be reading it") }
        #expect(block.address.isMultiple(of: 64))
        #expect(Set((0..<8).map { block.load(KeyIndex.headerCount + 3 * $0) }) == [Self.free])
        #expect(arena.wordCount == KeyIndex.headerCount + 24)
    }

    @Test("A retired block is used again only after the readers were told, and its slots are free again")
    func reuse() {
        let arena = IndexArena()
        let block = arena.allocate(slotCount: 8, stride: 3) {}
        for slot in 0..<8 { block.store(0xABCD_EF00, at: KeyIndex.headerCount + 3 * slot) }
        arena.retire(block)
        var callCount = 0
        let again = arena.allocate(slotCount: 8, stride: 3) {
            callCount += 1
            #expect(block.load(KeyIndex.headerCount) == 0xABCD_EF00, "nothing is written before the readers know")
        }
        #expect(again == block && callCount == 1)
        #expect((0..<8).allSatisfy { again.load(KeyIndex.headerCount + 3 * $0) == Self.free })
        #expect(arena.allocate(slotCount: 8, stride: 3) { Issue.record("nothing is left to reuse") } != block)
    }

    @Test("A block in use is not handed out again")
    func inUse() {
        let arena = IndexArena()
        let first = arena.allocate(slotCount: 8, stride: 3) {}
        #expect(arena.allocate(slotCount: 8, stride: 3) { Issue.record("nothing was retired") } != first)
    }

    @Test("A block is never used with another stride, so that an entry's place stays an entry's place")
    func strideStays() {
        let arena = IndexArena()
        let block = arena.allocate(slotCount: 12, stride: 3) {}
        arena.retire(block)
        #expect(arena.allocate(slotCount: 9, stride: 4) { Issue.record("another stride") } != block)
        #expect(arena.allocate(slotCount: 12, stride: 3) {} == block)
    }

    @Test(
        "A retired block serves what needs at most as much, and at least half of it",
        arguments: [(slots: 100, isReused: true), (101, false), (49, true), (48, false)])
    func sizes(_ wanted: (slots: Int, isReused: Bool)) {
        let arena = IndexArena()
        // 308 words; with 49 slots 155 are needed, with 48 only 152, which are fewer than half.
        let block = arena.allocate(slotCount: 100, stride: 3) {}
        arena.retire(block)
        #expect((arena.allocate(slotCount: wanted.slots, stride: 3) {} == block) == wanted.isReused)
    }

    @Test("To retire words of another arena does nothing")
    func foreignWords() {
        let (arena, other) = (IndexArena(), IndexArena())
        let foreign = other.allocate(slotCount: 8, stride: 3) {}
        arena.retire(foreign)
        #expect(arena.allocate(slotCount: 8, stride: 3) { Issue.record("nothing was retired") } != foreign)
    }

    /// What stands in the place of an entry where there is none.
    private static let free: UInt64 = 15
}
