import Foundation

/// PgBouncer in transaction mode before a server: each transaction may get another connection.
package struct Pooler: Sendable {
    /// The folder of the pooler, with its socket.
    package let place: String

    /// How hosts connect.
    package var connection: String { "host=\(self.place) user=roster dbname=postgres" }

    /// Starts a pooler before the server of a folder; nil where there is none.
    package static func make(before server: String) async throws -> Pooler? {
        guard (try? await Shell.run(["sh", "-c", "PATH=$PATH:/usr/sbin command -v pgbouncer"])) != nil else {
            return nil
        }
        let pooler = Pooler(place: "\(server)/pooler-\(UInt32.random(in: 0 ... .max))")
        let owner = getuid() == 0 ? ["-o", "postgres"] : []
        try await Shell.run(["install", "-d", "-m", "755"] + owner + [pooler.place])
        let settings = """
            [databases]
            * = host=\(server) port=5432 user=roster
            [pgbouncer]
            listen_addr =
            listen_port = 5432
            unix_socket_dir = \(pooler.place)
            auth_type = any
            pool_mode = transaction
            default_pool_size = 6
            max_client_conn = 500
            logfile = \(pooler.place)/log
            pidfile = \(pooler.place)/pid
            """
        try settings.write(toFile: "\(pooler.place)/settings", atomically: false, encoding: .utf8)
        let command = ["env", "PATH=/usr/sbin:/usr/bin:/bin", "pgbouncer", "-q", "-d", "\(pooler.place)/settings"]
        try await Shell.start(Cluster.owning + command)
        // It goes on to open its socket after its starter has ended.
        while (try? await Shell.run(["psql", "-X", "-c", "SELECT 1", pooler.connection])) == nil {
            try await Task.sleep(for: .milliseconds(10))
        }
        return pooler
    }

    /// Ends the pooler, which may have inherited that it takes no other signals.
    package func stop() throws {
        let text = try String(contentsOfFile: "\(self.place)/pid", encoding: .utf8)
        if let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) { kill(process, SIGKILL) }
    }
}
