import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A checkpoint")
struct CheckpointTests {
    @Test("holds what was written, found in every way there is", arguments: [0, 1, 2, 3, 127, 128, 129, 1000])
    func holdsWhatWasWritten(recordCount: Int) throws {
        let model = CheckpointModel(recordCount: recordCount, seed: UInt64(recordCount))
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(checkpoint.info == CheckpointModel.info)
        #expect(checkpoint.recordCount == recordCount)
        let read = try checkpoint.readAll(model)
        #expect(read.records == model.records)
        #expect(read.values == model.records.map { $0.lists.map { UInt32($0) } })
        try checkpoint.verify(ModelIndexing())
    }

    @Test("finds every record by its key and by each of its secondary keys, and no other")
    func finds() throws {
        let model = CheckpointModel(recordCount: 1000, seed: 3)
        let checkpoint = try Checkpoint.open(try model.bytes())
        for (ordinal, user) in model.records.enumerated() {
            #expect(try checkpoint.find(user.key) == ordinal)
            for name in user.names {
                #expect(try checkpoint.find(name: name) == ordinal)
                #expect(try checkpoint.find(name: name.uppercased()) == ordinal)
                #expect(try checkpoint.find(name: name + "s") == nil)
            }
            #expect(try checkpoint.find(RecordKey(bits: user.key.bits ^ 1)) == nil)
            #expect(try checkpoint.find(RecordKey(bits: user.key.bits ^ 1 << 64)) == nil)
        }
    }

    @Test("goes on from every key to the next, whether a record has it or not")
    func goesOn() throws {
        let model = CheckpointModel(recordCount: 200, seed: 4)
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(try checkpoint.firstOrdinal(after: nil) == 0)
        #expect(try checkpoint.firstOrdinal(after: RecordKey(bits: .max)) == 200)
        for (ordinal, user) in model.records.enumerated() {
            #expect(try checkpoint.firstOrdinal(after: user.key) == ordinal + 1)
            #expect(try checkpoint.firstOrdinal(after: RecordKey(bits: user.key.bits - 1)) == ordinal)
        }
    }

    @Test("lists records by value, group and flag")
    func lists() throws {
        let model = CheckpointModel(recordCount: 1000, seed: 5)
        let checkpoint = try Checkpoint.open(try model.bytes())
        func expected(_ isListed: (ModelRecord) -> Bool) -> [Int] {
            model.records.indices.filter { isListed(model.records[$0]) }
        }
        for role: UInt8 in 0..<6 {
            #expect(try checkpoint.list(UInt32(role)).all() == expected { $0.lists.contains(role) })
        }
        for status in UInt8.min...UInt8.max {
            #expect(try checkpoint.list(ofGroup: status).all() == expected { $0.group == status })
        }
        for bit in 0..<8 {
            #expect(try checkpoint.list(ofFlag: bit).all() == expected { $0.flags & 1 << bit != 0 })
        }
        #expect(try checkpoint.list(6).count == 0)
        #expect(try checkpoint.list(.max).count == 0)
    }

    @Test("goes to any place of a list", arguments: [0, 1, 2, 1000])
    func seeks(recordCount: Int) throws {
        let model = CheckpointModel(recordCount: recordCount, seed: 6)
        let list = try Checkpoint.open(try model.bytes()).list(2)
        let all = try list.all()
        for ordinal in -1...recordCount + 1 {
            let expected = all.firstIndex { $0 >= ordinal } ?? all.count
            #expect(try list.position(from: ordinal) == expected)
            for start in [0, all.count / 2, all.count, all.count + 1] {
                let begun = max(expected, min(start, all.count))
                #expect(try list.position(from: ordinal, startingAt: start) == begun)
            }
        }
    }

    @Test("keeps equal values once")
    func interns() throws {
        let model = CheckpointModel(recordCount: 1000, seed: 7)
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(checkpoint.valueCount == Set(model.records.map(\.lists)).count)
        #expect(checkpoint.listCount == 6)
    }

