import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A checkpoint")
struct CheckpointTests {
    @Test("holds what was written, found in every way there is", arguments: [0, 1, 2, 3, 127, 128, 129, 1000])
    func holdsWhatWasWritten(userCount: Int) throws {
        let model = CheckpointModel(userCount: userCount, seed: UInt64(userCount))
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(checkpoint.info == CheckpointModel.info)
        #expect(checkpoint.info.seed == CheckpointModel.info.seed)
        #expect(checkpoint.userCount == userCount)
        #expect(try checkpoint.roles() == model.roles)
        #expect(try checkpoint.scopes() == model.scopes)
        let read = try checkpoint.readAll(model)
        #expect(read.users == model.users)
        #expect(read.holdings == model.users.map { $0.roles.map { UInt32($0) } })
        try checkpoint.verify(CheckpointModelRecords())
    }

    @Test("finds every user by identifier and by e-mail address, and nobody else")
    func finds() throws {
        let model = CheckpointModel(userCount: 1000, seed: 3)
        let checkpoint = try Checkpoint.open(try model.bytes())
        for (ordinal, user) in model.users.enumerated() {
            #expect(try checkpoint.find(user.key) == ordinal)
            #expect(try checkpoint.find(email: user.email) == (user.email.isEmpty ? nil : ordinal))
            #expect(try checkpoint.find(RecordKey(bits: user.key.bits ^ 1)) == nil)
            #expect(try checkpoint.find(RecordKey(bits: user.key.bits ^ 1 << 64)) == nil)
            #expect(try checkpoint.find(email: user.email + "s") == nil)
        }
    }

    @Test("goes on from every identifier to the next, whether a user has it or not")
    func goesOn() throws {
        let model = CheckpointModel(userCount: 200, seed: 4)
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(try checkpoint.firstOrdinal(after: nil) == 0)
        #expect(try checkpoint.firstOrdinal(after: RecordKey(bits: .max)) == 200)
        for (ordinal, user) in model.users.enumerated() {
            #expect(try checkpoint.firstOrdinal(after: user.key) == ordinal + 1)
            #expect(try checkpoint.firstOrdinal(after: RecordKey(bits: user.key.bits - 1)) == ordinal)
        }
    }

    @Test("lists users by role, status and flag")
    func lists() throws {
        let model = CheckpointModel(userCount: 1000, seed: 5)
        let checkpoint = try Checkpoint.open(try model.bytes())
        func expected(_ isListed: (CheckpointModelUser) -> Bool) -> [Int] {
            model.users.indices.filter { isListed(model.users[$0]) }
        }
        for role: UInt8 in 0..<6 {
            #expect(try checkpoint.ordinals(withRole: UInt32(role)).all() == expected { $0.roles.contains(role) })
        }
        for status in UInt8.min...UInt8.max {
            #expect(try checkpoint.ordinals(withStatus: status).all() == expected { $0.status == status })
        }
        for bit in 0..<8 {
            #expect(try checkpoint.ordinals(withFlag: bit).all() == expected { $0.flags & 1 << bit != 0 })
        }
        #expect(try checkpoint.ordinals(withRole: 6).count == 0)
        #expect(try checkpoint.ordinals(withRole: .max).count == 0)
    }

    @Test("goes to any place of a list", arguments: [0, 1, 2, 1000])
    func seeks(userCount: Int) throws {
        let model = CheckpointModel(userCount: userCount, seed: 6)
        let list = try Checkpoint.open(try model.bytes()).ordinals(withRole: 2)
        let all = try list.all()
        for ordinal in -1...userCount + 1 {
            let expected = all.firstIndex { $0 >= ordinal } ?? all.count
            #expect(try list.position(from: ordinal) == expected)
            for start in [0, all.count / 2, all.count, all.count + 1] {
                let begun = max(expected, min(start, all.count))
                #expect(try list.position(from: ordinal, startingAt: start) == begun)
            }
        }
    }

