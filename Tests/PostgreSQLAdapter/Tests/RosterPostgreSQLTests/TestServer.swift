import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL

/// The server that `Scripts/with-postgresql` has started, with a schema for each run.
enum TestServer {
    /// How to reach it, as `Scripts/with-postgresql` says.
    static var connection: String { ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] ?? "" }

    /// The folder with its socket.
    static var place: String { ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL_PLACE"] ?? "" }

    /// A name that must be quoted.
    static let schema = "roster \"\(UUID().uuidString)\""
    /// The same in statements.
    static var quotedSchema: String { "\"\(self.schema.replacing("\"", with: "\"\""))\"" }

    /// A server with the tables of this run.
    ///
    /// - Parameters:
    ///   - name: By which the server knows its connections.
    ///   - folder: Where the socket is through which they go.
    static func open(
        as name: String = "test", through folder: String = place, statements: PostgreSQLServer.Statements = .named,
        limits: PostgreSQLLimits = quick
    ) async throws -> PostgreSQLServer {
        let server = try PostgreSQLServer(
            "\(self.connection) host=\(folder) application_name=\(name)", schema: self.schema, statements: statements,
            limits: limits)
        try await server.createSchema()
        return server
    }

    /// A company that no other test uses.
    static var company: CompanyID { CompanyID(bits: UInt128.random(in: 0 ... .max)) }

    /// Limits under which a test that waits for time to pass takes no longer than it must.
    static var quick: PostgreSQLLimits {
        var limits = PostgreSQLLimits()
        limits.turnPatience = .seconds(2)
        limits.freeConnection = .seconds(60)
        return limits
    }

    /// Runs statements as an administrator of the database would, and returns what they print.
    @discardableResult
    static func psql(_ sql: String) async throws -> String {
        try await Shell.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.connection])
    }

    /// Creates a role that may use the tables of this run, and do nothing else.
    static func role() async throws -> String {
        _ = try await self.open()
        let role = "host_of_\(UInt32.random(in: 0 ... .max))"
        // Two that grant rights to one table at once fail.
        try await self.psql(
            """
            SELECT pg_advisory_xact_lock(1); CREATE ROLE \(role) LOGIN;
            GRANT USAGE ON SCHEMA \(self.quotedSchema) TO \(role);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \(self.quotedSchema) TO \(role)
            """)
        return role
    }

    /// Waits until a query is true.
    static func waitUntil(_ sql: String) async throws {
        while try await self.psql(sql) != "t" { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// Ends every connection of a name, as an administrator or a restart does.
    static func end(_ name: String) async throws {
        try await self.psql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(name)'")
    }

    static func user(_ number: Int) throws -> User {
        User(
            id: UserID(bits: UInt128(number)), fullName: try FullName("User \(number)"),
            email: try EmailAddress("User.\(number)@Contoso.example"), status: .active,
            addedAt: Timestamp(millisecondsSinceEpoch: 0))
    }
}

extension PostgreSQLDirectory {
    /// Adds a user after a revision.
    @discardableResult
    func add(_ number: Int, after revision: UInt64) async throws -> Commit {
        let user = try TestServer.user(number)
        return try await self.commit(
            [.userAdded(user: user)], by: .system, at: Timestamp(millisecondsSinceEpoch: 0), after: Revision(revision))
    }

    /// Tries to add a user after a revision, and returns the outcome.
    func attempt(_ number: Int, after revision: UInt64) async -> String {
        do {
            return "added as \(try await self.add(number, after: revision).revision)"
        } catch UserDirectoryError.conflict(let latest) {
            return "conflict with \(latest)"
        } catch {
            return "\(error)"
        }
    }
}
