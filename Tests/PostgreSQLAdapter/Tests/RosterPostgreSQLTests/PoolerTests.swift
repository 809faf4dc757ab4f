import PostgreSQLTrialSupport
import Roster
import RosterDomain
import RosterPortTesting
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Behind PgBouncer in transaction mode", .timeLimit(.minutes(20)))
struct PoolerTests {
    @Test("the directory, the vault and the sessions keep every promise of their ports")
    func contracts() async throws {
        guard let (server, pooler) = try await self.server() else { return }
        async let directory: Void = UserDirectoryContract(
            at: { TestServer.company }, opening: { server.directory(of: $0) }
        ).verify()
        async let vault: Void = CredentialVaultContract(
            at: { TestServer.company }, opening: { server.vault(of: $0, cost: .cheapest) }
        ).verify()
        async let sessions: Void = SessionStoreContract(
            at: { TestServer.company }, opening: { server.sessions(of: $0) }
        ).verify()
        _ = try await (directory, vault, sessions)
        try pooler.stop()
    }

    @Test("a host does not take its own announcement for those of others, and finds their commits by looking")
    func looks() async throws {
        guard let (reader, pooler) = try await self.server() else { return }
        let company = TestServer.company
        let writer = try await TestServer.open().directory(of: company)
        let followed = reader.directory(of: company)
        for round in 0..<20 {
            let waiter = Task { try await followed.waitForHistory(after: Revision(UInt64(round))) }
            try await writer.add(round, after: UInt64(round))
            #expect(try await waiter.value == Revision(UInt64(round + 1)))
        }
        try pooler.stop()
    }

    /// A host behind a pooler of its own; nil, with a printed reason, where there is none.
    private func server() async throws -> (PostgreSQLServer, Pooler)? {
        _ = try await TestServer.open()
        guard let pooler = try await Pooler.make(before: TestServer.place) else {
            print("skipped PgBouncer: it is not here; the package pgbouncer brings it")
            return nil
        }
        var limits = TestServer.quick
        limits.lookInterval = .milliseconds(20)
        // A host that believed it hears the others would look no more often than that.
        limits.listeningLookInterval = .seconds(3_600)
        let server = try PostgreSQLServer(
            pooler.connection, schema: TestServer.schema, statements: .unnamed, limits: limits)
        return (server, pooler)
    }
}
