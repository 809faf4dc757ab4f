import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite struct FileDirectoryBackupTests {
    @Test func `a copy shows what the directory showed, and is a directory of its own`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        let before = try await FileToolContents(directory)
        #expect(try await directory.backup(to: "/copy") == Revision(24))
        _ = try await directory.append([Commit.newcomer(25)])

        let copy = try FileDirectory(at: "/copy", on: disk, options: FileToolFixture.options)
        #expect(copy.recoveredTail == nil)
        #expect(try await FileToolContents(copy) == before)
        let (summary, original) = (try await copy.summary(), try await directory.summary())
        #expect(summary.segments.map(\.name) == original.segments.map(\.name))
        #expect(summary.checkpoint == original.checkpoint)
        #expect(summary.otherEntries.isEmpty)
        #expect(try await copy.verify().revision == Revision(24))

        try await copy.append([Commit.newcomer(25), Commit.newcomer(26)])
        try await copy.compact()
        #expect(try await copy.verify().userCount == 21)
        #expect(try await directory.head().revision == Revision(25))
    }

    @Test(arguments: [0, 1, 5, 6, 10] as [Int])
    func `a copy can be made wherever the history stands`(count: Int) async throws {
        let disk = SimulatedDisk()
        let history = count == 0 ? [] : try FileToolFixture.history(count)
        try FileToolFixture.makeStore(at: "/store", on: disk, history, inSegment: 5)
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        #expect(try await directory.backup(to: "/copy") == Revision(UInt64(count)))
        let copy = try FileDirectory(at: "/copy", on: disk, options: FileToolFixture.options)
        #expect(try await copy.history(after: .start, limit: .max) == history)
        try await copy.append([Commit.newcomer(count + 1)])
        #expect(try await copy.verify().revision == Revision(UInt64(count + 1)))
    }

    @Test(.timeLimit(.minutes(20)))
    func `every copy made while others commit holds what was committed before it was asked for`() async throws {
        let sandbox = try FileSandbox()
        let directory = try FileDirectory(at: sandbox.path("store"))
        let other = try FileDirectory(at: sandbox.path("store"))
        let writer = Task {
            for number in 1...400 {
                _ = try await other.commit(
                    FileToolFixture.newcomer(number), by: .system, at: FileToolFixture.now, given: .versions([:]))
                if number.isMultiple(of: 100) { try await other.compact() }
            }
        }
        for number in 0..<6 {
            let before = try await directory.head().revision
            let revision = try await directory.backup(to: sandbox.path("copy\(number)"))
            #expect(revision >= before)
            let copy = try FileDirectory(at: sandbox.path("copy\(number)"))
            let history = try await copy.history(after: .start, limit: .max)
            #expect(try await copy.verify().revision == revision)
            #expect(try await directory.history(after: .start, limit: Int(revision.number)) == history)
        }
        try await writer.value
        #expect(try await directory.verify().userCount == 400)
    }

    @Test func `a copy can be used by its owner only`() async throws {
        let sandbox = try FileSandbox()
        let directory = try FileDirectory(at: sandbox.path("store"))
        try await directory.append([Commit.newcomer(1)])
        try await directory.compact()
        try await directory.backup(to: sandbox.path("copy"))
        #expect(FileSandbox.mode(sandbox.path("copy")) == 0o700)
        let names = try FileSandbox.names(sandbox.path("copy"))
        #expect(names == ["checkpoint-00000000000000000001", "journal-00000000000000000001", "lock"])
        for name in names { #expect(FileSandbox.mode(sandbox.path("copy/\(name)")) == 0o600) }
    }

    @Test func `a copy is made only where nothing is`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        try await directory.backup(to: "/copy")
        disk.put([1], at: "/notes/note")
        disk.setMode(0o700, of: "/notes")
        disk.put([1], at: "/begun/.unfinished-1")
        disk.setMode(0o700, of: "/begun")
        let files = disk.files
        for path in ["/store", "/copy", "/notes", "/begun"] {
            await #expect(throws: FileStoreError.notEmpty(path: path)) { try await directory.backup(to: path) }
        }
        #expect(
            disk.files.filter { !$0.key.hasSuffix("/compaction") } == files.filter { !$0.key.hasSuffix("/compaction") })
        await #expect(throws: FileStoreError.self) { try await directory.backup(to: "/missing/copy") }
    }

    @Test func `a copy is not made inside of what it is a copy of`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        // In the place of the credentials it would keep anybody from having some.
        for path in ["/store/credentials", "/store/copy", "/store/copy/copy"] {
            await #expect(throws: FileStoreError.insideOriginal(path: path, of: "/store")) {
                try await directory.backup(to: path)
            }
        }
        #expect(disk.files.keys.allSatisfy { !$0.hasPrefix("/store/c") || !$0.dropFirst(7).contains("/") })
        disk.putSymbolicLink(at: "/link")
        for path in ["/link", "/link/", "/link/."] {
            await #expect(throws: FileStoreError.symbolicLink(path: path)) { try await directory.backup(to: path) }
        }
        disk.put(disk.bytes(of: "/store/lock") ?? [], at: "/locked/lock")
        disk.setMode(0o700, of: "/locked")
        await #expect(throws: FileStoreError.notEmpty(path: "/locked")) { try await directory.backup(to: "/locked") }
    }

    @Test func `a copy is not made inside of what it is a copy of by another name for that either`() async throws {
        let sandbox = try FileSandbox()
        let directory = try FileDirectory(at: sandbox.path("store"))
        try await directory.append([Commit.newcomer(1)])
        #expect(symlink("store", sandbox.path("other")) == 0)
        for path in [sandbox.path("other/copy"), sandbox.path("store/../store/copy")] {
            let error = FileStoreError.insideOriginal(path: path, of: sandbox.path("store"))
            await #expect(throws: error) { try await directory.backup(to: path) }
        }
        await #expect(throws: FileStoreError.symbolicLink(path: sandbox.path("other"))) {
            try await directory.backup(to: sandbox.path("other"))
        }
        try await directory.backup(to: sandbox.path("other/../copy"))
        #expect(try await FileDirectory(at: sandbox.path("copy")).verify().userCount == 1)
    }

    @Test func `a damaged checkpoint is not copied`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        disk.flipBit(file: "/store/checkpoint-00000000000000000018", byte: 3 * 4_096, bit: 0)
        await #expect(throws: FileStoreError.self) { try await directory.backup(to: "/copy") }
        #expect(disk.files.keys.allSatisfy { !$0.hasPrefix("/copy") })
    }

    @Test func `a damaged history is not copied`() async throws {
        let disk = try await FileToolFixture.disk()
        let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
        let name = "/store/journal-00000000000000000006"
        disk.flipBit(file: name, byte: 100, bit: 3)
        let error = await #expect(throws: FileStoreError.self) { try await directory.backup(to: "/copy") }
        guard case .damaged(name, 64, 6?, _) = error else {
            Issue.record("not the damage: \(String(describing: error))")
            return
        }
        #expect(disk.files.keys.allSatisfy { !$0.hasPrefix("/copy") })
        disk.flipBit(file: name, byte: 100, bit: 3)
        #expect(try await directory.backup(to: "/copy") == Revision(24))
    }
}