    @Test("keeps thousands of distinct values apart")
    func manyHoldings() throws {
        let builder = try CheckpointBuilder(
            CheckpointMemoryFile(), path: "checkpoint", info: CheckpointModel.info, listCount: 1,
            recordLimit: 0, keyEstimate: 0)
        for round in 0..<2 {
            for number in 0..<UInt32(5000) {
                let given = withUnsafeBytes(of: number) { builder.value($0, lists: []) }
                #expect(given == number, "in round \(round)")
            }
        }
    }

    @Test("holds records that have the same hash of a secondary key")
    func equalHashes() throws {
        let file = CheckpointMemoryFile()
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: CheckpointModel.info, listCount: 0, recordLimit: 100, keyEstimate: 100)
        let value = builder.value(UnsafeRawBufferPointer(start: nil, count: 0), lists: [])
        for number: UInt8 in 0..<100 {
            try withUnsafeBytes(of: number) { record in
                let record = CheckpointRecord(
                    key: RecordKey(bits: UInt128(number)), group: 0, flags: 0, value: value, bytes: record)
                try builder.add(record, keyHashes: [7])
            }
        }
        try builder.finish()
        let checkpoint = try Checkpoint.open(file.bytes)
        for number in 0..<100 {
            let found = try checkpoint.find(keyHash: 7) { (ordinal) throws(FileStoreError) in
                try checkpoint.record(ordinal).bytes[0] == number
            }
            #expect(found == number)
        }
        #expect(try checkpoint.find(keyHash: 7) { (_) throws(FileStoreError) in false } == nil)
        #expect(try checkpoint.find(keyHash: 8) { (_) throws(FileStoreError) in true } == nil)
    }

    @Test("holds records of any length, also of none, across blocks and pieces")
    func records() throws {
        let file = CheckpointMemoryFile()
        let counts = [0, 4095, 1, 0, 4096, 4097, 1 << 20, (1 << 20) - 1, 3_000_000, 0, 5]
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: CheckpointModel.info, listCount: 0, recordLimit: counts.count,
            keyEstimate: 0)
        let value = builder.value(UnsafeRawBufferPointer(start: nil, count: 0), lists: [])
        for (number, count) in counts.enumerated() {
            try [UInt8](repeating: UInt8(number + 1), count: count).withUnsafeBytes { record in
                let record = CheckpointRecord(
                    key: RecordKey(bits: UInt128(number)), group: 0, flags: 0, value: value, bytes: record)
                try builder.add(record, keyHashes: [])
            }
        }
        try builder.finish()
        let checkpoint = try Checkpoint.open(file.bytes)
        for (number, count) in counts.enumerated() {
            let record = try checkpoint.record(number).bytes
            #expect(record.count == count && record.allSatisfy { $0 == UInt8(number + 1) })
        }
    }

    @Test("can be read by many at once", .timeLimit(.minutes(20)))
    func concurrency() async throws {
        let model = CheckpointModel(recordCount: 300, seed: 9)
        let checkpoint = try Checkpoint.open(try model.bytes())
        let transcripts = try await withThrowingTaskGroup(of: CheckpointTranscript.self) { group in
            for _ in 0..<8 { group.addTask { try checkpoint.readAll(model) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(transcripts.count == 1)
        #expect(transcripts.first?.records == model.records)
    }

    @Test("tells how far its verification is, up to the end")
    func progress() throws {
        let checkpoint = try Checkpoint.open(try CheckpointModel(recordCount: 10, seed: 8).bytes())
        var steps: [Int] = []
        var totals: Set<Int> = []
        try checkpoint.verify(ModelIndexing()) { done, total in
            steps.append(done)
            totals.insert(total)
        }
        #expect(steps == steps.sorted())
        #expect(totals == [steps.last ?? 0])
    }
}
