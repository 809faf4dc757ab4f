import Foundation
import RosterAdapters
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory refuses")
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

    @Test("a folder of another account", .enabled(if: FileTestMachine.isRoot, "only root can give a folder away"))
    func foreignFolder() throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        #expect(mkdir(path, 0o700) == 0 && chown(path, 65534, 65534) == 0)
        #expect(throws: FileStoreError.notOwned(path: path)) { try FileDirectory(at: path) }
    }

    @Test(
        "a journal or lock that others can use, that has a second name, or that is a link",
        arguments: ["journal", "lock"])
    func oddFile(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, file) = (sandbox.path("store"), sandbox.path("store/\(name)"))
        try await FileFixture.makeStore(at: path, commits: 1)
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
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
    }

    @Test("a journal of another account", .enabled(if: FileTestMachine.isRoot, "only root can give a file away"))
    func foreignFile() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        #expect(chown(path + "/journal", 65534, 65534) == 0)
        #expect(throws: FileStoreError.notOwned(path: path + "/journal")) { try FileDirectory(at: path) }
    }

    @Test("a second opening in the same process, until the first is gone")
    func secondOpening() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        try await {
            let first = try FileDirectory(at: path)
            #expect(throws: FileStoreError.locked(path: path)) { try FileDirectory(at: path) }
            #expect(throws: FileStoreError.locked(path: path + "/.")) { try FileDirectory(at: path + "/.") }
            try await first.add(1)
        }()
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
    }

    @Test("an opening while another process has it open, until that one ends", .timeLimit(.minutes(1)))
    func otherProcess() async throws {
        let sandbox = try FileSandbox()
        let path = sandbox.path("store")
        let child = try FileChild([FileChild.writer, path, "--commits", "1", "--hold"])
        let output = try await offPool {
            var text = ""
            while !text.contains("ack 1 ") { text += child.read() }
            return text
        }
        #expect(throws: FileStoreError.locked(path: path)) { try FileDirectory(at: path) }
        child.kill()
        let end = try await offPool { child.finish(after: output) }
        #expect(end.lines.count == 2)
        let directory = try FileDirectory(at: path)
        #expect(try await directory.head().revision == Revision(1))
        let refused = try await FileChild.runWriter([path])
        #expect(refused.status == 2)
        #expect(refused.lines == ["refused `\(path)` is open already, in another process or in this one"])
        try await directory.add(1)
    }

    @Test(
        "to be opened by whoever may not write it", .enabled(if: FileTestMachine.hasSetpriv, "needs root and setpriv"))
    func readOnly() async throws {
        let sandbox = try FileSandbox()
        #expect(chmod(sandbox.path, 0o755) == 0)
        let path = sandbox.path("store")
        let setpriv = ["/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", sandbox.path("writer")]
        // Not by this process: a child of another test could still have the copy open for writing when it is started.
        let copy = try await offPool { try FileChild(["/bin/cp", FileChild.writer, sandbox.path("writer")]).finish() }
        #expect(copy.status == 0)
        try await FileFixture.makeStore(at: path, commits: 1)
        for name in ["", "/journal", "/lock"] { #expect(chown(path + name, 65534, 65534) == 0) }

        let works = try await offPool { try FileChild(setpriv + [path, "--commits", "1"]).finish() }
        #expect(works.lines.count == 2)
        let bytes = try FileSandbox.bytes(path + "/journal")
        for (name, mode) in [("", 0o500), ("/journal", 0o400), ("/lock", 0o400)] as [(String, mode_t)] {
            let usual = mode_t(FileSandbox.mode(path + name))
            #expect(chmod(path + name, mode) == 0)
            let end = try await offPool { try FileChild(setpriv + [path, "--commits", "1"]).finish() }
            #expect(end.status == 2)
            #expect(end.lines == ["refused this process may not read and write `\(path + name)`"])
            #expect(chmod(path + name, usual) == 0)
        }
        #expect(try FileSandbox.bytes(path + "/journal") == bytes)
    }

    @Test("a file system that can only be read", .enabled(if: FileTestMachine.canMount, "needs root and mount"))
    func readOnlyDisk() async throws {
        let sandbox = try FileSandbox()
        let mount = FileMount(at: sandbox.path)
        try mount.run("-o", "size=1m")
        let path = sandbox.path("store")
        try await FileFixture.makeStore(at: path, commits: 1)
        try mount.run("-o", "remount,ro")
        let error = #expect(throws: FileStoreError.self) { try FileDirectory(at: path) }
        guard case .readOnly = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
    @Test("to begin anew where its journal was lost, until that is restored or the lock removed too")
    func lostJournal() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, journal) = (sandbox.path("store"), sandbox.path("store/journal"))
        try await FileFixture.makeStore(at: path, commits: 1)
        let bytes = try FileSandbox.bytes(journal)
        #expect(try FileSandbox.bytes(path + "/lock").prefix(16) == bytes[12..<28])
        #expect(unlink(journal) == 0)
        for _ in 1...2 {
            let error = #expect(throws: FileStoreError.lost(path: journal)) { try FileDirectory(at: path) }
            #expect(error?.description.contains("restore it from a copy") == true)
            #expect(try FileSandbox.names(path) == ["lock"])
        }
        try FileSandbox.write(bytes, to: journal)
        #expect(try await FileDirectory(at: path).head().revision == Revision(1))
        #expect(unlink(journal) == 0 && unlink(path + "/lock") == 0)
        #expect(try await FileDirectory(at: path).head().revision == .start)
    }

    @Test("the journal of another store, and leaves it as it was")
    func foreignJournal() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, other) = (sandbox.path("store"), sandbox.path("other"))
        for path in [path, other] { try await FileFixture.makeStore(at: path, commits: 1) }
        let bytes = try FileSandbox.bytes(other + "/journal")
        try FileSandbox.write(bytes.dropLast(3), to: path + "/journal")
        #expect(throws: FileStoreError.lost(path: path + "/journal")) { try FileDirectory(at: path) }
        #expect(try FileSandbox.bytes(path + "/journal") == bytes.dropLast(3))
    }

    @Test("no journal whose mark a crash kept from the lock or tore, and writes that")
    func unfinishedMark() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let (path, lock) = (sandbox.path("store"), sandbox.path("store/lock"))
        try await FileFixture.makeStore(at: path, commits: 1)
        let mark = try FileSandbox.bytes(lock)
        #expect(mark.count == 20)
        for torn in [[], Array(mark.prefix(7)), [UInt8](repeating: 0, count: 20), mark + [1, 2]] {
            try FileSandbox.write(torn, to: lock)
            #expect(try await FileDirectory(at: path).head().revision == Revision(1))
            #expect(try FileSandbox.bytes(lock) == mark)
        }
        try FileSandbox.write([], to: lock)
        #expect(unlink(path + "/journal") == 0)
        #expect(try await FileDirectory(at: path).head().revision == .start)
    }
}
