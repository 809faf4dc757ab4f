import Foundation

/// A PostgreSQL server beside the one of `Scripts/with-postgresql`, which stops it when it is left running.
package struct Cluster: Sendable {
    /// How a server is stopped.
    package enum StopMode: String, Sendable {
        /// Transactions are rolled back, and everything is written.
        case fast
        /// As when the machine loses power: the next start recovers.
        case immediate
    }

    /// The folder of the server, with its socket.
    package let place: String
    private let settings: [String]
    private var data: String { "\(self.place)/data" }
    /// Where the write-ahead log is.
    package var log: String { "\(self.place)/wal" }

    /// How an administrator connects.
    package var connection: String { "host=\(self.place) user=roster dbname=postgres" }

    private init(_ settings: [String]) throws {
        guard let place = ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL_PLACE"] else {
            throw ShellFailure(command: ["Scripts/with-postgresql"], output: "ROSTER_POSTGRESQL_PLACE is not set")
        }
        self.place = "\(place)/\(UInt32.random(in: 0 ... .max))"
        self.settings = settings
    }

    /// Creates and starts a server.
    ///
    /// - Parameters:
    ///   - settings: `name=value` each.
    ///   - prepare: Called with the folder for the write-ahead log before anything is written there.
    package static func make(
        _ settings: [String] = [], preparingLog prepare: (String) async throws -> Void = { _ in }
    ) async throws -> Cluster {
        let cluster = try Cluster(settings)
        try await cluster.makeFolders()
        try await prepare(cluster.log)
        try await Self.asOwner([
            "initdb", "-D", cluster.data, "--waldir=\(cluster.log)", "--wal-segsize=1", "-U", "roster", "-A", "trust",
            "-E", "UTF8", "--no-locale", "--no-sync",
        ])
        try await cluster.start()
        return cluster
    }

    /// Creates and starts a standby of this server that follows it.
    ///
    /// - Parameter name: By which the server knows it, for `synchronous_standby_names`.
    package func standby(named name: String) async throws -> Cluster {
        let standby = try Cluster(self.settings)
        try await standby.makeFolders()
        try await Self.asOwner([
            "pg_basebackup", "-D", standby.data, "--waldir=\(standby.log)", "-R", "-X", "stream", "-c", "fast",
            "-d", "\(self.connection) application_name=\(name)",
        ])
        try await standby.start()
        return standby
    }

    /// Starts the server, and waits until it takes connections.
    package func start() async throws {
        let settings = ["listen_addresses=", "unix_socket_directories=\(self.place)", "max_connections=200"]
        let options = (settings + self.settings).map { "-c \($0)" }.joined(separator: " ")
        try await Shell.start(
            Self.owning + [
                "pg_ctl", "-D", self.data, "-l", "\(self.place)/log", "-o", options, "-w", "-t", "60", "start",
            ])
    }

    /// Stops the server; does nothing when it does not run.
    package func stop(_ mode: StopMode) async throws {
        guard self.process != nil else { return }
        try await Self.asOwner(["pg_ctl", "-D", self.data, "-m", mode.rawValue, "-w", "-t", "60", "stop"])
    }

    /// Makes a standby a server of its own.
    package func promote() async throws {
        try await Self.asOwner(["pg_ctl", "-D", self.data, "-w", "promote"])
    }

    /// Stops the server, and removes what it has left.
    package func remove() async throws {
        try await self.stop(.immediate)
        _ = try? await Shell.run(["umount", self.log])
        try FileManager.default.removeItem(atPath: self.place)
    }

    /// Runs statements as an administrator, and returns what they print.
    @discardableResult
    package func psql(_ sql: String) async throws -> String {
        try await Shell.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, self.connection])
    }

    /// Waits until a query is true.
    package func waitUntil(_ sql: String) async throws {
        while try await self.psql(sql) != "t" { try await Task.sleep(for: .milliseconds(10)) }
    }

    /// The identifier of the server's first process; nil when it does not run.
    package var process: Int32? {
        guard let text = try? String(contentsOfFile: "\(self.data)/postmaster.pid", encoding: .utf8) else { return nil }
        guard let process = text.split(separator: "\n").first.flatMap({ Int32($0) }), kill(process, 0) == 0 else {
            return nil
        }
        return process
    }

    private func makeFolders() async throws {
        let owner = getuid() == 0 ? ["-o", "postgres"] : []
        for folder in [self.place, self.log] { try await Shell.run(["install", "-d", "-m", "755"] + owner + [folder]) }
    }

    @discardableResult
    private static func asOwner(_ arguments: [String]) async throws -> String {
        try await Shell.run(self.owning + arguments)
    }

    /// Runs the program that follows as an account that may run a server, which root may not.
    static var owning: [String] {
        getuid() == 0 ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] : []
    }
}
