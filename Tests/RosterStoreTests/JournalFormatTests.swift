import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("The bytes of a journal")
struct JournalFormatTests {
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        let sum = CRC32C.checksum(of: bytes)
        return (0..<4).map { UInt8(truncatingIfNeeded: sum >> ($0 * 8)) }
    }

    @Test("A new journal is one segment: a header of 64 bytes, and zeros that are durable")
    func header() throws {
        let fixture = try JournalFixture(sizes: .standard)
        let bytes = try #require(fixture.disk.bytes(of: JournalFixture.path(1)))
        let store = try JournalFixture.store()
        let numbers: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
        let start = Array("RSTOREJ\n".utf8) + [1, 0, 0, 0]
        let fields = start + store.bytes + numbers + [UInt8](repeating: 0, count: 20)
        #expect(Array(bytes.prefix(64)) == fields + Self.checksum(fields))
        #expect(bytes.count == 64 << 10 && bytes.dropFirst(64).allSatisfy { $0 == 0 })
        #expect(fixture.disk.files.keys.sorted() == [JournalFixture.path(1)])
    }

    @Test("A frame is a header of 24 bytes, the steps behind their lengths, and 0xFF up to a multiple of eight")
    func frame() throws {
        for (steps, fillerCount) in [([1, 2], 3), ([5], 2), ([7], 8), ([6], 1)] {
            let group = steps.map { JournalFixture.step($0, byteCount: $0) }
            let fixture = try JournalFixture([group])
            let bytes = try #require(fixture.disk.bytes(of: JournalFixture.path(1))).dropFirst(64)
            let payload = group.flatMap { [UInt8($0.count)] + $0 }
            let counts: [UInt8] = [
                UInt8(payload.count), 0, 0, 0, UInt8(group.count), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
            ]
            let fields = counts + Self.checksum(payload)
            let header = fields + Self.checksum(fields + (try JournalFixture.store().bytes))
            let frame = header + payload + [UInt8](repeating: 0xFF, count: fillerCount)
            #expect(frame.count.isMultiple(of: 8))
            #expect(bytes.starts(with: frame) && bytes.dropFirst(frame.count).allSatisfy { $0 == 0 })
        }
    }

    @Test("A full segment ends with a frame of no steps that names the next one, and is cut behind it")
    func end() throws {
        let fixture = try JournalFixture((1...11).map { [JournalFixture.step($0)] })
        let bytes = try #require(fixture.disk.bytes(of: JournalFixture.path(1)))
        // Each frame has 24 + 1 + 100 + 3 bytes: the eighth is the last to begin before byte 1024.
        let counts: [UInt8] = [8, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0]
        let fields = counts + Self.checksum([9, 0, 0, 0, 0, 0, 0, 0])
        let header = fields + Self.checksum(fields + (try JournalFixture.store().bytes))
        #expect(bytes.count == 64 + 8 * 128 + 40)
        let payload: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8)
        #expect(Array(bytes.suffix(40)) == header + payload)
        let next = try #require(fixture.disk.bytes(of: JournalFixture.path(9)))
        let first: [UInt8] = [9, 0, 0, 0, 0, 0, 0, 0]
        #expect(Array(next[28..<36]) == first)
        #expect(next.count == 4_096)
    }

    @Test("A group counts its steps, and guesses the width of lengths")
    func group() throws {
        var group = JournalGroup(first: 3)
        #expect(group.count == 0 && group.byteCount == 0 && group.firstRevision == 3)
        let sizes = [0, 1, 127, 128, 1, 16_383, 16_384, 127]
        var expected: [UInt8] = []
        for size in sizes {
            let step = JournalFixture.step(size, byteCount: size)
            group.add { $0.bytes.append(contentsOf: step) }
            var writer = ByteWriter()
            writer.write(counted: step)
            expected += writer.bytes
        }
        #expect(group.count == sizes.count && group.byteCount == expected.count)
        let fixture = try JournalFixture()
        let journal = try fixture.journal()
        group = JournalGroup(first: 1)
        for size in sizes { group.add { $0.bytes.append(contentsOf: JournalFixture.step(size, byteCount: size)) } }
        try journal.append(&group)
        #expect(try fixture.contents().steps == sizes.map { JournalFixture.step($0, byteCount: $0) })
        let bytes = try #require(fixture.disk.bytes(of: JournalFixture.path(1)))
        #expect(Array(bytes[88..<88 + expected.count]) == expected)
    }

    @Test("A segment grows by 64 KiB, then by a quarter of its length, and by 4 MiB at most")
    func growth() throws {
        let fixture = try JournalFixture(sizes: .standard)
        let journal = try fixture.journal()
        var sizes: [Int] = []
        for number in 1...64 {
            try journal.append([JournalFixture.step(number, byteCount: 20_000)])
            let size = try #require(fixture.disk.bytes(of: JournalFixture.path(1))).count
            if size != sizes.last { sizes.append(size) }
        }
        let kibi = sizes.map { $0 / 1_024 }
        #expect(kibi.starts(with: [64, 128, 192, 256, 320, 400, 500]))
        #expect(sizes.allSatisfy { $0.isMultiple(of: 4_096) })
        try journal.append([JournalFixture.step(0, byteCount: 9 << 20)])
        #expect(try fixture.contents().steps.count == 65)
    }
}
