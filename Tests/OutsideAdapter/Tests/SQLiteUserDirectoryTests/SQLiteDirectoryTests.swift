import Foundation
import RosterDomain
import RosterPortTesting
import RosterPorts
import SQLiteUserDirectory
import Testing

@Suite("A directory in SQLite, from outside of Roster")
final class SQLiteDirectoryTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "outside-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: self.folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: self.folder) }

    @Test("keeps every promise of the port", .timeLimit(.minutes(20)))
    func contract() async throws {
        let contract = UserDirectoryContract(
            at: { [folder] in folder.appending(path: UUID().uuidString).path },
            opening: { path in try await SQLiteDirectory(at: path) },
            closing: { directory in await directory.close() })
        try await contract.verify()
    }

    @Test("decides preconditions inside its transaction: of two connections exactly one gets in")
    func twoConnections() async throws {
        let directories = [try await self.open(), try await self.open()]
        for round in 0..<20 {
            let changes = [Change.userAdded(user: try self.user(round))]
            async let first = directories[0].attempt(changes, after: UInt64(round))
            async let second = directories[1].attempt(changes, after: UInt64(round))
            let admitted = Revision(UInt64(round + 1))
            #expect(await Set([first, second]) == ["added as \(admitted)", "conflict with \(admitted)"])
        }
        #expect(try await directories[0].history(after: .start, limit: 100).count == 20)
    }

    @Test("tells who waits of a commit through another connection", .timeLimit(.minutes(20)))
    func otherConnection() async throws {
        let (reader, writer) = (try await self.open(), try await self.open())
        let waiter = Task { try await reader.waitForHistory(after: .start) }
        #expect(await writer.attempt([.userAdded(user: try self.user(1))], after: 0) == "added as 1")
        #expect(try await waiter.value == Revision(1))
        #expect(try await reader.user(named: RecordName(EmailAddress("USER.1@contoso.example")))?.id == UserID(bits: 1))
    }

    @Test("answers with an error of the port when the file is no database, and after it was closed")
    func unavailable() async throws {
        try Data("this is no database, however long it may be".utf8).write(to: self.file)
        await #expect(throws: UserDirectoryError.self) { try await self.open() }
        try FileManager.default.removeItem(at: self.file)
        let directory = try await self.open()
        await directory.close()
        await #expect(throws: UserDirectoryError.self) { try await directory.head() }
    }

    private var file: URL { self.folder.appending(path: "directory") }

    private func open() async throws -> SQLiteDirectory {
        try await SQLiteDirectory(at: self.file.path, lookingEvery: .milliseconds(10))
    }

    private func user(_ number: Int) throws -> User {
        User(
            id: UserID(bits: UInt128(number)), fullName: try FullName("User \(number)"),
            email: try EmailAddress("User.\(number)@Contoso.example"), status: .active,
            addedAt: Timestamp(millisecondsSinceEpoch: 0))
    }
}

extension SQLiteDirectory {
    /// Tries to add a step, and returns the outcome.
    fileprivate nonisolated func attempt(_ changes: [Change], after revision: UInt64) async -> String {
        let moment = Timestamp(millisecondsSinceEpoch: 0)
        do throws(UserDirectoryError) {
            let commit = try await self.commit(changes, by: .system, at: moment, after: Revision(revision))
            return "added as \(commit.revision)"
        } catch {
            guard case .conflict(let latest) = error else { return "\(error)" }
            return "conflict with \(latest)"
        }
    }
}
