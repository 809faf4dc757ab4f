import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that cannot tell others, or be told by them", .timeLimit(.minutes(20)))
struct StoreTellingTests {
    private static func commit(_ number: Int, to directory: FileDirectory) async throws {
        let commit = try StorePlan.commit(number)
        try await directory.commit(
            commit.changes, by: commit.principal, at: commit.at,
            given: .history(at: Revision(commit.revision.number - 1)))
    }

    @Test("tells them of a commit once there is room, though nothing else is committed", arguments: [1, 3])
    func tellsLater(failureCount: Int) async throws {
        let disk = SimulatedDisk()
        var options = StorePlan.options
        options.tellingDelay = .milliseconds(5)
        let writes = StoreTally()
        let full = MediatedDisk(disk) { kind, name in
            // Opening tells of everything once.
            guard kind == .write, name == "head", (1...failureCount + 1).contains(writes.add(1)) else { return .done }
            return .failed(FileFailure(call: "pwrite", code: ENOSPC))
        }
        let other = try StoreOracle().open(disk)
        let directory = try FileDirectory(at: StorePlan.path, on: full, options: options)
        async let reached = other.waitForHistory(after: .start)
        try await Self.commit(1, to: directory)
        #expect(try await directory.history(after: .start, limit: 9).count == 1)
        #expect(try await reached == Revision(1))
        #expect(writes.value > failureCount)
        try await Self.commit(2, to: directory)
        try await StoreOracle.read(other, promised: 2, asked: 2)
    }

    /// Adds steps to the journal of a directory as its format has them, and tells of them.
    private static func add(_ commits: [Commit], on disk: SimulatedDisk) throws {
        for commit in commits {
            let folder = try PrivateFolder(at: StorePlan.path, on: disk)
            let journal = try Journal(in: folder, kind: DirectoryContent.kind, after: commit.revision.number - 1)
            while try journal.nextOrTail() != nil {}
            var group = JournalGroup(first: commit.revision.number)
            group.add { CommitCodec.write(commit, to: &$0) }
            try journal.append(&group)
        }
        guard let last = commits.last else { return }
        disk.change("/store/head") { bytes in
            for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: last.revision.number >> (8 * index)) }
        }
    }

    @Test("shows nothing newer after a step that contradicts those before it, and takes no commits")
    func contradiction() async throws {
        let disk = SimulatedDisk()
        let directory = try StoreOracle().open(disk)
        try await Self.commit(1, to: directory)
        let stranger = Commit(
            revision: Revision(2), at: FileFixture.now, principal: .system,
            changes: [.statusChanged(user: StorePlan.id(99), from: .active, to: .blocked)])
        try Self.add([stranger, StorePlan.commit(3)], on: disk)
        try await Self.checkShowsNothingNewer(than: 1, directory, at: Revision(2))
        // Nor when others go on.
        try Self.add([StorePlan.commit(4)], on: disk)
        try await Self.checkShowsNothingNewer(than: 1, directory, at: Revision(2))
    }

    @Test("shows nothing newer after a step that is damaged, also once it is mended, until it is opened again")
    func damage() async throws {
        let disk = SimulatedDisk()
        let directory = try StoreOracle().open(disk)
        try await Self.commit(1, to: directory)
        let journal = "/store/\(JournalFixture.name(1))"
        let end = (disk.bytes(of: journal)?.lastIndex { $0 != 0 } ?? 0) + 1
        let other = try StoreOracle().open(disk)
        try await Self.commit(2, to: other)
        disk.flipBit(file: journal, byte: end + 40, bit: 2)
        try await Self.checkShowsNothingNewer(than: 1, directory, at: Revision(2))
        try await Self.commit(3, to: other)
        try await Self.checkShowsNothingNewer(than: 1, directory, at: Revision(2))
        disk.flipBit(file: journal, byte: end + 40, bit: 2)
        try await Self.checkShowsNothingNewer(than: 1, directory, at: Revision(2))
        try await StoreOracle().check(disk, promised: 3, asked: 3)
    }

    private static func checkShowsNothingNewer(
        than count: Int, _ directory: FileDirectory, at revision: Revision
    ) async throws {
        let reads: [() async throws -> Void] = [
            { _ = try await directory.head() }, { _ = try await directory.user(StorePlan.id(1)) },
            { _ = try await directory.user(named: RecordName(StorePlan.email(1))) },
            { _ = try await directory.users(matching: UserQuery()) },
            { _ = try await directory.readStandings { _ in } },
            { try await Self.commit(count + 1, to: directory) }, { try await Self.commit(count + 3, to: directory) },
        ]
        for (number, read) in reads.enumerated() {
            let error = await #expect(throws: UserDirectoryError.self, "\(number)") { try await read() }
            guard case .damaged(_, _, revision.number?, _) = storeError(error) else {
                throw StoreFinding("read \(number) says \(String(describing: error))")
            }
        }
    }
}

