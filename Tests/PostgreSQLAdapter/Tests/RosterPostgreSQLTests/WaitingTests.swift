import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Testing

@Suite("What waits for the database", .timeLimit(.minutes(10)))
struct WaitingTests {
    @Test("calls that wait hold up no task, and those that are canceled return at once")
    func cancels() async throws {
        let lock = try await LockedSchema("canceled")
        let directory = try lock.server().directory(of: TestServer.company)
        let calls = (0..<12).map { _ in Task { try await directory.head() } }
        // Some wait for the server and the others for a connection; the threads of tasks are free meanwhile.
        try await lock.waitForWaiters(PostgreSQLLimits().connectionCount)
        for call in calls { call.cancel() }
        for call in calls {
            await #expect(throws: UserDirectoryError.self) { try await call.value }
        }
        try await lock.release()
        #expect(try await directory.head() == .start)
    }

    @Test("pages that are read one after another take one connection, and leave no transaction open")
    func keepsItsConnection() async throws {
        let server = try PostgreSQLServer(
            "\(TestServer.connection) application_name=pages", schema: TestServer.schema, listening: false,
            limits: TestServer.quick)
        _ = try await TestServer.open()
        let directory = server.directory(of: TestServer.company)
        let mine = "FROM pg_stat_activity WHERE application_name = 'pages'"
        var processes: Set<String> = []
        for _ in 0..<10 {
            _ = try await directory.users(matching: UserQuery())
            try await TestServer.waitUntil("SELECT coalesce(bool_and(state = 'idle'), true) \(mine)")
            processes.insert(try await TestServer.psql("SELECT pid \(mine)"))
        }
        #expect(
            processes.count == 1 && !processes.contains(""), "a connection that was closed has no process: \(processes)"
        )
    }

    @Test("a server that does not answer in time is an error, and answers later calls")
    func timesOut() async throws {
        let lock = try await LockedSchema("out of time")
        var limits = PostgreSQLLimits()
        limits.answer = .milliseconds(300)
        let directory = try lock.server(limits: limits).directory(of: TestServer.company)
        let head = await #expect(throws: UserDirectoryError.self) { try await directory.head() }
        #expect("\(head, default: "")".contains("did not answer within"))
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(1, after: 0) }
        guard case .unavailable = step else { throw Unexpected(error: step) }
        try await lock.release()
        let patient = try lock.server().directory(of: TestServer.company)
        #expect(try await patient.head() == .start)
    }

    @Test("a company that another host holds for too long is an error, and nothing was written")
    func companyIsHeld() async throws {
        let company = TestServer.company
        var limits = TestServer.quick
        limits.lock = .milliseconds(200)
        let directory = try await TestServer.open(limits: limits).directory(of: company)
        let patient = try await TestServer.open().directory(of: company)
        try await patient.add(1, after: 0)
        let holder = try await HeldCompany(company)
        let step = await #expect(throws: UserDirectoryError.self) { try await directory.add(2, after: 1) }
        guard case .unavailable = step else { throw Unexpected(error: step) }
        #expect(try await patient.head().revision == Revision(1))
        try await holder.release()
        try await patient.add(2, after: 1)
    }
}

/// A company whose row another transaction holds until it is released.
struct HeldCompany {
    private let name: String
    private let holder: Task<String, any Error>

    init(_ company: CompanyID) async throws {
        let name = "holder of \(company)"
        self.name = name
        self.holder = Task {
            try await TestServer.psql(
                """
                SET application_name = '\(name)'; BEGIN;
                SELECT 1 FROM \(TestServer.quotedSchema).companies WHERE id = '\(company)' FOR UPDATE; SELECT pg_sleep(600)
                """)
        }
        try await TestServer.waitUntil(
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = '\(name)'")
    }

    func release() async throws {
        try await TestServer.end(self.name)
        _ = try? await self.holder.value
    }
}

/// A schema whose tables no other transaction can read until they are released.
private struct LockedSchema {
    let name: String
    private let holder: Task<String, any Error>

    init(_ name: String) async throws {
        self.name = name
        try await PostgreSQLServer(TestServer.connection, schema: name).createSchema()
        self.holder = Task {
            try await TestServer.psql(
                """
                SET application_name = 'holder of \(name)'; BEGIN;
                LOCK TABLE "\(name)".companies, "\(name)".history IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)
                """)
        }
        try await TestServer.waitUntil(
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'holder of \(name)'"
        )
    }

    func server(limits: PostgreSQLLimits = PostgreSQLLimits()) throws -> PostgreSQLServer {
        let connection = "\(TestServer.connection) application_name='\(self.name)'"
        return try PostgreSQLServer(connection, schema: self.name, limits: limits)
    }

    /// Waits until as many connections wait for the lock.
    func waitForWaiters(_ count: Int) async throws {
        try await TestServer.waitUntil(
            """
            SELECT count(*) = \(count) FROM pg_stat_activity
            WHERE wait_event_type = 'Lock' AND application_name = '\(self.name)'
            """)
    }

    func release() async throws {
        try await TestServer.end("holder of \(self.name)")
        _ = try? await self.holder.value
    }
}
