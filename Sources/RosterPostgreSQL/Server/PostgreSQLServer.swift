#if PostgreSQL
    public import RosterDomain

    /// Identifies a company among those that share a database.
    public typealias CompanyID = Identifier<Company>

    /// A PostgreSQL database with any number of companies: create one for each process and database.
    ///
    /// ```swift
    /// let server = try PostgreSQLServer("postgresql://roster@db.contoso.example/roster?sslmode=verify-full")
    /// try await server.createSchema()  // once, as the owner of the tables
    /// let directory = server.directory(of: company)
    /// ```
    /// Connections are opened when they are needed, and used on threads of their own.
    public final class PostgreSQLServer: Sendable {
        /// What is expected of connections that leave the machine.
        public enum Security: Sendable, Hashable {
            /// The server must prove who it is: `sslmode=verify-full`.
            case verified
            /// What the connection string says, for a network that is secured otherwise.
            case asGiven
        }

        /// How statements are sent.
        public enum Statements: Sendable, Hashable {
            /// Parsed and planned once for each connection.
            case named
            /// Parsed again each time, for poolers that give each transaction another connection and do not know named statements:
            /// PgBouncer before 1.21, or without `max_prepared_statements`.
            case unnamed
        }

        let core: ServerCore

        /// Describes the server, without connecting to it.
        ///
        /// - Parameters:
        ///   - connection: What libpq takes: `postgresql://user@host/database?…` or `host=… dbname=…`. What it does not say comes from the
        ///     environment and from `~/.pgpass`, as with every program of PostgreSQL.
        ///   - schema: Where the tables are, so that they can share a database with those of the host.
        ///   - security: What is expected of connections to another machine.
        ///   - statements: How statements are sent.
        ///   - isListening: Whether to hear of commits of other hosts as soon as they tell, on one more connection. Where that is not
        ///     possible, as behind PgBouncer in transaction mode, the server notices and looks for them, as it does without listening.
        ///   - limits: How many connections there are, and how long anything waits.
        /// - Throws: ``PostgreSQLError/unusableConnection(_:)``, ``PostgreSQLError/unverifiedHost(_:)``.
        public init(
            _ connection: String, schema: String = "roster", security: Security = .verified,
            statements: Statements = .named, listening isListening: Bool = true,
            limits: PostgreSQLLimits = PostgreSQLLimits()
        ) throws(PostgreSQLError) {
            let settings = try ConnectionSettings(
                connection, security: security, usesNamedStatements: statements == .named)
            let schema = try SchemaName(schema)
            let pool = ConnectionPool(settings, ConnectionCheck(schema: schema), limits)
            self.core = ServerCore(pool: pool, schema: schema, isListening: isListening)
        }

        deinit { self.core.close() }

        /// Closes every connection when its present work is done; every later call of what the server gave fails.
        public func close() { self.core.close() }

        /// The directory of a company, which is empty until the company is enrolled.
        ///
        /// Call it again for a company whose history was taken back.
        public func directory(of company: CompanyID) -> PostgreSQLDirectory {
            PostgreSQLDirectory(self, company)
        }
    }

    /// What everything that belongs to one server shares.
    final class ServerCore: Sendable {
        let pool: ConnectionPool
        let schema: SchemaName
        let feeds: CompanyFeeds
        let announcer: CompanyAnnouncer

        var limits: PostgreSQLLimits { self.pool.limits }

        init(pool: ConnectionPool, schema: SchemaName, isListening: Bool) {
            self.pool = pool
            self.schema = schema
            self.feeds = CompanyFeeds(pool, schema, isListening: isListening)
            self.announcer = CompanyAnnouncer(pool, schema)
        }

        func close() {
            self.feeds.close()
            self.pool.close()
        }
    }

    /// The schema with the tables, as it is written in statements.
    struct SchemaName: Sendable, CustomStringConvertible {
        /// The name.
        let name: String
        /// The name in quotes.
        let description: String

        init(_ name: String) throws(PostgreSQLError) {
            guard (1...63).contains(name.utf8.count), !name.utf8.contains(0) else {
                throw .unusableConnection("a schema has a name of 1 to 63 bytes")
            }
            self.name = name
            let parts = name.split(separator: "\"", omittingEmptySubsequences: false)
            self.description = "\"\(parts.joined(separator: "\"\""))\""
        }
    }
#endif
