import RosterDomain
import RosterDomainTestSupport
import Testing

@Suite("Keys of names, and the index that compares their bytes")
struct NameKeyTests {
    @Test("Names of up to 15 bytes have different keys, whatever the seed: every length, every byte, every place")
    func injective() {
        var names: Set<String> = [""]
        for length in 1...15 {
            for place in 0..<length {
                for byte in UInt8(0)..<128 { names.insert(Self.name(length, byte, at: place)) }
            }
        }
        for seed in [UInt64(1), .max] {
            let keys = Set(names.map { Self.key(of: $0, seed) })
            #expect(keys.count == names.count)
            #expect(keys.allSatisfy { !$0.isHashed })
        }
        #expect(names.allSatisfy { Self.key(of: $0, 1) == Self.key(of: $0, 2) }, "the bytes alone make the key")
    }

    @Test("Random short names of few letters have the same key only when they are the same")
    func injectiveAtRandom() {
        var generator = SeededGenerator(seed: 3)
        var names: [WideKey: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let length = Int.random(in: 0...15, using: &generator)
            let bytes = (0..<length).map { _ in generator.element([0, 1, 0x61, 0x7F] as [UInt8]) }
            let key = Self.key(of: String(decoding: bytes, as: UTF8.self), 1)
            #expect(names.updateValue(bytes, forKey: key) ?? bytes == bytes)
        }
    }

    @Test("A name is its own key up to the limit, and a hash from the next byte on")
    func limit() {
        #expect(WideKey.inlineByteLimit == 15)
        #expect(!Self.key(of: String(repeating: "x", count: 15), 1).isHashed)
        for count in [16, 17, 31, 32, 33, 1_000] {
            let name = String(repeating: "x", count: count)
            #expect(Self.key(of: name, 1).isHashed)
            #expect(Self.key(of: name, 1) != Self.key(of: name, 3), "the seed counts")
        }
    }

    @Test("Every byte of a long name counts for its hash", arguments: [16, 17, 24, 31, 32, 33, 48, 100])
    func everyByteCounts(_ count: Int) {
        let keys = (0..<count).map { Self.key(of: Self.name(count, 0x7A, at: $0), 0x1234_5679) }
        #expect(Set(keys + [Self.key(of: String(repeating: "x", count: count), 0x1234_5679)]).count == count + 1)
    }

    @Test("Stored bytes are compared: number and every byte, and nothing is stored at zero")
    func bytesAreCompared() {
        let header = SharedWords.allocate(KeyIndex.headerCount)
        let index = NameIndex(header)
        let name = String(repeating: "x", count: 21)
        let stored = Self.store(name)
        defer {
            stored.deallocate()
            header.deallocate()
        }
        #expect(NameBytes.lend(name) { index.isName($0, at: stored.address) })
        #expect(NameBytes.lend(name) { !index.isName($0, at: 0) })
        let others = (0..<21).map { Self.name(21, 0x79, at: $0) } + [name + "\0", String(name.dropLast())]
        for other in others { #expect(NameBytes.lend(other) { !index.isName($0, at: stored.address) }) }
    }

    @Test("A long name with the hash of another one is not taken for it")
    func collision() {
        let arena = IndexArena()
        let words = arena.allocate(slotCount: 8, stride: NameIndex.stride) {}
        words.store(8, at: KeyIndex.Header.capacity)
        let index = NameIndex(words)
        let (wanted, other) = (String(repeating: "w", count: 20), String(repeating: "o", count: 20))
        let stored = [Self.store(other), Self.store(wanted)]
        defer { for words in stored { words.deallocate() } }
        let key = NameBytes.lend(wanted) { index.key(of: $0) }
        for (number, block) in stored.enumerated() {
            let offset = KeyIndex.headerCount + (index.index.home(of: key) + number) % 8 * NameIndex.stride
            words.store(key.high, at: offset + 1)
            words.store(key.low, at: offset + 2)
            words.store(block.address, at: offset + 3)
            words.publish(UInt64(100 + number), at: offset)
        }
        #expect(NameBytes.lend(wanted) { index.place(of: $0).entry } == 101)
    }

    private static func name(_ length: Int, _ byte: UInt8, at place: Int) -> String {
        var bytes = Array(repeating: UInt8(ascii: "x"), count: length)
        bytes[place] = byte
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func key(of name: String, _ seed: UInt64) -> WideKey {
        NameBytes.lend(name) { WideKey($0, seed: seed) }
    }

    /// The bytes of a name as an index stores them.
    private static func store(_ name: String) -> SharedWords {
        NameBytes.lend(name) { bytes in
            let wordCount = (bytes.count + 7) / 8
            let words = SharedWords.allocate(1 + wordCount)
            words.store(UInt64(bytes.count), at: 0)
            for position in 0..<wordCount { words.store(bytes.paddedWord(position), at: 1 + position) }
            return words
        }
    }
}
