import RosterStoreTestSupport
import Foundation
import RosterAdapters
import RosterStore
import RosterDomain
import RosterPorts
import Testing

@Suite("A file directory that is interfered with while it is open", .timeLimit(.minutes(5)))
struct FileDirectoryInterferenceTests {
    private static let names = ["lock", "head", FileFixture.segment(1)]

    @Test("takes no more commits once one of its files was removed, and reads on", arguments: names)
    func removed(_ name: String) async throws {
        try await Self.check(name) { #expect(unlink($0) == 0) }
    }

    @Test("takes no more commits once one of its files was replaced, and reads on", arguments: names)
    func replaced(_ name: String) async throws {
        try await Self.check(name) { file in
            let bytes = try FileSandbox.bytes(file)
            #expect(unlink(file) == 0)
            try FileSandbox.write(bytes, to: file)
        }
    }

    @Test("takes no more commits once its journal was cut, and reads on")
    func cut() async throws {
        try await Self.check(FileFixture.segment(1)) { #expect(truncate($0, 64) == 0) }
    }

    private static func check(_ name: String, _ deed: (String) throws -> Void) async throws {
        let sandbox = try FileSandbox(inMemory: true)
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
