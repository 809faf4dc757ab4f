import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A private folder, on the machine's disk and on a simulated one,")
struct PrivateFolderPieceTests {
    private static func folder(_ kind: TestedDisk) throws -> (fixture: DiskFixture, folder: PrivateFolder) {
        let fixture = try DiskFixture(kind)
        return (fixture, try PrivateFolder(at: fixture.path, on: fixture.disk))
    }

    @Test("shows a file that is written in pieces once it is finished", arguments: TestedDisk.allCases)
    func pieces(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        defer { withExtendedLifetime(fixture) {} }
        try folder.replace("file", with: [9])
        let (unfinished, file) = try folder.create("file")
        try file.write([1, 2], at: 0)
        #expect(try folder.names() == ["file"] && folder.read("file") == [9])
        try file.write([3], at: 2)
        try file.syncAll()
        try folder.finish(unfinished, as: "file")
        #expect(try folder.read("file") == [1, 2, 3])
        #expect(try folder.folder.entries() == ["file"])
        #expect(try folder.folder.status(of: "file").mode & 0o7777 == 0o600)
    }

    @Test("gives unfinished files names that differ", arguments: TestedDisk.allCases)
    func unfinishedNames(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        defer { withExtendedLifetime(fixture) {} }
        let names = try (0..<10).map { _ in try folder.create("file").unfinished }
        #expect(Set(names).count == 10)
        #expect(try folder.names().isEmpty)
        for name in names.prefix(5) { folder.discard(name) }
        #expect(try folder.folder.entries().sorted() == names.suffix(5).sorted())
        try folder.removeUnfinished()
        #expect(try folder.folder.entries().isEmpty)
    }

    @Test("removes an unfinished file that cannot have its name", arguments: TestedDisk.allCases)
    func cannotFinish(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        try fixture.folder.makeFolder("file")
        let (unfinished, _) = try folder.create("file")
        #expect(throws: FileStoreError.notAFile(path: folder.path(of: "file"))) {
            try folder.finish(unfinished, as: "file")
        }
        #expect(try folder.folder.entries() == ["file"])
    }

    @Test(
        "gives all the same shared file, whichever makes it", .timeLimit(.minutes(20)), arguments: TestedDisk.allCases)
    func shared(_ kind: TestedDisk) async throws {
        let (fixture, folder) = try Self.folder(kind)
        defer { withExtendedLifetime(fixture) {} }
        let serials = try await withThrowingTaskGroup(of: UInt64.self) { group in
            for _ in 0..<20 { group.addTask { try folder.openShared("head").status().serial } }
            return try await group.reduce(into: Set()) { $0.insert($1) }
        }
        #expect(serials.count == 1)
        try folder.openShared("head").write([1], at: 0)
        #expect(try folder.read("head") == [1])
    }

    @Test("opens no shared file that it would not have made", arguments: TestedDisk.allCases)
    func oddShared(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        try fixture.putSymbolicLink("link")
        #expect(throws: FileStoreError.symbolicLink(path: folder.path(of: "link"))) { try folder.openShared("link") }
        try fixture.put("file")
        try fixture.link("file", to: "second")
        #expect(throws: FileStoreError.hardLinked(path: folder.path(of: "second"))) { try folder.openShared("second") }
        try fixture.put("loose")
        try fixture.folder.setMode(0o604, of: "loose")
        #expect(throws: FileStoreError.looselyPermitted(path: folder.path(of: "loose"), mode: 0o100604)) {
            try folder.openShared("loose")
        }
    }

    @Test("keeps bytes under a free name", arguments: TestedDisk.allCases)
    func freeNames(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        defer { withExtendedLifetime(fixture) {} }
        #expect(try (1...3).map { try folder.make("kept", with: [$0]) } == ["kept", "kept-2", "kept-3"])
        #expect(try folder.read("kept-3") == [3])
    }

    @Test("opens what is there only, for what it is asked for", arguments: TestedDisk.allCases)
    func opens(_ kind: TestedDisk) throws {
        let (fixture, folder) = try Self.folder(kind)
        defer { withExtendedLifetime(fixture) {} }
        #expect(try folder.open("file", for: .reading) == nil)
        try folder.replace("file", with: [1])
        #expect(try folder.open("file", for: .reading)?.read(9, at: 0) == [1])
        try folder.open("file", for: .writing)?.write([2], at: 0)
        #expect(try folder.read("file") == [2])
        try folder.checkIsWritable()
        try folder.sync()
    }
}
