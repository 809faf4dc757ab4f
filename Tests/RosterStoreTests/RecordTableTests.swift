import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A table of records")
struct RecordTableTests {
    /// A table, and what it should hold in the plainest way.
    private struct Twins {
        var generator: RepeatableGenerator
        var table = RecordTable(seed: KeyedHash.Seed(1, 2))
        var records: [RecordKey: ModelRecord] = [:]
        var revision: UInt64 = 0

        mutating func change(_ count: Int, keys: Int) {
            for _ in 0..<count { self.change(Int.random(in: 0..<keys, using: &self.generator)) }
        }

        private mutating func change(_ number: Int) {
            self.revision += 1
            let key = RecordKey(high: UInt64(number) &* 0x9E37_79B9_7F4A_7C15, low: 1)
            let wasThere = self.records[key] != nil
            if self.generator.chance(20) {
                self.table.remove(key, wasThere: wasThere)
                self.records[key] = nil
                return
            }
            // Of two names each may be another one the next time.
            let names = (0..<Int.random(in: 0...2, using: &self.generator)).map { place in
                "Name \(number).\(place).\(self.generator.chance(50) ? 1 : 0)"
            }
            let record = ModelRecord(
                key: key, group: .random(in: 0...3, using: &self.generator),
                flags: .random(in: 0...3, using: &self.generator), names: names,
                lists: (0..<6).filter { _ in self.generator.chance(30) })
            let changed = ChangedRecord(
                key: key, keyHashes: record.keyHashes, group: record.group, flags: record.flags,
                listBits: record.lists.reduce(0) { $0 | 1 << UInt64($1) }, bytes: record.bytes)
            self.table.put(changed, wasThere: wasThere)
            self.records[key] = record
        }

        /// Writes what there is into a checkpoint, with changes meanwhile, and goes on from it.
        mutating func compact(changing count: Int, keys: Int) throws {
            self.table.settle()
            let frozen = FrozenRecords(
                self.table, at: self.revision, details: [7], listCount: CheckpointModel.listCount,
                indexing: ModelIndexing())
            self.table.freeze()
            self.change(count, keys: keys)
            let file = VolatileFile()
            try frozen.write(to: file, path: "checkpoint", store: .random(), kind: JournalFixture.kind)
            let checkpoint = try Checkpoint(file, path: "checkpoint", kind: JournalFixture.kind)
            #expect(checkpoint.info.details == [7])
            self.table.adopt(checkpoint)
        }

        func check() throws {
            try RecordTableTests.check(self.table, self.records)
        }
    }

    private static func check(_ source: RecordTable, _ records: [RecordKey: ModelRecord]) throws {
        var table = source
        table.settle()
        #expect(table.recordCount == records.count)
        for (key, record) in records {
            let place = try #require(try table.place(of: key))
            #expect(try ModelRecord(key: key, table.bytes(at: place)) == record)
            for name in record.names {
                let found = try table.find(keyHash: ModelRecord.hash(name)) { (bytes) throws(ByteReader.Malformed) in
                    try ModelRecord.has(name.uppercased(), bytes)
                }
                #expect(found?.key == key)
            }
        }
        try table.verify(ModelIndexing())
        let sorted = records.values.sorted { $0.key < $1.key }
        var filter = RecordFilter()
        #expect(try Self.keys(table, filter) == sorted.map(\.key))
        filter.groups = 0b101
        filter.flags = 1
        #expect(
            try Self.keys(table, filter)
                == sorted.filter { [0, 2].contains($0.group) && $0.flags & 1 == 1 }.map(\.key))
        filter.lists = [3]
        filter.admitsValue = { $0.contains(4) }
        let admitted = try Set(Self.keys(table, filter))
        for record in sorted where [0, 2].contains(record.group) && record.flags & 1 == 1 {
            if record.lists.contains(3), record.lists.contains(4) { #expect(admitted.contains(record.key)) }
            if !record.lists.contains(3) { #expect(!admitted.contains(record.key)) }
        }
        for rank in [0, 1, sorted.count / 2, sorted.count - 1, sorted.count, sorted.count + 1] where rank >= 0 {
            var cursor = try RecordCursor(table)
            try cursor.skip(rank)
            #expect(try cursor.next()?.key == (rank < sorted.count ? sorted[rank].key : nil))
        }
        for record in sorted.prefix(20) {
            var cursor = try RecordCursor(table, after: record.key)
            #expect(try cursor.next()?.key == sorted.first { $0.key > record.key }?.key)
        }
    }

    private static func keys(_ table: RecordTable, _ filter: RecordFilter) throws -> [RecordKey] {
        var cursor = try RecordCursor(table, filter: filter)
        var keys: [RecordKey] = []
        while let found = try cursor.next() { keys.append(found.key) }
        return keys
    }

    @Test(
        "knows the latest of every record, by all of its keys and in order, whenever checkpoints are written",
        arguments: [1, 2, 3] as [UInt64], [5, 300, 3_000])
    func latest(seed: UInt64, keys: Int) throws {
        var twins = Twins(generator: RepeatableGenerator(seed: seed))
        for _ in 0..<3 {
            twins.change(keys, keys: keys)
            try twins.check()
            try twins.compact(changing: keys / 4, keys: keys)
            try twins.check()
        }
    }

    @Test("stays as it is in a copy while the original goes on")
    func copies() throws {
        var twins = Twins(generator: RepeatableGenerator(seed: 9))
        twins.change(3_000, keys: 2_500)
        twins.table.settle()
        let (copy, then) = (twins.table, twins.records)
        twins.change(3_000, keys: 5_000)
        try twins.compact(changing: 500, keys: 5_000)
        try Self.check(copy, then)
        try twins.check()
    }

    @Test("frees a secondary key with its record, or when the record has another one")
    func freedKeys() throws {
        var table = RecordTable(seed: KeyedHash.Seed(1, 2))
        func put(_ number: UInt128, _ names: String..., wasThere: Bool = false) {
            let record = ModelRecord(key: RecordKey(bits: number), group: 0, flags: 0, names: names, lists: [])
            table.put(
                ChangedRecord(key: record.key, keyHashes: record.keyHashes, bytes: record.bytes), wasThere: wasThere)
        }
        func holder(_ name: String) throws -> UInt128? {
            try table.find(keyHash: ModelRecord.hash(name)) { (bytes) throws(ByteReader.Malformed) in
                try ModelRecord.has(name, bytes)
            }?.key.bits
        }
        put(1, "ada", "countess")
        #expect(try holder("ADA") == 1 && holder("countess") == 1)
        table.remove(RecordKey(bits: 1), wasThere: true)
        #expect(try holder("ada") == nil && holder("countess") == nil)
        put(2, "ada")
        #expect(try holder("ada") == 2)
        put(1, "grace")
        put(1, "ada", wasThere: true)
        table.remove(RecordKey(bits: 2), wasThere: true)
        #expect(try holder("ada") == 1 && holder("grace") == nil)
        #expect(table.recordCount == 1)
    }

    @Test("gives back the room of records that were replaced")
    func room() {
        var table = RecordTable()
        let bytes = [UInt8](repeating: 1, count: 80)
        for number in 0..<100_000 {
            table.put(ChangedRecord(key: RecordKey(bits: 1), keyHashes: [7], bytes: bytes), wasThere: number > 0)
        }
        #expect(table.changedByteCount < 3 << 20)
    }
}
