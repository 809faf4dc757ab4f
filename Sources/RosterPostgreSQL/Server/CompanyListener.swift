#if PostgreSQL
    internal import Dispatch
    internal import RosterDomain
    internal import Synchronization
    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #else
        internal import Darwin
    #endif

    /// Hears on a connection of its own what other hosts announce; no thread waits while nothing happens.
    final class CompanyListener: Sendable {
        /// What the queue alone looks at, since it is locked while the queue waits for the server.
        private struct State {
            var connection: PostgreSQLConnection?
            var source: (any DispatchSourceRead)?
            /// What the listener announces to itself, to learn whether announcements arrive at all.
            var greeting: String?
            var attemptCount = 0
        }

        private struct Flags {
            var isHearing = false
            var isStopped = false
        }

        private let settings: ConnectionSettings
        private let schema: SchemaName
        private let limit: Duration
        private let queue = DispatchQueue(label: "roster-postgresql-listener", qos: .userInitiated)
        private let state = Mutex(State())
        private let flags = Mutex(Flags())
        private let hear: @Sendable (Announcement) -> Void
        private let catchUp: @Sendable () -> Void

        /// Creates a listener.
        ///
        /// - Parameters:
        ///   - hear: Called with every announcement.
        ///   - catchUp: Called when announcements arrive again that may have been missed before.
        init(
            _ settings: ConnectionSettings, _ schema: SchemaName, within limit: Duration,
            hearing hear: @escaping @Sendable (Announcement) -> Void, catchingUp catchUp: @escaping @Sendable () -> Void
        ) {
            self.settings = settings
            self.schema = schema
            self.limit = limit
            self.hear = hear
            self.catchUp = catchUp
        }

        /// Whether announcements arrive, so that polling can be rare.
        var isHearing: Bool { self.flags.withLock { $0.isHearing } }

        private var isStopped: Bool { self.flags.withLock { $0.isStopped } }

        /// Begins to listen, and goes on whatever happens to the connection.
        func start() {
            self.queue.async { self.connect() }
        }

        /// Ends it, once the queue waits for nothing.
        func stop() {
            self.flags.withLock { $0 = Flags(isHearing: false, isStopped: true) }
            self.queue.async { self.state.withLock { self.disconnect(&$0) } }
        }

        private func connect() {
            if self.isStopped { return }
            let outcome = self.state.withLock { state -> Result<Bool, PostgreSQLError> in
                do throws(PostgreSQLError) {
                    let connection = try PostgreSQLConnection(self.settings)
                    guard try connection.isDirect(within: self.limit) else { return .success(false) }
                    let greeting = "hello \(UInt64.random(in: 0 ... .max))"
                    _ = try connection.run(PostgreSQLRequest(unplanned: "LISTEN \(self.schema)"), within: self.limit)
                    _ = try connection.run(self.schema.announcing([greeting]), within: self.limit)
                    (state.connection, state.greeting) = (connection, greeting)
                    state.source = self.source(on: connection.socket)
                    return .success(true)
                } catch {
                    return .failure(error)
                }
            }
            switch outcome {
            // Announcements that came with the answers are in the connection already, and the socket will not tell of them.
            case .success(true): self.receive()
            // A pooler would give what it hears to any host, and its own greeting to this one.
            case .success(false): break
            case .failure: self.connectLater()
            }
        }

        private func source(on socket: Int32) -> any DispatchSourceRead {
            // libpq closes its socket as soon as the connection is lost, and the next one would get the number that is watched still.
            let watched = dup(socket)
            let source = DispatchSource.makeReadSource(fileDescriptor: watched, queue: self.queue)
            source.setEventHandler { [weak self] in self?.receive() }
            source.setCancelHandler { close(watched) }
            source.activate()
            return source
        }

        private func receive() {
            let (texts, isLost, hasGreeted) = self.state.withLock { state -> ([String], Bool, Bool) in
                guard let connection = state.connection else { return ([], false, false) }
                do throws(PostgreSQLError) {
                    let texts = try connection.notifications()
                    let hasGreeted = state.greeting.map(texts.contains) ?? false
                    if hasGreeted { (state.greeting, state.attemptCount) = (nil, 0) }
                    return (texts, false, hasGreeted)
                } catch {
                    self.disconnect(&state)
                    return ([], true, false)
                }
            }
            for text in texts { if let announcement = Announcement(text) { self.hear(announcement) } }
            if hasGreeted {
                self.flags.withLock { $0.isHearing = !$0.isStopped }
                self.catchUp()
            }
            if isLost {
                self.flags.withLock { $0.isHearing = false }
                self.connectLater()
            }
        }

        /// Tries again after a pause that grows and has chance in it, so that hosts do not all come at once.
        private func connectLater() {
            if self.isStopped { return }
            let seconds = self.state.withLock { state in
                state.attemptCount = min(state.attemptCount + 1, 8)
                return 0.05 * Double(1 << state.attemptCount) * Double.random(in: 0.5...1)
            }
            self.queue.asyncAfter(deadline: .now() + seconds) { [weak self] in self?.connect() }
        }

        private func disconnect(_ state: inout State) {
            state.source?.cancel()
            (state.connection, state.source, state.greeting) = (nil, nil, nil)
        }
    }

    /// What a host tells the others after a commit: how far a topic of a company reaches.
    struct Announcement: Sendable, Hashable {
        let topic: CompanyFeed.Topic
        let company: CompanyID
        let revision: Revision
    }

    extension Announcement {
        /// Reads an announcement; nil for a text that is none, such as one of a later version.
        init?(_ text: String) {
            let parts = text.split(separator: " ")
            guard parts.count == 3, let topic = CompanyFeed.Topic(rawValue: String(parts[0])),
                let company = try? CompanyID(String(parts[1])), let number = UInt64(parts[2])
            else { return nil }
            self.init(topic: topic, company: company, revision: Revision(number))
        }

        /// The announcement as it is sent.
        var text: String { "\(self.topic.rawValue) \(self.company) \(self.revision)" }
    }

    extension SchemaName {
        /// Sends announcements to every host that listens, on the channel with the name of the schema.
        func announcing(_ texts: [String]) -> PostgreSQLRequest {
            PostgreSQLRequest(
                "announce", "SELECT pg_notify($1, text) FROM unnest($2::text[]) a (text)", .text(self.name),
                .texts(texts))
        }

        /// Lets a transaction that only announces not wait for the disk.
        var relaxing: PostgreSQLRequest {
            PostgreSQLRequest("relax", "SELECT set_config('synchronous_commit', 'off', true)")
        }
    }
#endif