// MARK: - When it is interrupted

extension FileDirectoryBackupTests {
    /// Opens what could be left of a copy: it shows everything, or is refused as lost, or nothing of it was ever there.
    private static func check(
        _ disk: SimulatedDisk, isFinished: Bool, _ whole: FileToolContents
    ) async throws {
        // Whatever is there besides an empty lock, finished or not, must not be taken for a new directory.
        let names = disk.files.keys.filter { $0.hasPrefix("/copy/") }
        let mark = disk.bytes(of: "/copy/lock") ?? []
        do {
            let copy = try FileDirectory(at: "/copy", on: disk, options: FileToolFixture.options)
            if names.allSatisfy({ $0 == "/copy/lock" }), mark.isEmpty {
                #expect(!isFinished, "\(disk.origin): the copy is gone")
            } else {
                #expect(try await FileToolContents(copy) == whole, "\(disk.origin)")
            }
        } catch FileStoreError.lost {
            #expect(!isFinished, "\(disk.origin): the copy is refused")
        }
    }

    @Test func `a copy that a crash left unfinished is never taken for a shorter history`() async throws {
        let disk = try await FileToolFixture.disk()
        let whole = try await {
            let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
            disk.settle()
            let whole = try await FileToolContents(directory)
            try await directory.backup(to: "/copy")
            disk.mark()
            return whole
        }()
        var count = 0
        for (_, markCount, image) in CrashSweep(of: disk.log, limit: 12) {
            try await Self.check(image, isFinished: markCount > 0, whole)
            count += 1
        }
        #expect(count > 30)
    }

    @Test func `a copy that fails at any step leaves nothing that could be taken for one`() async throws {
        var number = 0
        var isDone = false
        while !isDone {
            number += 1
            let disk = try await FileToolFixture.disk()
            let directory = try FileDirectory(at: "/store", on: disk, options: FileToolFixture.options)
            let whole = try await FileToolContents(directory)
            disk.inject(DiskFault(.change, number: number, .failure(5)))
            do {
                try await directory.backup(to: "/copy")
                isDone = true
            } catch {
                disk.removeFaults()
                try await Self.check(disk.copy(), isFinished: false, whole)
            }
            disk.removeFaults()
            try await directory.append([Commit.newcomer(25)])
        }
        #expect(number > 30)
    }
}

extension Commit {
    fileprivate static func newcomer(_ number: Int) throws -> Commit {
        Commit(
            revision: Revision(UInt64(number)), at: FileToolFixture.now, principal: .system,
            changes: try FileToolFixture.newcomer(number))
    }
}
