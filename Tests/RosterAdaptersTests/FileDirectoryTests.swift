import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory", .timeLimit(.minutes(20)))
struct FileDirectoryTests {
    @Test("begins empty, and makes a folder and files that only the owner can use")
    func beginsEmpty() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        #expect(try await directory.head() == DirectoryHead(revision: .start, company: nil, notifiedThrough: .start))
        #expect(directory.recoveredTail == nil)
        #expect(FileSandbox.mode(path) == 0o700)
        #expect(try FileSandbox.names(path) == FileFixture.names)
        for name in FileFixture.names { #expect(FileSandbox.mode("\(path)/\(name)") == 0o600) }
    }

    @Test("holds what it held before when it is opened again, with a checkpoint and without", arguments: [false, true])
    func reopens(isCompacted: Bool) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let before = try await {
            let directory = try FileDirectory(at: path)
            for number in 1...5 { try await directory.add(number) }
            if isCompacted { try await directory.compact() }
            let extremes = try Change.extremes(of: FileFixture.user(1).id)
            let revision = try await directory.head().revision
            try await directory.commit(extremes, by: .user(id: UserID(bits: 7)), at: .distantPast, after: revision)
            return try await directory.contents()
        }()
        for _ in 1...2 {
            let directory = try FileDirectory(at: path)
            #expect(try await directory.contents() == before)
            #expect(directory.recoveredTail == nil)
        }
        #expect(before.history.map(\.revision.number) == [1, 2, 3, 4, 5, 6])
        #expect(try FileSandbox.names(path).contains(FileFixture.checkpoint(5)) == isCompacted)
    }

    @Test("leaves other entries of its folder alone")
    func toleratesOthers() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try FileManager.default.createDirectory(atPath: path + "/credentials", withIntermediateDirectories: false)
        try FileSandbox.write([1], to: path + "/notes")
        let directory = try FileDirectory(at: path)
        try await directory.compact()
        let names = FileFixture.names + ["credentials", "notes", FileFixture.checkpoint(1)]
        #expect(try FileSandbox.names(path) == names.sorted())
    }

    @Test("removes a file that a crash left unfinished, unless one is being written")
    func removesUnfinished() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try FileSandbox.write([1], to: path + "/.unfinished-abc")
        let lock = try PrivateFolder(at: path).lock("compaction")
        _ = try FileDirectory(at: path)
        #expect(try FileSandbox.names(path) == [".unfinished-abc"] + FileFixture.names)
        withExtendedLifetime(lock) {}
    }

    @Test("removes a file that a crash left unfinished when it is opened")
    func removesUnfinishedAlone() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try FileSandbox.write([1], to: path + "/.unfinished-abc")
        _ = try FileDirectory(at: path)
        #expect(try FileSandbox.names(path) == FileFixture.names)
    }

    @Test("answers a stale commit with the latest revision, and a batch that contradicts, and writes nothing")
    func refusedCommits() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        try await directory.add(1)
        let (before, bytes) = (try await directory.contents(), try Self.journal(path))
        for stale in [Revision.start, Revision(2), Revision(.max)] {
            let error = await #expect(throws: UserDirectoryError.self) {
                try await directory.commit(FileFixture.batch(2), by: .system, at: FileFixture.now, after: stale)
            }
            guard case .conflict(let latest) = error else {
                Issue.record("not a conflict: \(String(describing: error))")
                continue
            }
            #expect(latest == Revision(1))
        }
        let batch = try FileFixture.batch(2) + FileFixture.batch(1)
        let error = await #expect(throws: UserDirectoryError.self) {
            try await directory.commit(batch, by: .system, at: FileFixture.now, after: Revision(1))
        }
        guard case .contradiction(.userExists) = error else {
            Issue.record("not a contradiction: \(String(describing: error))")
            return
        }
        #expect(try await directory.contents() == before)
        #expect(try Self.journal(path) == bytes)
        try await directory.add(2)
        #expect(try Self.journal(path) != bytes)
    }

    private static func journal(_ path: String) throws -> [UInt8] {
        try FileSandbox.bytes("\(path)/\(FileFixture.segment(1))")
    }

    @Test("holds what a store of this format held that was written once and kept")
    func golden() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try FileFixture.copy("format-1", to: path)
        let directory = try FileDirectory(at: path)
        #expect(directory.recoveredTail == nil)
        try await FileGolden.check(directory)
        try await directory.add(1_000)
        try await directory.compact()
        #expect(try await FileDirectory(at: path).history(after: .start, limit: .max).count == FileGolden.revision + 1)
    }
}

extension Change {
    /// Changes whose values are at the edge of what can be stored.
    fileprivate static func extremes(of user: UserID) throws -> [Change] {
        let window = try ValidityWindow(from: .distantPast, until: Timestamp(millisecondsSinceEpoch: .max))
        let odd = RoleID("a\"\\/\u{0}\u{1F}\u{7F}\u{2028}👩‍👩‍👧 e\u{301}")
        let assignment = RoleAssignment(
            of: odd, to: user, at: try Scope("/locations/~-._"), during: window, grantedBy: .user(id: user),
            grantedAt: .distantPast)
        return [
            .roleAssigned(assignment: assignment),
            .userRenamed(
                user: user, from: try FullName("Zoë Ångström 1"),
                to: try FullName("Z" + String(repeating: "\u{10FFFF}", count: 63))),
        ]
    }
}
