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

        /// Reads how far everything reaches that is followed; an error recurs at the next call of the host, which throws it.
        private func look() async {
            let feeds = self.state.withLock { state in
                state.feeds = state.feeds.filter { $0.value.feed != nil }
                return state.feeds.values.compactMap(\.feed)
            }
            guard !feeds.isEmpty else { return }
            let topics = CompanyFeed.Topic.allCases.map { topic in
                (topic: topic, companies: Array(Set(feeds.filter { $0.topic == topic }.map(\.company))))
            }.filter { !$0.companies.isEmpty }
            let requests = topics.map { self.schema.reach(of: $0.topic, $0.companies) }
            let reached = try? await self.pool.perform {
                [limit = self.pool.limits.answer] (connection) throws(PostgreSQLError) in
                var reached: [[CompanyID: Revision]] = []
                for rows in try connection.run(requests, within: limit) { reached.append(try Self.revisions(rows)) }
                return reached
            }
            guard let reached else { return }
            for (topic, revisions) in zip(topics.map(\.topic), reached) {
                for feed in feeds where feed.topic == topic {
                    if let revision = revisions[feed.company] { feed.waiters.advance(to: revision) }
                }
            }
        }

        private static func revisions(_ rows: PostgreSQLRows) throws(PostgreSQLError) -> [CompanyID: Revision] {
            var revisions: [CompanyID: Revision] = [:]
            for row in rows.indices {
                revisions[CompanyID(bits: try rows.uuid(row, 0))] = Revision(try rows.integer(row, 1))
            }
            return revisions
        }
    }

    /// How far a topic of a company is known to reach, and who waits for more.
    final class CompanyFeed: Sendable {
        /// What there is to follow.
        enum Topic: Sendable, Hashable, CaseIterable {
            /// The history of the directory.
            case history
            /// The ends of sessions.
            case sessions
        }

        let topic: Topic
        let company: CompanyID
        let waiters = HistoryWaiters(at: .start)

        private let following = Mutex(false)

        init(of topic: Topic, in company: CompanyID) {
            self.topic = topic
            self.company = company
        }

        /// Whether commits of other hosts are looked for.
        var isFollowed: Bool { self.following.withLock { $0 } }

        fileprivate func noteFollowed() { self.following.withLock { $0 = true } }
    }

    extension SchemaName {
        /// How far a topic of companies reaches.
        fileprivate func reach(of topic: CompanyFeed.Topic, _ companies: [CompanyID]) -> PostgreSQLRequest {
            let (name, number, table) =
                switch topic {
                case .history: ("history-reaches", "revision", "history")
                case .sessions: ("sessions-reach", "position", "session_ends")
                }
            return PostgreSQLRequest(
                name,
                """
                SELECT k.id, h.number FROM unnest($1::uuid[]) k (id) CROSS JOIN LATERAL (
                    SELECT \(number) AS number FROM \(self).\(table) WHERE company = k.id ORDER BY \(number) DESC LIMIT 1
                ) h
                """, .uuids(companies.map(\.bits)))
        }
    }
#endif
