import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL

/// Commits a second.
struct CommitBenchmark {
    let connection: String
    private let turn = Duration.seconds(3)

    func run() async throws {
        let one = try self.server().directory(of: BenchmarkCompany.any)
        let alone = try await self.say("durable create, one caller", [one], reach: ">= 2,000/s")
        let many = Array(repeating: one, count: 64)
        let crowd = try await self.say("64 callers, one company, one host", many, reach: "")
        Measured.say("  beside one caller", "\(self.tenths(crowd / alone)) x", reach: ">= 12 x")
        let pool = try self.server()
        _ = try await self.say(
            "32 companies, one caller each, a pool of 8",
            (0..<32).map { _ in pool.directory(of: BenchmarkCompany.any) },
            reach: ">= 6,000/s")
        try await self.severalHosts()
        try await self.snapshot(many)
        try await self.newDatabase()
    }

    private func server(schema: String = "roster") throws -> PostgreSQLServer {
        try PostgreSQLServer(self.connection, schema: schema, listening: false)
    }

    private func tenths(_ number: Double) -> Double { (number * 10).rounded() / 10 }

    private func say(_ what: String, _ callers: [PostgreSQLDirectory], reach: String) async throws -> Double {
        var rates: [Double] = []
        for _ in 0..<3 { rates.append(try await self.rate(callers, for: self.turn)) }
        let rate = Measured.median(of: rates)
        Measured.say(what, "\(Int(rate))/s", reach: reach)
        return rate
    }

    private func severalHosts() async throws {
        let company = BenchmarkCompany.any
        let hosts = try (0..<4).map { _ in try self.server().directory(of: company) }
        _ = try await self.say(
            "64 callers over 4 hosts, one company", (0..<64).map { hosts[$0 % 4] }, reach: ">= 8,000/s")
        var (last, isWhole) = (Revision.start, true)
        while true {
            let steps = try await hosts[0].history(after: last, limit: 10_000)
            for step in steps {
                isWhole = isWhole && step.revision == last.next
                last = step.revision
            }
            if steps.isEmpty { break }
        }
        Measured.say("  gaps in its \(last) revisions", isWhole ? "none" : "some", reach: "none")
    }

    /// A dump, or a report, that holds a snapshot open for a minute.
    private func snapshot(_ callers: [PostgreSQLDirectory]) async throws {
        let calm = try await self.rate(callers, for: .seconds(10))
        let holder = Task {
            try await Shell.run([
                "psql", "-q", self.connection, "-c",
                "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1 FROM roster.history LIMIT 1; SELECT pg_sleep(600)",
            ])
        }
        _ = try await self.rate(callers, for: .seconds(50))
        let late = try await self.rate(callers, for: .seconds(10))
        _ = try await Shell.run([
            "psql", "-q", self.connection, "-c",
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'",
        ])
        _ = try? await holder.value
        let percent = Int(100 * late / calm)
        Measured.say("64 callers, a snapshot held open for a minute", "\(percent) % of calm", reach: ">= 90 %")
    }

    /// Plans that were made while tables were empty must not stay.
    private func newDatabase() async throws {
        let server = try self.server(schema: "new")
        try await server.createSchema()
        let callers = Array(repeating: server.directory(of: BenchmarkCompany.any), count: 64)
        let first = try await self.duration(of: 100_000, callers)
        let second = try await self.duration(of: 100_000, callers)
        Measured.say(
            "first 100,000 commits into a new database, beside the next",
            "\(Measured.seconds(first)), \(Measured.seconds(second))", reach: "no slower")
    }

    private func duration(of count: Int, _ callers: [PostgreSQLDirectory]) async throws -> Duration {
        try await Measured.time {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for directory in callers {
                    group.addTask {
                        for _ in 0..<(count / callers.count) { try await self.create(in: directory) }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    /// How many commits a second there are when every caller commits again and again.
    private func rate(_ callers: [PostgreSQLDirectory], for duration: Duration) async throws -> Double {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for directory in callers {
                group.addTask {
                    var count = 0
                    while .now - start < duration {
                        try await self.create(in: directory)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return Double(count) / ((.now - start) / .seconds(1))
    }

    private func create(in directory: PostgreSQLDirectory) async throws {
        try await directory.commit(
            BenchmarkUsers.changes(), by: .system, at: BenchmarkUsers.now, given: .versions([:]))
    }
}

/// Companies that nothing else uses.
enum BenchmarkCompany {
    static var any: CompanyID { CompanyID(bits: .random(in: 0 ... .max)) }
}
