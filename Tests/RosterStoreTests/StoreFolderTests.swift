import RosterStore
import RosterStoreTestSupport
import Foundation
import Testing

@Suite("A folder of a disk, of the machine's and of the simulated one,")
struct StoreFolderTests {
    @Test("makes what is missing, and opens what is there", arguments: TestedDisk.allCases)
    func opensOrMakes(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        #expect(try !fixture.disk.openOrMakeFolder(fixture.path).isNew)
        #expect(try fixture.folder.openOrMakeFolder("inner").isNew)
        #expect(try !fixture.folder.openOrMakeFolder("inner").isNew)
        #expect(failureCode { _ = try fixture.disk.openOrMakeFolder("\(fixture.path)/no/no") } == ENOENT)
        #expect(failureCode { try fixture.folder.makeFolder("inner") } == EEXIST)
        #expect(try fixture.disk.status(of: "\(fixture.path)/inner").isFolder)
        #expect(failureCode { _ = try fixture.disk.status(of: "\(fixture.path)/no") } == ENOENT)
    }

    @Test("tells what is in it and what that is", arguments: TestedDisk.allCases)
    func looks(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        #expect(try fixture.folder.entries().isEmpty)
        try fixture.put("file", [1, 2, 3])
        try fixture.folder.makeFolder("inner")
        try fixture.putSymbolicLink("link")
        #expect(try fixture.folder.entries().sorted() == ["file", "inner", "link"])
        let file = try fixture.folder.status(of: "file")
        #expect(file.isFile && file.isOwn && !file.isLoose && file.byteCount == 3 && file.linkCount == 1)
        #expect(try file.isSameFile(as: fixture.folder.openFile("file", for: .reading).status()))
        #expect(try fixture.folder.status(of: "inner").isFolder && fixture.folder.status().isFolder)
        #expect(try !fixture.folder.status(of: "inner").isSameFile(as: file))
        #expect(try fixture.folder.status(of: "link").isSymbolicLink)
        #expect(failureCode { _ = try fixture.folder.status(of: "no") } == ENOENT)
        try fixture.folder.checkIsWritable()
    }

    @Test("leads to the one that it is in", arguments: TestedDisk.allCases)
    func parent(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        let inner = try fixture.folder.openOrMakeFolder("inner").folder
        #expect(try inner.openFolder("..").status().isSameFile(as: fixture.folder.status()))
    }

    @Test("opens no file as a folder, and follows no link", arguments: TestedDisk.allCases)
    func refusesFolders(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file")
        try fixture.putSymbolicLink("link")
        #expect(failureCode { _ = try fixture.folder.openFolder("file") } == ENOTDIR)
        #expect(failureCode { _ = try fixture.folder.openFolder("link") } == ENOTDIR)
        #expect(failureCode { _ = try fixture.folder.openFolder("no") } == ENOENT)
        #expect(failureCode { _ = try fixture.folder.openFile("link", for: .reading) } == ELOOP)
        #expect(failureCode { _ = try fixture.folder.openFile("link", for: .writing) } == ELOOP)
        #expect(failureCode { _ = try fixture.folder.openFile("link", for: .creating) } == EEXIST)
    }

    @Test("opens a folder as a file for reading only, and reads nothing from it", arguments: TestedDisk.allCases)
    func folderAsFile(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.folder.makeFolder("inner")
        let file = try fixture.folder.openFile("inner", for: .reading)
        #expect(try file.status().isFolder)
        #expect(failureCode { _ = try file.read(1, at: 0) } == EISDIR)
        #expect(failureCode { _ = try fixture.folder.openFile("inner", for: .writing) } == EISDIR)
        #expect(failureCode { _ = try fixture.folder.openFile("inner", for: .creating) } == EEXIST)
    }

