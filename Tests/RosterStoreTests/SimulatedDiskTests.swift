import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A simulated disk told to")
struct SimulatedDiskTests {
    @Test("fail at one operation fails once and goes on")
    func failsOnce() throws {
        let store = try CrashedStore()
        store.disk.inject(DiskFault(number: 2, .failure(EMFILE)))
        _ = try store.folder.entries()
        #expect(failureCode { _ = try store.newFile("file") } == EMFILE)
        #expect(try store.folder.entries().isEmpty)
        _ = try store.newFile("file")
    }

    @Test("fail at operations of one kind from one on goes on failing until told otherwise")
    func failsFromThenOn() throws {
        let store = try CrashedStore(["file": [1]])
        let file = try store.file("file")
        store.disk.inject(DiskFault(.kind(.write), number: 2, .failure(EIO), isLasting: true))
        try file.write([2], at: 0)
        #expect(failureCode { try file.write([3], at: 0) } == EIO)
        #expect(failureCode { try file.write([3], at: 0) } == EIO)
        #expect(try file.read(1, at: 0) == [2])
        store.disk.removeFaults()
        try file.write([3], at: 0)
    }

    @Test("read and write less than asked for loses nothing")
    func shortCalls() throws {
        let store = try CrashedStore(["file": []])
        let file = try store.file("file")
        store.disk.inject(DiskFault(.kind(.write), number: 1, .short(3), isLasting: true))
        store.disk.inject(DiskFault(.kind(.read), number: 1, .short(2), isLasting: true))
        let before = store.disk.operationCount(.kind(.write))
        try file.write([1, 2, 3, 4, 5, 6, 7], at: 0)
        #expect(store.disk.operationCount(.kind(.write)) == before + 3)
        #expect(try file.read(9, at: 0) == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test("lie about a short write keeps no more than it wrote")
    func lies() throws {
        let store = try CrashedStore(["file": []])
        let file = try store.file("file")
        store.disk.inject(DiskFault(.kind(.write), number: 1, .lyingShort(2)))
        try file.write([1, 2, 3], at: 0)
        #expect(try file.read(9, at: 0) == [1, 2])
    }

    @Test("crash does nothing any more, and keeps what came before")
    func crashes() throws {
        let store = try CrashedStore(["file": [0]])
        let file = try store.file("file")
        store.disk.inject(DiskFault(.change, number: 2, .crash))
        try file.write([1], at: 0)
        #expect(!store.disk.hasCrashed)
        #expect(throws: FileFailure.crash) { try file.syncData() }
        #expect(store.disk.hasCrashed)
        store.disk.removeFaults()
        #expect(throws: FileFailure.crash) { try file.status() }
        #expect(throws: FileFailure.crash) { try store.folder.entries() }
        #expect(store.disk.log.count == 1)
        #expect(store.images() == [["file": [0]], ["file": [1]]])
    }

    @Test("be full writes what there is room for, and more when some is freed")
    func isFull() throws {
        let store = try CrashedStore(["file": [], "other": [1]])
        let file = try store.file("file")
        store.disk.byteCapacity = 3 * 4_096
        #expect(failureCode { try file.write([UInt8](repeating: 1, count: 9_000), at: 0) } == ENOSPC)
        #expect(try file.status().byteCount == 8_192)
        try file.write([2], at: 0)
        #expect(failureCode { try file.write([2], at: 8_192) } == ENOSPC)
        try store.folder.unlink("other")
        try file.write([2], at: 8_192)
        #expect(failureCode { try file.write([2], at: 20_000) } == ENOSPC)
        try file.resize(to: 4_096)
        try file.write([2], at: 20_000)
        store.disk.byteCapacity = nil
        try file.write([UInt8](repeating: 1, count: 90_000), at: 0)
    }

    @Test("be full has zeros that a resize adds take no room")
    func sparse() throws {
        let store = try CrashedStore(["file": []])
        let file = try store.file("file")
        store.disk.byteCapacity = 4_096
        try file.resize(to: 100_000)
        try file.write([1], at: 50_000)
        #expect(failureCode { try file.write([1], at: 0) } == ENOSPC)
    }

    @Test("be read only refuses every change")
    func readOnly() throws {
        let store = try CrashedStore(["file": [1]])
        let file = try store.file("file")
        store.disk.isReadOnly = true
        #expect(try file.read(1, at: 0) == [1])
        let changes: [() throws -> Void] = [
            { try file.write([2], at: 0) }, { try file.resize(to: 0) }, { try file.setMode(0) },
            { try store.folder.unlink("file") }, { try store.folder.rename("file", to: "new") },
            { _ = try store.newFile("new") }, { try store.folder.makeFolder("new") },
            { _ = try store.file("file") }, { try store.folder.checkIsWritable() },
        ]
        for change in changes { #expect(failureCode(change) == EROFS) }
        #expect(store.disk.files == ["/store/file": [1]])
    }

    @Test("take bits from new files and folders does so")
    func umask() throws {
        let store = try CrashedStore()
        store.disk.umask = 0o477
        _ = try store.newFile("file")
        try store.folder.makeFolder("inner")
        #expect(try store.folder.status(of: "file").mode & 0o777 == 0o200)
        #expect(try store.folder.status(of: "inner").mode & 0o777 == 0o300)
    }

    @Test("copy itself for another process has everything and holds no lock")
    func copies() throws {
        let store = try CrashedStore(["file": [1], "gone": [2]])
        let (file, gone) = try (store.file("file"), store.file("gone"))
        try file.lock()
        try file.write([3], at: 0)
        try store.folder.unlink("gone")
        try gone.write([9], at: 0)
        let copy = store.disk.copy()
        #expect(copy.files == ["/store/file": [3]])
        #expect(try copy.openOrMakeFolder("/store").folder.openFile("file", for: .reading).tryLock())
        try copy.openOrMakeFolder("/store").folder.openFile("file", for: .writing).write([4], at: 0)
        #expect(store.disk.bytes(of: "/store/file") == [3])
    }

    @Test("tell of itself names folders, files, and what was done in order")
    func tells() throws {
        let disk = SimulatedDisk()
        disk.put([1, 2], at: "/a/b/file")
        #expect(disk.content.folders == ["/a", "/a/b"])
        #expect(disk.bytes(of: "/a/b/file") == [1, 2])
        #expect(disk.bytes(of: "/a/no") == nil)
        disk.settle()
        let folder = try disk.openOrMakeFolder("/a/b").folder
        let file = try folder.openFile("new", for: .creating)
        try file.write([1], at: 3)
        try file.syncData()
        try folder.rename("new", to: "file")
        try folder.sync()
        let kinds = disk.log.operations.map { operation in
            switch operation {
            case .make: "make"
            case .write(_, let offset, let bytes): "write \(bytes) at \(offset)"
            case .syncData(_, let isDone): "sync data \(isDone)"
            case .rename(_, let name, let newName, _): "rename \(name) to \(newName)"
            case .syncAll(_, let isDone): "sync all \(isDone)"
            default: "other"
            }
        }
        #expect(kinds == ["make", "write [1] at 3", "sync data true", "rename new to file", "sync all true"])
    }
}
