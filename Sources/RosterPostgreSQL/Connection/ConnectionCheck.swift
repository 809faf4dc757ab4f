#if PostgreSQL
    /// What must be so of a database, asked once on each connection: otherwise answers could be wrong without an error.
    struct ConnectionCheck: Sendable {
        let schema: SchemaName

        /// Refuses a database that does not hold every text, and tables of which policies would hide rows.
        func run(on connection: PostgreSQLConnection, within limit: Duration) throws(PostgreSQLError) {
            let rows: PostgreSQLRows
            do throws(PostgreSQLError) {
                rows = try connection.run(self.request, within: limit)
            } catch {
                // An engine that speaks the protocol and has no such policies.
                if case .refused("42883", _) = error { return }
                throw error
            }
            let encoding = rows.isEmpty ? "" : rows.text(0, 0)
            guard encoding == "UTF8" else {
                throw .unusableDatabase("its encoding is `\(encoding)`, and only UTF8 holds every name")
            }
            guard rows.isNull(0, 1) else {
                throw .unusableDatabase("row-level security hides rows of `\(rows.text(0, 1))` from this role")
            }
        }

        private var request: PostgreSQLRequest {
            PostgreSQLRequest(
                "",
                """
                SELECT current_setting('server_encoding'), (
                    SELECT min(c.relname::text) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = $1::text AND c.relkind IN ('r', 'p') AND row_security_active(c.oid)
                )
                """, .text(self.schema.name))
        }
    }
#endif
