import RosterAdapters
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite struct FileDirectoryAppendTests {
    private static func open(_ disk: SimulatedDisk) throws -> FileDirectory {
        try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
    }

    @Test func `steps that are appended are the history, as they stand`() async throws {
        let disk = SimulatedDisk()
        let history = try FileToolFixture.history(120)
        do {
            let directory = try Self.open(disk)
            try await directory.append(Array(history.prefix(50)))
            try await directory.append([])
            try await directory.append(Array(history.suffix(70)))
            #expect(try await directory.history(after: .start, limit: .max) == history)
        }
        let directory = try Self.open(disk.copy())
        #expect(try await directory.history(after: .start, limit: .max) == history)
        #expect(try await directory.verify().revision == Revision(120))
    }

    @Test func `steps that are appended together share a write and a sync`() async throws {
        let disk = SimulatedDisk()
        let directory = try Self.open(disk)
        try await directory.append([FileToolFixture.history(1)[0]])
        let (syncs, writes) = (disk.operationCount(.kind(.syncData)), disk.operationCount(.kind(.write)))
        try await directory.append(Array(FileToolFixture.history(100).dropFirst()))
        #expect(disk.operationCount(.kind(.syncData)) == syncs + 1)
        // The frame, and the head that tells of it.
        #expect(disk.operationCount(.kind(.write)) == writes + 2)
    }

    @Test(arguments: [0, 2, 4, .max] as [UInt64])
    func `steps that do not follow on are refused, and nothing changes`(number: UInt64) async throws {
        let disk = SimulatedDisk()
        let directory = try Self.open(disk)
        let history = try FileToolFixture.history(2)
        try await directory.append(history)
        let stray = Commit(
            revision: Revision(number), at: FileToolFixture.now, principal: .system,
            changes: try FileToolFixture.newcomer(9))
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.append([stray]) }
        guard case .conflict(latest: Revision(2)) = error else {
            Issue.record("not a conflict: \(String(describing: error))")
            return
        }
        #expect(try await directory.history(after: .start, limit: .max) == history)
    }

    @Test func `the steps before one that contradicts them are kept, and none after it`() async throws {
        let disk = SimulatedDisk()
        let directory = try Self.open(disk)
        var history = try FileToolFixture.history(10)
        history[6] = Commit(
            revision: Revision(7), at: FileToolFixture.now, principal: .system,
            changes: [.statusChanged(user: FileToolFixture.id(999), from: .active, to: .blocked)])
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.append(history) }
        guard case .contradiction = error else {
            Issue.record("not a contradiction: \(String(describing: error))")
            return
        }
        #expect(try await directory.head().revision == Revision(6))
        let again = try Self.open(disk.copy())
        #expect(try await again.history(after: .start, limit: .max) == Array(history.prefix(6)))
    }

    @Test func `after a crash the steps are there as far as they were told, each as a whole and in their order`()
        async throws
    {
        let disk = SimulatedDisk()
        let history = try FileToolFixture.history(40)
        try await {
            let directory = try Self.open(disk)
            disk.settle()
            for start in stride(from: 0, to: 40, by: 10) {
                try await directory.append(Array(history[start..<start + 10]))
                disk.mark()
            }
        }()
        for (_, markCount, image) in CrashSweep(of: disk.log, limit: 8) {
            let found = try await Self.open(image).history(after: .start, limit: .max)
            #expect(found.count >= markCount * 10 && found == Array(history.prefix(found.count)), "\(image.origin)")
        }
    }

    @Test func `the order is that of revisions, also where a clock went back or stood still`() async throws {
        let disk = SimulatedDisk()
        let history = try FileToolFixture.history(9).map { commit in
            let moment = FileToolFixture.now + .seconds(-Int64(commit.revision.number / 3))
            return Commit(revision: commit.revision, at: moment, principal: commit.principal, changes: commit.changes)
        }
        let directory = try Self.open(disk)
        try await directory.append(history)
        try await directory.compact()
        for directory in [directory, try Self.open(disk.copy())] {
            #expect(try await directory.history(after: .start, limit: .max) == history)
            #expect(try await directory.verify().revision == Revision(9))
        }
    }

    @Test func `a sync that fails leaves the outcome unknown, and what follows is refused`() async throws {
        let disk = SimulatedDisk()
        let directory = try Self.open(disk)
        let history = try FileToolFixture.history(4)
        try await directory.append([history[0]])
        disk.inject(DiskFault(.kind(.syncData), number: 1, .failure(5)))
        let first = await #expect(throws: UserDirectoryError.self) { try await directory.append([history[1]]) }
        guard case .outcomeUnknown = first else {
            Issue.record("not unknown: \(String(describing: first))")
            return
        }
        let second = await #expect(throws: UserDirectoryError.self) { try await directory.append([history[1]]) }
        guard case .unavailable = second else {
            Issue.record("not refused: \(String(describing: second))")
            return
        }
        #expect(try await directory.head().revision == Revision(1))
    }
}
