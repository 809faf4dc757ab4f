import Foundation
import RosterPostgreSQL

/// Measures what `Benchmarks/compare-postgresql` prints beside pgbench.
@main
struct PostgreSQLBenchmark {
    static func main() async throws {
        guard let connection = ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] else {
            print("usage: Scripts/with-postgresql …/PostgreSQLBenchmark [THOUSANDS OF USERS]")
            return
        }
        let thousands = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000
        try await PostgreSQLServer(connection, listening: false).createSchema()
        try await CommitBenchmark(connection: connection).run()
        try await CompanyBenchmark(connection: connection, thousands: thousands).run()
        try await NewsBenchmark(connection: connection).run()
    }
}
