import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that is interfered with while it is open", .timeLimit(.minutes(20)))
struct FileDirectoryInterferenceTests {
    private static let names = ["lock", "head", FileFixture.segment(1)]

    @Test("takes no more commits once one of its files was removed, and reads on", arguments: names)
    func removed(_ name: String) async throws {
        try await Self.check(name) { #expect(unlink($0) == 0) }
    }

    @Test(
        "takes no more commits once one of its files was replaced, and reads on, also where numbers of files are given again",
        arguments: names, [true, false])
    func replaced(_ name: String, inMemory: Bool) async throws {
        try await Self.check(name, inMemory: inMemory) { file in
            let bytes = try FileSandbox.bytes(file)
            #expect(unlink(file) == 0)
            try FileSandbox.write(bytes, to: file)
        }
    }

    @Test("takes commits again once a file that was moved away is back", arguments: names)
    func movedBack(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        try await directory.add(1)
        let (file, away) = (sandbox.path("store/\(name)"), sandbox.path("store/away"))
        #expect(rename(file, away) == 0)
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(2) }
        #expect(storeError(error) == .replaced(path: file))
        #expect(rename(away, file) == 0)
        try await directory.add(2)
        #expect(try await FileDirectory(at: sandbox.path("store")).head().revision == Revision(2))
    }

    /// Lets another program write a revision to the head.
    private static func forgeHead(at path: String, _ revision: UInt64) throws {
        let file = open("\(path)/head", O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        #expect(pwrite(file, FileForgery.littleEndian(revision), 8, 0) == 8)
    }

    @Test("writes a head anew that names more than the journal holds, and shows and takes what it did before")
    func forgedHead() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let (directory, other) = (try FileDirectory(at: path), try FileDirectory(at: path))
        try await directory.add(1)
        for forged in [2, 999, UInt64.max] {
            try Self.forgeHead(at: path, forged)
            #expect(try await other.history(after: .start, limit: 9).count == 1)
            #expect(try await directory.head().revision == Revision(1))
            #expect(try FileSandbox.bytes("\(path)/head").prefix(8) == FileForgery.littleEndian(UInt64(1))[...])
        }
        async let reached = other.waitForHistory(after: Revision(1))
        try Self.forgeHead(at: path, 7)
        try await directory.add(2)
        #expect(try await reached == Revision(2))
        #expect(try await other.contents().users.count == 2)
    }

    @Test("does not believe a head that names more than the journal holds, when it only reads")
    func forgedHeadForReaders() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let directory = try FileDirectory(at: path)
        try await directory.add(1)
        let reader = try FileDirectory(readingAt: path)
        try Self.forgeHead(at: path, 999)
        #expect(try await reader.history(after: .start, limit: 9).count == 1)
        #expect(try await reader.head().revision == Revision(1))
        try await directory.add(2)
        #expect(try await reader.head().revision == Revision(2))
    }

    @Test("takes no more commits once its journal was cut, and reads on")
    func cut() async throws {
        try await Self.check(FileFixture.segment(1)) { #expect(truncate($0, 64) == 0) }
    }

    private static func check(
        _ name: String, inMemory: Bool = true, _ deed: (String) throws -> Void
    ) async throws {
        let sandbox = try FileSandbox(inMemory: inMemory)
        let (path, file) = (sandbox.path("store"), sandbox.path("store/\(name)"))
        let directory = try FileDirectory(at: path)
        try await directory.add(1)
        try deed(file)
        for _ in 1...2 {
            let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(2) }
            #expect(storeError(error) == .replaced(path: file))
        }
        #expect(try await directory.user(UserID(bits: 1)) != nil)
        #expect(try await directory.head().revision == Revision(1))
    }

    @Test("takes commits again once it is opened again, with its journal still there", arguments: ["lock", "head"])
    func openedAgain(_ name: String) async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let path = sandbox.path("store")
        let former = try FileDirectory(at: path)
        try await former.add(1)
        #expect(unlink("\(path)/\(name)") == 0)
        let directory = try FileDirectory(at: path)
        try await directory.add(2)
        let error = await #expect(throws: UserDirectoryError.self) { try await former.add(3) }
        #expect(storeError(error) == .replaced(path: "\(path)/\(name)"))
        #expect(try await FileDirectory(at: path).contents().users.count == 2)
    }

    @Test("goes on when its folder is given another name")
    func moved() async throws {
        let sandbox = try FileSandbox(inMemory: true)
        let directory = try FileDirectory(at: sandbox.path("store"))
        try await directory.add(1)
        #expect(rename(sandbox.path("store"), sandbox.path("moved")) == 0)
        try await directory.add(2)
        try await directory.compact()
        #expect(try await FileDirectory(at: sandbox.path("moved")).contents() == directory.contents())
    }
}
