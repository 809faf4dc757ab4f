import Foundation
import RosterAdapters
import RosterStore
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that is opened for reading only", .timeLimit(.minutes(20)))
struct FileDirectoryReadingTests {
    private static func open(_ disk: any StoreDisk) throws -> FileDirectory {
        try FileDirectory(readingAt: "/store", on: disk, options: StorePlan.options)
    }

    /// How many operations there were that change a disk; making something durable is none.
    private static func changeCount(_ disk: SimulatedDisk) -> Int {
        let syncs: [DiskOperationKind] = [.syncData, .syncAll, .syncFolder]
        return disk.operationCount(.change) - syncs.reduce(0) { $0 + disk.operationCount(.kind($1)) }
    }

    /// What is missing from a copy that was not written to.
    static let missing: [[String]] = [
        [], ["head"], ["compaction"], ["head", "compaction"], ["lock", "head", "compaction"],
    ]

    @Test(
        "shows everything on a disk that can only be read, and tries no operation that changes one", arguments: missing)
    func writesNothing(missing: [String]) async throws {
        let disk = try await FileToolFixture.disk()
        let whole = try await FileToolContents(FileDirectory(at: "/store", on: disk, options: FileToolFixture.options))
        for name in missing { disk.remove("/store/\(name)") }
        let (files, count, syncs) = (disk.files, Self.changeCount(disk), disk.operationCount(.change))
        disk.isReadOnly = true
        let directory = try Self.open(disk)
        #expect(try await FileToolContents(directory) == whole)
        #expect(directory.recoveredTail == nil)
        #expect(try await directory.user(named: RecordName(EmailAddress("user2@contoso.example"))) != nil)
        #expect(try await directory.verify().revision == Revision(24))
        #expect(try await directory.summary().revision == Revision(24))
        #expect(Self.changeCount(disk) == count)
        #expect(disk.files == files)
        // Where the head tells that all is durable, there is nothing to be synced.
        if missing.isEmpty { #expect(disk.operationCount(.change) == syncs) }
    }

    @Test("refuses every change with an error that says so, reads on, and has changed nothing")
    func refusesChanges() async throws {
        let disk = try await FileToolFixture.disk()
        let (files, count) = (disk.files, Self.changeCount(disk))
        let directory = try Self.open(disk)
        for _ in 1...2 {
            let commit = await #expect(throws: UserDirectoryError.self) { try await directory.add(99) }
            #expect(storeError(commit) == .openedForReading(path: "/store"))
            let steps = Array(try FileToolFixture.history(25).suffix(1))
            let append = await #expect(throws: UserDirectoryError.self) { try await directory.append(steps) }
            #expect(storeError(append) == .openedForReading(path: "/store"))
            await #expect(throws: FileStoreError.openedForReading(path: "/store")) { try await directory.compact() }
        }
        #expect(try await directory.head().revision == Revision(24))
        #expect(Self.changeCount(disk) == count)
        #expect(disk.files == files)
    }

    @Test("can be copied elsewhere, and the copy is a directory of its own")
    func backup() async throws {
        let disk = try await FileToolFixture.disk()
        disk.remove("/store/compaction")
        let files = disk.files
        let directory = try Self.open(disk)
        #expect(try await directory.backup(to: "/copy") == Revision(24))
        #expect(disk.files.filter { $0.key.hasPrefix("/store/") } == files)
        let copy = try FileDirectory(readingAt: "/copy", on: disk)
        #expect(try await FileToolContents(copy) == FileToolContents(directory))
        try await FileDirectory(at: "/copy", on: disk).add(99)
        #expect(try await copy.head().revision == Revision(25))
    }
}

// MARK: - What is refused

extension FileDirectoryReadingTests {
    @Test("is not made where there is none, whatever else is there")
    func missingStore() throws {
        let disk = SimulatedDisk()
        #expect(throws: FileStoreError.noStore(path: "/store")) { try Self.open(disk) }
        for names in [[], ["note"], ["lock"], ["lock", "head", "compaction"]] {
            let disk = SimulatedDisk()
            disk.put([], at: "/store/x")
            disk.remove("/store/x")
            for name in names { disk.put(name == "note" ? [1] : [], at: "/store/\(name)") }
            let (files, count) = (disk.files, disk.operationCount(.change))
            #expect(throws: FileStoreError.noStore(path: "/store")) { try Self.open(disk) }
            #expect(disk.files == files)
            #expect(disk.operationCount(.change) == count)
        }
        let error = #expect(throws: FileStoreError.self) { try FileDirectory(readingAt: "/missing/\u{7}") }
        #expect(error?.description.hasPrefix("there is no store in `/missing/") == true)
        #expect(error?.description.contains("\u{7}") == false)
    }

