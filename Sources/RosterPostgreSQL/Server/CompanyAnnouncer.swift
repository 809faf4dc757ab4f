#if PostgreSQL
    internal import RosterDomain
    internal import Synchronization

    /// Tells other hosts of commits, after they were made and in a transaction of its own.
    ///
    /// An announcement within a commit would lock out the commits of all companies of the whole server. A host that dies in between has
    /// told nothing: that is why the others poll as well.
    final class CompanyAnnouncer: Sendable {
        private struct Subject: Hashable {
            let topic: CompanyFeed.Topic
            let company: CompanyID
        }

        private struct State {
            var waiting: [Subject: Revision] = [:]
            var isSending = false
        }

        /// The least time between two announcements of one process; ours.
        private static let pause = Duration.milliseconds(20)

        private let pool: ConnectionPool
        private let schema: SchemaName
        private let state = Mutex(State())

        init(_ pool: ConnectionPool, _ schema: SchemaName) {
            self.pool = pool
            self.schema = schema
        }

        /// Tells the others how far a topic of a company reaches, soon; does not wait for it.
        func announce(_ topic: CompanyFeed.Topic, of company: CompanyID, at revision: Revision) {
            let begins = self.state.withLock { state in
                let subject = Subject(topic: topic, company: company)
                state.waiting[subject] = max(state.waiting[subject] ?? .start, revision)
                defer { state.isSending = true }
                return !state.isSending
            }
            if begins { Task.detached { await self.send() } }
        }

        private func send() async {
            while true {
                let texts = self.state.withLock { state in
                    let texts = state.waiting.map { subject, revision in
                        Announcement(topic: subject.topic, company: subject.company, revision: revision).text
                    }
                    state.waiting = [:]
                    if texts.isEmpty { state.isSending = false }
                    return texts
                }
                if texts.isEmpty { return }
                let requests: [PostgreSQLRequest] = [
                    .beginWriting, self.schema.relaxing, self.schema.announcing(texts), .commit,
                ]
                // What could not be told is found by polling.
                _ = try? await self.pool.perform {
                    [limit = self.pool.limits.answer] (connection) throws(PostgreSQLError) in
                    _ = try connection.run(requests, within: limit)
                }
                try? await Task.sleep(for: Self.pause)
            }
        }
    }
#endif
