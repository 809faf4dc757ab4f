import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL

/// How soon a host knows what another one did, and how soon it is there again when the server is.
struct NewsBenchmark {
    let connection: String

    func run() async throws {
        try await self.news(isListening: true)
        try await self.news(isListening: false)
        try await self.crash()
    }

    /// How long after a commit has returned another host knows of it.
    private func news(isListening: Bool) async throws {
        let company = BenchmarkCompany.any
        let writer = try PostgreSQLServer(self.connection).directory(of: company)
        let reader = try PostgreSQLServer(self.connection, listening: isListening).directory(of: company)
        try await self.create(in: writer)
        _ = try await reader.waitForHistory(after: .start)
        try await Task.sleep(for: .seconds(1))
        var delays: [Duration] = []
        for round in 1...(isListening ? 300 : 100) {
            let waiter = Task {
                _ = try await reader.waitForHistory(after: Revision(UInt64(round)))
                return ContinuousClock.now
            }
            try await Task.sleep(for: .milliseconds(Int.random(in: 5...30)))
            try await self.create(in: writer)
            let done = ContinuousClock.now
            delays.append(max(.zero, try await waiter.value - done))
        }
        delays.sort()
        let (median, late) = (delays[delays.count / 2], delays[delays.count * 99 / 100])
        Measured.say(
            "another host knows of a commit, \(isListening ? "heard of" : "looked for"): p50, p99",
            "\(Measured.milliseconds(median)), \(Measured.milliseconds(late))",
            reach: isListening ? "p99 <= 30 ms" : "p99 <= 300 ms")
    }

    /// A server of its own that crashes and comes back, and a process of it that stands still.
    private func crash() async throws {
        let cluster = try await Cluster.make()
        var limits = PostgreSQLLimits()
        limits.answer = .seconds(3)
        let server = try PostgreSQLServer("\(cluster.connection) application_name=host", limits: limits)
        try await server.createSchema()
        let directory = server.directory(of: BenchmarkCompany.any)
        try await self.create(in: directory)
        try await cluster.stop(.immediate)
        let waiter = Task {
            while (try? await self.create(in: directory)) == nil { try await Task.sleep(for: .milliseconds(5)) }
            return ContinuousClock.now
        }
        try await Task.sleep(for: .seconds(2))
        try await cluster.start()
        let back = ContinuousClock.now
        let reconnected = max(.zero, try await waiter.value - back)
        Measured.say("a commit after the server is back", Measured.milliseconds(reconnected), reach: "<= 1 s")
        try await cluster.psql("SELECT 1")
        let processes = try await cluster.psql("SELECT pid FROM pg_stat_activity WHERE application_name = 'host'")
        try await Shell.run(["kill", "-STOP"] + processes.split(separator: "\n").map(String.init))
        let elapsed = await Measured.time { _ = try? await directory.head() }
        Measured.say("a server that stands still is noticed, limit 3 s", Measured.seconds(elapsed), reach: "<= 4 s")
        try await Shell.run(["kill", "-CONT"] + processes.split(separator: "\n").map(String.init))
        server.close()
        try await cluster.remove()
    }

    private func create(in directory: PostgreSQLDirectory) async throws {
        try await directory.commit(
            BenchmarkUsers.changes(), by: .system, at: BenchmarkUsers.now, given: .versions([:]))
    }
}
