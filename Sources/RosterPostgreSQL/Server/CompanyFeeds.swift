#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts
    internal import Synchronization

    /// Looks for commits of other hosts, on behalf of the directories of one server.
    final class CompanyFeeds: Sendable {
        private struct State {
            var feeds: [ObjectIdentifier: WeakFeed] = [:]
            var follower: Task<Void, Never>?
            var isClosed = false
        }

        private struct WeakFeed {
            weak var feed: CompanyFeed?
        }

        private let pool: ConnectionPool
        private let schema: SchemaName
        private let state = Mutex(State())

        init(_ pool: ConnectionPool, _ schema: SchemaName) {
            self.pool = pool
            self.schema = schema
        }

        deinit { self.close() }

        /// Follows the history of a company for as long as the feed lives.
        func follow(_ feed: CompanyFeed) {
            feed.noteFollowed()
            self.state.withLock { state in
                state.feeds[ObjectIdentifier(feed)] = WeakFeed(feed: feed)
                guard state.follower == nil, !state.isClosed else { return }
                state.follower = Task.detached { [weak self, interval = self.pool.limits.lookInterval] in
                    while !Task.isCancelled {
                        await self?.look()
                        try? await Task.sleep(for: interval)
                    }
                }
            }
        }

        func close() {
            self.state.withLock { state in
                state.isClosed = true
                state.follower?.cancel()
                state.follower = nil
            }
        }

        /// Reads how far every history reaches that is followed; an error recurs at the next call of the host, which throws it.
        private func look() async {
            let feeds = self.state.withLock { state in
                state.feeds = state.feeds.filter { $0.value.feed != nil }
                return state.feeds.values.compactMap(\.feed)
            }
            guard !feeds.isEmpty else { return }
            let companies = Array(Set(feeds.map(\.company)))
            let (schema, limit) = (self.schema, self.pool.limits.answer)
            let reached = try? await self.pool.perform { (connection) throws(PostgreSQLError) in
                let rows = try connection.run(schema.reach(of: companies), within: limit)
                var reached: [CompanyID: Revision] = [:]
                for row in rows.indices {
                    reached[CompanyID(bits: try rows.uuid(row, 0))] = Revision(try rows.integer(row, 1))
                }
                return reached
            }
            for feed in feeds { if let revision = reached?[feed.company] { feed.waiters.advance(to: revision) } }
        }
    }

    /// How far the history of a company is known to reach, and who waits for more.
    final class CompanyFeed: Sendable {
        let company: CompanyID
        let waiters = HistoryWaiters(at: .start)

        private let following = Mutex(false)

        init(of company: CompanyID) {
            self.company = company
        }

        /// Whether commits of other hosts are looked for.
        var isFollowed: Bool { self.following.withLock { $0 } }

        fileprivate func noteFollowed() { self.following.withLock { $0 = true } }
    }

    extension SchemaName {
        /// How far the histories of companies reach.
        fileprivate func reach(of companies: [CompanyID]) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "reach",
                """
                SELECT k.id, h.revision FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL (
                    SELECT revision FROM \(self).history WHERE company = k.id ORDER BY revision DESC LIMIT 1
                ) h
                """, .uuids(companies.map(\.bits)))
        }
    }
#endif
