#if PostgreSQL
    public import RosterAdapters
    public import RosterDomain
    public import RosterPorts

    /// The sessions of one company in a PostgreSQL database, shared with any number of hosts.
    ///
    /// ``PostgreSQLServer/sessions(of:)`` makes it. It holds digests of tokens, names of devices and moments. A backup needs none of it:
    /// without it, people sign in again.
    public struct PostgreSQLSessionStore: KeptSessionStore {
        // Keeps the connections open.
        private let server: PostgreSQLServer
        private let rows: SessionRows
        package let keeper: SessionKeeper

        init(_ server: PostgreSQLServer, _ company: CompanyID) {
            self.server = server
            self.rows = SessionRows(core: server.core, feed: CompanyFeed(of: .sessions, in: company))
            self.keeper = SessionKeeper(self.rows)
        }

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
