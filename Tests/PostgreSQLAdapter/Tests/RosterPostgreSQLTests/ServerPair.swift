import Foundation
import PostgreSQLTrialSupport
import RosterPostgreSQL
import Synchronization

/// A server and its standby, and hosts that know both.
final class ServerPair: Sendable {
    let primary: Cluster
    let standby: Cluster
    private let failedOver = Atomic(false)

    /// Starts both.
    ///
    /// - Parameter isSynchronous: Whether the server answers a commit only once the standby has it.
    init(isSynchronous: Bool) async throws {
        self.primary = try await Cluster.make()
        self.standby = try await self.primary.standby(named: "second")
        if isSynchronous {
            try await self.primary.psql("ALTER SYSTEM SET synchronous_standby_names = 'second'")
            try await self.primary.psql("SELECT pg_reload_conf()")
            try await self.primary.waitUntil(
                "SELECT bool_or(sync_state = 'sync') FROM pg_stat_replication WHERE application_name = 'second'")
        }
    }

    /// Whether the standby has taken over.
    var hasFailedOver: Bool { self.failedOver.load(ordering: .sequentiallyConsistent) }

    /// A host, which finds out by itself which of the servers takes commits.
    func host(limits: PostgreSQLLimits = TestServer.quick) throws -> PostgreSQLServer {
        try PostgreSQLServer(
            "host=\(self.primary.place),\(self.standby.place) user=roster dbname=postgres", listening: false,
            limits: limits)
    }

    /// Waits until the standby has everything that there is.
    func waitForStandby() async throws {
        let position = try await self.primary.psql("SELECT pg_current_wal_lsn()")
        try await self.standby.waitUntil("SELECT pg_last_wal_replay_lsn() >= '\(position)'")
    }

    /// Keeps the standby from following any longer.
    func disconnectStandby() async throws {
        try await self.standby.psql("ALTER SYSTEM SET primary_conninfo = ''")
        try await self.standby.psql("SELECT pg_reload_conf()")
        try await self.primary.waitUntil("SELECT count(*) = 0 FROM pg_stat_replication")
    }

    /// The server dies, and the standby takes over.
    func failOver() async throws {
        try await self.primary.stop(.immediate)
        try await self.standby.promote()
        self.failedOver.store(true, ordering: .sequentiallyConsistent)
    }

    /// Stops and removes both.
    func remove() async throws {
        try await self.primary.remove()
        try await self.standby.remove()
    }
}
