import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A damaged journal")
struct JournalDamageTests {
    /// Frames of 128 bytes, three of 600 to 1,500, and again one of 128: 64, 192, 320, 960, 2000, 3536 and 3664.
    private static let steps = [100, 101, 610, 1_009, 1_500, 99].enumerated().map {
        JournalFixture.step($0.offset, byteCount: $0.element)
    }

    private static let large = JournalSizes(
        segmentByteLimit: 1 << 20, firstStepByteCount: 8_192, stepByteLimit: 8_192)

    /// A journal of one segment, its bytes, and where each frame ends.
    private static func fixture() throws -> (fixture: JournalFixture, bytes: [UInt8], ends: [Int]) {
        let fixture = try JournalFixture([], sizes: self.large)
        let journal = try fixture.journal()
        var ends = [64]
        for step in self.steps {
            try journal.append([step])
            ends.append(Int(journal.position.offset))
        }
        return (fixture, try #require(fixture.disk.bytes(of: JournalFixture.path(1))), ends)
    }

    /// What became of a journal: refused, or recovered to some of its steps.
    private enum Outcome: Equatable {
        case damaged(offset: Int, revision: UInt64?)
        case refused
        case recovered(steps: Int, torn: Int?)
    }

    /// Opens what one file of a journal may hold, and checks that nothing is answered that was not added.
    private static func open(
        _ bytes: [UInt8], first: Int = 1, of expected: [[UInt8]] = steps, in fixture: JournalFixture
    ) throws -> Outcome {
        fixture.disk.put(bytes, at: JournalFixture.path(first))
        do {
            let contents = try fixture.contents()
            try #require(contents.steps == Array(expected.prefix(contents.steps.count)), "an answer was changed")
            return .recovered(steps: contents.steps.count, torn: contents.torn.map { Int($0.offset) })
        } catch FileStoreError.damaged(_, let offset, let revision, let detail) {
            try #require(!detail.isEmpty)
            return .damaged(offset: Int(offset), revision: revision)
        } catch is FileStoreError {
            return .refused
        }
    }

    /// Takes away what was torn, adds a step, and reads everything again.
    private static func checkRecovery(_ fixture: JournalFixture, from bytes: [UInt8], to count: Int) throws {
        let journal = try Journal(in: fixture.folder(), kind: JournalFixture.kind, after: 0, sizes: fixture.sizes)
        _ = try journal.readToEnd()
        let torn = try #require(journal.tornTail)
        let recovered = try #require(try journal.recoverTail())
        try #require(recovered.offset == torn.offset && recovered.byteCount == torn.bytes.count)
        let start = Int(torn.offset)
        let kept = fixture.disk.bytes(of: "\(JournalFixture.path)/\(recovered.fileName)")
        try #require(kept == Array(bytes[start..<start + torn.bytes.count]))
        try #require(recovered.fileName == "\(JournalFixture.name(1)).torn-\(start)")
        let follow = bytes[(start + torn.bytes.count)...]
        try #require(!follow.contains { $0 != 0 })
        let step = JournalFixture.step(77)
        try journal.append([step])
        let contents = try fixture.contents()
        try #require(contents.torn == nil && contents.steps == Array(Self.steps.prefix(count)) + [step])
        fixture.disk.remove("\(JournalFixture.path)/\(recovered.fileName)")
    }

    @Test("A segment that is cut anywhere is refused, or was cut behind all that was added")
    func cuts() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        let used = try #require(ends.last)
        for count in 0...bytes.count where count < used + 200 || count.isMultiple(of: 97) {
            let outcome = try Self.open(Array(bytes[..<count]), in: fixture)
            let whole = ends.lastIndex { $0 <= count } ?? 0
            if count < 64 {
                #expect(outcome == .damaged(offset: 0, revision: nil))
            } else if ends.contains(count) || count > used {
                #expect(outcome == .recovered(steps: min(whole, Self.steps.count), torn: nil))
            } else {
                #expect(outcome == .damaged(offset: ends[whole], revision: UInt64(whole + 1)), "cut at \(count)")
            }
        }
    }

