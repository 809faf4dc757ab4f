import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("What a file directory costs its disk", .timeLimit(.minutes(20)))
struct FileDirectoryEconomyTests {
    private static let path = "/store"

    @Test("is one write and one sync for a commit, and one write that tells of it")
    func oneCommit() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: Self.path, on: disk)
        try await directory.add(1)
        disk.settle()
        let reads = disk.operationCount(.kind(.read))
        try await directory.add(2)
        let kinds = disk.log.operations.map { operation in
            switch operation {
            case .write(_, _, let bytes): bytes.count == 8 ? "tell" : "write"
            case .syncData(_, isDone: true): "sync"
            default: "\(operation)"
            }
        }
        #expect(kinds == ["write", "sync", "tell"])
        #expect(disk.operationCount(.kind(.read)) - reads <= 2)
    }

    @Test("is one write and no sync for opening a directory whose last step was told of")
    func opening() async throws {
        let disk = SimulatedDisk()
        try await FileDirectory(at: Self.path, on: disk).add(1)
        disk.settle()
        let directory = try FileDirectory(at: Self.path, on: disk)
        #expect(try await directory.head().revision == Revision(1))
        let kinds = disk.log.operations.map { operation in
            if case .write(_, _, let bytes) = operation, bytes.count == 8 { "tell" } else { "\(operation)" }
        }
        #expect(kinds == ["tell"])
    }

    @Test("is a few syncs for 64 commits that are made at once")
    func groupCommit() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: Self.path, on: disk)
        try await directory.add(100)
        let before = disk.operationCount(.kind(.syncData))
        let lock = try PrivateFolder(at: Self.path, on: disk).lock("lock")
        async let revisions = withThrowingTaskGroup(of: UInt64.self) { group in
            for number in 1...64 { group.addTask { try await directory.add(number).revision.number } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // While the lock is held, they come together.
        try await Task.sleep(for: .milliseconds(200))
        withExtendedLifetime(lock) {}
        _ = consume lock
        #expect(try await revisions.sorted() == Array(2...65))
        #expect(disk.operationCount(.kind(.syncData)) - before <= 16)
        #expect(try await FileDirectory(at: Self.path, on: disk.copy()).contents().users.count == 65)
    }

    @Test("is a look at the head, and no operation, for reading what has not changed")
    func reading() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: Self.path, on: disk)
        try await directory.add(1)
        let before = disk.operationCount()
        for _ in 1...10 {
            _ = try await directory.head()
            _ = try await directory.user(UserID(bits: 1))
            _ = try await directory.user(named: RecordName(EmailAddress("user1@contoso.example")))
        }
        #expect(disk.operationCount() == before)
    }

    @Test("is a checkpoint now and then, so that opening reads little however long the history is")
    func compaction() async throws {
        let disk = SimulatedDisk()
        var options = StoreOptions()
        options.leastChangedByteCount = 200_000
        options.mostChangedByteCount = 200_000
        let directory = try FileDirectory(at: Self.path, on: disk, options: options)
        let perCommit = 100
        for start in stride(from: 0, to: 6_000, by: perCommit) {
            let changes = try (1...perCommit).flatMap { try FileFixture.batch(start + $0) }
            try await directory.commit(changes, by: .system, at: FileFixture.now, given: .versions([:]))
        }
        try await eventually { disk.files.keys.contains { $0.hasPrefix("/store/checkpoint-") } }
        try await directory.compact()
        try await directory.add(10_000)
        let journal = disk.files.filter { $0.key.hasPrefix("/store/journal-") }.values.map(\.count).reduce(0, +)
        #expect(journal > 400_000)

        let copy = disk.copy()
        let before = copy.operationCount(.kind(.read))
        let reopened = try FileDirectory(at: Self.path, on: copy)
        #expect(copy.operationCount(.kind(.read)) - before < 40)
        #expect(try await reopened.head().revision == Revision(61))
        #expect(try await reopened.user(UserID(bits: 4_321))?.assignments.count == 2)
        #expect(try await reopened.history(after: .start, limit: .max).count == 61)
        #expect(try await reopened.history(after: .start, limit: .max) == directory.history(after: .start, limit: .max))
        #expect(disk.files.keys.count { $0.hasPrefix("/store/checkpoint-") } == 1)
    }

    @Test("is a checkpoint also when steps that change no record have become many to read at opening")
    func refusals() async throws {
        let disk = SimulatedDisk()
        var options = StoreOptions()
        options.leastChangedByteCount = 10_000
        let directory = try FileDirectory(at: Self.path, on: disk, options: options)
        try await directory.add(1)
        let refusal = Change.refused(refusal: Refusal("do it", because: .nothingPending))
        // A checkpoint is begun after a commit, so there is a commit after each look.
        for _ in 0..<100_000 where !disk.files.keys.contains(where: { $0.hasPrefix("/store/checkpoint-") }) {
            try await directory.commit(
                [refusal], by: .system, at: Timestamp(millisecondsSinceEpoch: 0), given: .versions([:]))
        }
        #expect(disk.files.keys.contains { $0.hasPrefix("/store/checkpoint-") })
    }

    @Test(
        "is a checkpoint when as much has changed as makes it worthwhile",
        arguments: [[0, 4], [8, 4], [20, 10], [64, 32], [512, 32], [1_024, 64]])
    func checkpointSizes(mebibytes: [Int]) {
        let (checkpoint, most) = (mebibytes[0] << 20, mebibytes[1] << 20)
        let options = StoreOptions()
        #expect(!options.isWorthCompacting(changed: most, checkpoint: checkpoint))
        #expect(options.isWorthCompacting(changed: most + 1, checkpoint: checkpoint))
    }
}
