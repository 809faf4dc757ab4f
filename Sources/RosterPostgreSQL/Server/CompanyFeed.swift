#if PostgreSQL
    internal import RosterDomain
    internal import RosterPorts
    internal import Synchronization

    /// How far a topic of a company is known to reach, and who waits for more.
    final class CompanyFeed: Sendable {
        /// What there is to follow.
        enum Topic: String, Sendable, Hashable, CaseIterable {
            /// The history of the directory.
            case history
            /// The ends of sessions.
            case sessions
        }

        private struct State {
            var reached = Revision.start
            var isFollowed = false
        }

        let topic: Topic
        let company: CompanyID
        private let waiters = HistoryWaiters(at: .start)
        private let state = Mutex(State())

        init(of topic: Topic, in company: CompanyID) {
            self.topic = topic
            self.company = company
        }

        /// How far it is known to reach.
        var reached: Revision { self.state.withLock { $0.reached } }

        /// Wakes those who wait.
        func advance(to revision: Revision) {
            self.state.withLock { $0.reached = max($0.reached, revision) }
            self.waiters.advance(to: revision)
        }

        /// Waits until it reaches further than a revision; nil when the task is canceled before.
        ///
        /// - Parameter present: Reads how far it reaches; called until it has succeeded once, after which other hosts are followed.
        func wait<Failure: Error>(
            after revision: Revision, in feeds: CompanyFeeds, reading present: () async throws(Failure) -> Revision
        ) async throws(Failure) -> Revision? {
            if Task.isCancelled { return nil }
            if !self.state.withLock({ $0.isFollowed }) {
                // Followed first: what is committed after the reading is then heard of.
                feeds.follow(self)
                do throws(Failure) {
                    self.advance(to: try await present())
                    self.state.withLock { $0.isFollowed = true }
                } catch {
                    if Task.isCancelled { return nil }
                    throw error
                }
            }
            return await self.waiters.wait(after: revision)
        }
    }
#endif
