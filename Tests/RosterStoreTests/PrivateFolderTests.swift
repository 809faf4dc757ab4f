import Foundation
import RosterStore
import RosterStoreTestSupport
import Testing

@Suite("A private folder")
struct PrivateFolderTests {
    private let sandbox: FileSandbox
    private let folder: PrivateFolder

    init() throws {
        self.sandbox = try FileSandbox()
        self.folder = try PrivateFolder(at: self.sandbox.path("private"))
    }

    private func path(_ name: String) -> String { self.sandbox.path("private/\(name)") }

    @Test("holds what was last put in a file, with mode 0600", arguments: [0, 1, 4_096, 3_000_000])
    func replaces(_ byteCount: Int) throws {
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try self.folder.read("file") == nil)
        try self.folder.replace("file", with: [1, 2, 3])
        try self.folder.replace("file", with: bytes)
        #expect(try self.folder.read("file", byteLimit: byteCount) == bytes)
        #expect(FileSandbox.mode(self.path("file")) == 0o600)
        #expect(try self.folder.names() == ["file"])
        #expect(try FileSandbox.names(self.sandbox.path("private")) == ["file"])
    }

    @Test("reads up to a limit, and refuses a larger file")
    func limit() throws {
        try self.folder.replace("file", with: [1, 2, 3])
        #expect(try self.folder.read("file", byteLimit: 3) == [1, 2, 3])
        #expect(throws: FileStoreError.tooLarge(path: self.path("file"), byteLimit: 2)) {
            try self.folder.read("file", byteLimit: 2)
        }
    }

    @Test("removes a file, and finds nothing wrong with there being none")
    func removes() throws {
        try self.folder.replace("file", with: [1])
        try self.folder.remove("file")
        try self.folder.remove("file")
        #expect(try self.folder.read("file") == nil)
        #expect(try self.folder.names().isEmpty)
    }

    @Test("refuses to read what it would not have written")
    func oddFiles() throws {
        let outside = self.sandbox.path("outside")
        try FileSandbox.write([1], to: outside)
        #expect(symlink(outside, self.path("link")) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: self.path("link"))) { try self.folder.read("link") }
        #expect(Foundation.link(outside, self.path("second")) == 0)
        #expect(throws: FileStoreError.hardLinked(path: self.path("second"))) { try self.folder.read("second") }
        #expect(mkfifo(self.path("pipe"), 0o600) == 0)
        #expect(throws: FileStoreError.notAFile(path: self.path("pipe"))) { try self.folder.read("pipe") }
        #expect(throws: FileStoreError.notAFile(path: self.path("folder"))) {
            _ = try self.folder.subfolder("folder")
            _ = try self.folder.read("folder")
        }
        try self.folder.replace("loose", with: [1])
        #expect(chmod(self.path("loose"), 0o640) == 0)
        let error = #expect(throws: FileStoreError.self) { try self.folder.read("loose") }
        #expect(error?.description.contains("chmod 600") == true)
    }

    @Test("replaces a symbolic link itself, and never writes through it")
    func replacesLink() throws {
        let outside = self.sandbox.path("outside")
        try FileSandbox.write([1], to: outside)
        #expect(symlink(outside, self.path("file")) == 0)
        try self.folder.replace("file", with: [2])
        #expect(try FileSandbox.bytes(outside) == [1])
        #expect(try self.folder.read("file") == [2])
    }

    @Test("leaves no unfinished file when a replacement fails")
    func failedReplacement() throws {
        _ = try self.folder.subfolder("taken")
        #expect(throws: FileStoreError.self) { try self.folder.replace("taken", with: [1]) }
        #expect(try FileSandbox.names(self.sandbox.path("private")) == ["taken"])
    }

    @Test("hides files that a crash left unfinished, and removes them when told to")
    func unfinished() throws {
        try FileSandbox.write([1], to: self.path(".unfinished-x"))
        #expect(try self.folder.names().isEmpty)
        try self.folder.removeUnfinished()
        #expect(try FileSandbox.names(self.sandbox.path("private")).isEmpty)
    }

    @Test("leaves a folder alone that is named like an unfinished file")
    func unfinishedFolder() throws {
        try FileSandbox.write([1], to: self.path(".unfinished-z"))
        #expect(mkdir(self.path(".unfinished-a"), 0o700) == 0)
        try self.folder.removeUnfinished()
        #expect(try FileSandbox.names(self.sandbox.path("private")) == [".unfinished-a"])
    }

    @Test("makes folders of mode 0700 in it, and refuses ones that others can use")
    func subfolders() throws {
        let inner = try self.folder.subfolder("inner")
        try inner.replace("file", with: [1])
        #expect(FileSandbox.mode(self.path("inner")) == 0o700)
        #expect(try self.folder.subfolder("inner").read("file") == [1])
        #expect(chmod(self.path("inner"), 0o711) == 0)
        #expect(throws: FileStoreError.looselyPermitted(path: self.path("inner"), mode: 0o040711)) {
            try self.folder.subfolder("inner")
        }
        #expect(symlink(self.path("inner"), self.path("link")) == 0)
        #expect(throws: FileStoreError.symbolicLink(path: self.path("link"))) { try self.folder.subfolder("link") }
    }

    @Test("stays with its folder when that is moved")
    func moved() throws {
        #expect(Foundation.rename(self.sandbox.path("private"), self.sandbox.path("moved")) == 0)
        try self.folder.replace("file", with: [1])
        #expect(try FileSandbox.names(self.sandbox.path("moved")) == ["file"])
    }

    @Test("locks for one at a time, until the lock is let go")
    func locks() throws {
        do {
            let lock = try self.folder.lock("lock")
            #expect(throws: FileStoreError.locked(path: self.folder.path)) { try self.folder.lock("lock") }
            withExtendedLifetime(lock) {}
        }
        _ = try self.folder.lock("lock")
    }

    @Test("shows a reader the old file or the new one, whole, while it is being replaced", .timeLimit(.minutes(20)))
    func readsWhileReplacing() async throws {
        try self.folder.replace("file", with: [UInt8](repeating: 0, count: 10_000))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in 1...100 {
                    try self.folder.replace("file", with: [UInt8](repeating: UInt8(number), count: 10_000))
                }
            }
            group.addTask {
                for _ in 1...1_000 {
                    let bytes = try #require(try self.folder.read("file"))
                    try #require(bytes.count == 10_000 && Set(bytes).count == 1)
                }
            }
            try await group.waitForAll()
        }
    }
}
