import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("Hosts that follow each other", .timeLimit(.minutes(10)))
struct FollowingTests {
    /// Limits under which nothing is ever looked for: what a host learns it was told.
    private static var deaf: PostgreSQLLimits {
        var limits = TestServer.quick
        limits.lookInterval = .seconds(3_600)
        return limits
    }

    private static var polling: PostgreSQLLimits {
        var limits = TestServer.quick
        limits.lookInterval = .milliseconds(10)
        return limits
    }

    @Test("a host hears of the commits and of the ended sessions of another one without looking for them")
    func hears() async throws {
        let company = TestServer.company
        let (reader, writer) = (try await TestServer.open(limits: Self.deaf), try await TestServer.open())
        let (followed, directory) = (reader.directory(of: company), writer.directory(of: company))
        try await self.synchronize(followed, directory)
        let sessions = reader.sessions(of: company)
        let waiter = Task { try await sessions.waitForChanges(after: .start) }
        try await TestServer.psql(
            """
            INSERT INTO \(TestServer.quotedSchema).session_ends VALUES ('\(company)', 1, '\(UserSessionID(bits: 7))');
            SELECT pg_notify('\(TestServer.schema)', 'sessions \(company) 1')
            """)
        #expect(try await waiter.value == Revision(1))
        #expect(try await sessions.changes(after: .start) == .changed([UserSessionID(bits: 7)], through: Revision(1)))
    }

    @Test("a host that cannot listen finds the commits of another one by looking")
    func looks() async throws {
        let company = TestServer.company
        let reader = try PostgreSQLServer(
            TestServer.connection, schema: TestServer.schema, listening: false, limits: Self.polling)
        let directory = try await TestServer.open().directory(of: company)
        let followed = reader.directory(of: company)
        for round in 0..<5 {
            let waiter = Task { try await followed.waitForHistory(after: Revision(UInt64(round))) }
            try await directory.add(round, after: UInt64(round))
            #expect(try await waiter.value == Revision(UInt64(round + 1)))
        }
    }

    @Test("a listener that loses its connection listens again, and misses nothing")
    func listensAgain() async throws {
        try await self.listenAgain(as: "listening", through: TestServer.place)
    }

    @Test("a listener notices the end of its connection, even if it comes with the last words of the server")
    func noticesEnd() async throws {
        let proxy = try ConnectionProxy(to: TestServer.place)
        defer { proxy.stop() }
        try await self.listenAgain(as: "listening through a proxy", through: proxy.folder)
    }

    @Test("what any user of the database announces moves nothing that is not so")
    func distrusts() async throws {
        let company = TestServer.company
        let reader = try await TestServer.open(limits: Self.deaf)
        let directory = try await TestServer.open().directory(of: company)
        let followed = reader.directory(of: company)
        try await self.synchronize(followed, directory)
        let reached = try await directory.head().revision
        let waiter = Task { try await followed.waitForHistory(after: reached) }
        for text in ["history \(company) 18446744073709551615", "history \(company) -1", "history", "", "x y z"] {
            try await TestServer.psql("SELECT pg_notify('\(TestServer.schema)', '\(text)')")
        }
        try await directory.add(Int(reached.number) + 1, after: reached.number)
        #expect(try await waiter.value == reached.next)
    }

    private func listenAgain(as name: String, through folder: String) async throws {
        let company = TestServer.company
        let reader = try await TestServer.open(as: "'\(name)'", through: folder, limits: Self.deaf)
        let directory = try await TestServer.open().directory(of: company)
        let followed = reader.directory(of: company)
        try await self.synchronize(followed, directory)
        for _ in 0..<5 {
            let reached = try await directory.head().revision
            let waiter = Task { try await followed.waitForHistory(after: reached) }
            try await TestServer.end(name)
            try await directory.add(Int(reached.number) + 1, after: reached.number)
            #expect(try await waiter.value == reached.next)
        }
    }

    /// Commits until a host hears of it, which has begun to listen then.
    private func synchronize(_ reader: PostgreSQLDirectory, _ writer: PostgreSQLDirectory) async throws {
        try await writer.add(1, after: 0)
        #expect(try await reader.waitForHistory(after: .start) == Revision(1))
        let waiter = Task { try await reader.waitForHistory(after: Revision(1)) }
        try await writer.add(2, after: 1)
        #expect(try await waiter.value == Revision(2))
    }
}
