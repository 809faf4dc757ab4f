import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory")
struct FileDirectoryTests {
    @Test("begins empty, and makes a folder and files that only the owner can use")
    func beginsEmpty() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        #expect(try await directory.head() == DirectoryHead(revision: .start, company: nil, notifiedThrough: .start))
        #expect(directory.recoveredTail == nil)
        #expect(FileSandbox.mode(path) == 0o700)
        #expect(try FileSandbox.names(path) == ["journal", "lock"])
        #expect(FileSandbox.mode(path + "/journal") == 0o600)
        #expect(FileSandbox.mode(path + "/lock") == 0o600)
    }

    @Test("holds after it is opened again what it held before")
    func reopens() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let before = try await {
            let directory = try FileDirectory(at: path)
            for number in 1...5 { try await directory.add(number) }
            let extremes = try Change.extremes(of: FileFixture.user(1).id)
            let revision = try await directory.head().revision
            _ = try await directory.commit(extremes, by: .user(id: UserID(bits: 7)), at: .distantPast, after: revision)
            return try await directory.contents()
        }()
        for _ in 1...2 {
            let directory = try FileDirectory(at: path)
            #expect(try await directory.contents() == before)
            #expect(directory.recoveredTail == nil)
        }
        #expect(before.history.map(\.revision.number) == [1, 2, 3, 4, 5, 6])
    }

    @Test("leaves other entries of its folder alone")
    func toleratesOthers() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try FileManager.default.createDirectory(atPath: path + "/credentials", withIntermediateDirectories: false)
        try FileSandbox.write([1], to: path + "/notes")
        _ = try FileDirectory(at: path)
        #expect(try FileSandbox.names(path) == ["credentials", "journal", "lock", "notes"])
    }

    @Test("removes a file that a crash left unfinished, and only then")
    func removesUnfinished() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try FileSandbox.write([1], to: path + "/.unfinished-abc")
        _ = try FileDirectory(at: path)
        #expect(try FileSandbox.names(path) == ["journal", "lock"])
    }

    @Test("answers a stale commit with the latest revision, and changes nothing")
    func conflict() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        try await directory.add(1)
        let before = try await directory.contents()
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
        #expect(try await directory.contents() == before)
    }

    @Test("takes nothing of a batch that contradicts the state, on disk or in memory")
    func contradiction() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        try await directory.add(1)
        let (before, bytes) = (try await directory.contents(), try FileSandbox.bytes(path + "/journal"))
        let batch = try FileFixture.batch(2) + FileFixture.batch(1)
        let error = await #expect(throws: UserDirectoryError.self) {
            try await directory.commit(batch, by: .system, at: FileFixture.now, after: Revision(1))
        }
        guard case .contradiction(.userExists) = error else {
            Issue.record("not a contradiction: \(String(describing: error))")
            return
        }
        #expect(try await directory.contents() == before)
        #expect(try FileSandbox.bytes(path + "/journal") == bytes)
        try await directory.add(2)
    }

    @Test("lands every one of 32 commits that run at once and try again on conflict", .timeLimit(.minutes(1)))
    func concurrentCommits() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let before = try await {
            let directory = try FileDirectory(at: path)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...32 { group.addTask { try await Self.land(number, in: directory) } }
                try await group.waitForAll()
            }
            return try await directory.contents()
        }()
        #expect(before.users.map(\.id) == (1...32).map { UserID(bits: $0) })
        #expect(before.history.map(\.revision.number) == Array(1...32))
        #expect(try await FileDirectory(at: path).contents() == before)
    }

    private static func land(_ number: Int, in directory: FileDirectory) async throws {
        while true {
            do {
                try await directory.add(number)
                return
            } catch UserDirectoryError.conflict {}
        }
    }

    @Test("pages through its history")
    func history() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        for number in 1...4 { try await directory.add(number) }
        #expect(try await directory.history(after: Revision(1), limit: 2).map(\.revision.number) == [2, 3])
        #expect(try await directory.history(after: Revision(4), limit: 2).isEmpty)
        #expect(try await directory.history(after: Revision(.max), limit: 2).isEmpty)
        #expect(try await directory.history(after: .start, limit: 0).isEmpty)
        #expect(try await directory.history(after: .start, limit: -1).isEmpty)
    }

    @Test("lends everybody's standing at one revision, in order")
    func standings() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        for number in [3, 1, 2] { try await directory.add(number) }
        var lent: [UserStanding] = []
        let revision = try await directory.readStandings { lent.append($0) }
        #expect(revision == Revision(3))
        #expect(lent.map(\.id.bits) == [1, 2, 3])
        #expect(lent.allSatisfy { $0.holdings.count == 2 })
    }

    @Test("wakes whoever waits for the history once it is reached", .timeLimit(.minutes(1)))
    func wakes() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        async let second = directory.waitForHistory(after: Revision(1))
        async let first = directory.waitForHistory(after: .start)
        try await directory.add(1)
        #expect(try #require(await first) >= Revision(1))
        try await directory.add(2)
        #expect(try await second == Revision(2))
        #expect(try await directory.waitForHistory(after: .start) == Revision(2))
    }

    @Test("lets go of whoever waits for the history when the task is cancelled", .timeLimit(.minutes(1)))
    func cancels() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        let tasks = (0..<50).map { number in
            Task {
                if number.isMultiple(of: 2) { await Task.yield() }
                return try await directory.waitForHistory(after: .start)
            }
        }
        for (number, task) in tasks.enumerated() {
            if number.isMultiple(of: 3) { await Task.yield() }
            task.cancel()
        }
        for task in tasks { #expect(try await task.value == nil) }
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
                user: user, from: try FullName("é"), to: try FullName(String(repeating: "\u{10FFFF}", count: 64))),
        ]
    }
}