// MARK: - Steps that are too large

extension StoreTellingTests {
    private static var options: StoreOptions {
        var options = StorePlan.options
        options.journalSizes.payloadByteLimit = 4_000
        return options
    }

    private static func changes(_ number: Int, byteCount: Int) throws -> [Change] {
        try FileToolFixture.newcomer(number)
            + [.refused(refusal: Refusal(String(repeating: "x", count: byteCount), because: .wrongCredentials))]
    }

    private static func add(_ number: Int, byteCount: Int, to directory: FileDirectory) async throws {
        try await directory.commit(
            Self.changes(number, byteCount: byteCount), by: .system, at: FileFixture.now, given: .versions([:]))
    }

    private static func isTooLarge(_ error: UserDirectoryError?) -> Bool {
        if case .tooLarge(_, byteLimit: 4_000) = storeError(error) { true } else { false }
    }

    @Test("refuses a step that is too large, and takes those that come later")
    func tooLarge() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: StorePlan.path, on: disk, options: Self.options)
        for number in 1...3 {
            let error = await #expect(throws: UserDirectoryError.self) {
                try await Self.add(number, byteCount: 5_000, to: directory)
            }
            #expect(Self.isTooLarge(error))
            try await Self.add(number, byteCount: 10, to: directory)
        }
        #expect(try await FileDirectory(at: StorePlan.path, on: disk).head().revision == Revision(3))
    }

    @Test("refuses the one that is too large of those that come together, and takes the others")
    func tooLargeInGroup() async throws {
        let disk = SimulatedDisk()
        let slow = MediatedDisk(disk) { kind, name in
            if kind == .syncData, name.hasPrefix("journal-") { usleep(20_000) }
            return .done
        }
        let directory = try FileDirectory(at: StorePlan.path, on: slow, options: Self.options)
        var refused: [Int] = []
        try await withThrowingTaskGroup(of: Int?.self) { group in
            for number in 1...12 {
                group.addTask {
                    do {
                        // Some are too large together only.
                        let byteCount = number.isMultiple(of: 4) ? 5_000 : 1_500
                        try await Self.add(number, byteCount: byteCount, to: directory)
                        return nil
                    } catch {
                        guard Self.isTooLarge(error as? UserDirectoryError) else { throw error }
                        return number
                    }
                }
            }
            for try await number in group { if let number { refused.append(number) } }
        }
        #expect(refused.sorted() == [4, 8, 12])
        #expect(try await FileDirectory(at: StorePlan.path, on: disk).head().revision == Revision(9))
    }

    @Test("keeps the steps of an import that come before the one that is too large")
    func tooLargeInImport() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: StorePlan.path, on: disk, options: Self.options)
        let commits = try (1...5).map { number in
            Commit(
                revision: Revision(UInt64(number)), at: FileFixture.now, principal: .system,
                changes: try Self.changes(number, byteCount: number == 4 ? 5_000 : 10))
        }
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.append(commits) }
        #expect(Self.isTooLarge(error))
        #expect(try await directory.history(after: .start, limit: 9) == Array(commits.prefix(3)))
    }
}
