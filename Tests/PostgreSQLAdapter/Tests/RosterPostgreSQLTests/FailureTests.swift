import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("What a host meets when the database fails", .timeLimit(.minutes(10)))
struct FailureTests {
    @Test("connections that the server ended are opened again, unnoticed by callers")
    func reconnects() async throws {
        let server = try await TestServer.open(as: "reconnecting")
        let directory = server.directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        try await self.endConnections("reconnecting")
        #expect(try await directory.head().revision == Revision(1))
        try await self.endConnections("reconnecting")
        try await directory.add(2, after: 1)
        try await self.endConnections("reconnecting")
        var count = 0
        #expect(try await directory.readStandings { _ in count += 1 } == Revision(2))
        #expect(count == 2)
    }

    @Test("no step is lost and none comes twice while connections are ended at random")
    func ledger() async throws {
        let company = TestServer.company
        let directory = try await TestServer.open(as: "ledger").directory(of: company)
        let tormentor = Task {
            while !Task.isCancelled {
                try await self.endConnections("ledger")
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...40)))
            }
        }
        let acknowledged = try await withThrowingTaskGroup(of: [Revision].self) { group in
            for task in 0..<4 {
                group.addTask {
                    var revisions: [Revision] = []
                    for round in 0..<40 {
                        let user = try TestServer.user(100 * task + round)
                        let outcome = try? await directory.commit(
                            [.userAdded(user: user)], by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
                            given: .versions([:]))
                        if let outcome { revisions.append(outcome.revision) }
                    }
                    return revisions
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        tormentor.cancel()
        _ = try? await tormentor.value
        let history = try await TestServer.open().directory(of: company).history(after: .start, limit: .max)
        #expect(!acknowledged.isEmpty)
        #expect(acknowledged.count == Set(acknowledged).count)
        #expect(history.map(\.revision) == acknowledged.sorted(), "every refusal must be true, too")
    }

    @Test("a history that was taken back is refused until the company is opened again")
    func takenBack() async throws {
        let company = TestServer.company
        let server = try await TestServer.open()
        let directory = server.directory(of: company)
        for number in 1...3 { try await directory.add(number, after: UInt64(number - 1)) }
        // Another step takes the revision of the last one, as after a failover to a standby that lagged.
        try await TestServer.psql(
            """
            UPDATE \(TestServer.quotedSchema).history SET id = '\(UserID(bits: 99))'
            WHERE company = '\(company)' AND revision = 3
            """)
        for _ in 0..<2 {
            await #expect(throws: UserDirectoryError.self) { try await directory.head() }
            await #expect(throws: UserDirectoryError.self) { try await directory.add(4, after: 3) }
            await #expect(throws: UserDirectoryError.self) { try await directory.history(after: .start, limit: 1) }
            await #expect(throws: UserDirectoryError.self) { try await directory.page(.users(UserQuery())) }
        }
        let again = server.directory(of: company)
        #expect(try await again.head().revision == Revision(3))
        try await again.add(4, after: 3)
    }

    @Test("tables that are missing, or that a newer version wrote, are told from others")
    func schema() async throws {
        let bare = try PostgreSQLServer(TestServer.connection, schema: "nothing here")
        await self.expect("does not have the tables", of: bare)
        let server = try await TestServer.open()
        let company = TestServer.company
        try await server.directory(of: company).add(1, after: 0)
        try await TestServer.psql(
            "UPDATE \(TestServer.quotedSchema).companies SET format = 99 WHERE id = '\(company)'")
        let directory = server.directory(of: company)
        let head = await #expect(throws: UserDirectoryError.self) { try await directory.head() }
        #expect("\(head, default: "")".contains("upgrade the host"))
        await #expect(throws: UserDirectoryError.self) { try await directory.add(2, after: 1) }
        #expect(
            try await TestServer.psql(
                "SELECT count(*) FROM \(TestServer.quotedSchema).history WHERE company = '\(company)'") == "1")
    }

    @Test("hosts that create the tables at once all succeed")
    func createsAtOnce() async throws {
        let servers = try (0..<6).map { _ in try PostgreSQLServer(TestServer.connection, schema: "created at once") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { try await server.createSchema() } }
            try await group.waitForAll()
        }
        try await servers[0].directory(of: TestServer.company).add(1, after: 0)
    }

    @Test("a database that is not there, or was closed, is an error of the port")
    func unreachable() async throws {
        let server = try PostgreSQLServer("host=127.0.0.1 port=1 user=roster password=topsecret")
        await self.expect("cannot be reached", of: server)
        let closed = try await TestServer.open()
        closed.close()
        await self.expect("closed by the host", of: closed)
    }

    @Test(
        "no error quotes a connection string, and another machine must prove who it is",
        arguments: [
            "postgresql://roster:topsecret@example.com/roster?sslmode=wrong topsecret",
            "host=example.com password=topsecret", "host=example.com password=topsecret sslmode=require",
            "password='topsecret", "topsecret", "postgresql://roster:topsecret@two@example.com/roster",
            "host=localhost,example.com password=topsecret",
        ])
    func secrets(_ connection: String) throws {
        let error = #expect(throws: PostgreSQLError.self) { try PostgreSQLServer(connection) }
        #expect(!"\(error, default: "")".contains("topsecret"))
    }

    @Test("a text that no database can hold finds no user")
    func zeroByte() async throws {
        let directory = try await TestServer.open().directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        #expect(try await directory.users(matching: UserQuery(text: "user\u{0}")).records.isEmpty)
        #expect(try await directory.users(matching: UserQuery(text: "user")).records.count == 1)
    }

    /// Ends every connection of a name, as an administrator or a restart does.
    private func endConnections(_ name: String) async throws {
        try await TestServer.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(name)'")
    }

    private func expect(_ words: String, of server: PostgreSQLServer) async {
        let directory = server.directory(of: TestServer.company)
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.head() }
        #expect("\(error, default: "")".contains(words))
        #expect(!"\(error, default: "")".contains("topsecret"))
    }
}