    @Test(
        "A frame that ends in zeros is torn when a sector of it is missing, and else refused; so is one with other bytes"
    )
    func tails() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        var generator = RepeatableGenerator(seed: 3)
        for frame in 0..<Self.steps.count {
            let (start, end) = (ends[frame], ends[frame + 1])
            for cut in start..<end where cut - start < 40 || cut.isMultiple(of: 64) || cut.isMultiple(of: 53) {
                var zeroed = Array(bytes[..<cut]) + [UInt8](repeating: 0, count: bytes.count - cut)
                let outcome = try Self.open(zeroed, in: fixture)
                let isSectorLost = Self.losesSector(cut, of: start..<end)
                let isCleanEnd = zeroed[start...].allSatisfy { $0 == 0 }
                if isCleanEnd {
                    #expect(outcome == .recovered(steps: frame, torn: nil))
                } else if isSectorLost {
                    #expect(outcome == .recovered(steps: frame, torn: start), "cut at \(cut)")
                    if cut.isMultiple(of: 16) { try Self.checkRecovery(fixture, from: zeroed, to: frame) }
                } else {
                    #expect(outcome == .damaged(offset: start, revision: UInt64(frame + 1)), "cut at \(cut)")
                }
                for byte in cut..<end { zeroed[byte] = UInt8.random(in: 1...255, using: &generator) }
                if cut > start {
                    #expect(try Self.open(zeroed, in: fixture) == .damaged(offset: start, revision: UInt64(frame + 1)))
                }
            }
        }
    }

    /// Whether zeros from a place on are what is left of a frame when the disk never got some of its sectors.
    private static func losesSector(_ cut: Int, of frame: Range<Int>) -> Bool {
        let firstSectorEnd = (frame.lowerBound / 512 + 1) * 512
        // A header in a sector that the disk got is whole.
        let isHeaderCut = cut > frame.lowerBound && cut < frame.lowerBound + 24 && cut != firstSectorEnd
        let firstLost = cut == frame.lowerBound ? cut : (cut + 511) / 512 * 512
        return !isHeaderCut && firstLost < frame.upperBound
    }

    @Test("A sector of zeros is damage in a frame that another follows, and torn in the last one")
    func holes() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        let used = try #require(ends.last)
        for sector in 0...used / 512 {
            var holed = bytes
            for byte in max(64, sector * 512)..<min(bytes.count, sector * 512 + 512) { holed[byte] = 0 }
            let frame = try #require(ends.indices.first { ends[$0 + 1] > max(64, sector * 512) })
            let isLast = frame == Self.steps.count - 1
            let outcome = try Self.open(holed, in: fixture)
            if holed[ends[frame]...].allSatisfy({ $0 == 0 }) {
                #expect(outcome == .recovered(steps: frame, torn: nil))
            } else if isLast {
                #expect(outcome == .recovered(steps: frame, torn: ends[frame]))
            } else {
                #expect(outcome == .damaged(offset: ends[frame], revision: UInt64(frame + 1)))
            }
        }
    }

    @Test("Every subset of the sectors of the last frame that a crash can leave is recovered")
    func sectors() throws {
        for offset in stride(from: 0, to: 512, by: 8) {
            let fixture = try JournalFixture([], sizes: Self.large)
            let journal = try fixture.journal()
            // The frame before puts the last one where it is wanted in its sector.
            try journal.append([JournalFixture.step(1, byteCount: 407 + offset)])
            let start = Int(journal.position.offset)
            let before = try #require(fixture.disk.bytes(of: JournalFixture.path(1)))
            try journal.append([JournalFixture.step(2, byteCount: 1_100)])
            let after = try #require(fixture.disk.bytes(of: JournalFixture.path(1)))
            let sectors = Array(start / 512...(Int(journal.position.offset) - 1) / 512)
            for subset in 1..<1 << sectors.count - 1 {
                var bytes = before
                for (number, sector) in sectors.enumerated() where subset >> number & 1 == 1 {
                    let range = sector * 512..<sector * 512 + 512
                    bytes.replaceSubrange(range, with: after[range])
                }
                fixture.disk.put(bytes, at: JournalFixture.path(1))
                let contents = try fixture.contents()
                try #require(contents.steps.count == 1 && contents.torn?.offset == UInt64(start))
            }
        }
    }

    @Test("Whatever bit is wrong, the journal is refused with the place, or nothing that was added is missing")
    func flips() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        let used = try #require(ends.last)
        for byte in bytes.indices where byte < used + 64 || byte.isMultiple(of: 101) {
            for bit in 0..<8 {
                var flipped = bytes
                flipped[byte] ^= 1 << bit
                let outcome = try Self.open(flipped, in: fixture)
                if byte < 64 {
                    let isRefused = outcome == .damaged(offset: 0, revision: nil) || outcome == .refused
                    #expect(isRefused, "byte \(byte) bit \(bit)")
                } else if let frame = ends.indices.dropLast().first(where: { ends[$0 + 1] > byte }) {
                    #expect(outcome == .damaged(offset: ends[frame], revision: UInt64(frame + 1)))
                } else {
                    let isHarmless =
                        outcome == .recovered(steps: Self.steps.count, torn: used)
                        || outcome == .damaged(offset: used, revision: UInt64(Self.steps.count + 1))
                    #expect(isHarmless, "byte \(byte) bit \(bit)")
                }
            }
        }
    }

    @Test("Whatever bit is wrong in any file of a journal in segments, it is refused, or everything is there")
    func segmentFlips() throws {
        let steps = (1...20).map { JournalFixture.step($0, byteCount: 60) }
        let fixture = try JournalFixture(steps.map { [$0] })
        let files = fixture.disk.files
        #expect(files.count == 2)
        for (path, bytes) in files {
            for byte in bytes.indices where byte < 1_200 {
                for bit in 0..<8 {
                    fixture.disk.flipBit(file: path, byte: byte, bit: bit)
                    do {
                        let contents = try fixture.contents()
                        try #require(contents.steps == steps, "\(path), byte \(byte), bit \(bit)")
                    } catch is FileStoreError {}
                    fixture.disk.flipBit(file: path, byte: byte, bit: bit)
                }
            }
        }
        #expect(try fixture.contents().steps == steps)
    }

    @Test("A frame with any length in its header is refused where it stands, and nothing that large is made")
    func lengths() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        for frame in [2, Self.steps.count - 1] {
            for length in [0, 1, 2, 0xFFFF, 0x0FFF_FFFF, 0x1000_0000, 0x1000_0001, 0x7FFF_FFFF, 0xFFFF_FFFF] as [UInt32]
            {
                for isSummed in [false, true] {
                    var changed = bytes
                    for index in 0..<4 {
                        changed[ends[frame] + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
                    }
                    if isSummed {
                        let header = changed[ends[frame]..<ends[frame] + 20]
                        let sum = CRC32C.checksum(of: Array(header) + (try JournalFixture.store().bytes))
                        for index in 0..<4 {
                            changed[ends[frame] + 20 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index))
                        }
                    }
                    let outcome = try Self.open(changed, in: fixture)
                    #expect(outcome == .damaged(offset: ends[frame], revision: UInt64(frame + 1)), "\(length)")
                }
            }
        }
    }

    @Test("Bytes behind the last frame that no crash leaves are refused, and so are old frames")
    func garbage() throws {
        let (fixture, bytes, ends) = try Self.fixture()
        let used = try #require(ends.last)
        let damage = Outcome.damaged(offset: used, revision: UInt64(Self.steps.count + 1))
        var text = bytes
        text.replaceSubrange(used..<used + 30, with: Array("something else, 30 bytes long.".utf8))
        #expect(try Self.open(text, in: fixture) == damage)
        for frame in Self.steps.indices {
            var again = bytes
            again.replaceSubrange(
                used..<used + ends[frame + 1] - ends[frame], with: bytes[ends[frame]..<ends[frame + 1]])
            #expect(try Self.open(again, in: fixture) == damage)
            let without = Array(bytes[..<ends[frame]] + bytes[ends[frame + 1]...])
            let isLast = frame == Self.steps.count - 1
            let gap = Outcome.damaged(offset: ends[frame], revision: UInt64(frame + 1))
            #expect(try Self.open(without, in: fixture) == (isLast ? .recovered(steps: frame, torn: nil) : gap))
        }
        #expect(try Self.open([], in: fixture) == .damaged(offset: 0, revision: nil))
        #expect(try Self.open([UInt8](repeating: 0, count: 4_096), in: fixture) == .damaged(offset: 0, revision: nil))
    }

    @Test("A segment that is missing is told by its name, and one of another store, time or kind is not taken for it")
    func segments() throws {
        let steps = (1...30).map { JournalFixture.step($0) }
        let fixture = try JournalFixture(steps.map { [$0] })
        let files = fixture.disk.files
        let firsts = [1, 9, 17, 25]
        #expect(files.keys.sorted() == firsts.map { JournalFixture.path($0) })
        for first in firsts.dropLast() {
            fixture.disk.remove(JournalFixture.path(first))
            #expect(throws: FileStoreError.lost(path: JournalFixture.path(first))) { try fixture.contents() }
            for other in firsts where other != first {
                let bytes = try #require(files[JournalFixture.path(other)])
                #expect(try Self.open(bytes, first: first, of: steps, in: fixture) != .recovered(steps: 30, torn: nil))
                #expect(throws: FileStoreError.self) { try fixture.contents() }
            }
            fixture.disk.put(try #require(files[JournalFixture.path(first)]), at: JournalFixture.path(first))
        }
        fixture.disk.remove(JournalFixture.path(25))
        #expect(throws: FileStoreError.lost(path: JournalFixture.path(25))) { try fixture.contents() }
        // One of another store, and one of the other kind.
        for (store, kind) in [(90, JournalFixture.kind), (7, StoreKind(2))] as [(UInt8, StoreKind)] {
            let other = JournalFixture(on: SimulatedDisk())
            try Journal.make(in: other.folder(), store: JournalFixture.store(store), kind: kind, sizes: other.sizes)
            let bytes = try #require(other.disk.bytes(of: JournalFixture.path(1)))
            let before = files[JournalFixture.path(1)]
            let outcome = try Self.open(bytes, of: steps, in: fixture)
            #expect(outcome == .refused || outcome == .damaged(offset: 0, revision: 1))
            fixture.disk.put(try #require(before), at: JournalFixture.path(1))
        }
    }

    @Test("What begins with other bytes is no journal, whatever its checksum says")
    func otherBeginning() throws {
        let (fixture, bytes, _) = try Self.fixture()
        var other = Array("ROSTERJ\n".utf8) + bytes[8...]
        let sum = CRC32C.checksum(of: other[..<60])
        for index in 0..<4 { other[60 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        fixture.disk.put(other, at: JournalFixture.path(1))
        let detail = "this is not how a journal begins"
        #expect(
            throws: FileStoreError.damaged(path: JournalFixture.path(1), offset: 0, revision: nil, detail: detail)
        ) { try fixture.contents() }
        #expect(fixture.disk.bytes(of: JournalFixture.path(1)) == other)
    }

    @Test("A newer format is refused as such")
    func version() throws {
        let (fixture, bytes, _) = try Self.fixture()
        var newer = bytes
        newer[8] = 3
        let sum = CRC32C.checksum(of: newer[..<60])
        for index in 0..<4 { newer[60 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
        fixture.disk.put(newer, at: JournalFixture.path(1))
        #expect(throws: FileStoreError.unsupportedVersion(path: JournalFixture.path(1), version: 3)) {
            try fixture.contents()
        }
    }
}
