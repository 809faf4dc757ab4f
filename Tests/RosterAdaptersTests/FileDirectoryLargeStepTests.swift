import RosterAdapters
import RosterStoreTestSupport
import RosterDomain
import RosterPorts
import Testing

@Suite("A step with many changes", .timeLimit(.minutes(20)))
struct FileDirectoryLargeStepTests {
    private static let path = "/store"

    // From 256 changes on, a step is encoded beside its decision.
    @Test("is in the history, and in the directory, as it was committed", arguments: [255, 256, 257, 3_000])
    func committed(count: Int) async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: Self.path, on: disk)
        let changes = try Self.changes(1...count)
        let commit = try await directory.commit(changes, by: .system, at: FileFixture.now, after: .start)
        #expect(commit.changes == changes)
        let again = try FileDirectory(at: Self.path, on: disk)
        for opened in [directory, again] {
            #expect(try await opened.history(after: .start, limit: 2) == [commit])
            for number in [1, count] {
                let user = try FileFixture.user(number)
                #expect(try await opened.user(named: RecordName(user.userName))?.user == user)
            }
        }
    }

    @Test("leaves nothing behind when it is refused, and the next one is whole")
    func refused() async throws {
        let disk = SimulatedDisk()
        let directory = try FileDirectory(at: Self.path, on: disk)
        let first = try Self.changes(1...300)
        try await directory.commit(first, by: .system, at: FileFixture.now, after: .start)
        // The last of these is there already.
        let contradicting = try Self.changes(301...600) + [first[0]]
        await #expect(throws: UserDirectoryError.self) {
            try await directory.commit(contradicting, by: .system, at: FileFixture.now, after: Revision(1))
        }
        let next = try Self.changes(601...900)
        try await directory.commit(next, by: .system, at: FileFixture.now, after: Revision(1))
        let history = try await FileDirectory(at: Self.path, on: disk).history(after: .start, limit: 9)
        #expect(history.map(\.changes) == [first, next])
    }

    private static func changes(_ numbers: ClosedRange<Int>) throws -> [Change] {
        try numbers.map { .userAdded(user: try FileFixture.user($0)) }
    }
}
