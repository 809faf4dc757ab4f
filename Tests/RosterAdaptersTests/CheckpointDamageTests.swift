import RosterAdapters
import RosterDomain
import Testing

@Suite("A damaged checkpoint")
struct CheckpointDamageTests {
    @Test("is found by verifying, whichever bit is wrong")
    func everyByteIsVerified() throws {
        let model = CheckpointModel(userCount: 3, seed: 1)
        let bytes = try model.bytes()
        for offset in bytes.indices {
            var wrong = bytes
            wrong[offset] ^= 1 << UInt8(offset % 8)
            #expect(throws: FileStoreError.self, "byte \(offset)") {
                try Checkpoint.open(wrong).verify(CheckpointModelRecords())
            }
        }
    }

    @Test("throws or answers as ever when it is read, whichever bit is wrong")
    func noAnswerChanges() throws {
        let model = CheckpointModel(userCount: 3, seed: 2)
        let bytes = try model.bytes()
        let expected = try Checkpoint.open(bytes).readAll(model)
        for offset in bytes.indices {
            var wrong = bytes
            wrong[offset] ^= 1 << UInt8((offset / 8) % 8)
            guard let read = try? Checkpoint.open(wrong).readAll(model) else { continue }
            #expect(read == expected, "byte \(offset)")
        }
    }

    @Test("says where it is damaged, and what was to stand there, each time that it is read")
    func saysWhere() throws {
        let model = CheckpointModel(userCount: 1000, seed: 3)
        var bytes = try model.bytes()
        // Details, roles and scopes take a block each behind the header, so the entries begin at block 4.
        let entries = 4 * 4096
        bytes[entries + 4096 + 5] ^= 1
        let checkpoint = try Checkpoint.open(bytes)
        _ = try checkpoint.user(127)
        for _ in 0..<2 {
            #expect(
                throws: FileStoreError.damaged(
                    path: "checkpoint", offset: UInt64(entries + 4096), revision: Revision(42),
                    detail: "the block has a wrong checksum")
            ) { try checkpoint.id(128) }
        }
        _ = try checkpoint.user(0)
    }

    @Test("is not opened when it was cut, wherever")
    func truncated() throws {
        let bytes = try CheckpointModel(userCount: 3, seed: 4).bytes()
        for count in 0..<bytes.count {
            #expect(throws: FileStoreError.self, "\(count) bytes") { try Checkpoint.open(Array(bytes.prefix(count))) }
        }
    }

    @Test("is not opened when there is something behind it", arguments: [1, 4095, 4096, 8192])
    func extended(count: Int) throws {
        let bytes = try CheckpointModel(userCount: 3, seed: 4).bytes()
        #expect(throws: FileStoreError.self) {
            try Checkpoint.open(bytes + [UInt8](repeating: 0, count: count))
        }
    }

    @Test("is not taken for one when it never was")
    func foreign() throws {
        let page = [UInt8](repeating: 0, count: 8192)
        let journal = Array("ROSTERJ\n".utf8) + page.dropFirst(8)
        let candidates: [[UInt8]] = [[], [0], page, Array("ROSTERC\n".utf8), journal]
        for bytes in candidates {
            #expect(throws: FileStoreError.self) { try Checkpoint.open(bytes) }
        }
    }
}
