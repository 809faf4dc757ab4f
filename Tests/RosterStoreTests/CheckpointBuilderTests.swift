import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A checkpoint that is written")
struct CheckpointBuilderTests {
    @Test("gets its header last, when everything else is durable")
    func headerLast() throws {
        let file = CheckpointMemoryFile()
        try CheckpointModel(recordCount: 300, seed: 1).write(to: file)
        #expect(file.headerWriteNumber == file.writeCount)
        #expect(file.syncCount == 2)
    }

    @Test("may have fewer records than were announced", arguments: [0, 1, 200])
    func fewer(recordCount: Int) throws {
        let model = CheckpointModel(recordCount: recordCount, seed: 2)
        let file = CheckpointMemoryFile()
        try model.write(to: file, recordLimit: 5000)
        let checkpoint = try Checkpoint.open(file.bytes)
        #expect(try checkpoint.readAll(model).records == model.records)
        try checkpoint.verify(ModelIndexing())
    }

    @Test("is no checkpoint when any write failed, and says that there is no room")
    func noRoom() throws {
        let model = CheckpointModel(recordCount: 300, seed: 3)
        let whole = CheckpointMemoryFile()
        try model.write(to: whole)
        for count in 0..<whole.writeCount {
            let file = CheckpointMemoryFile(failsAfter: count)
            #expect(throws: FileStoreError.noSpace(path: "checkpoint")) { try model.write(to: file) }
            #expect(throws: FileStoreError.self) { try Checkpoint.open(file.bytes) }
        }
    }

    @Test("is not finished when it cannot be made durable", arguments: [1, 2])
    func notDurable(failingSync: Int) throws {
        let file = CheckpointMemoryFile(failingSync: failingSync)
        #expect(throws: FileStoreError.self) { try CheckpointModel(recordCount: 3, seed: 3).write(to: file) }
        #expect((file.headerWriteNumber == nil) == (failingSync == 1))
    }

    @Test("has the same bytes whenever the same is written")
    func sameBytes() throws {
        let model = CheckpointModel(recordCount: 300, seed: 4)
        #expect(try model.bytes() == model.bytes())
    }

    @Test("has the bytes of the format")
    func goldenBytes() throws {
        var model = CheckpointModel(recordCount: 0, seed: 0)
        model.records = [
            ModelRecord(key: RecordKey(bits: 1 << 64 | 2), group: 3, flags: 4, names: [], lists: []),
            ModelRecord(key: RecordKey(bits: 1 << 64 | 3), group: 3, flags: 0, names: ["x@y"], lists: [0, 1]),
        ]
        let file = CheckpointMemoryFile()
        try model.write(to: file, listCount: 2)
        let bytes = file.bytes
        let expected = GoldenCheckpoint.bytes
        #expect(bytes.count == expected.count)
        let difference = expected.indices.first { bytes[$0] != expected[$0] }
        #expect(difference == nil)
        try Checkpoint.open(expected).verify(ModelIndexing())
    }

    @Test("is refused to records that are out of order, too many, or have a value without a number")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([2, 2], limit: 2)
        }
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([1, 2], limit: 1)
        }
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([1], limit: 1, value: 0)
        }
        await #expect(processExitsWith: .success) {
            try CheckpointBuilderTests.add([], limit: 0)
        }
    }

    private static func add(_ ids: [UInt128], limit: Int, value: UInt32? = nil) throws {
        let builder = try CheckpointBuilder(
            CheckpointMemoryFile(), path: "checkpoint", info: CheckpointModel.info, listCount: 0,
            recordLimit: limit, keyEstimate: 0)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let number = value ?? builder.value(none, lists: [])
        for id in ids {
            try builder.add(
                CheckpointRecord(key: RecordKey(bits: id), group: 0, flags: 0, value: number, bytes: none),
                keyHashes: [])
        }
        try builder.finish()
    }
}

/// The bytes of a tiny checkpoint, put together by hand from the description of the format.
private enum GoldenCheckpoint {
    static let bytes: [UInt8] = {
        var blocks: [[UInt8]] = [
            Array("details".utf8),
            entry(low: 2, offset: 0, group: 3, flags: 4, value: 0, count: 3)
                + entry(low: 3, offset: 3, group: 3, flags: 0, value: 1, count: 9),
            [3, 4, 0, 3, 0, 2, 0, 1, 3] + Array("x@y".utf8),
            words([0, 0, 0, UInt64(2) | UInt64(2) << 32]),
            [0, 1] + halves([0, 1]),
            recordIndex, keyIndex,
        ].map { Array($0) }
        // Each list has the second record; group 3 has both; flag 2 has the first.
        var starts: [UInt64] = [0, 1]
        starts += Array(repeating: 2, count: 4) + Array(repeating: 4, count: 255) + Array(repeating: 5, count: 6)
        blocks.append(words(starts))
        blocks.append(halves([1, 1, 0, 1, 0]))
        let counts = blocks.map(\.count)
        blocks = blocks.map { $0 + [UInt8](repeating: 0, count: 4096 - $0.count) }
        var checksums: [UInt8] = halves([0] + blocks.map { CRC32C.checksum(of: $0) })
        checksums += [UInt8](repeating: 0, count: 4096 - checksums.count)
        return header(counts + [4096], root: CRC32C.checksum(of: checksums)) + blocks.joined() + checksums
    }()

    // Three slots for two records, two for one; computed by another program from the description of the hashes.
    private static var recordIndex: [UInt8] { words(Self.recordSlots) }
    private static var keyIndex: [UInt8] { words(Self.keySlots) }
    private static let recordSlots: [UInt64] = [0, 0x9FBA_2F06_0000_0001, 0x9499_DD01_0000_0002]
    private static let keySlots: [UInt64] = [0, 0xA0E0_CB83_0000_0002]

    private static func header(_ counts: [Int], root: UInt32) -> [UInt8] {
        var bytes = Array("RSTOREC\n".utf8) + halves([1, 1]) + Array(1...16)
        bytes += words([42, 2, 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210]) + halves([root, 10])
        for (number, count) in counts.enumerated() { bytes += words([UInt64(4096 * (number + 1)), UInt64(count)]) }
        bytes += [UInt8](repeating: 0, count: 4092 - bytes.count)
        return bytes + halves([CRC32C.checksum(of: bytes)])
    }

    private static func entry(
        low: UInt64, offset: UInt64, group: UInt64, flags: UInt64, value: UInt32, count: UInt32
    ) -> [UInt8] {
        words([1, low, offset | group << 48 | flags << 56]) + halves([value, count])
    }

    private static func words(_ words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    private static func halves(_ halves: [UInt32]) -> [UInt8] {
        halves.flatMap { half in (0..<4).map { UInt8(truncatingIfNeeded: half >> (8 * $0)) } }
    }
}
