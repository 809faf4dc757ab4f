#if PostgreSQL
    internal import CRosterLibpq
    #if canImport(Glibc)
        internal import Glibc
    #elseif canImport(Musl)
        internal import Musl
    #else
        internal import Darwin
    #endif

    /// A connection, for one thread at a time, which it blocks until an answer is there or its time is over.
    final class PostgreSQLConnection {
        private enum Command {
            case prepare(String)
            case execute
        }

        private let handle: OpaquePointer
        private let notices: PostgreSQLNotices
        private let usesNamedStatements: Bool
        private var prepared: Set<String> = []
        /// Whether the connection can be used no more.
        private(set) var isBroken = false

        /// Connects; the settings limit how long it takes.
        init(_ settings: ConnectionSettings) throws(PostgreSQLError) {
            guard let handle = settings.connect() else { throw .unreachable("out of memory") }
            self.handle = handle
            self.usesNamedStatements = settings.usesNamedStatements
            self.notices = PostgreSQLNotices(of: handle)
            guard PQstatus(handle) == CONNECTION_OK else { throw .unreachable(Self.message(of: handle)) }
            guard PQsetnonblocking(handle, 1) == 0, PQenterPipelineMode(handle) == 1 else {
                throw .unreachable(Self.message(of: handle))
            }
        }

        deinit { PQfinish(self.handle) }

        /// Whether no transaction is open.
        var isIdle: Bool { PQtransactionStatus(self.handle) == PQTRANS_IDLE }

        /// The descriptor that becomes readable when the server sends something.
        var socket: Int32 { PQsocket(self.handle) }

        /// Whether one process of the server serves this connection alone; false behind a pooler, which makes up the process that it tells of.
        func isDirect(within limit: Duration) throws(PostgreSQLError) -> Bool {
            let rows = try self.run(PostgreSQLRequest(unplanned: "SELECT pg_backend_pid()"), within: limit)
            guard !rows.isEmpty else { throw .unexpectedAnswer("no process") }
            return try rows.integer(0, 0, as: Int32.self) == PQbackendPID(self.handle)
        }

        /// Takes what was announced on channels that the connection listens to; does not wait.
        ///
        /// Reads until nothing is left. A dispatch source tells of the end of a connection only once, so an end that comes together with
        /// the last words of the server must be read with them.
        func notifications() throws(PostgreSQLError) -> [String] {
            repeat {
                guard PQconsumeInput(self.handle) == 1 else { throw self.lost() }
            } while self.isReadable
            var texts: [String] = []
            while let notification = PQnotifies(self.handle) {
                texts.append(notification.pointee.extra.map { String(cString: $0) } ?? "")
                PQfreemem(notification)
            }
            return texts
        }

        /// Whether something of the server, or the end of the connection, has not been read yet.
        private var isReadable: Bool {
            var descriptor = pollfd()
            (descriptor.fd, descriptor.events) = (PQsocket(self.handle), Int16(POLLIN))
            return poll(&descriptor, 1, 0) > 0
        }

        /// Sends statements together, and returns the rows of each.
        ///
        /// When the server refuses one, those after it do not run, and the transaction is rolled back.
        func run(_ requests: [PostgreSQLRequest], within limit: Duration) throws(PostgreSQLError) -> [PostgreSQLRows] {
            guard !self.isBroken else { throw .connectionLost("it broke before") }
            do throws(PostgreSQLError) {
                return try self.exchange(requests, within: limit)
            } catch {
                self.endTransaction(within: limit)
                if error.isOfConnection { self.isBroken = true }
                throw error
            }
        }

        /// Sends statements that write, in a transaction of their own, and returns the rows of each.
        ///
        /// Outside of one they would be of the kind that the role or the database chose.
        func write(_ requests: [PostgreSQLRequest], within limit: Duration) throws(PostgreSQLError) -> [PostgreSQLRows]
        {
            let rows = try self.run([.beginWriting] + requests + [.commit], within: limit)
            return Array(rows[1...requests.count])
        }

        /// Whether the server answers.
        func isAlive(within limit: Duration) -> Bool {
            (try? self.run(PostgreSQLRequest(unplanned: "SELECT 1"), within: limit)) != nil
        }

        /// Sends one statement, and returns its rows.
        func run(_ request: PostgreSQLRequest, within limit: Duration) throws(PostgreSQLError) -> PostgreSQLRows {
            try self.run([request], within: limit)[0]
        }

        /// Rolls a transaction back that is open; the connection is broken when that fails.
        func endTransaction(within limit: Duration) {
            guard !self.isBroken, !self.isIdle else { return }
            do throws(PostgreSQLError) {
                _ = try self.exchange([.rollback], within: limit)
            } catch {
                self.isBroken = true
            }
        }

        /// Like ``run(_:within:)``, for statements that end with a commit: whether the server warned that it may not be kept everywhere.
        ///
        /// A server with a synchronous standby that is told to stop waiting for it answers with success and a warning.
        func runCommitting(
            _ requests: [PostgreSQLRequest], within limit: Duration
        ) throws(PostgreSQLError) -> (rows: [PostgreSQLRows], isWarned: Bool) {
            let rows = try self.run(requests + [.commit], within: limit)
            return (rows, self.notices.hasWarned)
        }

        /// Ends a transaction whose outcome stays unknown when the answer is lost: it must not be tried again.
        func commitOnce(_ requests: [PostgreSQLRequest], within limit: Duration) throws(PostgreSQLError) {
            do throws(PostgreSQLError) {
                guard try self.runCommitting(requests, within: limit).isWarned else { return }
            } catch {
                guard error.isLoss else { throw error }
            }
            throw .outcomeUnknown
        }

        private func exchange(
            _ requests: [PostgreSQLRequest], within limit: Duration
        ) throws(PostgreSQLError) -> [PostgreSQLRows] {
            let deadline = ContinuousClock.now + limit
            var commands: [Command] = []
            for request in requests { try self.send(request, noting: &commands) }
            guard PQpipelineSync(self.handle) == 1 else { throw self.lost() }
            do throws(PostgreSQLError) {
                return try self.receive(commands, by: deadline, limit)
            } catch {
                if case .timedOut = error, !Self.commits(requests) { RequestCancellation(of: self.handle)?.send() }
                throw error
            }
        }
    }

    extension PostgreSQLConnection {
        /// Whether statements end with a commit of what was written: it is left alone, for its outcome is found out, and it may be about
        /// to be told.
        private static func commits(_ requests: [PostgreSQLRequest]) -> Bool {
            requests.last?.name == PostgreSQLRequest.commit.name
                && requests.first?.name != PostgreSQLRequest.beginReading.name
        }
    }

    // MARK: - Sending

    extension PostgreSQLConnection {
        private func send(_ request: PostgreSQLRequest, noting commands: inout [Command]) throws(PostgreSQLError) {
            let name = self.isNamed(request) ? request.preparedName : ""
            if !name.isEmpty, !self.prepared.contains(name) {
                guard PQsendPrepare(self.handle, name, request.sql, 0, nil) == 1 else { throw self.lost() }
                commands.append(.prepare(name))
                // A pipeline that uses a statement twice prepares it once; what was not prepared after all is forgotten.
                self.prepared.insert(name)
            }
            let encoded = request.parameters.map(\.encoded)
            // The last byte gives a value without bytes an address: a null pointer would mean NULL.
            let storage = encoded.reduce(into: []) { $0 += $1 ?? [] } + [0]
            let isSent = storage.withUnsafeBytes { bytes in
                var (offset, values) = (0, [UnsafePointer<CChar>?]())
                for value in encoded {
                    let start = bytes.baseAddress.map { ($0 + offset).bindMemory(to: CChar.self, capacity: 1) }
                    values.append(value == nil ? nil : start)
                    offset += value?.count ?? 0
                }
                return self.send(request, as: name, values, lengths: encoded.map { Int32($0?.count ?? 0) })
            }
            guard isSent else { throw self.lost() }
            commands.append(.execute)
        }

        private func isNamed(_ request: PostgreSQLRequest) -> Bool {
            self.usesNamedStatements && !request.name.isEmpty
        }

        private func send(
            _ request: PostgreSQLRequest, as name: String, _ values: [UnsafePointer<CChar>?], lengths: [Int32]
        ) -> Bool {
            let (count, formats) = (Int32(values.count), [Int32](repeating: 1, count: values.count))
            return if !name.isEmpty {
                PQsendQueryPrepared(self.handle, name, count, values, lengths, formats, 1) == 1
            } else {
                PQsendQueryParams(self.handle, request.sql, count, nil, values, lengths, formats, 1) == 1
            }
        }
    }

    // MARK: - Receiving

    extension PostgreSQLConnection {
        private func receive(
            _ commands: [Command], by deadline: ContinuousClock.Instant, _ limit: Duration
        ) throws(PostgreSQLError) -> [PostgreSQLRows] {
            var (rows, failure) = ([PostgreSQLRows](), PostgreSQLError?.none)
            for (position, command) in commands.enumerated() {
                var last: PostgreSQLRows?
                // Only what comes with the last answer, that of a commit, can be about the commit.
                if position == commands.count - 1 { self.notices.hasWarned = false }
                while let result = try self.nextResult(by: deadline, limit) {
                    let received = PostgreSQLRows(result)
                    switch PQresultStatus(result) {
                    case PGRES_TUPLES_OK, PGRES_COMMAND_OK: last = received
                    case PGRES_PIPELINE_ABORTED: break
                    case PGRES_FATAL_ERROR: if failure == nil { failure = try self.refusal(in: received) }
                    default: throw self.broken(.unexpectedAnswer("a result of another kind"))
                    }
                }
                switch command {
                case .prepare(let name): if last == nil { self.prepared.remove(name) }
                case .execute: if let last { rows.append(last) }
                }
            }
            guard let end = try self.nextResult(by: deadline, limit) else {
                throw self.broken(.unexpectedAnswer("no end of the pipeline"))
            }
            PQclear(end)
            if let failure { throw failure }
            return rows
        }

        /// The next result; nil after the last one of a command.
        private func nextResult(
            by deadline: ContinuousClock.Instant, _ limit: Duration
        ) throws(PostgreSQLError) -> OpaquePointer? {
            while true {
                // What could not be sent yet is sent while results are read, so that two full buffers never wait for each other.
                let isUnsent = PQflush(self.handle) == 1
                if PQisBusy(self.handle) == 0 { return PQgetResult(self.handle) }
                try self.wait(toWrite: isUnsent, by: deadline, limit)
                guard PQconsumeInput(self.handle) == 1 else {
                    // The server may have said why before it closed the connection.
                    while PQisBusy(self.handle) == 0, let result = PQgetResult(self.handle) { PQclear(result) }
                    throw self.lost()
                }
            }
        }

        private func wait(
            toWrite isUnsent: Bool, by deadline: ContinuousClock.Instant, _ limit: Duration
        ) throws(PostgreSQLError) {
            var descriptor = pollfd()
            descriptor.fd = PQsocket(self.handle)
            descriptor.events = Int16(POLLIN) | (isUnsent ? Int16(POLLOUT) : 0)
            while true {
                let left = deadline - .now
                guard left > .zero else { throw self.broken(.timedOut(limit)) }
                let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
                if poll(&descriptor, 1, Int32(clamping: milliseconds + 1)) > 0 { return }
            }
        }

        /// The error that a result tells of; throws when it ended the connection.
        private func refusal(in received: PostgreSQLRows) throws(PostgreSQLError) -> PostgreSQLError {
            let code = received.field(.code)
            let message = received.field(.message)
            let severity = received.field(.severity)
            if PQstatus(self.handle) == CONNECTION_BAD || severity == "FATAL" || severity == "PANIC" {
                throw self.broken(.connectionLost(message.isEmpty ? Self.message(of: self.handle) : message))
            }
            return ["42P01", "3F000"].contains(code) ? .schemaMissing : .refused(code: code, message: message)
        }

        private func lost() -> PostgreSQLError { self.broken(.connectionLost(Self.message(of: self.handle))) }

        private func broken(_ error: PostgreSQLError) -> PostgreSQLError {
            self.isBroken = true
            return error
        }

        /// What libpq says last, in one line; it names hosts, users and databases, and never a password.
        private static func message(of handle: OpaquePointer) -> String {
            let lines = PQerrorMessage(handle).map { String(cString: $0) }?.split(separator: "\n") ?? []
            return lines.map { $0.trimmingBlanks }.joined(separator: "; ")
        }
    }

    extension Substring {
        fileprivate var trimmingBlanks: Substring {
            var text = self.drop { $0.isWhitespace }
            while text.last?.isWhitespace == true { text.removeLast() }
            return text
        }
    }
#endif
