#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts
    internal import Synchronization

    /// Looks for commits of other hosts, on behalf of the directories of one server.
    final class CompanyFeeds: Sendable {
        private struct State {
            var feeds: [ObjectIdentifier: WeakFeed] = [:]
            var follower: Task<Void, Never>?
            var listener: CompanyListener?
            /// What other hosts have announced, and is to be looked at.
            var announced: Set<Subject> = []
            var isLookingAtAnnounced = false
            var isClosed = false
        }

        /// What there is to look at.
        fileprivate struct Subject: Hashable {
            let topic: CompanyFeed.Topic
            let company: CompanyID
        }

        private struct WeakFeed {
            weak var feed: CompanyFeed?
        }

        private let pool: ConnectionPool
        private let schema: SchemaName
        private let isListening: Bool
        private let state = Mutex(State())

        init(_ pool: ConnectionPool, _ schema: SchemaName, isListening: Bool) {
            self.pool = pool
            self.schema = schema
            self.isListening = isListening
        }

        deinit { self.close() }

        /// Follows a topic of a company for as long as the feed lives.
        func follow(_ feed: CompanyFeed) {
            self.state.withLock { state in
                state.feeds[ObjectIdentifier(feed)] = WeakFeed(feed: feed)
                guard state.follower == nil, !state.isClosed else { return }
                state.follower = Task.detached { [weak self, limits = self.pool.limits] in
                    var last = ContinuousClock.now
                    while !Task.isCancelled {
                        try? await Task.sleep(for: limits.lookInterval)
                        let isHearing = self?.isHearing ?? false
                        if isHearing, .now - last < limits.listeningLookInterval { continue }
                        await self?.look()
                        last = .now
                    }
                }
                if self.isListening { state.listener = self.listener() }
            }
        }

        private var isHearing: Bool { self.state.withLock { $0.listener }?.isHearing ?? false }

        private func listener() -> CompanyListener {
            let listener = CompanyListener(self.pool.settings, self.schema, within: self.pool.limits.answer) {
                [weak self] announcement in
                self?.note(announcement)
            } catchingUp: { [weak self] in
                Task.detached { await self?.look() }
            }
            listener.start()
            return listener
        }

        /// Looks at what another host has announced, if it is followed and not known yet.
        ///
        /// The announcement itself moves nothing: every user of the database may announce what it likes.
        private func note(_ announcement: Announcement) {
            let subject = Subject(topic: announcement.topic, company: announcement.company)
            let begins = self.state.withLock { state in
                let isNews = state.feeds.values.contains { weak in
                    weak.feed.map { Subject(of: $0) == subject && $0.reached < announcement.revision } ?? false
                }
                guard isNews else { return false }
                state.announced.insert(subject)
                defer { state.isLookingAtAnnounced = true }
                return !state.isLookingAtAnnounced
            }
            if begins { Task.detached { await self.lookAtAnnounced() } }
        }

        private func lookAtAnnounced() async {
            while true {
                let announced = self.state.withLock { state in
                    defer { state.announced = [] }
                    if state.announced.isEmpty { state.isLookingAtAnnounced = false }
                    return state.announced
                }
                if announced.isEmpty { return }
                await self.look { announced.contains(Subject(of: $0)) }
            }
        }

        func close() {
            self.state.withLock { state in
                state.isClosed = true
                state.follower?.cancel()
                state.listener?.stop()
                (state.follower, state.listener) = (nil, nil)
            }
        }

        /// Reads how far feeds reach.
        private func look(at isWanted: (CompanyFeed) -> Bool = { _ in true }) async {
            let feeds = self.state.withLock { state in
                state.feeds = state.feeds.filter { $0.value.feed != nil }
                return state.feeds.values.compactMap(\.feed)
            }.filter(isWanted)
            let topics = CompanyFeed.Topic.allCases.map { topic in
                (topic: topic, companies: Array(Set(feeds.filter { $0.topic == topic }.map(\.company))))
            }.filter { !$0.companies.isEmpty }
            if topics.isEmpty { return }
            let requests = topics.map { self.schema.reach(of: $0.topic, $0.companies) }
            guard let reached = await self.reached(requests) else { return }
            for (topic, revisions) in zip(topics.map(\.topic), reached) {
                for feed in feeds where feed.topic == topic {
                    if let revision = revisions[feed.company] { feed.advance(to: revision) }
                }
            }
        }

        /// What the server answers.
        ///
        /// What fails is asked again for some seconds, since whatever ended the connection of the listener may
        /// have ended those of the pool as well; a lasting error recurs at the next call of the host, which throws it.
        private func reached(_ requests: [PostgreSQLRequest]) async -> [[CompanyID: Revision]]? {
            for attempt in 0..<9 {
                let reached = try? await self.pool.perform {
                    [limit = self.pool.limits.answer] (connection) throws(PostgreSQLError) in
                    var reached: [[CompanyID: Revision]] = []
                    for rows in try connection.run(requests, within: limit) { reached.append(try Self.revisions(rows)) }
                    return reached
                }
                if reached != nil || self.state.withLock({ $0.isClosed }) { return reached }
                try? await Task.sleep(for: .milliseconds(10 << attempt))
            }
            return nil
        }

        private static func revisions(_ rows: PostgreSQLRows) throws(PostgreSQLError) -> [CompanyID: Revision] {
            var revisions: [CompanyID: Revision] = [:]
            for row in rows.indices {
                revisions[CompanyID(bits: try rows.uuid(row, 0))] = Revision(try rows.integer(row, 1))
            }
            return revisions
        }
    }

    extension CompanyFeeds.Subject {
        fileprivate init(of feed: CompanyFeed) {
            self.init(topic: feed.topic, company: feed.company)
        }
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
