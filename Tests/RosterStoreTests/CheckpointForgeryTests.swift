import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A checkpoint that was made up, with right checksums")
struct CheckpointForgeryTests {
    @Test("of a later format is refused with its number", arguments: [UInt32(2), 3, .max])
    func laterFormat(version: UInt32) throws {
        var forged = ForgedCheckpoint(try CheckpointModel(recordCount: 3, seed: 1).bytes())
        forged.set(version, at: 8)
        #expect(throws: FileStoreError.unsupportedVersion(path: "checkpoint", version: version)) {
            try Checkpoint.open(forged.sealed())
        }
    }

    @Test("of a format or a kind that never was is refused", arguments: [8, 12])
    func formatZero(offset: Int) throws {
        var forged = ForgedCheckpoint(try CheckpointModel(recordCount: 3, seed: 1).bytes())
        forged.set(UInt32(0), at: offset)
        #expect(throws: FileStoreError.self) { try Checkpoint.open(forged.sealed()) }
    }

    @Test("is opened and read, or refused, whatever its header says")
    func header() throws {
        let model = CheckpointModel(recordCount: 50, seed: 2)
        let bytes = try model.bytes()
        let values: [UInt64] = [
            0, 1, 7, 31, 32, 4095, 4096, 8192, UInt64(bytes.count), UInt64(bytes.count) + 4096, 1 << 31, 1 << 32,
            1 << 47,
            1 << 61, 1 << 62, 1 << 63, .max, .max - 4095,
        ]
        for offset in stride(from: 40, to: 240, by: 4) {
            for value in values {
                var forged = ForgedCheckpoint(bytes)
                forged.set(value, at: offset)
                try Self.readEverything(forged.sealed(), model)
            }
        }
    }

    @Test("is read to its end, or refused, whatever its blocks say")
    func contents() throws {
        let model = CheckpointModel(recordCount: 40, seed: 3)
        let bytes = try model.bytes()
        var generator = RepeatableGenerator(seed: 4)
        for _ in 0..<500 {
            var forged = ForgedCheckpoint(bytes)
            for _ in 0..<Int.random(in: 1...8, using: &generator) {
                let block = Int.random(in: 1..<bytes.count / 4096, using: &generator)
                // Most of a block is padding: its beginning is hit more often.
                let offset =
                    block * 4096 + Int.random(in: 0..<512, using: &generator) * 8 / (generator.next() % 2 == 0 ? 8 : 1)
                let noise = generator.next()
                let value: UInt64 = [0, 1, .max, noise, noise & 0xFF, noise & 0xFFFF_FFFF][Int(noise % 6)]
                forged.set(value, at: min(offset, bytes.count - 8))
            }
            try Self.readEverything(forged.sealed(), model)
        }
    }

    @Test("is searched no longer than its indexes are large when those have no empty slot")
    func fullIndex() throws {
        let model = CheckpointModel(recordCount: 40, seed: 5)
        var forged = ForgedCheckpoint(try model.bytes())
        for section in [5, 6] {
            let range = forged.section(section)
            for offset in stride(from: range.lowerBound, to: range.upperBound, by: 8) {
                forged.set(UInt64(0xFFFF_FFFF_0000_0001), at: offset)
            }
        }
        let checkpoint = try Checkpoint.open(forged.sealed())
        #expect(throws: FileStoreError.self) { try checkpoint.find(RecordKey(bits: 1)) }
        #expect(throws: FileStoreError.self) { try checkpoint.find(name: "no name") }
    }

    @Test("is found by verifying", arguments: CheckpointFault.all)
    func faults(fault: CheckpointFault) throws {
        var model = CheckpointModel(recordCount: 40, seed: 6)
        for index in model.records.indices { model.records[index].lists = [UInt8(index % 5)] }
        var forged = ForgedCheckpoint(try model.bytes())
        let untouched = forged
        try Checkpoint.open(untouched.sealed()).verify(ModelIndexing())
        fault.forge(&forged)
        let checkpoint = try Checkpoint.open(forged.sealed())
        #expect(throws: FileStoreError.self) { try checkpoint.verify(ModelIndexing()) }
    }

    @Test("that gives two records one secondary key is found by verifying")
    func sameEmail() throws {
        var model = CheckpointModel(recordCount: 40, seed: 7)
        model.records[7].names = ["both"]
        model.records[31].names = ["both"]
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(throws: FileStoreError.self) { try checkpoint.verify(ModelIndexing()) }
    }

    /// Makes every call, each of which may throw, on a checkpoint that may not open.
    private static func readEverything(_ bytes: [UInt8], _ model: CheckpointModel) throws {
        guard let checkpoint = try? Checkpoint.open(bytes) else { return }
        for ordinal in 0..<min(checkpoint.recordCount, 100) {
            guard let user = try? checkpoint.record(ordinal) else { continue }
            _ = user.bytes.reduce(0, &+)
            _ = try? checkpoint.value(user.value).bytes.reduce(0, &+)
        }
        for user in model.records {
            _ = try? checkpoint.find(user.key)
            _ = try? checkpoint.find(name: user.names.first ?? "")
            _ = try? checkpoint.firstOrdinal(after: user.key)
        }
        for role in 0..<UInt32(clamping: min(checkpoint.listCount, 10)) {
            guard let list = try? checkpoint.list(role) else { continue }
            _ = try? list.all()
            for ordinal in 0..<50 { _ = try? list.position(from: ordinal) }
        }
        _ = try? checkpoint.verify(ModelIndexing())
    }
}
