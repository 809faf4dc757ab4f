#if PostgreSQL
    public import RosterDomain
    public import RosterPorts

    /// The user directory of one company in a PostgreSQL database, shared with any number of hosts.
    ///
    /// ``PostgreSQLServer/directory(of:)`` makes it. Commits of all hosts to one company queue on a row of that company, and each is numbered
    /// and decided while the row is locked; companies do not wait for each other. A commit is as durable as the server's
    /// `synchronous_commit` makes it.
    public struct PostgreSQLDirectory: UserDirectory {
        // Keeps the connections open.
        private let server: PostgreSQLServer
        let company: CompanyID
        let feed: CompanyFeed
        let watch = HistoryWatch()
        let turns = TurnWatch()
        let commits: CommitQueue

        init(_ server: PostgreSQLServer, _ company: CompanyID) {
            self.server = server
            self.company = company
            let (core, feed) = (server.core, CompanyFeed(of: .history, in: company))
            self.feed = feed
            let reading = DirectoryReading(schema: core.schema, company: company, watch: self.watch)
            self.commits = CommitQueue(core.pool, reading) { [announcer = core.announcer] revision in
                feed.advance(to: revision)
                announcer.announce(.history, of: company, at: revision)
            }
        }

        var core: ServerCore { self.server.core }
        var pool: ConnectionPool { self.core.pool }
        var limits: PostgreSQLLimits { self.core.limits }
        var reading: DirectoryReading {
            DirectoryReading(schema: self.core.schema, company: self.company, watch: self.watch)
        }

        /// Reads records by identifier and by name, all of them as of one revision.
        public func read(_ keys: RecordKeys) async throws(UserDirectoryError) -> DirectoryExcerpt {
            try await self.translating { () throws(PostgreSQLError) in
                let (reading, limit) = (self.reading, self.limits.answer)
                return try await self.pool.perform { (connection) throws(PostgreSQLError) in
                    let seen = try reading.watch.expected()
                    let requests = keys.ids.isEmpty && keys.names.isEmpty ? [] : reading.excerptRequests(keys)
                    let rows = try connection.run(
                        [.beginReading, reading.headRequest(seen)] + requests + [.commit], within: limit)
                    let head = try reading.head(rows[1], expecting: seen) ?? .start
                    if requests.isEmpty { return DirectoryExcerpt(of: keys, at: head, records: []) }
                    return try reading.excerpt(of: keys, at: head, rows[2...3])
                }
            }
        }

        /// Returns steps of the history, oldest first.
        public func history(after revision: Revision, limit count: Int) async throws(UserDirectoryError) -> [Commit] {
            guard count > 0 else { return [] }
            return try await self.translating { () throws(PostgreSQLError) in
                let (reading, limit) = (self.reading, self.limits.answer)
                return try await self.pool.perform { (connection) throws(PostgreSQLError) in
                    let seen = try reading.watch.expected()
                    let steps = reading.schema.history(of: reading.company, after: revision, limit: count)
                    let rows = try connection.run(
                        [.beginReading, reading.headRequest(seen), steps, .commit], within: limit)
                    _ = try reading.head(rows[1], expecting: seen)
                    return try reading.steps(rows[2])
                }
            }
        }

        /// Waits until the history reaches further than a revision, or the task is canceled.
        ///
        /// Commits of other hosts are noticed within the limits of the server.
        public func waitForHistory(after revision: Revision) async throws(UserDirectoryError) -> Revision? {
            try await self.feed.wait(after: revision, in: self.core.feeds) { () throws(UserDirectoryError) in
                try await self.head().revision
            }
        }

        /// Calls `body` with every standing, as of one revision; reads them in portions.
        ///
        /// When this throws, what `body` was called with until then is of no use.
        public func readStandings(
            _ body: (DirectoryStanding) -> Void
        ) async throws(UserDirectoryError) -> Revision {
            try await self.translating { () throws(PostgreSQLError) in
                var isBegun = false
                do throws(PostgreSQLError) {
                    return try await self.readStandingsOnce(body, beginning: &isBegun)
                } catch {
                    // The connection may have been lost long before.
                    guard case .connectionLost = error, !isBegun else { throw error }
                    return try await self.readStandingsOnce(body, beginning: &isBegun)
                }
            }
        }

        private func readStandingsOnce(
            _ body: (DirectoryStanding) -> Void, beginning isBegun: inout Bool
        ) async throws(PostgreSQLError) -> Revision {
            try await self.pool.lending { (slot) throws(PostgreSQLError) in
                let scan = DirectoryScan(self.reading, self.pool, slot)
                let head = try await scan.begin()
                isBegun = true
                var standings = StandingReader()
                for kind in RecordID.Kind.allCases {
                    try await scan.forEachPortion(of: kind) { (rows) throws(PostgreSQLError) in
                        for row in rows.indices {
                            body(try self.reading.standing(rows, row, of: kind, &standings))
                        }
                    }
                }
                return head.revision
            }
        }

        /// Runs `body`, and translates its errors to those of the port.
        func translating<Value>(
            _ body: () async throws(PostgreSQLError) -> Value
        ) async throws(UserDirectoryError) -> Value {
            do throws(PostgreSQLError) { return try await body() } catch { throw UserDirectoryError(error) }
        }
    }

    extension UserDirectoryError {
        /// Translates what went wrong between Roster and PostgreSQL.
        init(_ error: PostgreSQLError) {
            if case .historyTakenBack(let revision) = error {
                self = .historyTakenBack(at: revision)
            } else {
                self = .unavailable(cause: error)
            }
        }
    }
#endif
