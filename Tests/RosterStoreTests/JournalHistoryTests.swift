import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("The history in a journal")
struct JournalHistoryTests {
    private static func history(of fixture: JournalFixture) throws -> JournalHistory {
        JournalHistory(in: try fixture.folder(), kind: JournalFixture.kind, store: try JournalFixture.store())
    }

    /// Segments of 30 KB, so that some hold more frames than lie between those that are remembered.
    private static let sizes = JournalSizes(
        segmentByteLimit: 30_000, firstStepByteCount: 8_192, stepByteLimit: 8_192)

    private static func steps(_ count: Int) -> [[UInt8]] { (1...count).map { JournalFixture.step($0, byteCount: 10) } }

    @Test("is read from anywhere to anywhere, again and again, across the ends of segments")
    func reading() throws {
        let steps = Self.steps(3_000)
        var generator = RepeatableGenerator(seed: 9)
        var (groups, rest) = ([[[UInt8]]](), steps[...])
        while !rest.isEmpty {
            let count = min(rest.count, generator.element([1, 1, 1, 1, 2, 5]))
            groups.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        let fixture = try JournalFixture(groups, sizes: Self.sizes)
        #expect(fixture.disk.files.count > 2)
        let history = try Self.history(of: fixture)
        for _ in 0..<300 {
            let after = Int.random(in: 0...3_000, using: &generator)
            let last = Int.random(in: 0...3_000, using: &generator)
            let limit = generator.element([0, 1, 10, 500, .max])
            var (read, revision) = ([[UInt8]](), UInt64(after))
            try history.read(after: UInt64(after), through: UInt64(last), limit: limit) { (number, bytes) in
                revision += 1
                precondition(number == revision, "steps follow each other")
                read.append(Array(bytes))
            }
            let expected = after < last ? steps[after..<last].prefix(limit) : []
            #expect(read == Array(expected))
        }
    }

    @Test("costs no more than the headers of some frames, wherever it is read, once it was read before")
    func cost() throws {
        let steps = Self.steps(2_000)
        let fixture = try JournalFixture(
            steps.map { [$0] },
            sizes: JournalSizes(segmentByteLimit: 1 << 20, firstStepByteCount: 1 << 17, stepByteLimit: 1 << 17))
        let history = try Self.history(of: fixture)
        try history.read(after: 0, through: 2_000, limit: .max) { (_, _) in }
        let before = fixture.disk.operationCount(.kind(.read))
        try history.read(after: 1_999, through: 2_000, limit: 1) { (_, _) in }
        // The header of the segment, and a window of 4 KiB and one of 16.
        #expect(fixture.disk.operationCount(.kind(.read)) - before <= 4)
    }

    @Test("is followed by one object while another writes, and begins to know segments as they come")
    func following() throws {
        let fixture = try JournalFixture(sizes: Self.sizes)
        let history = try Self.history(of: fixture)
        let journal = try fixture.journal()
        var read = 0
        for number in 1...2_500 {
            try journal.append([JournalFixture.step(number, byteCount: 10)])
            guard number.isMultiple(of: 17) else { continue }
            try history.read(after: UInt64(read), through: UInt64(number), limit: .max) { (revision, bytes) in
                read += 1
                precondition(revision == UInt64(read), "steps follow each other")
                precondition(Array(bytes) == JournalFixture.step(read, byteCount: 10), "steps are what was added")
            }
        }
        #expect(read == 2_499)
    }

    @Test("is read by several threads at once")
    func threads() async throws {
        let steps = Self.steps(2_000)
        let fixture = try JournalFixture(steps.map { [$0] }, sizes: Self.sizes)
        let history = try Self.history(of: fixture)
        try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 0..<8 {
                group.addTask {
                    var count = 0
                    for start in stride(from: number * 100, to: 2_000, by: 311) {
                        try history.read(after: UInt64(start), through: 2_000, limit: 20) { (_, _) in count += 1 }
                    }
                    return count
                }
            }
            for try await count in group { #expect(count > 0) }
        }
    }

    @Test("tells damage with the place and the revision, and a step that cannot be understood")
    func damage() throws {
        let fixture = try JournalFixture([1, 2, 3].map { [JournalFixture.step($0)] })
        let path = JournalFixture.path(1)
        let history = try Self.history(of: fixture)
        func place(_ error: any Error) -> (UInt64, UInt64?)? {
            guard case FileStoreError.damaged(path, let offset, let revision, _)? = error as? FileStoreError else {
                return nil
            }
            return (offset, revision)
        }
        #expect {
            try history.read(after: 0, through: 3, limit: 9) { (revision, _) throws(ByteReader.Malformed) in
                var nothing = ByteReader(UnsafeRawBufferPointer(start: nil, count: 0))
                if revision == 2 { _ = try nothing.read() }
            }
        } throws: { place($0) ?? (0, nil) == (64 + 128, 2) }
        fixture.disk.flipBit(file: path, byte: 64 + 128 + 50, bit: 3)
        #expect {
            try history.read(after: 1, through: 3, limit: 9) { (_, _) in }
        } throws: { place($0) ?? (0, nil) == (64 + 128, 2) }
        try history.read(after: 2, through: 3, limit: 9) { (_, _) in }
        #expect(throws: FileStoreError.self) { try history.read(after: 2, through: 4, limit: 9) { (_, _) in } }
        fixture.disk.remove(path)
        #expect(throws: FileStoreError.lost(path: path)) {
            try history.read(after: 2, through: 3, limit: 9) { (_, _) in }
        }
    }
}
