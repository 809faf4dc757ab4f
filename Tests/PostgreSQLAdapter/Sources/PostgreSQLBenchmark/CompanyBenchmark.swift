import PostgreSQLTrialSupport
import RosterDomain
import RosterPartnerCenter
import RosterPorts
import RosterPostgreSQL

/// A company of many users: how it gets in, into memory, and onto pages.
struct CompanyBenchmark {
    private static let batch = 10_000

    let connection: String
    /// How many users it has, in thousands; the reaches are those of a million.
    let thousands: Int

    private var count: Int { self.thousands * 1_000 }
    private var size: String { String(self.count) }
    private func reach(_ limit: String) -> String { self.thousands == 1_000 ? limit : "\(limit) for 1000000" }

    func run() async throws {
        let directory = try PostgreSQLServer(self.connection, listening: false).directory(of: BenchmarkCompany.any)
        try await self.fill(directory)
        try await self.load(directory)
        try await self.pages(directory)
    }

    private func fill(_ directory: PostgreSQLDirectory) async throws {
        var elapsed = Duration.zero
        for first in stride(from: 0, to: self.count, by: Self.batch) {
            let steps = try (first..<min(first + Self.batch, self.count)).map { number in
                Commit(
                    revision: Revision(UInt64(number + 1)), at: BenchmarkUsers.now, principal: .system,
                    changes: try BenchmarkUsers.changes(number: number))
            }
            elapsed += try await Measured.time { try await directory.append(steps) }
        }
        Measured.say(
            "import of \(self.size) users, 2 roles each, with history", Measured.seconds(elapsed),
            reach: self.reach("<= 10 s"))
    }

    private func load(_ directory: PostgreSQLDirectory) async throws {
        let table = AccessTable(catalog: .partnerCenter)
        let elapsed = try await Measured.time {
            var standings: [UserStanding] = []
            standings.reserveCapacity(self.count)
            let revision = try await directory.readStandings { if let user = $0.user { standings.append(user) } }
            table.reload(standings, at: revision)
        }
        let isWhole = table.userCount == self.count
        Measured.say(
            "\(isWhole ? "" : "NOT ALL of ")\(self.size) standings into an AccessTable", Measured.seconds(elapsed),
            reach: self.reach("<= 1.5 s"))
    }

    private func pages(_ directory: PostgreSQLDirectory) async throws {
        for (what, query, reach) in [
            ("page of 100", UserQuery(), "<= 2 ms"),
            ("page of 100, a role that all hold", UserQuery(role: .adminAgent), "<= 2 ms"),
            ("page of 100, a role of 1 in 1,000", UserQuery(role: .reportViewer), "<= 2 ms"),
            ("page of 100, a role without holders", UserQuery(role: .salesAgent), "<= 2 ms"),
        ] {
            var medians: [String] = []
            for number in [0, self.count / 2, self.count - 1_000] {
                var query = query
                if number > 0 { query.start = .after(UserID(bits: UInt128(number) << 64)) }
                medians.append(Measured.milliseconds(try await self.median(of: query, in: directory)))
            }
            Measured.say("\(what): first, middle, last", medians.joined(separator: ", "), reach: reach)
        }
        try await self.texts(directory, "", reach: "<= 400 ms")
        _ = try await Shell.run([
            "psql", "-q", self.connection, "-c", "CREATE EXTENSION pg_trgm", "-c",
            "CREATE INDEX records_search ON roster.records USING gin (search gin_trgm_ops)", "-c",
            "ANALYZE roster.records",
        ])
        try await self.texts(directory, ", pg_trgm", reach: "<= 20 ms, 2 letters <= 400 ms")
    }

    private func texts(_ directory: PostgreSQLDirectory, _ how: String, reach: String) async throws {
        for (what, text) in [("few match", "quixote"), ("all match", "hopper"), ("none, two letters", "zq")] {
            let median = try await self.median(of: UserQuery(text: text), in: directory)
            Measured.say("text among \(self.size), \(what)\(how)", Measured.milliseconds(median), reach: reach)
        }
    }

    private func median(of query: UserQuery, in directory: PostgreSQLDirectory) async throws -> Duration {
        var durations: [Duration] = []
        for _ in 0..<12 {
            durations.append(try await Measured.time { _ = try await directory.users(matching: query) })
        }
        return Measured.median(of: durations)
    }
}
