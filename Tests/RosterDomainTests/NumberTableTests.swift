import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("A table of numbers")
struct NumberTableTests {
    @Test("An empty table knows nothing, and removes nothing")
    func empty() {
        var table = NumberTable()
        #expect(table.find(0) { _ in true } == nil)
        table.remove(1, hash: 0)
        #expect(table.find(.max) { _ in true } == nil)
    }

    @Test("A number is found only where the caller says that its record is equal")
    func callerCompares() {
        var table = NumberTable()
        for number in 1...3 { table.insert(UInt32(number), hash: 8) }
        #expect(table.find(8) { $0 == 2 } == 2)
        #expect(table.find(8) { $0 == 9 } == nil)
        #expect(table.find(10) { _ in true } == nil)
    }

    @Test("Hashes that are kept alike are told apart by the caller: zero, one and their neighbors")
    func keptAlike() {
        var table = NumberTable()
        table.insert(1, hash: 0)
        table.insert(2, hash: 1)
        #expect(table.find(0) { $0 == 1 } == 1)
        #expect(table.find(1) { $0 == 2 } == 2)
        table.remove(1, hash: 0)
        #expect(table.find(0) { $0 == 1 } == nil)
        #expect(table.find(1) { $0 == 2 } == 2)
    }

    /// How hashes are made: spread, nearly all in one place, and around the end of the slots.
    enum Spread: CaseIterable {
        case wide, crowded, around
    }

    @Test(
        "After any insertions and removals it knows what a dictionary knows", arguments: Spread.allCases,
        Array(UInt64(1)...8))
    func model(_ spread: Spread, _ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var table = NumberTable()
        var known: [UInt32: UInt64] = [:]
        for step in 0..<1_500 {
            let number = UInt32.random(in: 0..<200, using: &generator)
            if let hash = known[number] {
                table.remove(number, hash: hash)
                known[number] = nil
                #expect(table.find(hash) { $0 == number } == nil)
            } else {
                let hash = Self.hash(spread, &generator)
                table.insert(number, hash: hash)
                known[number] = hash
            }
            guard step % 50 == 0 else { continue }
            for (number, hash) in known { #expect(table.find(hash) { $0 == number } == number) }
        }
    }

    private static func hash(_ spread: Spread, _ generator: inout SeededGenerator) -> UInt64 {
        switch spread {
        case .wide: generator.next()
        case .crowded: UInt64.random(in: 0..<4, using: &generator) << 16
        case .around: UInt64.random(in: 0xFFFC...0x1_0003, using: &generator) << 16
        }
    }
}
