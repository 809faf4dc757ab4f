import Foundation
import Roster
import RosterDomain
import RosterPorts
import RosterPostgreSQL
import Synchronization
import Testing

/// What administrators of databases, and other programs on the same server, do to a host.
@Suite("A database that others administer", .timeLimit(.minutes(10)))
struct HostileDatabaseTests {
    @Test(
        "standings are of one revision, or an error, whatever becomes of the connection meanwhile",
        arguments: [true, false])
    func oneRevision(isEnded: Bool) async throws {
        let company = TestServer.company
        var limits = TestServer.quick
        // Old as soon as it is made.
        limits.connectionLifetime = .zero
        let name = "scanning \(isEnded)"
        let ending = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '\(name)'"
        let directory = try await TestServer.open(as: "'\(name)'", limits: limits).directory(of: company)
        let other = try await TestServer.open().directory(of: company)
        let last = 25_000
        for start in stride(from: 1, through: last, by: 5_000) {
            try await other.append(
                try (start..<start + 5_000).map { number in
                    Commit(
                        revision: Revision(UInt64(number)), at: Timestamp(millisecondsSinceEpoch: 0),
                        principal: .system,
                        changes: [.userAdded(user: try TestServer.user(number))])
                })
        }
        var (isChanged, count) = (false, 0)
        func read() async throws -> Revision {
            try await directory.readStandings { _ in
                count += 1
                guard !isChanged else { return }
                isChanged = true
                let isLast = "company = '\(company)' AND id = '\(UserID(bits: UInt128(last)))'"
                Self.runNow("DELETE FROM \(TestServer.quotedSchema).records WHERE \(isLast)")
                if isEnded { Self.runNow(ending) }
            }
        }
        if isEnded {
            let error = await #expect(throws: UserDirectoryError.self) { _ = try await read() }
            guard case .unavailable(PostgreSQLError.connectionLost) = error else { throw Unexpected(error: error) }
        } else {
            #expect(try await read() == Revision(UInt64(last)))
            #expect(count == last)
        }
    }

    /// Runs a statement while the caller waits, on a thread of its own.
    private static func runNow(_ sql: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["psql", "-X", "-q", "-c", sql, TestServer.connection]
        process.standardOutput = FileHandle.nullDevice
        try? process.run()
        process.waitUntilExit()
    }

