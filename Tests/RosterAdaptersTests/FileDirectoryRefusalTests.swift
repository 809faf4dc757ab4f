import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory refuses", .timeLimit(.minutes(20)))
struct FileDirectoryRefusalTests {
    @Test("a folder whose parent is missing, an empty path, and one with a zero byte")
    func missingParent() throws {
        let sandbox = try FileSandbox(inMemory: true)
        for path in [sandbox.path("missing/store"), "", sandbox.path("store") + "\0x"] {
            let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: path) }
            guard case .system(_, path, _, _) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
        #expect(try FileSandbox.names(sandbox.path).isEmpty)
    }

    @Test("a file where the folder should be")
    func file() throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try FileSandbox.write([], to: path)
        #expect(throws: FileStoreError.notAFolder(path: path)) { try FileDirectory(at: path) }
    }

    @Test(
        "a symbolic link where the folder should be, with slashes and dots at its end too",
        arguments: ["", "/", "//", "/.", "/./", "//.//./."])
    func link(_ end: String) throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        _ = try FileDirectory(at: sandbox.path("real"))
        #expect(symlink(sandbox.path("real"), path) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: path + end)) { try FileDirectory(at: path + end) }
        #expect(symlink(sandbox.path("nowhere"), sandbox.path("dangling")) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: sandbox.path("dangling"))) {
            try FileDirectory(at: sandbox.path("dangling"))
        }
        #expect(!FileManager.default.fileExists(atPath: sandbox.path("nowhere")))
    }

    @Test(
        "a folder that others can use, with advice", arguments: [0o755, 0o750, 0o701, 0o710, 0o702, 0o777] as [UInt32])
    func looseFolder(_ mode: UInt32) throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        #expect(mkdir(path, 0o700) == 0 && chmod(path, mode_t(mode)) == 0)
        let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: path) }
        #expect(error?.description.contains("chmod 700") == true)
        #expect(try FileSandbox.names(path).isEmpty)
        #expect(FileSandbox.mode(path) == mode)
        #expect(chmod(path, 0o700) == 0)
        _ = try FileDirectory(at: path)
    }

    @Test("no folder in a volume that a group may use, nor the bit that hands the group on")
    func groupVolume() async throws {
        let sandbox = try FileSandbox()
        #expect(chmod(sandbox.path, 0o2770) == 0)
        let path = sandbox.path("store")
        for (number, mode) in ([0o700, 0o2700] as [mode_t]).enumerated() {
            try await FileDirectory(at: path).add(number + 1)
            #expect(FileSandbox.mode(path) & 0o077 == 0)
            #expect(try FileSandbox.names(path).allSatisfy { FileSandbox.mode("\(path)/\($0)") & 0o077 == 0 })
            #expect(chmod(path, mode) == 0)
        }
        // As the volume is mounted again, when its group is to have everything in it.
        #expect(chmod(path, 0o2770) == 0)
        #expect(throws: FileStoreError.looselyPermitted(path: path, mode: 0o42770)) { try FileDirectory(at: path) }
        #expect(chmod(path, 0o2700) == 0)
        #expect(try await FileDirectory(at: path).head().revision == Revision(2))
    }

    @Test("a folder of another account", .enabled(if: FileTestMachine.isRoot, "only root can give a folder away"))
    func foreignFolder() throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        #expect(mkdir(path, 0o700) == 0 && chown(path, 65534, 65534) == 0)
        #expect(throws: FileStoreError.notOwned(path: path)) { try FileDirectory(at: path) }
    }

    /// The kinds of files of a store with a checkpoint and several segments.
    private static let files = [
        "lock", "head", "compaction", FileFixture.segment(1), FileFixture.segment(3), FileFixture.segment(4),
        FileFixture.checkpoint(4),
    ]

    @Test("a file of its own that others can use, that has a second name, or that is none", arguments: files)
    func oddFile(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, file) = (sandbox.path("store"), sandbox.path("store/\(name)"))
        try await FileFixture.makeStoreOfManyFiles(at: path)
        #expect(FileManager.default.fileExists(atPath: file))
        for mode in [0o640, 0o604, 0o620, 0o666] as [UInt32] {
            #expect(chmod(file, mode_t(mode)) == 0)
            #expect(throws: FileStoreError.looselyPermitted(path: file, mode: 0o100000 | mode)) {
                try FileDirectory(at: path)
            }
        }
        #expect(chmod(file, 0o600) == 0)
        #expect(Foundation.link(file, sandbox.path("second")) == 0)
        #expect(throws: FileStoreError.hardLinked(path: file)) { try FileDirectory(at: path) }
        #expect(unlink(file) == 0 && symlink(sandbox.path("second"), file) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: file)) { try FileDirectory(at: path) }
        #expect(unlink(file) == 0 && mkdir(file, 0o700) == 0)
        #expect(throws: FileStoreError.notAFile(path: file)) { try FileDirectory(at: path) }
        #expect(rmdir(file) == 0 && mkfifo(file, 0o600) == 0)
        #expect(throws: FileStoreError.notAFile(path: file)) { try FileDirectory(at: path) }
        #expect(unlink(file) == 0 && Foundation.rename(sandbox.path("second"), file) == 0)
        #expect(try await FileDirectory(at: path).head().revision == Revision(4))
    }

    @Test(
        "a file of its own that another account has",
        .enabled(if: FileTestMachine.isRoot, "only root can give a file away"),
        arguments: files)
    func foreignFile(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStoreOfManyFiles(at: path)
        #expect(chown("\(path)/\(name)", 65534, 65534) == 0)
        #expect(throws: FileStoreError.notOwned(path: "\(path)/\(name)")) { try FileDirectory(at: path) }
        #expect(chown("\(path)/\(name)", 0, 0) == 0)
        #expect(try await FileDirectory(at: path).head().revision == Revision(4))
    }

    @Test("a journal of which a segment is missing, wherever it was")
    func missingSegment() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStoreOfManyFiles(at: path)
        for first in [1, 3, 4] {
            let file = "\(path)/\(FileFixture.segment(first))"
            #expect(rename(file, sandbox.path("aside")) == 0)
            let names = try FileSandbox.names(path)
            #expect(throws: FileStoreError.lost(path: file)) { try FileDirectory(at: path) }
            #expect(try FileSandbox.names(path) == names)
            #expect(rename(sandbox.path("aside"), file) == 0)
        }
        #expect(try await FileDirectory(at: path).contents().users.count == 4)
    }

    @Test(
        "a segment or checkpoint of a newer format, says which, and changes nothing", arguments: [2, 200] as [UInt32])
    func newerFormat(_ version: UInt32) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStoreOfManyFiles(at: path)
        for (name, version, sealed) in [
            (FileFixture.segment(4), version + 1, 60), (FileFixture.checkpoint(4), version, 4_092),
        ] {
            let file = "\(path)/\(name)"
            let former = try FileSandbox.bytes(file)
            var bytes = former
            bytes.replaceSubrange(8..<12, with: FileForgery.littleEndian(version))
            let sum = FileForgery.littleEndian(FileForgery.crc32c(Array(bytes[..<sealed])))
            bytes.replaceSubrange(sealed..<sealed + 4, with: sum)
            try FileSandbox.write(bytes, to: file)
            let names = try FileSandbox.names(path)
            for _ in 1...2 {
                #expect(throws: FileStoreError.unsupportedVersion(path: file, version: version)) {
                    try FileDirectory(at: path)
                }
            }
            #expect(try FileSandbox.bytes(file) == bytes && FileSandbox.names(path) == names)
            try FileSandbox.write(former, to: file)
        }
        #expect(try await FileDirectory(at: path).contents().users.count == 4)
    }

    @Test(
        "to be opened by an account that may not write it",
        .enabled(if: FileTestMachine.hasSetpriv, "needs root and setpriv"))
    func readOnly() async throws {
        let sandbox = try FileSandbox()
        #expect(chmod(sandbox.path, 0o755) == 0)
        let path = sandbox.path("store")
        let setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sandbox.path("writer")]
        // Not by this process: a child of another test could still have the copy open for writing when it is started.
        let copy = try await offPool { try FileChild(["/bin/cp", FileChild.writer, sandbox.path("writer")]).finish() }
        #expect(copy.status == 0)
        try await FileFixture.makeStore(at: path, commits: 1)
        for name in [""] + FileFixture.names { #expect(chown("\(path)/\(name)", 65534, 65534) == 0) }

        let works = try await offPool { try FileChild(setpriv + [path, "--commits", "1"]).finish() }
        #expect(works.lines.count == 2)
        let segment = "/\(FileFixture.segment(1))"
        let bytes = try FileSandbox.bytes(path + segment)
        for (name, mode) in [("", 0o500), (segment, 0o400), ("/lock", 0o400), ("/head", 0o400)] as [(String, mode_t)] {
            let usual = mode_t(FileSandbox.mode(path + name))
            #expect(chmod(path + name, mode) == 0)
            let end = try await offPool { try FileChild(setpriv + [path, "--commits", "1"]).finish() }
            #expect(end.status == 2)
            #expect(end.lines == ["refused this process may not read and write `\(path + name)`"])
            #expect(chmod(path + name, usual) == 0)
        }
        #expect(try FileSandbox.bytes(path + segment) == bytes)
    }

    @Test("a file system that can only be read", .enabled(if: FileTestMachine.canMount, "needs root and mount"))
    func readOnlyDisk() async throws {
        let sandbox = try FileSandbox()
        let mount = FileMount(at: sandbox.path)
        try mount.run("-o", "size=1m")
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try mount.run("-o", "remount,ro")
        #expect(throws: FileStoreError.readOnly(path: path)) { try FileDirectory(at: path) }
    }

    @Test("to begin anew where its journal was lost, until that is restored or the lock removed too")
    func lostJournal() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, journal) = (sandbox.path("store"), sandbox.path("store/\(FileFixture.segment(1))"))
        try await FileFixture.makeStore(at: path, commits: 1)
        let bytes = try FileSandbox.bytes(journal)
        #expect(try FileSandbox.bytes(path + "/lock").dropFirst(8).prefix(16) == bytes[12..<28])
        #expect(unlink(journal) == 0)
        for _ in 1...2 {
            let error = #expect(throws: FileStoreError.lost(path: journal)) { try FileDirectory(at: path) }
            #expect(error?.description.contains("restore it from a copy") == true)
            #expect(try FileSandbox.names(path) == ["compaction", "head", "lock"])
        }
        try FileSandbox.write(bytes, to: journal)
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
        #expect(unlink(journal) == 0 && unlink(path + "/lock") == 0)
        #expect(try await FileDirectory(at: path).head().revision == .start)
    }

    @Test("the journal or the checkpoint of another store, and leaves it as it was")
    func foreignStore() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, other) = (sandbox.path("store"), sandbox.path("other"))
        for path in [path, other] {
            try await FileFixture.makeStore(at: path, commits: 1)
            try await FileDirectory(at: path).compact()
        }
        for name in [FileFixture.segment(1), FileFixture.checkpoint(1)] {
            let own = try FileSandbox.bytes("\(path)/\(name)")
            let foreign = try FileSandbox.bytes("\(other)/\(name)")
            try FileSandbox.write(foreign, to: "\(path)/\(name)")
            #expect(throws: FileStoreError.lost(path: "\(path)/\(name)")) { try FileDirectory(at: path) }
            #expect(try FileSandbox.bytes("\(path)/\(name)") == foreign)
            try FileSandbox.write(own, to: "\(path)/\(name)")
        }
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
    }

    @Test("a checkpoint that reaches further than the journal")
    func shortJournal() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, journal) = (sandbox.path("store"), sandbox.path("store/\(FileFixture.segment(1))"))
        try await FileFixture.makeStore(at: path, commits: 1)
        let former = try FileSandbox.bytes(journal)
        try await FileDirectory(at: path).add(2)
        try await FileDirectory(at: path).compact()
        try FileSandbox.write(former, to: journal)
        let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: path) }
        guard case .damaged(journal, _, 2, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("no journal whose mark a crash kept from the lock or tore, and writes that")
    func unfinishedMark() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, lock) = (sandbox.path("store"), sandbox.path("store/lock"))
        try await FileFixture.makeStore(at: path, commits: 1)
        let mark = try FileSandbox.bytes(lock)
        #expect(mark.count == 28)
        for torn in [[], Array(mark.prefix(7)), [UInt8](repeating: 0, count: 28), mark + [1, 2]] {
            try FileSandbox.write(torn, to: lock)
            #expect(try await FileDirectory(at: path).head().revision == Revision(1))
            #expect(try FileSandbox.bytes(lock) == mark)
        }
        try FileSandbox.write([], to: lock)
        #expect(unlink("\(path)/\(FileFixture.segment(1))") == 0)
        #expect(try await FileDirectory(at: path).head().revision == .start)
    }

    @Test("no head that says anything at all: it is not believed")
    func wrongHead() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, head) = (sandbox.path("store"), sandbox.path("store/head"))
        try await FileFixture.makeStore(at: path, commits: 2)
        for bytes in [[], [1], FileForgery.littleEndian(UInt64.max), [UInt8](repeating: 7, count: 9_000)] {
            try FileSandbox.write(bytes, to: head)
            #expect(try await FileDirectory(at: path).contents().history.count == 2)
            #expect(try FileSandbox.bytes(head).prefix(8) == [2, 0, 0, 0, 0, 0, 0, 0])
        }
        #expect(unlink(head) == 0)
        #expect(try await FileDirectory(at: path).contents().history.count == 2)
        #expect(FileSandbox.mode(head) == 0o600)
    }
}
