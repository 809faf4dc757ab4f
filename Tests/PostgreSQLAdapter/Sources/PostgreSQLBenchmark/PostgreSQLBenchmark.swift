import Foundation
import RosterPostgreSQL

/// Measures what `Benchmarks/compare-postgresql` prints beside pgbench.
@main
struct PostgreSQLBenchmark {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        guard let connection = environment["ROSTER_POSTGRESQL"], let place = environment["ROSTER_POSTGRESQL_PLACE"]
        else {
            print("usage: Scripts/with-postgresql …/PostgreSQLBenchmark [THOUSANDS OF USERS]")
            return
        }
        let thousands = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000
        try await PostgreSQLServer(connection, listening: false).createSchema()
        try await DistanceBenchmark(place: place).run()
        try await CommitBenchmark(connection: connection).run()
        try await CompanyBenchmark(connection: connection, thousands: thousands).run()
        try await NewsBenchmark(connection: connection).run()
    }
}
