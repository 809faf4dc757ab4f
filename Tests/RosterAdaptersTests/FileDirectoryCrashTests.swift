import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

/// Each test starts the writer in a process of its own and keeps its own ledger of what was acknowledged.
@Suite("A file directory whose process or disk fails", .serialized, .timeLimit(.minutes(20)))
struct FileDirectoryCrashTests {
    @Test("Law 8, durable: 60 kills lose nothing that was acknowledged and show nothing by halves")
    func kills() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        var ledger = FileLedger()
        for round in 1...60 {
            let end = try await offPool { try Self.kill(path, round: round) }
            ledger.take(end)
            ledger.killCount += 1
            if round.isMultiple(of: 10) { try await ledger.check(path) }
            if round.isMultiple(of: 20) { try await FileDirectory(at: path).compact() }
        }
        #expect(ledger.acknowledged.count >= 20)
        print("kill -9: \(ledger.acknowledged.count) commits acknowledged and found again, in 60 kills")
    }

    /// Starts the writer and kills it: every fifth time at any moment of its life, else shortly after its first output or,
    /// as often, after the first commit that it was acknowledged.
    private static func kill(_ path: String, round: Int) throws -> FileChild.End {
        let child = try FileChild([FileChild.writer, path])
        var text = ""
        if !round.isMultiple(of: 5) {
            text = child.read()
            while !round.isMultiple(of: 2), !text.contains("ack"), case let more = child.read(), !more.isEmpty {
                text += more
            }
        }
        usleep(.random(in: 0..<(text.isEmpty ? 40_000 : 15_000)))
        child.kill()
        return child.finish(after: text)
    }

    @Test(
        "is whole after a kill at any system call of making it, of recovering it, or of a commit",
        .enabled(if: FileTestMachine.hasStrace, "needs root and strace"), arguments: [false, true])
    func killedAtEverySystemCall(isTorn: Bool) async throws {
        var points: [String: Int] = [:]
        for call in ["renameat", "ftruncate", "fsync", "fdatasync", "pwrite64", "flock"] {
            // The tracer counts the calls of each thread by themselves.
            for point in [1, 2, 3, 5] {
                let sandbox = try FileSandbox(inMemory: true)
                let path = sandbox.path("store")
                var ledger = FileLedger()
                if isTorn { try await ledger.makeTornStore(path) }
                let strace = FileStrace(call, "inject=\(call):signal=KILL:when=\(point)")
                let end = try await FileChild.runWriter([path, "--commits", "4"], under: strace.arguments)
                ledger.take(end)
                ledger.killCount = 1
                try await ledger.check(path, isTorn: isTorn)
                if end.status == 0 { break }
                points[call, default: 0] += 1
            }
        }
        #expect(points.values.reduce(0, +) > 8)
        print("strace: \(isTorn ? "with" : "without") a torn journal, killed at these many system calls: \(points)")
    }

    @Test(
        "does not try again after a failed sync: that commit is unknown, later ones are refused, reads go on",
        .enabled(if: FileTestMachine.hasStrace, "needs root and strace"), arguments: ["EIO", "ENOSPC"])
    func failedSync(_ code: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        var ledger = FileLedger()
        let strace = FileStrace("fdatasync", "inject=fdatasync:error=\(code):when=3")
        let end = try await FileChild.runWriter([path, "--commits", "9"], under: strace.arguments)
        ledger.take(end)
        #expect(end.status == 3)
        #expect(ledger.acknowledged.count >= 2)
        #expect(end.lines(of: "unknown").count == 1)
        #expect(
            end.lines(of: "unavailable").map { $0.dropFirst(12) } == end.lines(of: "unknown").map { $0.dropFirst(8) })
        #expect(end.lines.last == "reads \(ledger.acknowledged.count)")
        ledger.killCount = 1
        try await ledger.check(path)
    }

    @Test(
        "takes nothing of a commit whose write fails for lack of room",
        .enabled(if: FileTestMachine.hasStrace, "needs root and strace"), arguments: ["ENOSPC", "EDQUOT", "EFBIG"])
    func failedWrite(_ code: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        // The third write of the thread that commits is that of its second commit; opening makes two on another.
        let strace = FileStrace("pwrite64", "inject=pwrite64:error=\(code):when=3")
        let end = try await FileChild.runWriter([path, "--commits", "9"], under: strace.arguments)
        let count = 1 + end.lines(of: "ack").count
        #expect((2...9).contains(count))
        // The next one finds room again, unless it was the head that could not be told.
        #expect((1...2).contains(end.lines(of: "unavailable").count) && end.lines(of: "unknown").isEmpty)
        #expect(end.lines.last == "reads \(count)")
        let directory = try FileDirectory(at: path)
        #expect(try await directory.head().revision == Revision(UInt64(count)))
        #expect(directory.recoveredTail == nil)
    }

    @Test(
        "goes on when a signal interrupts a write or a sync",
        .enabled(if: FileTestMachine.hasStrace, "needs root and strace"), arguments: ["pwrite64", "fdatasync", "fsync"])
    func interrupted(_ call: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let strace = FileStrace(call, "inject=\(call):error=EINTR:when=1+2")
        let end = try await FileChild.runWriter([sandbox.path("store"), "--commits", "3"], under: strace.arguments)
        #expect(end.status == 0)
        #expect(end.lines(of: "ack").count == 3)
    }

    @Test(
        "changes nothing when its recovery fails, and recovers the next time",
        .enabled(if: FileTestMachine.hasStrace, "needs root and strace"),
        arguments: ["pwrite64", "ftruncate", "fsync", "openat"], ["EIO"])
    func failedRecovery(_ call: String, _ code: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        var ledger = FileLedger()
        try await ledger.makeTornStore(path)
        for point in 1...10 {
            try ledger.tear(path)
            let strace = FileStrace(call, "inject=\(call):error=\(code):when=\(point)")
            let end = try await FileChild.runWriter([path, "--commits", "0"], under: strace.arguments)
            if end.status == 0 { break }
        }
        try ledger.tear(path)
        let end = try await FileChild.runWriter([path, "--commits", "1"])
        #expect(end.lines(of: "ack").count == 1)
        ledger.take(end)
        try await ledger.check(path, isTorn: true)
    }

    @Test("keeps all earlier commits and nothing of the one that met a limit on file sizes")
    func fileSizeLimit() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        var ledger = FileLedger()
        let end = try await FileChild.runWriter([path, "--file-size", "70000"])
        ledger.take(end)
        #expect(end.status == 3)
        #expect(end.lines(of: "unavailable").count == 2 && end.lines(of: "unknown").isEmpty)
        let message = "there is no room for `\(path)/\(FileFixture.segment(1))`"
        #expect(end.lines(of: "unavailable").allSatisfy { $0.contains(message) })
        #expect(ledger.acknowledged.count > 100)
        #expect(try FileDirectory(at: path).recoveredTail == nil)
        try await ledger.check(path)
        try await FileDirectory(at: path).add(1)
        try await ledger.check(path, others: 1)
    }

    @Test("keeps nothing of a commit for which no file can be opened any more, and goes on once one can")
    func noDescriptors() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let end = try await FileChild.runWriter([path, "--starve", "--commits", "3"])
        var ledger = FileLedger()
        ledger.take(end)
        let message = FileStoreError.tooManyOpenFiles(path: "\(path)/lock").description
        #expect(end.lines(of: "unavailable") == ["unavailable \(message)"])
        #expect(end.status == 0 && end.lines(of: "unexpected").isEmpty && ledger.acknowledged.count == 4)
        try await ledger.check(path)
    }

    @Test(
        "keeps all earlier commits and nothing of the one that met a full disk, and goes on once there is room",
        .enabled(if: FileTestMachine.canMount, "needs root and mount"))
    func fullDisk() async throws {
        let sandbox = try FileSandbox()
        let mount = FileMount(at: sandbox.path)
        try mount.run("-o", "size=512k")
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        try FileSandbox.write([UInt8](repeating: 1, count: 200_000), to: sandbox.path("ballast"))
        var ledger = FileLedger()
        let end = try await FileChild.runWriter([path])
        ledger.take(end)
        #expect(end.status == 3)
        #expect(end.lines(of: "unavailable").count == 2 && end.lines(of: "unknown").isEmpty)
        #expect(ledger.acknowledged.count > 100)
        // A smaller step may still fit behind the last one, before there is no room for any.
        var number = 0
        var failure: UserDirectoryError?
        while failure == nil, number < 10 {
            number += 1
            do { _ = try await directory.add(number) } catch { failure = error as? UserDirectoryError }
        }
        #expect(storeError(failure) == .noSpace(path: "\(path)/\(FileFixture.segment(1))"))
        try await ledger.check(path, others: number - 1)
        #expect(unlink(sandbox.path("ballast")) == 0)
        // The very opening that found the disk full goes on.
        try await directory.add(number)
        try await ledger.check(path, others: number)
    }

    @Test("keeps folder and files to their owner under any umask", arguments: ["000", "022", "077", "177", "777"])
    func umasks(_ mask: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        var ledger = FileLedger()
        #expect(try await FileChild.runWriter([path, "--commits", "2", "--umask", mask]).lines(of: "ack").count == 2)
        try await ledger.makeTornStore(path)
        let end = try await FileChild.runWriter([path, "--commits", "1", "--compact", "--umask", mask])
        #expect(end.lines.last == "compacted")
        #expect(FileSandbox.mode(path) == 0o700)
        let names = try FileSandbox.names(path)
        #expect(names.count == 6 && names.contains { $0.contains(".torn-") })
        for name in names { #expect(FileSandbox.mode("\(path)/\(name)") == 0o600, "\(name)") }
    }

    @Test(
        "makes its folder under a umask that takes everything, for an account that is bound by modes",
        .enabled(if: !FileTestMachine.isRoot || FileTestMachine.hasSetpriv, "root needs setpriv"))
    func umaskWithoutPrivileges() async throws {
        let sandbox = try FileSandbox()
        #expect(chmod(sandbox.path, 0o777) == 0)
        let copy = sandbox.path("writer")
        // Not by this process: a child of another test could still have the copy open for writing when it is started.
        #expect(try await offPool { try FileChild(["/bin/cp", FileChild.writer, copy]).finish() }.status == 0)
        let setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        let command = (FileTestMachine.isRoot ? setpriv : []) + [copy, sandbox.path("store")]
        for round in 1...2 {
            let end = try await offPool { try FileChild(command + ["--commits", "1", "--umask", "777"]).finish() }
            #expect(end.lines(of: "ack").count == 1, "round \(round): \(end)")
        }
        #expect(FileSandbox.mode(sandbox.path("store")) == 0o700)
        for name in FileFixture.names { #expect(FileSandbox.mode(sandbox.path("store/\(name)")) == 0o600) }
    }
}
