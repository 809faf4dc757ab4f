import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that several have open", .timeLimit(.minutes(20)))
struct FileDirectorySharingTests {
    @Test("shows each opening in a process what the other commits, and takes commits of both")
    func severalOpenings() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let (first, second) = (try FileDirectory(at: path), try FileDirectory(at: path + "/."))
        for number in 1...6 {
            let (writer, reader) = number.isMultiple(of: 2) ? (first, second) : (second, first)
            #expect(try await writer.add(number).revision == Revision(UInt64(number)))
            #expect(try await reader.user(UserID(bits: UInt128(number))) != nil)
            if number == 3 { try await writer.compact() }
        }
        #expect(try await first.contents() == second.contents())
        #expect(try await first.contents() == FileDirectory(at: path).contents())
    }

    @Test("tells a stale commit of one opening from what another has committed")
    func conflict() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let (first, second) = (try FileDirectory(at: path), try FileDirectory(at: path))
        try await first.add(1)
        let error = await #expect(throws: UserDirectoryError.self) {
            try await second.commit(FileFixture.batch(2), by: .system, at: FileFixture.now, after: .start)
        }
        guard case .conflict(Revision(1)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("wakes each task that waits or follows, in each opening, by a commit of any")
    func wakes() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let (first, second) = (try FileDirectory(at: path), try FileDirectory(at: path))
        async let waited = first.waitForHistory(after: .start)
        async let waitedToo = second.waitForHistory(after: Revision(1))
        async let followed = Self.follow(first, count: 3)
        for number in 1...3 { try await second.add(number) }
        #expect(try #require(await waited) >= Revision(1))
        #expect(try #require(await waitedToo) >= Revision(2))
        #expect(try await followed == [1, 2, 3])
    }

    private static func follow(_ directory: FileDirectory, count: Int) async throws -> [UInt64] {
        var revisions: [UInt64] = []
        for try await commit in directory.changes(after: .start) {
            revisions.append(commit.revision.number)
            if revisions.count == count { break }
        }
        return revisions
    }

    @Test("loses no commit of two openings that take many at once")
    func concurrentCommits() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let openings = [try FileDirectory(at: path), try FileDirectory(at: path)]
        let revisions = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for number in 1...300 {
                group.addTask { try await openings[number % 2].add(number).revision.number }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(revisions.sorted() == Array(1...300))
        for directory in openings + [try FileDirectory(at: path)] {
            let contents = try await directory.contents()
            #expect(contents.users.map(\.id) == (1...300).map { UserID(bits: $0) })
            #expect(contents.history.map(\.revision.number) == Array(1...300))
        }
    }

    // MARK: Processes

    @Test("is open in another process, too: both commit, both see, both are woken")
    func otherProcess() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        async let woken = directory.waitForHistory(after: .start)
        let child = try FileChild([FileChild.writer, path, "--commits", "1", "--hold"])
        let output = try await offPool { child.read(until: "ack 1 ") }
        #expect(output.contains("ack 1 "))
        #expect(try await woken == Revision(1))
        #expect(try await directory.contents().users.count == 1)

        child.write("1\n")
        try await directory.add(1)
        #expect(try await offPool { child.read(until: "woken") } == "woken 2\n")
        child.write("2\n")
        try await directory.add(2)
        #expect(try await offPool { child.read(until: "woken") } == "woken 3\n")
        child.kill()
        _ = try await offPool { child.finish() }
        try await directory.add(3)
        #expect(try await FileDirectory(at: path).contents() == directory.contents())
    }

    @Test("loses no commit of two processes, of which one is killed")
    func twoProcesses() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        let doomed = try FileChild([FileChild.writer, path])
        let other = try FileChild([FileChild.writer, path, "--commits", "60"])
        async let own: Void = { for number in 1...60 { try await directory.add(number) } }()
        let before = try await offPool { doomed.read(until: "ack ") }
        usleep(20_000)
        doomed.kill()
        let ends = try await offPool { [doomed.finish(after: before), other.finish()] }
        try await own
        #expect(ends[1].lines(of: "ack").count == 60)
        var ledger = FileLedger()
        for end in ends { ledger.take(end) }
        ledger.killCount = 1
        try await ledger.check(path, others: 60)
        #expect(try await directory.contents() == FileDirectory(at: path).contents())
    }

    // MARK: The lock

    @Test("waits for another's lock no longer than it has patience, and takes commits again once it is free")
    func lockedTooLong() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let disk = SystemDisk()
        let directory = try FileDirectory(at: path, on: disk, options: FileFixture.impatient)
        var lock: FolderLock? = try PrivateFolder(at: path).lock("lock")
        #expect(throws: FileStoreError.locked(path: path)) {
            try FileDirectory(at: path, on: disk, options: FileFixture.impatient)
        }
        for _ in 1...2 {
            let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(1) }
            #expect(storeError(error) == .locked(path: path))
        }
        #expect(try await directory.contents().users.isEmpty)
        withExtendedLifetime(lock) {}
        lock = nil
        try await directory.add(1)
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
    }

    @Test("waits for another's lock as long as it has patience")
    func lockedForAMoment() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        let lock = try PrivateFolder(at: path).lock("lock")
        async let revision = directory.add(1).revision
        try await Task.sleep(for: .milliseconds(30))
        withExtendedLifetime(lock) {}
        _ = consume lock
        #expect(try await revision == Revision(1))
    }

    @Test(
        "gets the lock of a process that is killed while it holds it",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/flock"), "needs flock"))
    func killedWithLock() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        let child = try FileChild(["/usr/bin/flock", "-F", path + "/lock", "/bin/sh", "-c", "echo held; read _"])
        #expect(try await offPool { child.read(until: "held") } == "held\n")
        #expect(throws: FileStoreError.locked(path: path)) {
            try FileDirectory(at: path, on: SystemDisk(), options: FileFixture.impatient)
        }
        async let revision = directory.add(1).revision
        try await Task.sleep(for: .milliseconds(30))
        child.kill()
        #expect(try await revision == Revision(1))
        _ = try await offPool { child.finish() }
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
    }

    @Test("closes its files for every program that the process starts, so that none holds its lock")
    func closesOnExec() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        try await directory.add(1)
        _ = try await directory.waitForHistory(after: .start)
        // They are open for as long as a commit takes; what it opens, it opens like this.
        let folder = try PrivateFolder(at: path)
        let lock = try folder.lock("lock")
        let files = try ["head", FileFixture.segment(1)].map { try folder.open($0, for: .writing) }
        var found: Set<String> = []
        for entry in try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd") {
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(entry)")
            guard let target, let number = CInt(entry), target.hasPrefix(sandbox.path) else { continue }
            found.insert(String(target.dropFirst(sandbox.path.count)))
            #expect(fcntl(number, F_GETFD) & FD_CLOEXEC != 0, "\(target)")
        }
        #expect(found.isSuperset(of: ["/store", "/store/lock", "/store/head", "/store/\(FileFixture.segment(1))"]))
        withExtendedLifetime((directory, lock, files)) {}
    }
}
