import Roster
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("The rights that hosts need", .timeLimit(.minutes(10)))
struct RightsTests {
    @Test("a host that can use the tables and nothing else can do everything but create them")
    func leastPrivilege() async throws {
        let owner = try await TestServer.open()
        let role = try await TestServer.role()
        let connection = TestServer.connection.replacing("user=roster", with: "user=\(role)")
        let host = try PostgreSQLServer(connection, schema: TestServer.schema)
        try await host.createSchema()
        let company = TestServer.company
        let directory = host.directory(of: company)
        try await directory.add(1, after: 0)
        #expect(try await owner.directory(of: company).head().revision == Revision(1))
        try await directory.commit(
            [.statusChanged(user: UserID(bits: 1), from: .active, to: .deleted), .userPurged(user: UserID(bits: 1))],
            by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
            given: .versions([:]))
        let turn = try #require(try await directory.takeDeliveryTurn())
        await turn.end()
        let credential = PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 2), at: 1)
        let vault = host.vault(of: company, cost: .cheapest)
        try await vault.prepare(Password("Right-1843"), as: credential)
        try await vault.forget([UserID(bits: 2)])
        try await host.sessions(of: company).end(nil, of: UserID(bits: 2))
        await #expect(throws: PostgreSQLError.self) {
            try await PostgreSQLServer(connection, schema: "\(TestServer.schema.prefix(40)) more").createSchema()
        }
    }

    @Test("what an administrator of the database reads in the logs of statements is no part of the statements")
    func statementsHoldNoValues() async throws {
        let directory = try await TestServer.open(as: "reading-statements").directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        let texts = try await TestServer.psql(
            "SELECT string_agg(query, ' ') FROM pg_stat_activity WHERE application_name = 'reading-statements'")
        #expect(!texts.isEmpty && !texts.lowercased().contains("contoso"))
    }
}