    @Test("keeps equal holdings once")
    func interns() throws {
        let model = CheckpointModel(userCount: 1000, seed: 7)
        let checkpoint = try Checkpoint.open(try model.bytes())
        #expect(checkpoint.holdingsCount == Set(model.users.map(\.roles)).count)
        #expect(checkpoint.roleCount == 6)
    }

    @Test("keeps thousands of distinct holdings apart")
    func manyHoldings() throws {
        let builder = try CheckpointBuilder(
            CheckpointMemoryFile(), path: "checkpoint", info: CheckpointModel.info, roles: [[1]], scopes: [],
            userLimit: 0)
        for round in 0..<2 {
            for number in 0..<UInt32(5000) {
                let given = withUnsafeBytes(of: number) { builder.holdings($0, roles: []) }
                #expect(given == number, "in round \(round)")
            }
        }
    }

    @Test("holds users that have the same hash of an e-mail address")
    func equalHashes() throws {
        let file = CheckpointMemoryFile()
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: CheckpointModel.info, roles: [], scopes: [], userLimit: 100)
        let holdings = builder.holdings(UnsafeRawBufferPointer(start: nil, count: 0), roles: [])
        for number: UInt8 in 0..<100 {
            try withUnsafeBytes(of: number) { record in
                let user = CheckpointUser(
                    key: RecordKey(bits: UInt128(number)), status: 0, flags: 0, holdings: holdings, record: record)
                try builder.add(user, emailHash: 7)
            }
        }
        try builder.finish()
        let checkpoint = try Checkpoint.open(file.bytes)
        for number in 0..<100 {
            let found = try checkpoint.find(emailHash: 7) { (ordinal) throws(FileStoreError) in
                try checkpoint.user(ordinal).record[0] == number
            }
            #expect(found == number)
        }
        #expect(try checkpoint.find(emailHash: 7) { (_) throws(FileStoreError) in false } == nil)
        #expect(try checkpoint.find(emailHash: 8) { (_) throws(FileStoreError) in true } == nil)
    }

    @Test("holds records of any length, also of none, across blocks and pieces")
    func records() throws {
        let file = CheckpointMemoryFile()
        let counts = [0, 4095, 1, 0, 4096, 4097, 1 << 20, (1 << 20) - 1, 3_000_000, 0, 5]
        let builder = try CheckpointBuilder(
            file, path: "checkpoint", info: CheckpointModel.info, roles: [], scopes: [], userLimit: counts.count)
        let holdings = builder.holdings(UnsafeRawBufferPointer(start: nil, count: 0), roles: [])
        for (number, count) in counts.enumerated() {
            try [UInt8](repeating: UInt8(number + 1), count: count).withUnsafeBytes { record in
                let user = CheckpointUser(
                    key: RecordKey(bits: UInt128(number)), status: 0, flags: 0, holdings: holdings, record: record)
                try builder.add(user, emailHash: nil)
            }
        }
        try builder.finish()
        let checkpoint = try Checkpoint.open(file.bytes)
        for (number, count) in counts.enumerated() {
            let record = try checkpoint.user(number).record
            #expect(record.count == count && record.allSatisfy { $0 == UInt8(number + 1) })
        }
    }

    @Test("can be read by many at once", .timeLimit(.minutes(5)))
    func concurrency() async throws {
        let model = CheckpointModel(userCount: 300, seed: 9)
        let checkpoint = try Checkpoint.open(try model.bytes())
        let transcripts = try await withThrowingTaskGroup(of: CheckpointTranscript.self) { group in
            for _ in 0..<8 { group.addTask { try checkpoint.readAll(model) } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(transcripts.count == 1)
        #expect(transcripts.first?.users == model.users)
    }

    @Test("tells how far its verification is, up to the end")
    func progress() throws {
        let checkpoint = try Checkpoint.open(try CheckpointModel(userCount: 10, seed: 8).bytes())
        var steps: [Int] = []
        var totals: Set<Int> = []
        try checkpoint.verify(CheckpointModelRecords()) { done, total in
            steps.append(done)
            totals.insert(total)
        }
        #expect(steps == steps.sorted())
        #expect(totals == [steps.last ?? 0])
    }
}
