import Roster
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Histories that are copied as they stand", .timeLimit(.minutes(10)))
struct AppendTests {
    @Test("go into the database and back, and are the same")
    func goesBothWays() async throws {
        let origin = MemoryUserDirectory()
        for number in 1...600 { try await origin.add(number, purging: number == 300 ? 7 : nil) }
        let steps = try await origin.history(after: .start, limit: .max)
        let server = try await TestServer.open()
        let company = TestServer.company
        try await server.directory(of: company).append(Array(steps[..<250]))
        // Another host goes on with what one has begun.
        let directory = try await TestServer.open().directory(of: company)
        try await directory.append(Array(steps[250...]))
        #expect(try await directory.history(after: .start, limit: .max) == steps)
        #expect(try await directory.head() == origin.head())
        var standings: [[DirectoryStanding]] = [[], []]
        _ = try await origin.readStandings { standings[0].append($0) }
        _ = try await directory.readStandings { standings[1].append($0) }
        #expect(standings[0] == standings[1])
        let back = MemoryUserDirectory()
        for step in try await directory.history(after: .start, limit: .max) {
            try await back.commit(
                step.changes, by: step.principal, at: step.at, after: Revision(step.revision.number - 1))
        }
        #expect(try await back.head() == origin.head())
    }

    @Test("end before the first step that does not follow on, or contradicts those before it")
    func endsBeforeFault() async throws {
        let origin = MemoryUserDirectory()
        for number in 1...5 { try await origin.add(number) }
        var steps = try await origin.history(after: .start, limit: .max)
        let directory = try await TestServer.open().directory(of: TestServer.company)
        try await directory.append([])
        let late = await #expect(throws: UserDirectoryError.self) { try await directory.append(Array(steps[1...])) }
        guard case .conflict(.start) = late else { throw Unexpected(error: late) }
        steps[3] = Commit(revision: Revision(4), at: steps[3].at, principal: .system, changes: steps[0].changes)
        let fault = await #expect(throws: UserDirectoryError.self) { try await directory.append(steps) }
        guard case .contradiction = fault else { throw Unexpected(error: fault) }
        #expect(try await directory.history(after: .start, limit: 10) == Array(steps[..<3]))
    }
}