    @Test("is refused as lost where its journal was lost, or another one's is there")
    func lostJournal() async throws {
        let disk = try await FileToolFixture.disk()
        let segment = "/store/journal-00000000000000000001"
        let bytes = try #require(disk.bytes(of: segment))
        disk.remove(segment)
        #expect(throws: FileStoreError.lost(path: segment)) { try Self.open(disk) }
        disk.put(bytes, at: segment)
        _ = try Self.open(disk)
        for name in disk.files.keys where name.contains("/journal-") || name.contains("/checkpoint-") {
            disk.remove(name)
        }
        #expect(throws: FileStoreError.lost(path: segment)) { try Self.open(disk) }
        try FileToolFixture.makeStore(at: "/other", on: disk, try FileToolFixture.history(2), inSegment: 5)
        disk.put(try #require(disk.bytes(of: "/other/journal-00000000000000000001")), at: segment)
        #expect(throws: FileStoreError.lost(path: segment)) { try Self.open(disk) }
    }

    @Test("is refused where it is damaged, with the place, and where others could use it")
    func damagedOrOpenToOthers() async throws {
        let disk = try await FileToolFixture.disk()
        let name = "/store/journal-00000000000000000016"
        let byte = FileFixture.usedByteCount(disk.bytes(of: name) ?? []) - 20
        disk.flipBit(file: name, byte: byte, bit: 3)
        let error = #expect(throws: FileStoreError.self) { try Self.open(disk) }
        guard case .damaged(name, _, 19?, _) = error else {
            Issue.record("not the damage: \(String(describing: error))")
            return
        }
        disk.flipBit(file: name, byte: byte, bit: 3)
        for (path, mode) in [("/store", 0o750), (name, 0o640), ("/store/head", 0o604), ("/store/lock", 0o660)] {
            disk.setMode(UInt32(mode), of: path)
            let error = #expect(throws: FileStoreError.self) { try Self.open(disk) }
            guard case .looselyPermitted(path, _) = error else {
                Issue.record("not the mode: \(String(describing: error))")
                return
            }
            disk.setMode(path == "/store" ? 0o700 : 0o600, of: path)
        }
        disk.remove("/file")
        disk.put([], at: "/file")
        #expect(throws: FileStoreError.notAFolder(path: "/file")) { try FileDirectory(readingAt: "/file", on: disk) }
        disk.putSymbolicLink(at: "/link")
        #expect(throws: FileStoreError.symbolicLink(path: "/link")) { try FileDirectory(readingAt: "/link", on: disk) }
        #expect(try await Self.open(disk).head().revision == Revision(24))
    }
}

// MARK: - Real disks

extension FileDirectoryReadingTests {
    /// What is known about everything in a folder, and about the folder.
    private static func traces(_ path: String) throws -> [String: [Int]] {
        var traces: [String: [Int]] = [:]
        for name in ["."] + (try FileSandbox.names(path)) {
            var status = stat()
            guard lstat("\(path)/\(name)", &status) == 0 else { throw POSIXError(.ENOENT) }
            let (changed, written) = (status.st_ctim, status.st_mtim)
            traces[name] = [
                Int(status.st_size), Int(status.st_mode), Int(status.st_ino), changed.tv_sec, changed.tv_nsec,
                written.tv_sec, written.tv_nsec,
            ]
        }
        return traces
    }

    @Test("is shown out of files that can only be read, and leaves no trace in them", arguments: missing)
    func modes(missing: [String]) async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        try await FileFixture.makeStoreOfManyFiles(at: path)
        let whole = try await FileDirectory(at: path).contents()
        for name in missing { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
        for name in try FileSandbox.names(path) { #expect(chmod("\(path)/\(name)", 0o400) == 0) }
        #expect(chmod(path, 0o500) == 0)
        defer { _ = chmod(path, 0o700) }
        let before = try Self.traces(path)
        do {
            let directory = try FileDirectory(readingAt: path)
            #expect(try await directory.contents() == whole)
            #expect(try await directory.verify().revision == Revision(4))
            let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(5) }
            #expect(storeError(error) == .openedForReading(path: path))
        }
        #expect(try Self.traces(path) == before)
    }

    @Test(
        "is shown on a file system that can only be read",
        .enabled(if: FileTestMachine.canMount, "needs root and mount"))
    func readOnlyDisk() async throws {
        let sandbox = try FileSandbox()
        let mount = FileMount(at: sandbox.path)
        try mount.run("-o", "size=4m")
        let path = sandbox.path("store")
        try await FileFixture.makeStoreOfManyFiles(at: path)
        try FileManager.default.removeItem(atPath: "\(path)/head")
        try mount.run("-o", "remount,ro")
        let directory = try FileDirectory(readingAt: path)
        #expect(try await directory.contents().users.count == 4)
        #expect(try await directory.verify().revision == Revision(4))
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(5) }
        #expect(storeError(error) == .openedForReading(path: path))
    }
}
