import Foundation
import Roster
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Histories that are moved between a folder and PostgreSQL", .timeLimit(.minutes(10)))
struct HistoryCopyTests {
    private static let count = 2_500

    @Test("there and back is the same, with every step and every record")
    func goesBothWays() async throws {
        try await TemporaryFolder.use { folder in
            let origin = try await self.origin(at: "\(folder)/origin")
            let database = try await TestServer.open().directory(of: TestServer.company)
            let back = try FileDirectory(at: "\(folder)/back")
            let there = try await HistoryCopy(of: origin, to: database).run()
            #expect(there.former == .start)
            var count = 0
            _ = try await origin.readStandings { _ in count += 1 }
            #expect(there.recordCount == count)
            let here = try await HistoryCopy(of: database, to: back).run()
            #expect(here == there)
            #expect(
                try await back.history(after: .start, limit: .max) == origin.history(after: .start, limit: .max))
            #expect(try await back.head() == origin.head())
            #expect(try await back.user(UserID(bits: 2)) == origin.user(UserID(bits: 2)))
        }
    }

    @Test("what was interrupted goes on where it ended, and does nothing once it is done")
    func resumes() async throws {
        try await TemporaryFolder.use { folder in
            let origin = try await self.origin(at: "\(folder)/origin")
            let company = TestServer.company
            let copy = HistoryCopy(of: origin, to: try await TestServer.open().directory(of: company))
            let task = Task {
                try await copy.run { phase, _ in
                    if phase == .copying { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            let error = await #expect(throws: HistoryCopyError.self) { try await task.value }
            guard case .canceled = error else { throw Unexpected(error: error) }
            let database = try await TestServer.open().directory(of: company)
            let reached = try await database.head().revision
            #expect(reached > .start && reached.number < UInt64(Self.count))
            let rest = try await HistoryCopy(of: origin, to: database).run()
            #expect(rest.former == reached)
            #expect(
                try await database.history(after: .start, limit: .max) == origin.history(after: .start, limit: .max))
            #expect(try await HistoryCopy(of: origin, to: database).run().former == rest.revision)
        }
    }

    @Test("a target with other content is refused, and stays as it is")
    func refuses() async throws {
        try await TemporaryFolder.use { folder in
            let origin = try FileDirectory(at: "\(folder)/origin")
            for number in 1...3 { try await origin.add(number) }
            let server = try await TestServer.open()
            let other = server.directory(of: TestServer.company)
            try await other.add(1, after: 0)
            try await other.add(7, after: 1)
            let before = try await other.history(after: .start, limit: 10)
            let difference = await #expect(throws: HistoryCopyError.self) {
                try await HistoryCopy(of: origin, to: other).run()
            }
            guard case .stepDiffers(let revision) = difference else { throw Unexpected(error: difference) }
            #expect(revision == Revision(1), "the moments differ")
            for number in 8...10 { try await other.add(number, after: UInt64(number - 6)) }
            let length = await #expect(throws: HistoryCopyError.self) {
                try await HistoryCopy(of: origin, to: other).run()
            }
            guard case .targetReachesFurther = length else { throw Unexpected(error: length) }
            #expect(try await other.history(after: .start, limit: 2) == before)
            #expect(try await other.head().revision == Revision(5))
        }
    }

    @Test("a record that is not what the history amounts to is found")
    func findsDifference() async throws {
        try await TemporaryFolder.use { folder in
            let origin = try FileDirectory(at: "\(folder)/origin")
            for number in 1...3 { try await origin.add(number) }
            let company = TestServer.company
            let database = try await TestServer.open().directory(of: company)
            _ = try await HistoryCopy(of: origin, to: database).run()
            try await TestServer.psql(
                """
                UPDATE \(TestServer.quotedSchema).records r SET record = o.record
                FROM \(TestServer.quotedSchema).records o
                WHERE r.company = '\(company)' AND o.company = '\(company)'
                AND r.id = '\(UserID(bits: 1))' AND o.id = '\(UserID(bits: 2))'
                """)
            await #expect(throws: HistoryCopyError.self) { try await HistoryCopy(of: origin, to: database).run() }
        }
    }

    /// More steps than are copied at a time, with a user who was purged.
    private func origin(at path: String) async throws -> FileDirectory {
        let memory = MemoryUserDirectory()
        for number in 1...Self.count { try await memory.add(number, purging: number == 300 ? 7 : nil) }
        let directory = try FileDirectory(at: path)
        try await directory.append(memory.history(after: .start, limit: .max))
        return directory
    }
}

/// A folder for one test.
private enum TemporaryFolder {
    static func use(_ body: (String) async throws -> Void) async throws {
        let path = NSTemporaryDirectory() + "/roster-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        do { try await body(path) } catch {
            try FileManager.default.removeItem(atPath: path)
            throw error
        }
        try FileManager.default.removeItem(atPath: path)
    }
}

extension UserDirectory {
    /// Adds a user, and purges another one.
    func add(_ number: Int, purging other: Int? = nil) async throws {
        var changes = [Change.userAdded(user: try TestServer.user(number))]
        if let other {
            let id = UserID(bits: UInt128(other))
            changes += [.statusChanged(user: id, from: .active, to: .deleted), .userPurged(user: id)]
        }
        try await self.commit(
            changes, by: .system, at: Timestamp(millisecondsSinceEpoch: Int64(number)), given: .versions([:]))
    }
}
