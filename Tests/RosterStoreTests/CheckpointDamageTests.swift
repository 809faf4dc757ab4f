import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A damaged checkpoint")
struct CheckpointDamageTests {
    /// Every byte that says something, and of the zeros between one in 61.
    private static func places(in bytes: [UInt8]) -> [Int] {
        bytes.indices.filter { bytes[$0] != 0 || $0 % 61 == 0 }
    }

    @Test("is found by verifying, whichever bit is wrong")
    func everyByteIsVerified() throws {
        let model = CheckpointModel(recordCount: 3, seed: 1)
        let bytes = try model.bytes()
        for offset in Self.places(in: bytes) {
            var wrong = bytes
            wrong[offset] ^= 1 << UInt8(offset % 8)
            #expect(throws: FileStoreError.self, "byte \(offset)") {
                try Checkpoint.open(wrong).verify(ModelIndexing())
            }
        }
    }

    @Test("throws or answers as ever when it is read, whichever bit is wrong")
    func noAnswerChanges() throws {
        let model = CheckpointModel(recordCount: 3, seed: 2)
        let bytes = try model.bytes()
        let expected = try Checkpoint.open(bytes).readAll(model)
        for offset in Self.places(in: bytes) {
            var wrong = bytes
            wrong[offset] ^= 1 << UInt8((offset / 8) % 8)
            guard let read = try? Checkpoint.open(wrong).readAll(model) else { continue }
            #expect(read == expected, "byte \(offset)")
        }
    }

    @Test("says where it is damaged, and what was to stand there, each time that it is read")
    func saysWhere() throws {
        let model = CheckpointModel(recordCount: 1000, seed: 3)
        var bytes = try model.bytes()
        // The details take a block behind the header, so the entries begin at block 2.
        let entries = 2 * 4096
        bytes[entries + 4096 + 5] ^= 1
        let checkpoint = try Checkpoint.open(bytes)
        _ = try checkpoint.record(127)
        for _ in 0..<2 {
            #expect(
                throws: FileStoreError.damaged(
                    path: "checkpoint", offset: UInt64(entries + 4096), revision: 42,
                    detail: "the block has a wrong checksum")
            ) { try checkpoint.key(128) }
        }
        _ = try checkpoint.record(0)
    }

    @Test("is found in each level of checksums of a large one")
    func levels() throws {
        let file = CheckpointMemoryFile()
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: CheckpointModel.info, listCount: 0, recordLimit: 5, keyEstimate: 0)
        let value = builder.value(UnsafeRawBufferPointer(start: nil, count: 0), lists: [])
        for number: UInt8 in 0..<5 {
            try [UInt8](repeating: number, count: 1 << 20).withUnsafeBytes { record in
                try builder.add(
                    CheckpointRecord(
                        key: RecordKey(bits: UInt128(number)), group: 0, flags: 0, value: value, bytes: record),
                    keyHashes: [])
            }
        }
        try builder.finish()
        let bytes = file.bytes
        // Five MiB are more than 1024 blocks and fewer than 2048: two blocks of checksums, and one for those.
        let root = bytes.count / 4096 - 1
        for (block, readable) in [(root, 0), (root - 1, 3), (root - 2, 0), (root - 1000, 4), (6, 4)] {
            var wrong = bytes
            wrong[block * 4096 + 3] ^= 0x10
            let checkpoint = try? Checkpoint.open(wrong)
            let read = (0..<5).filter { number in (try? checkpoint?.record(number)) != nil }
            #expect(read.count == readable, "block \(block) of \(root + 1)")
        }
    }

    @Test("is not opened when it was cut, wherever")
    func truncated() throws {
        let bytes = try CheckpointModel(recordCount: 3, seed: 4).bytes()
        let edges = stride(from: 0, to: bytes.count, by: 4096).flatMap { [$0, $0 + 1, $0 + 4095] }
        for count in edges + stride(from: 0, to: bytes.count, by: 61) {
            #expect(throws: FileStoreError.self, "\(count) bytes") { try Checkpoint.open(Array(bytes.prefix(count))) }
        }
    }

    @Test("is not opened when there is something behind it", arguments: [1, 4095, 4096, 8192])
    func extended(count: Int) throws {
        let bytes = try CheckpointModel(recordCount: 3, seed: 4).bytes()
        #expect(throws: FileStoreError.self) {
            try Checkpoint.open(bytes + [UInt8](repeating: 0, count: count))
        }
    }

    @Test("is not taken for one when it never was")
    func foreign() throws {
        let page = [UInt8](repeating: 0, count: 8192)
        let journal = Array("RSTOREJ\n".utf8) + page.dropFirst(8)
        let candidates: [[UInt8]] = [[], [0], page, Array("RSTOREC\n".utf8), journal]
        for bytes in candidates {
            #expect(throws: FileStoreError.self) { try Checkpoint.open(bytes) }
        }
    }
}
