import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Hosts that share a database", .timeLimit(.minutes(10)))
struct HostsTests {
    @Test("of the commits of two hosts after one revision exactly one gets in")
    func decidesOnce() async throws {
        let company = TestServer.company
        let hosts = [try await TestServer.open(), try await TestServer.open()].map { $0.directory(of: company) }
        for round in 0..<20 {
            async let first = hosts[0].attempt(2 * round, after: UInt64(round))
            async let second = hosts[1].attempt(2 * round + 1, after: UInt64(round))
            let admitted = Revision(UInt64(round + 1))
            #expect(await Set([first, second]) == ["added as \(admitted)", "conflict with \(admitted)"])
        }
        #expect(try await hosts[0].history(after: .start, limit: 100).count == 20)
    }

    @Test("every commit of many hosts at once gets in, and the revisions have no gap")
    func numbersWithoutGaps() async throws {
        let company = TestServer.company
        try await withThrowingTaskGroup(of: Void.self) { group in
            for host in 0..<4 {
                let directory = try await TestServer.open().directory(of: company)
                for task in 0..<4 {
                    group.addTask {
                        for round in 0..<10 {
                            let user = try TestServer.user(100 * (4 * host + task) + round)
                            try await directory.commit(
                                [.userAdded(user: user)], by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
                                given: .versions([:]))
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let history = try await TestServer.open().directory(of: company).history(after: .start, limit: .max)
        #expect(history.map(\.revision.number) == Array(1...160))
    }

    @Test("a host that waits is told what another one committed")
    func tells() async throws {
        let company = TestServer.company
        let (reader, writer) = (
            try await TestServer.open().directory(of: company), try await TestServer.open().directory(of: company)
        )
        let waiter = Task { try await reader.waitForHistory(after: .start) }
        try await writer.add(1, after: 0)
        #expect(try await waiter.value == Revision(1))
        #expect(try await reader.user(UserID(bits: 1)) != nil)
        // What was committed before anything waited is found at once.
        let late = try await TestServer.open().directory(of: company)
        #expect(try await late.waitForHistory(after: .start) == Revision(1))
    }

    @Test("companies in one database never see each other's rows")
    func separates() async throws {
        let server = try await TestServer.open()
        let (contoso, fabrikam) = (server.directory(of: TestServer.company), server.directory(of: TestServer.company))
        try await contoso.add(1, after: 0)
        #expect(try await fabrikam.head() == .start)
        #expect(try await fabrikam.user(UserID(bits: 1)) == nil)
        #expect(try await fabrikam.user(named: RecordName(EmailAddress("user.1@contoso.example"))) == nil)
        #expect(try await fabrikam.users(matching: UserQuery(statuses: [.active])).records.isEmpty)
        #expect(try await fabrikam.history(after: .start, limit: 10).isEmpty)
        var standings: [DirectoryStanding] = []
        #expect(try await fabrikam.readStandings { standings.append($0) } == .start)
        #expect(standings.isEmpty)
        // The same identifier and the same name are free in the other company.
        #expect(await fabrikam.attempt(1, after: 0) == "added as 1")
        #expect(await fabrikam.attempt(1, after: 1) != "added as 2")
    }

    @Test("the turn to deliver of a host that stands still goes to another one")
    func passesTurn() async throws {
        let company = TestServer.company
        let (first, second) = (
            try await TestServer.open().directory(of: company), try await TestServer.open().directory(of: company)
        )
        let turn = try #require(try await first.takeDeliveryTurn())
        try await turn.note([1])
        #expect(try await second.takeDeliveryTurn() == nil)
        // A holder that is gone touches its row no more, as one that an administrator writes there.
        try await TestServer.psql(
            "UPDATE \(TestServer.quotedSchema).turns SET holder = '\(UserID(bits: 7))' WHERE company = '\(company)'")
        var next: (any DeliveryTurn)?
        while next == nil {
            next = try await second.takeDeliveryTurn()
            try await Task.sleep(for: .milliseconds(50))
        }
        await #expect(throws: UserDirectoryError.self) { try await turn.note([2]) }
        #expect(try await first.deliveryNotes() == [1])
        await next?.end()
    }
}