    @Test("makes a file only under a free name, and opens only one that is there", arguments: TestedDisk.allCases)
    func purposes(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        #expect(failureCode { _ = try fixture.folder.openFile("file", for: .reading) } == ENOENT)
        #expect(failureCode { _ = try fixture.folder.openFile("file", for: .writing) } == ENOENT)
        try fixture.put("file")
        #expect(failureCode { _ = try fixture.folder.openFile("file", for: .creating) } == EEXIST)
        let long = String(repeating: "x", count: 255)
        try fixture.put(long)
        #expect(failureCode { _ = try fixture.folder.openFile(long + "x", for: .reading) } == ENAMETOOLONG)
        #expect(failureCode { _ = try fixture.folder.openFile(long + "x", for: .creating) } == ENAMETOOLONG)
    }

    @Test("renames in place of what has the name, which lives on while it is open", arguments: TestedDisk.allCases)
    func renames(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("old", [1])
        try fixture.put("new", [2])
        let replaced = try fixture.folder.openFile("old", for: .writing)
        try fixture.folder.rename("new", to: "old")
        try fixture.folder.rename("old", to: "old")
        #expect(try fixture.folder.entries() == ["old"])
        #expect(try fixture.bytes("old") == [2])
        #expect(try replaced.status().linkCount == 0)
        try replaced.write([3], at: 1)
        #expect(try replaced.read(9, at: 0) == [1, 3])
        #expect(failureCode { try fixture.folder.rename("no", to: "old") } == ENOENT)
    }

    @Test("does not rename files over folders, nor folders over files or full folders", arguments: TestedDisk.allCases)
    func renamesFolders(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file")
        for name in ["empty", "full", "moved"] { try fixture.folder.makeFolder(name) }
        _ = try fixture.folder.openFolder("full").openFile("inner", for: .creating)
        #expect(failureCode { try fixture.folder.rename("file", to: "empty") } == EISDIR)
        #expect(failureCode { try fixture.folder.rename("moved", to: "file") } == ENOTDIR)
        #expect(failureCode { try fixture.folder.rename("moved", to: "full") } == ENOTEMPTY)
        try fixture.folder.rename("moved", to: "empty")
        #expect(try fixture.folder.entries().sorted() == ["empty", "file", "full"])
    }

    @Test("unlinks files and links, and no folders", arguments: TestedDisk.allCases)
    func unlinks(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [1])
        try fixture.link("file", to: "second")
        try fixture.putSymbolicLink("link")
        try fixture.folder.makeFolder("inner")
        #expect(try fixture.folder.status(of: "file").linkCount == 2)
        try fixture.folder.unlink("file")
        try fixture.folder.unlink("link")
        #expect(try fixture.folder.status(of: "second").linkCount == 1)
        #expect(try fixture.bytes("second") == [1])
        #expect(failureCode { try fixture.folder.unlink("file") } == ENOENT)
        // Linux says that it is a folder, other systems that it is not allowed.
        #expect([EISDIR, EPERM].contains(failureCode { try fixture.folder.unlink("inner") }))
    }

    @Test("sets permission bits", arguments: TestedDisk.allCases)
    func modes(_ kind: TestedDisk) throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file")
        try fixture.folder.setMode(0o640, of: "file")
        #expect(try fixture.folder.status(of: "file").isLoose)
        try fixture.folder.openFile("file", for: .writing).setMode(0o600)
        #expect(try !fixture.folder.status(of: "file").isLoose)
        try fixture.folder.setMode(0o750)
        #expect(try fixture.folder.status().mode & 0o7777 == 0o750)
    }

    @Test("calls back after writes through other openings", .timeLimit(.minutes(20)), arguments: TestedDisk.allCases)
    func watches(_ kind: TestedDisk) async throws {
        let fixture = try DiskFixture(kind)
        try fixture.put("file", [0])
        let (calls, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let watch = try fixture.folder.watch("file") { continuation.yield() }
        var iterator = calls.makeAsyncIterator()
        let file = try fixture.folder.openFile("file", for: .writing)
        for number in UInt8(1)...5 {
            try file.write([number], at: 0)
            await iterator.next(isolation: nil)
        }
        try file.resize(to: 9)
        await iterator.next(isolation: nil)
        withExtendedLifetime(watch) {}
        #expect(failureCode { _ = try fixture.folder.watch("no") {} } == ENOENT)
    }
}
