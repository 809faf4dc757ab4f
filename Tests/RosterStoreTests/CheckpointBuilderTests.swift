import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A checkpoint that is written")
struct CheckpointBuilderTests {
    @Test("gets its header last, when everything else is durable")
    func headerLast() throws {
        let file = CheckpointMemoryFile()
        try CheckpointModel(userCount: 300, seed: 1).write(to: file)
        #expect(file.headerWriteNumber == file.writeCount)
        #expect(file.syncCount == 2)
    }

    @Test("may have fewer users than were announced", arguments: [0, 1, 200])
    func fewer(userCount: Int) throws {
        let model = CheckpointModel(userCount: userCount, seed: 2)
        let file = CheckpointMemoryFile()
        try model.write(to: file, userLimit: 5000)
        let checkpoint = try Checkpoint.open(file.bytes)
        #expect(try checkpoint.readAll(model).users == model.users)
        try checkpoint.verify(CheckpointModelRecords())
    }

    @Test("is no checkpoint when any write failed, and says that there is no room")
    func noRoom() throws {
        let model = CheckpointModel(userCount: 300, seed: 3)
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
        #expect(throws: FileStoreError.self) { try CheckpointModel(userCount: 3, seed: 3).write(to: file) }
        #expect((file.headerWriteNumber == nil) == (failingSync == 1))
    }

    @Test("has the same bytes whenever the same is written")
    func sameBytes() throws {
        let model = CheckpointModel(userCount: 300, seed: 4)
        #expect(try model.bytes() == model.bytes())
    }

    @Test("has the bytes of the format")
    func goldenBytes() throws {
        var model = CheckpointModel(userCount: 0, seed: 0)
        model.roles = [Array("a".utf8), Array("bc".utf8)]
        model.scopes = [Array("/".utf8)]
        model.users = [
            CheckpointModelUser(key: RecordKey(bits: 1 << 64 | 2), status: 3, flags: 4, email: "", roles: []),
            CheckpointModelUser(key: RecordKey(bits: 1 << 64 | 3), status: 3, flags: 0, email: "x@y", roles: [0, 1]),
        ]
        let bytes = try model.bytes()
        let expected = GoldenCheckpoint.bytes
        #expect(bytes.count == expected.count)
        let difference = expected.indices.first { bytes[$0] != expected[$0] }
        #expect(difference == nil)
        try Checkpoint.open(expected).verify(CheckpointModelRecords())
    }

    @Test("is refused to users that are out of order, too many, or have holdings without a number")
    func mistakes() async {
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([2, 2], limit: 2)
        }
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([1, 2], limit: 1)
        }
        await #expect(processExitsWith: .failure) {
            try CheckpointBuilderTests.add([1], limit: 1, holdings: 0)
        }
        await #expect(processExitsWith: .success) {
            try CheckpointBuilderTests.add([], limit: 0)
        }
    }

    private static func add(_ ids: [UInt128], limit: Int, holdings: UInt32? = nil) throws {
        let builder = try CheckpointBuilder(
            CheckpointMemoryFile(), path: "checkpoint", info: CheckpointModel.info, roles: [], scopes: [],
            userLimit: limit)
        let none = UnsafeRawBufferPointer(start: nil, count: 0)
        let number = holdings ?? builder.holdings(none, roles: [])
        for id in ids {
            try builder.add(
                CheckpointUser(key: RecordKey(bits: id), status: 0, flags: 0, holdings: number, record: none),
                emailHash: nil)
        }
        try builder.finish()
    }
}

/// The bytes of a tiny checkpoint, put together by hand from the description of the format.
private enum GoldenCheckpoint {
    static let bytes: [UInt8] = {
        var blocks: [[UInt8]] = [
            Array("Contoso".utf8),
            [2, 1] + Array("a".utf8) + [2] + Array("bc".utf8),
            [1, 1] + Array("/".utf8),
            entry(low: 2, offset: 0, status: 3, flags: 4, holdings: 0, count: 2)
                + entry(low: 3, offset: 2, status: 3, flags: 0, holdings: 1, count: 5),
            [3, 4, 3, 0] + Array("x@y".utf8),
            words([0, 0, 0, UInt64(2) | UInt64(2) << 32]),
            [0, 1] + halves([0, 1]),
            idIndex, emailIndex,
        ].map { Array($0) }
        // Each role has the second user; status 3 has both; flag 2 has the first.
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

    // Three slots for two users, two for one; computed by another program from the description of the hashes.
    private static var idIndex: [UInt8] { words(Self.idSlots) }
    private static var emailIndex: [UInt8] { words(Self.emailSlots) }
    private static let idSlots: [UInt64] = [0, 0x9FBA_2F06_0000_0001, 0x9499_DD01_0000_0002]
    private static let emailSlots: [UInt64] = [0, 0xA0E0_CB83_0000_0002]

    private static func header(_ counts: [Int], root: UInt32) -> [UInt8] {
        var bytes = Array("RSTOREC\n".utf8) + halves([1, 1]) + Array(1...16)
        bytes += words([42, 2, 0x0123_4567_89AB_CDEF, 0xFEDC_BA98_7654_3210]) + halves([root, 12])
        for (number, count) in counts.enumerated() { bytes += words([UInt64(4096 * (number + 1)), UInt64(count)]) }
        bytes += [UInt8](repeating: 0, count: 4092 - bytes.count)
        return bytes + halves([CRC32C.checksum(of: bytes)])
    }

    private static func entry(
        low: UInt64, offset: UInt64, status: UInt64, flags: UInt64, holdings: UInt32, count: UInt32
    ) -> [UInt8] {
        words([1, low, offset | status << 48 | flags << 56]) + halves([holdings, count])
    }

    private static func words(_ words: [UInt64]) -> [UInt8] {
        words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } }
    }

    private static func halves(_ halves: [UInt32]) -> [UInt8] {
        halves.flatMap { half in (0..<4).map { UInt8(truncatingIfNeeded: half >> (8 * $0)) } }
    }
}
