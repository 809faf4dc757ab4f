import Foundation
import PostgreSQLTrialSupport

/// Does to hosts and to their server what operators, kernels and power supplies do.
struct Tormentor {
    private enum Act: String, CaseIterable {
        case killHost = "hosts killed"
        case suspendHost = "hosts suspended"
        case endConnections = "connections ended"
        case killConnection = "processes of the server killed"
        case suspendConnection = "processes of the server suspended"
        case restart = "restarts of the server"
        case crash = "crashes of the server"
    }

    private let cluster: Cluster
    private let start: () throws -> HostProcess
    private(set) var hosts: [HostProcess]
    private var tally: [Act: Int] = [:]

    /// Starts hosts.
    init(of cluster: Cluster, hostCount: Int, starting start: @escaping () throws -> HostProcess) throws {
        self.cluster = cluster
        self.start = start
        self.hosts = try (0..<hostCount).map { _ in try start() }
    }

    /// What was done, in words.
    var summary: String {
        Act.allCases.map { "\(self.tally[$0, default: 0]) \($0.rawValue)" }.joined(separator: ", ")
    }

    /// Does one thing at random.
    mutating func act() async throws {
        guard let act = Act.allCases.randomElement() else { return }
        self.tally[act, default: 0] += 1
        let victim = Int.random(in: self.hosts.indices)
        let pause = Duration.milliseconds(Int.random(in: 50...2_500))
        switch act {
        case .killHost:
            self.hosts[victim].kill()
            self.hosts[victim] = try self.start()
        case .suspendHost: try await self.hosts[victim].suspend(for: pause)
        case .endConnections: try await self.endConnections()
        case .killConnection: try await self.signal(SIGKILL)
        case .suspendConnection:
            let process = try await self.signal(SIGSTOP)
            try await Task.sleep(for: pause)
            if let process { kill(process, SIGCONT) }
        case .restart:
            try await self.cluster.stop(.fast)
            try await self.cluster.start()
        case .crash:
            try await self.cluster.stop(.immediate)
            try await self.cluster.start()
        }
        // A server that has lost a process recovers by itself.
        try await self.waitForServer()
    }

    private static var connections: String {
        "FROM pg_stat_activity WHERE application_name = 'ledger' ORDER BY random()"
    }

    private func endConnections() async throws {
        _ = try await self.cluster.psql(
            "SELECT pg_terminate_backend(pid) FROM (SELECT pid \(Self.connections) LIMIT \(Int.random(in: 1...8))) v")
    }

    /// Sends a signal to one of the server's processes for hosts, and returns which.
    @discardableResult
    private func signal(_ signal: Int32) async throws -> Int32? {
        let process = Int32(try await self.cluster.psql("SELECT pid \(Self.connections) LIMIT 1"))
        if let process { kill(process, signal) }
        return process
    }

    private func waitForServer() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do {
                _ = try await self.cluster.psql("SELECT 1")
                return
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                try await Task.sleep(for: .milliseconds(50))
            }
        }
    }
}
