#if PostgreSQL
    extension PostgreSQLServer {
        /// Creates the tables, or brings those of an earlier version up to date; does nothing when they are.
        ///
        /// Several hosts may call it at once. It needs a role that may create the schema, or owns it. Other hosts need less: `USAGE` of the
        /// schema, and `SELECT`, `INSERT`, `UPDATE` and `DELETE` on its tables.
        ///
        /// - Throws: ``PostgreSQLError``; then nothing was changed.
        public func createSchema() async throws(PostgreSQLError) {
            let (schema, limit) = (self.core.schema, self.core.limits.answer)
            var attemptCount = 0
            while true {
                do throws(PostgreSQLError) {
                    return try await self.core.pool.perform { (connection) throws(PostgreSQLError) in
                        try TableFormat.create(in: schema, on: connection, within: limit)
                    }
                } catch {
                    // `IF NOT EXISTS` is no protection from another host that creates the same at the same time.
                    guard case .refused(let code, _) = error, ["23505", "42710", "42P06", "42P07"].contains(code),
                        attemptCount < 5
                    else { throw error }
                    attemptCount += 1
                }
            }
        }
    }

    /// The tables, and the steps by which they have come to be what they are.
    ///
    /// Every key begins with the company, so that companies can be spread over servers. What a host may write as it likes is kept as bytes:
    /// a text of PostgreSQL holds no zero byte. No foreign key leads to `companies`, because it would lock the row on which commits queue.
    enum TableFormat {
        /// The format of what this version of Roster writes.
        static let known = 1

        static func create(
            in schema: SchemaName, on connection: PostgreSQLConnection, within limit: Duration
        ) throws(PostgreSQLError) {
            let first = [
                "CREATE SCHEMA IF NOT EXISTS \(schema)",
                "CREATE TABLE IF NOT EXISTS \(schema).format (id smallint PRIMARY KEY CHECK (id = 1), version integer NOT NULL)",
                "INSERT INTO \(schema).format VALUES (1, 0) ON CONFLICT DO NOTHING",
            ]
            // A role that may not create the schema can still use one that is complete.
            if let version = try? self.version(in: schema, on: connection, within: limit), version >= self.known {
                if version > self.known { throw .schemaIsNewer(found: version, known: self.known) }
                return
            }
            let statements = first + ["SELECT version FROM \(schema).format FOR UPDATE"]
            let rows = try connection.run(
                [.beginWriting] + statements.map { PostgreSQLRequest(unplanned: $0) }, within: limit)
            let version: Int32 = try rows[statements.count].integer(0, 0)
            guard version <= self.known else {
                connection.endTransaction(within: limit)
                throw .schemaIsNewer(found: Int(version), known: self.known)
            }
            let missing = self.steps(in: schema).dropFirst(Int(version)).joined()
            var requests = missing.map { PostgreSQLRequest(unplanned: $0) }
            requests.append(PostgreSQLRequest(unplanned: "UPDATE \(schema).format SET version = \(self.known)"))
            _ = try connection.run(requests + [.commit], within: limit)
        }

        private static func version(
            in schema: SchemaName, on connection: PostgreSQLConnection, within limit: Duration
        ) throws(PostgreSQLError) -> Int {
            let rows = try connection.run(
                PostgreSQLRequest(unplanned: "SELECT version FROM \(schema).format"), within: limit)
            return rows.isEmpty ? 0 : Int(try rows.integer(0, 0, as: Int32.self))
        }

        /// The statements that lead from each format to the next.
        private static func steps(in schema: SchemaName) -> [[String]] {
            [
                [
                    """
                    CREATE TABLE \(schema).companies (
                        id uuid PRIMARY KEY, format smallint NOT NULL, company bytea
                    )
                    """,
                    """
                    CREATE TABLE \(schema).history (
                        company uuid NOT NULL, revision bigint NOT NULL CHECK (revision > 0), id uuid NOT NULL,
                        notified bigint NOT NULL, at bigint NOT NULL, step bytea NOT NULL, PRIMARY KEY (company, revision)
                    )
                    """,
                    "CREATE UNIQUE INDEX history_id ON \(schema).history (company, id)",
                    """
                    CREATE TABLE \(schema).records (
                        company uuid NOT NULL, kind smallint NOT NULL, id uuid NOT NULL, search text COLLATE "C" NOT NULL,
                        record bytea NOT NULL, PRIMARY KEY (company, kind, id)
                    )
                    """,
                    """
                    CREATE TABLE \(schema).names (
                        company uuid NOT NULL, space bytea NOT NULL, key bytea NOT NULL, kind smallint NOT NULL,
                        id uuid NOT NULL, PRIMARY KEY (company, space, key)
                    )
                    """,
                    """
                    CREATE TABLE \(schema).terms (
                        company uuid NOT NULL, term bytea NOT NULL, kind smallint NOT NULL, id uuid NOT NULL,
                        PRIMARY KEY (company, term, kind, id)
                    )
                    """,
                    """
                    CREATE TABLE \(schema).turns (
                        company uuid PRIMARY KEY, holder uuid, beat bigint NOT NULL, notes bytea NOT NULL
                    )
                    """,
                    """
                    CREATE TABLE \(schema).credentials (
                        company uuid NOT NULL, user_id uuid NOT NULL, unsettled boolean NOT NULL, failures boolean NOT NULL,
                        record bytea NOT NULL, PRIMARY KEY (company, user_id)
                    )
                    """,
                    "CREATE INDEX credentials_unsettled ON \(schema).credentials (company, user_id) WHERE unsettled",
                    "CREATE INDEX credentials_failures ON \(schema).credentials (company, user_id) WHERE failures",
                    """
                    CREATE TABLE \(schema).sessions (
                        company uuid NOT NULL, user_id uuid NOT NULL, record bytea NOT NULL, PRIMARY KEY (company, user_id)
                    )
                    """,
                    """
                    CREATE TABLE \(schema).session_tokens (
                        company uuid NOT NULL, digest text COLLATE "C" NOT NULL, user_id uuid NOT NULL,
                        PRIMARY KEY (company, digest)
                    )
                    """,
                    "CREATE TABLE \(schema).session_feeds (company uuid PRIMARY KEY)",
                    """
                    CREATE TABLE \(schema).session_ends (
                        company uuid NOT NULL, position bigint NOT NULL, session uuid NOT NULL,
                        PRIMARY KEY (company, position, session)
                    )
                    """,
                ]
            ]
        }
    }

    extension PostgreSQLRequest {
        /// A statement that is sent once, so that the server need not remember it.
        init(unplanned sql: String) {
            self.init("", sql)
        }
    }
#endif
