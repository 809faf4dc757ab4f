import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("What the server refuses", .timeLimit(.minutes(10)))
struct InjectedErrorTests {
    /// When the server raises an error.
    enum Moment: String, CaseIterable, Sendable {
        case insert = "TRIGGER injected BEFORE INSERT"
        case commit = "CONSTRAINT TRIGGER injected AFTER INSERT"

        fileprivate var suffix: String { self == .insert ? "" : "DEFERRABLE INITIALLY DEFERRED" }
    }

    @Test(
        "collisions with other transactions are tried again, and add the step once",
        arguments: ["40001", "40P01", "23505"], Moment.allCases)
    func triesAgain(_ code: String, _ moment: Moment) async throws {
        let (directory, trouble) = try await self.directory(raising: "RAISE SQLSTATE '\(code)'", at: moment)
        try await trouble.begin(times: 3)
        try await directory.add(2, after: 1)
        #expect(try await directory.history(after: .start, limit: 10).count == 2)
        // They end some time, and then nothing was added.
        try await trouble.begin(times: 1_000)
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(3, after: 2) }
        guard case .unavailable(PostgreSQLError.refused(code, _)) = step else { throw Unexpected(error: step) }
        #expect(try await trouble.count == 10, "as often as a transaction is tried")
        try await trouble.begin(times: 0)
        #expect(try await directory.head().revision == Revision(2))
        try await directory.add(3, after: 2)
    }

    @Test("other errors are not tried again", arguments: ["53100", "53200", "42501", "25006"], Moment.allCases)
    func givesUp(_ code: String, _ moment: Moment) async throws {
        let (directory, trouble) = try await self.directory(raising: "RAISE SQLSTATE '\(code)'", at: moment)
        try await trouble.begin(times: 1)
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(2, after: 1) }
        guard case .unavailable(PostgreSQLError.refused(code, _)) = step else { throw Unexpected(error: step) }
        #expect(try await directory.head().revision == Revision(1))
        try await directory.add(2, after: 1)
    }

    @Test(
        "a connection that the server ends in a commit is no error, and the step is added once",
        arguments: Moment.allCases)
    func isEnded(_ moment: Moment) async throws {
        let (directory, trouble) = try await self.directory(
            raising: "PERFORM pg_terminate_backend(pg_backend_pid())", at: moment)
        try await trouble.begin(times: 1)
        try await directory.add(2, after: 1)
        #expect(try await directory.history(after: .start, limit: 10).map(\.revision.number) == [1, 2])
    }

    @Test("a server that takes no more connections is an error, and serves again once it does")
    func takesNoConnections() async throws {
        let role = try await TestServer.role()
        let company = TestServer.company
        func directory() throws -> PostgreSQLDirectory { try self.server(as: role).directory(of: company) }
        try await directory().add(1, after: 0)
        try await TestServer.psql("ALTER ROLE \(role) CONNECTION LIMIT 0")
        let refused = try directory()
        let step = await #expect(throws: UserDirectoryError.self) { try await refused.add(2, after: 1) }
        guard case .unavailable(PostgreSQLError.unreachable) = step else { throw Unexpected(error: step) }
        try await TestServer.psql("ALTER ROLE \(role) CONNECTION LIMIT -1")
        try await refused.add(2, after: 1)
    }

    @Test("a time limit of the database ends a commit that waits, and nothing was written")
    func endsWaiting() async throws {
        let role = try await TestServer.role()
        let company = TestServer.company
        try await TestServer.psql("ALTER ROLE \(role) SET statement_timeout = '100ms'")
        let directory = try self.server(as: role).directory(of: company)
        try await directory.add(1, after: 0)
        let (companies, holder) = ("\(TestServer.quotedSchema).companies", "holder \(role)")
        let holding = Task {
            try await TestServer.psql(
                """
                SET application_name = '\(holder)'; BEGIN;
                SELECT 1 FROM \(companies) WHERE id = '\(company)' FOR UPDATE; SELECT pg_sleep(600)
                """)
        }
        try await TestServer.waitUntil(
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = '\(holder)'")
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(2, after: 1) }
        guard case .unavailable(PostgreSQLError.refused("57014", _)) = step else { throw Unexpected(error: step) }
        try await TestServer.end(holder)
        _ = try? await holding.value
        try await directory.add(2, after: 1)
    }

    @Test("a host that stands still in a commit loses the lock, and adds the step once when it goes on")
    func standsStill() async throws {
        let company = TestServer.company
        let proxy = try ConnectionProxy(to: TestServer.place)
        defer { proxy.stop() }
        var limits = TestServer.quick
        limits.idleTransaction = .milliseconds(200)
        let slow = try PostgreSQLServer(
            "host=\(proxy.folder) user=roster dbname=postgres", schema: TestServer.schema, listening: false,
            limits: limits
        ).directory(of: company)
        let other = try await TestServer.open().directory(of: company)
        try await slow.add(1, after: 0)
        proxy.hold("add-steps", for: .seconds(10))
        async let late = slow.commit(
            [.userAdded(user: TestServer.user(2))], by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
            given: .versions([:]))
        while !proxy.isHolding { try await Task.sleep(for: .milliseconds(1)) }
        let start = ContinuousClock.now
        try await other.commit(
            [.userAdded(user: TestServer.user(3))], by: .system, at: Timestamp(millisecondsSinceEpoch: 0),
            given: .versions([:]))
        #expect(try await late.revision > Revision(1))
        #expect(.now - start < .seconds(8), "neither waits for what holds the other host up")
        #expect(try await other.history(after: .start, limit: 10).map(\.revision.number) == [1, 2, 3])
    }
}

extension InjectedErrorTests {
    /// What the server does to steps of one schema.
    private struct Trouble {
        let schema: String

        /// Makes as many further steps fail.
        func begin(times count: Int) async throws {
            try await TestServer.psql(
                "ALTER SEQUENCE \"\(self.schema)\".tries RESTART; UPDATE \"\(self.schema)\".trouble SET count = \(count)"
            )
        }

        /// How many steps were tried since.
        var count: Int {
            get async throws {
                Int(
                    try await TestServer.psql(
                        "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM \"\(self.schema)\".tries")) ?? -1
            }
        }
    }

    /// A directory with one user, and what makes the server do something instead of taking further steps.
    private func directory(
        raising error: String, at moment: Moment
    ) async throws -> (PostgreSQLDirectory, Trouble) {
        let schema = "injected \(UInt32.random(in: 0 ... .max))"
        let server = try PostgreSQLServer(
            TestServer.connection, schema: schema, listening: false, limits: TestServer.quick)
        try await server.createSchema()
        let directory = server.directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        // A sequence is not rolled back.
        try await TestServer.psql(
            """
            SET search_path = "\(schema)"; CREATE SEQUENCE tries; CREATE TABLE trouble (count integer);
            INSERT INTO trouble VALUES (0);
            CREATE FUNCTION injected() RETURNS trigger LANGUAGE plpgsql SET search_path = "\(schema)" AS $$ BEGIN
                IF nextval('tries') <= (SELECT count FROM trouble) THEN \(error); END IF; RETURN new;
            END $$;
            CREATE \(moment.rawValue) ON history \(moment.suffix) FOR EACH ROW EXECUTE FUNCTION injected()
            """)
        return (directory, Trouble(schema: schema))
    }

    private func server(as role: String) throws -> PostgreSQLServer {
        let connection = TestServer.connection.replacing("user=roster", with: "user=\(role)")
        return try PostgreSQLServer(
            connection, schema: TestServer.schema, listening: false, limits: TestServer.quick)
    }
}
