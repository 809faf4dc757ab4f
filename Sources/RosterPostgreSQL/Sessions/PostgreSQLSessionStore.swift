#if PostgreSQL
    internal import RosterAdapters
    public import RosterDomain
    public import RosterPorts

    /// The sessions of one company in a PostgreSQL database, shared with any number of hosts.
    ///
    /// ``PostgreSQLServer/sessions(of:)`` makes it. It holds digests of tokens, names of devices and moments. A backup needs none of it:
    /// without it, people sign in again.
    public struct PostgreSQLSessionStore: SessionStore {
        // Keeps the connections open.
        private let server: PostgreSQLServer
        private let rows: SessionRows
        private let keeper: SessionKeeper<SessionRows>

        init(_ server: PostgreSQLServer, _ company: CompanyID) {
            self.server = server
            self.rows = SessionRows(core: server.core, feed: CompanyFeed(of: .sessions, in: company))
            self.keeper = SessionKeeper(self.rows)
        }

        /// Keeps a session that begins.
        @discardableResult
        public func add(
            _ session: UserSession, digest: SessionDigest
        ) async throws(SessionStoreError) -> Set<UserSessionID> {
            try await self.keeper.add(session, digest: digest)
        }

        /// The session whose token has a digest.
        public func session(withDigest digest: SessionDigest) async throws(SessionStoreError) -> UserSession? {
            try await self.keeper.session(withDigest: digest)
        }

        /// The sessions of a user.
        public func sessions(of user: UserID) async throws(SessionStoreError) -> [UserSession] {
            try await self.keeper.sessions(of: user)
        }

        /// Puts a session in the place of one with the same identifier.
        public func replace(
            _ session: UserSession, from former: SessionDigest, to digest: SessionDigest
        ) async throws(SessionStoreError) -> Bool {
            try await self.keeper.replace(session, from: former, to: digest)
        }

        /// Ends sessions of a user.
        public func end(
            _ sessions: Set<UserSessionID>?, of user: UserID, at moment: Timestamp?
        ) async throws(SessionStoreError) {
            try await self.keeper.end(sessions, of: user, at: moment)
        }

        /// Takes note of when sessions were used last.
        public func note(_ uses: [SessionUse]) async throws(SessionStoreError) { try await self.keeper.note(uses) }

        /// When users last signed in.
        public func lastSignIns(of users: [UserID]) async throws(SessionStoreError) -> [UserID: Timestamp] {
            try await self.keeper.lastSignIns(of: users)
        }

        /// Drops sessions that are over by their lifetimes.
        public func removeExpired(at now: Timestamp) async throws(SessionStoreError) {
            try await self.keeper.removeExpired(at: now)
        }

        /// Forgets all that is known of users.
        public func forget(_ users: Set<UserID>) async throws(SessionStoreError) { try await self.keeper.forget(users) }

        /// Which sessions ended or got another token after a position.
        ///
        /// At least the last 4,096 such steps are remembered.
        public func changes(after position: Revision?) async throws(SessionStoreError) -> SessionChanges {
            try await self.rows.changes(after: position)
        }

        /// Waits until something happened after a position, at this host or another one.
        public func waitForChanges(after position: Revision) async throws(SessionStoreError) -> Revision? {
            try await self.rows.feed.wait(after: position, in: self.server.core.feeds) { () throws(SessionStoreError) in
                try await self.rows.changes(after: nil).through
            }
        }
    }

    extension PostgreSQLServer {
        /// The session store of a company.
        public func sessions(of company: CompanyID) -> PostgreSQLSessionStore { PostgreSQLSessionStore(self, company) }
    }
#endif
