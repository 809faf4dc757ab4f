#if PostgreSQL
    internal import RosterAdapters
    internal import RosterDomain
    internal import RosterPorts

    /// The tables of sessions, as what keeps sessions asks them.
    ///
    /// A user has one row with all sessions, and a row for the digest of each token. Steps that end sessions are numbered for those who follow:
    /// they lock the company's row first, so that no number is seen before a smaller one.
    struct SessionRows: SessionRecords {
        let core: ServerCore
        let feed: CompanyFeed

        private var schema: SchemaName { self.core.schema }
        private var company: CompanyID { self.feed.company }
        private var limit: Duration { self.core.limits.answer }

        func sessions(of users: [UserID]) async throws(SessionStoreError) -> [UserSessions] {
            let request = self.schema.sessions(of: users, in: self.company)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform { [limit] (connection) throws(PostgreSQLError) in
                    let found = try Self.sessions(connection.run(request, within: limit))
                    return users.map { found[$0] ?? UserSessions() }
                }
            }
        }

        func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
            let request = self.schema.session(withDigest: digest, in: self.company)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform { [limit] (connection) throws(PostgreSQLError) in
                    let found = try Self.sessions(connection.run(request, within: limit))
                    return found.values.first?.session(withDigest: digest)
                }
            }
        }

        func users() async throws(SessionStoreError) -> [UserID] {
            let request = self.schema.usersWithSessions(of: self.company)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform { [limit] (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(request, within: limit)
                    var users: [UserID] = []
                    for row in rows.indices { users.append(UserID(bits: try rows.uuid(row, 0))) }
                    return users
                }
            }
        }

        func replace(_ changes: [SessionRecordChange]) async throws(SessionStoreError) -> [Bool] {
            if changes.isEmpty { return [] }
            // In one order at every host, so that no two transactions wait for each other.
            let order = changes.indices.sorted { changes[$0].user < changes[$1].user }
            let transaction = SessionTransaction(
                schema: self.schema, company: self.company, limits: self.core.limits, changes: order.map { changes[$0] }
            )
            let (done, position) = try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform(evenIfCanceled: true) { (connection) throws(PostgreSQLError) in
                    try transaction.run(on: connection)
                }
            }
            if let position {
                self.feed.advance(to: position)
                self.core.announcer.announce(.sessions, of: self.company, at: position)
            }
            var result = [Bool](repeating: false, count: changes.count)
            for (place, isDone) in zip(order, done) { result[place] = isDone }
            return result
        }

        /// What the port's call of this name promises.
        func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
            let (schema, company) = (self.schema, self.company)
            return try await self.translating { () throws(PostgreSQLError) in
                try await self.core.pool.perform { [limit] (connection) throws(PostgreSQLError) in
                    let rows = try connection.run(
                        [
                            .beginReading, schema.sessionEnds(of: company),
                            schema.sessionEnds(of: company, after: position ?? Revision(.max)), .commit,
                        ], within: limit)
                    let through = Revision(try rows[1].integer(0, 1))
                    guard let position else { return .changed([], through: through) }
                    // The first step that is remembered tells of what happened after the position before it.
                    let first = Revision(try rows[1].integer(0, 0))
                    guard position <= through, position.next >= first else { return .forgotten(through: through) }
                    var sessions: Set<UserSessionID> = []
                    for row in rows[2].indices { sessions.insert(UserSessionID(bits: try rows[2].uuid(row, 0))) }
                    return .changed(sessions, through: through)
                }
            }
        }

        fileprivate static func sessions(_ rows: PostgreSQLRows) throws(PostgreSQLError) -> [UserID: UserSessions] {
            var found: [UserID: UserSessions] = [:]
            for row in rows.indices {
                let user = UserID(bits: try rows.uuid(row, 0))
                do throws(StoredFormError) { found[user] = try StoredForm.decoded(rows.bytes(row, 1)) } catch {
                    throw .unreadable(table: "sessions", cause: error)
                }
            }
            return found
        }

        private func translating<Value>(
            _ body: () async throws(PostgreSQLError) -> Value
        ) async throws(SessionStoreError) -> Value {
            do throws(PostgreSQLError) { return try await body() } catch { throw .unavailable(cause: error) }
        }
    }

    /// A transaction that replaces what is known of users, unless something else is known meanwhile.
    private struct SessionTransaction: Sendable {
        let schema: SchemaName
        let company: CompanyID
        let limits: PostgreSQLLimits
        /// In the order of users.
        let changes: [SessionRecordChange]

        private var users: [UserID] { self.changes.map(\.user) }

        /// Returns whether each change was made, and the position of what they ended; nil when they ended nothing.
        func run(on connection: PostgreSQLConnection) throws(PostgreSQLError) -> ([Bool], Revision?) {
            let endsAny = self.changes.contains { !$0.next.ended.isEmpty }
            let locks =
                endsAny
                ? [self.schema.sessionFeedAddition(self.company), self.schema.sessionFeedLock(self.company)] : []
            let rows = try connection.run(
                [.beginWriting, self.schema.limits(self.limits)] + locks + [
                    self.schema.sessionEnds(of: self.company),
                    self.schema.sessionAddition(of: self.users, in: self.company),
                    self.schema.sessions(of: self.users, in: self.company, locking: true),
                ], within: self.limits.answer)
            let present = try SessionRows.sessions(rows[rows.count - 1])
            let last: Int64 = try rows[rows.count - 3].integer(0, 1)
            let done = self.changes.map { (present[$0.user] ?? UserSessions()) == $0.former }
            let made = zip(self.changes, done).filter(\.1).map(\.0)
            let ended = made.flatMap(\.next.ended)
            let position = ended.isEmpty ? nil : Revision(UInt64(last + 1))
            var requests = self.schema.requests(toReplace: made, in: self.company)
            if let position { requests += self.schema.additions(of: ended, at: position, in: self.company) }
            // Rows that were added only to be locked go again.
            let unused = zip(self.changes, done).filter { !$1 && present[$0.user] == UserSessions() }.map(\.0.user)
            requests += unused.map { self.schema.sessionRemoval(of: $0, in: self.company) }
            try connection.commitOnce(requests, within: self.limits.answer)
            return (done, position)
        }
    }

    /// The statements of sessions.
    extension SchemaName {
        fileprivate func sessions(
            of users: [UserID], in company: CompanyID, locking isLocking: Bool = false
        ) -> PostgreSQLRequest {
            PostgreSQLRequest(
                isLocking ? "lock-sessions" : "sessions",
                """
                SELECT k.id, r.record FROM unnest($2::uuid[]) k (id) CROSS JOIN LATERAL (
                    SELECT record FROM \(self).sessions WHERE company = $1 AND user_id = k.id
                    \(isLocking ? "FOR UPDATE" : "OFFSET 0")
                ) r
                """, .uuid(company.bits), .uuids(users.map(\.bits)))
        }

        fileprivate func session(withDigest digest: SessionDigest, in company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "session",
                """
                SELECT s.user_id, s.record FROM \(self).session_tokens t
                JOIN \(self).sessions s ON s.company = t.company AND s.user_id = t.user_id
                WHERE t.company = $1 AND t.digest = $2
                """, .uuid(company.bits), .text(digest.description))
        }

        fileprivate func usersWithSessions(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "users-with-sessions", "SELECT user_id FROM \(self).sessions WHERE company = $1 ORDER BY user_id",
                .uuid(company.bits))
        }

        /// Adds rows without sessions, which no other transaction ever sees, so that there are some to lock.
        fileprivate func sessionAddition(of users: [UserID], in company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "add-sessions",
                """
                INSERT INTO \(self).sessions (company, user_id, record) SELECT $1, id, '' FROM unnest($2::uuid[]) u (id)
                ON CONFLICT DO NOTHING
                """, .uuid(company.bits), .uuids(users.map(\.bits)))
        }

        fileprivate func sessionRemoval(of user: UserID, in company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "remove-sessions", "DELETE FROM \(self).sessions WHERE company = $1 AND user_id = $2",
                .uuid(company.bits),
                .uuid(user.bits))
        }

        fileprivate func requests(toReplace changes: [SessionRecordChange], in company: CompanyID)
            -> [PostgreSQLRequest]
        {
            let former = changes.flatMap { change in change.former.list.map { (change.user, $0.digest) } }
            let next = changes.flatMap { change in change.next.list.map { (change.user, $0.digest) } }
            let (gone, come) = (
                Set(former.map(\.1)).subtracting(next.map(\.1)),
                next.filter { pair in !former.contains { $0.1 == pair.1 } }
            )
            let kept = changes.filter { !$0.next.isEmpty }
            var requests = changes.filter(\.next.isEmpty).map { self.sessionRemoval(of: $0.user, in: company) }
            requests += [
                PostgreSQLRequest(
                    "replace-sessions",
                    """
                    INSERT INTO \(self).sessions (company, user_id, record)
                    SELECT $1, id, record FROM unnest($2::uuid[], $3::bytea[]) s (id, record)
                    ON CONFLICT (company, user_id) DO UPDATE SET record = excluded.record
                    """, .uuid(company.bits), .uuids(kept.map(\.user.bits)),
                    .manyBytes(kept.map { StoredForm.encoded($0.next) }))
            ]
            requests += gone.map { digest in
                PostgreSQLRequest(
                    "remove-token", "DELETE FROM \(self).session_tokens WHERE company = $1 AND digest = $2",
                    .uuid(company.bits), .text(digest.description))
            }
            if !come.isEmpty {
                requests.append(
                    PostgreSQLRequest(
                        "add-tokens",
                        """
                        INSERT INTO \(self).session_tokens (company, digest, user_id)
                        SELECT $1, digest, id FROM unnest($2::text[], $3::uuid[]) t (digest, id)
                        """, .uuid(company.bits), .texts(come.map(\.1.description)), .uuids(come.map(\.0.bits))))
            }
            return requests
        }
    }

    /// The statements of what tells hosts that sessions ended.
    extension SchemaName {
        /// How many steps are remembered at least; ours.
        private static var rememberedCount: UInt64 { 4_096 }

        fileprivate func sessionFeedAddition(_ company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "add-session-feed", "INSERT INTO \(self).session_feeds (company) VALUES ($1) ON CONFLICT DO NOTHING",
                .uuid(company.bits))
        }

        fileprivate func sessionFeedLock(_ company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "lock-session-feed", "SELECT 1 FROM \(self).session_feeds WHERE company = $1 FOR UPDATE",
                .uuid(company.bits))
        }

        /// The first and the last position that is remembered; 0 for none.
        fileprivate func sessionEnds(of company: CompanyID) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "session-reach",
                """
                SELECT coalesce(min(position), 0), coalesce(max(position), 0) FROM \(self).session_ends WHERE company = $1
                """, .uuid(company.bits))
        }

        fileprivate func sessionEnds(of company: CompanyID, after position: Revision) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "session-ends", "SELECT session FROM \(self).session_ends WHERE company = $1 AND position > $2",
                .uuid(company.bits), .big(position))
        }

        /// Tells of sessions that ended, and forgets what was told long ago.
        fileprivate func additions(
            of sessions: [UserSessionID], at position: Revision, in company: CompanyID
        ) -> [PostgreSQLRequest] {
            let addition = PostgreSQLRequest(
                "add-session-ends",
                """
                INSERT INTO \(self).session_ends (company, position, session)
                SELECT $1, $2, session FROM unnest($3::uuid[]) s (session) ON CONFLICT DO NOTHING
                """, .uuid(company.bits), .big(position), .uuids(sessions.map(\.bits)))
            guard position.number > 2 * Self.rememberedCount, position.number.isMultiple(of: Self.rememberedCount)
            else {
                return [addition]
            }
            let removal = PostgreSQLRequest(
                "forget-session-ends", "DELETE FROM \(self).session_ends WHERE company = $1 AND position <= $2",
                .uuid(company.bits), .big(Revision(position.number - Self.rememberedCount)))
            return [addition, removal]
        }
    }
#endif