    @Test(
        "connections that are there serve all calls while the server takes no new ones, however old",
        arguments: [false, true])
    func noNewConnections(isOld: Bool) async throws {
        var limits = TestServer.quick
        if isOld { limits.connectionLifetime = .zero }
        let role = try await TestServer.role()
        let connection = TestServer.connection.replacing("user=roster", with: "user=\(role)")
        let server = try PostgreSQLServer(
            "\(connection) application_name=\(role)", schema: TestServer.schema, listening: false, limits: limits)
        let directory = server.directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        func readAtOnce() async throws {
            try await withThrowingTaskGroup(of: Revision.self) { group in
                for _ in 0..<64 { group.addTask { try await directory.head().revision } }
                for try await revision in group { #expect(revision == Revision(1)) }
            }
        }
        try await readAtOnce()
        let mine = "FROM pg_stat_activity WHERE application_name = '\(role)'"
        try await TestServer.waitUntil("SELECT count(*) > 2 \(mine)")
        try await TestServer.psql("ALTER ROLE \(role) CONNECTION LIMIT 0")
        try await TestServer.psql("SELECT pg_terminate_backend(min(pid)) \(mine)")
        for _ in 0..<20 { try await readAtOnce() }
        try await directory.add(2, after: 1)
        try await TestServer.psql("ALTER ROLE \(role) CONNECTION LIMIT -1")
        #expect(try await directory.head().revision == Revision(2))
    }

    @Test("commits that wait for a company together are refused together, and are not made afterwards")
    func waitTogether() async throws {
        let company = TestServer.company
        var limits = TestServer.quick
        limits.lock = .milliseconds(500)
        let directory = try await TestServer.open(limits: limits).directory(of: company)
        let patient = try await TestServer.open().directory(of: company)
        try await patient.add(1, after: 0)
        let holder = try await HeldCompany(company)
        let start = ContinuousClock.now
        let refused = await withTaskGroup(of: Bool.self) { group in
            for number in 2..<42 {
                group.addTask {
                    let user = try? TestServer.user(number)
                    do {
                        _ = try await directory.commit(
                            user.map { [.userAdded(user: $0)] } ?? [], by: .system,
                            at: Timestamp(millisecondsSinceEpoch: 0), given: .versions([:]))
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        // Forty times half a second, were each to wait for itself.
        #expect(refused.allSatisfy(\.self) && ContinuousClock.now - start < .seconds(10))
        try await holder.release()
        #expect(try await patient.head().revision == Revision(1))
    }

    @Test("a commit that has waited for too long is refused, and not made once its turn comes")
    func tooLate() async throws {
        let company = TestServer.company
        var limits = TestServer.quick
        (limits.lock, limits.answer) = (.milliseconds(400), .milliseconds(500))
        let directory = try await TestServer.open(limits: limits).directory(of: company)
        let patient = try await TestServer.open().directory(of: company)
        try await patient.add(1, after: 0)
        let holder = try await HeldCompany(company)
        // Purges never share a transaction, so that each waits for those before it.
        let errors = await withTaskGroup(of: UserDirectoryError?.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    do throws(UserDirectoryError) {
                        _ = try await directory.commit(
                            [.userPurged(user: UserID(bits: 1))], by: .system,
                            at: Timestamp(millisecondsSinceEpoch: 0), given: .versions([:]))
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            return await group.reduce(into: [UserDirectoryError?]()) { $0.append($1) }
        }
        let late = errors.count { error in
            if case .unavailable(PostgreSQLError.timedOut) = error { true } else { false }
        }
        #expect(errors.allSatisfy { $0 != nil } && late > 0, "\(errors)")
        try await holder.release()
        #expect(try await patient.head().revision == Revision(1))
    }

    @Test("calls that gave up leave nothing waiting at the server")
    func noPileUp() async throws {
        let schema = "piled up"
        try await PostgreSQLServer(TestServer.connection, schema: schema).createSchema()
        var limits = PostgreSQLLimits()
        limits.answer = .milliseconds(300)
        let server = try PostgreSQLServer(
            "\(TestServer.connection) application_name=piling", schema: schema, listening: false, limits: limits)
        let directory = server.directory(of: TestServer.company)
        let holder = Task {
            try await TestServer.psql(
                """
                SET application_name = 'alterer'; BEGIN; LOCK TABLE "\(schema)".records IN ACCESS EXCLUSIVE MODE;
                LOCK TABLE "\(schema)".companies IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(600)
                """)
        }
        try await TestServer.waitUntil(
            "SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND application_name = 'alterer'")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { for _ in 0..<8 { _ = try? await directory.head() } }
            }
        }
        try await TestServer.waitUntil(
            "SELECT count(*) <= \(limits.connectionCount) FROM pg_stat_activity WHERE application_name = 'piling'")
        try await TestServer.end("alterer")
        _ = try? await holder.value
        let patient = try PostgreSQLServer(TestServer.connection, schema: schema, listening: false)
        #expect(try await patient.directory(of: TestServer.company).head() == .start)
    }

    @Test("a warning of a trigger is no word about the commit")
    func warnings() async throws {
        let schema = "warned"
        let server = try PostgreSQLServer(TestServer.connection, schema: schema)
        try await server.createSchema()
        try await TestServer.psql(
            """
            CREATE FUNCTION "\(schema)".warn() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN RAISE WARNING ''audited''; RETURN NULL; END';
            CREATE TRIGGER warn AFTER INSERT OR UPDATE ON "\(schema)".credentials EXECUTE FUNCTION "\(schema)".warn();
            CREATE TRIGGER warn AFTER INSERT OR UPDATE ON "\(schema)".history EXECUTE FUNCTION "\(schema)".warn()
            """)
        let company = TestServer.company
        try await server.directory(of: company).add(1, after: 0)
        let credential = PreparedCredential(CredentialID(bits: 1), of: UserID(bits: 2), at: 1)
        try await server.vault(of: company, cost: .cheapest).prepare(Password("Right-1843"), as: credential)
    }

    @Test("row-level security that hides rows is an error, and no empty answer")
    func rowSecurity() async throws {
        let role = try await TestServer.role()
        let schema = "secured"
        try await PostgreSQLServer(TestServer.connection, schema: schema).createSchema()
        try await TestServer.psql(
            """
            GRANT USAGE ON SCHEMA "\(schema)" TO \(role);
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "\(schema)" TO \(role);
            ALTER TABLE "\(schema)".records ENABLE ROW LEVEL SECURITY
            """)
        let connection = TestServer.connection.replacing("user=roster", with: "user=\(role)")
        let directory = try PostgreSQLServer(connection, schema: schema).directory(of: TestServer.company)
        let error = await #expect(throws: UserDirectoryError.self) {
            _ = try await directory.users(matching: UserQuery())
        }
        guard case .unavailable(PostgreSQLError.unusableDatabase(let reason)) = error else {
            throw Unexpected(error: error)
        }
        #expect(reason.contains("`records`"))
        try await TestServer.psql("ALTER TABLE \"\(schema)\".records DISABLE ROW LEVEL SECURITY")
        #expect(try await directory.users(matching: UserQuery()).records.isEmpty)
    }

    @Test("a database that cannot hold every name is refused before anything is in it")
    func encoding() async throws {
        try await TestServer.psql(
            "CREATE DATABASE latin ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
        let error = await #expect(throws: PostgreSQLError.self) {
            try await PostgreSQLServer("\(TestServer.connection) dbname=latin").createSchema()
        }
        guard case .unusableDatabase(let reason) = error else { throw Unexpected(error: error) }
        #expect(reason.contains("LATIN1"))
    }

    @Test("a company that cannot be added is an error, and not tried without end")
    func companyNeverThere() async throws {
        let schema = "without companies"
        let server = try PostgreSQLServer(TestServer.connection, schema: schema)
        try await server.createSchema()
        try await TestServer.psql(
            """
            CREATE FUNCTION "\(schema)".drop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
            CREATE TRIGGER drop BEFORE INSERT ON "\(schema)".companies FOR EACH ROW EXECUTE FUNCTION "\(schema)".drop()
            """)
        let directory = server.directory(of: TestServer.company)
        let error = await #expect(throws: UserDirectoryError.self) { try await directory.add(1, after: 0) }
        guard case .unavailable(PostgreSQLError.unexpectedAnswer) = error else { throw Unexpected(error: error) }
    }

    @Test("what a role or a database sets for its transactions changes nothing")
    func settings() async throws {
        let options = "-c default_transaction_isolation=serializable -c lock_timeout=1ms -c search_path="
        let server = try PostgreSQLServer(
            "\(TestServer.connection) options='\(options)'", schema: TestServer.schema, limits: TestServer.quick)
        _ = try await TestServer.open()
        let directory = server.directory(of: TestServer.company)
        try await directory.add(1, after: 0)
        let turns = try await withThrowingTaskGroup(of: (any DeliveryTurn)?.self) { group in
            for _ in 0..<16 { group.addTask { try await directory.takeDeliveryTurn() } }
            return try await group.reduce(into: [(any DeliveryTurn)?]()) { $0.append($1) }
        }
        #expect(turns.compactMap(\.self).count == 1)
        for turn in turns.compactMap(\.self) { await turn.end() }
    }

    @Test("a role that may use the tables, and no more, hears that they are newer")
    func newerSchema() async throws {
        let role = try await TestServer.role()
        let schema = "newer than known"
        try await PostgreSQLServer(TestServer.connection, schema: schema).createSchema()
        try await TestServer.psql(
            """
            GRANT USAGE ON SCHEMA "\(schema)" TO \(role); GRANT SELECT ON ALL TABLES IN SCHEMA "\(schema)" TO \(role);
            UPDATE "\(schema)".format SET version = 99
            """)
        let connection = TestServer.connection.replacing("user=roster", with: "user=\(role)")
        let error = await #expect(throws: PostgreSQLError.self) {
            try await PostgreSQLServer(connection, schema: schema).createSchema()
        }
        guard case .schemaIsNewer(found: 99, _) = error else { throw Unexpected(error: error) }
    }

    @Test("a service is no way round the proof of who the server is")
    func service() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(
            path: UUID().uuidString, directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "services")
        let server = try PlainServer()
        let service = "[elsewhere]\nhost=127.0.0.1\nport=\(server.port)\nuser=roster\npassword=secret\n"
        try Data(service.utf8).write(to: file)
        setenv("PGSERVICEFILE", file.path, 1)
        defer { unsetenv("PGSERVICEFILE") }
        let error = await #expect(throws: PostgreSQLError.self) {
            try await PostgreSQLServer("service=elsewhere").createSchema()
        }
        guard case .unreachable(let reason) = error else { throw Unexpected(error: error) }
        #expect(reason.contains("SSL"), "\(reason)")
        #expect(server.wasTold == 0, "nothing is said to a server that has not proved who it is")
        #expect(throws: PostgreSQLError.self) { try PostgreSQLServer("host=127.example.org dbname=roster") }
    }
}

/// A server that refuses TLS, as one does that wants a password in clear text, and notes how much it is told all the same.
private final class PlainServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let told = Mutex(0)

    /// How many bytes came after TLS was refused.
    var wasTold: Int { self.told.withLock { $0 } }

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 16) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isBound else { throw CocoaError(.fileWriteUnknown) }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
        let thread = Thread { [weak self] in
            while case let client = accept(listener, nil, nil), client >= 0 { self?.refuse(client) }
        }
        thread.start()
    }

    deinit {
        shutdown(self.listener, Int32(SHUT_RDWR))
        close(self.listener)
    }

    private func refuse(_ client: Int32) {
        var bytes = [UInt8](repeating: 0, count: 1_024)
        if recv(client, &bytes, 8, Int32(MSG_WAITALL)) == 8, send(client, "N", 1, 0) == 1 {
            let count = recv(client, &bytes, bytes.count, 0)
            self.told.withLock { $0 += max(0, count) }
        }
        close(client)
    }
}
