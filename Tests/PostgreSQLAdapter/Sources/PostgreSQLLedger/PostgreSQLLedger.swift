import Foundation
import PostgreSQLTrialSupport
import RosterDomain
import RosterPorts
import RosterPostgreSQL

/// Host processes commit to one company while they, their connections and the server are killed; then everything is compared.
@main
struct PostgreSQLLedger {
    private static let hostCount = 8

    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        if arguments.count == 5, arguments[0] == "host", let host = Int(arguments[3]) {
            let company = try CompanyID(arguments[2])
            await Self.host(
                try LedgerHost(connection: arguments[1], company: company, host: host, folder: arguments[4]))
            return
        }
        guard arguments.count == 1, let seconds = Int(arguments[0]), seconds > 0 else {
            print("usage: Scripts/with-postgresql …/PostgreSQLLedger SECONDS")
            exit(64)
        }
        let cluster = try await Cluster.make()
        let complaints = try await self.complaints(of: cluster, after: .seconds(seconds))
        try await cluster.remove()
        for complaint in complaints.prefix(20) { print("  \(complaint)") }
        exit(complaints.isEmpty ? 0 : 1)
    }

    private static func host(_ host: LedgerHost) async { await host.run() }

    /// Torments hosts for a while, and says what does not fit.
    private static func complaints(of cluster: Cluster, after duration: Duration) async throws -> [String] {
        let folder = NSTemporaryDirectory() + "roster-ledger-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let company = CompanyID(bits: .random(in: 0 ... .max))
        let server = try PostgreSQLServer(cluster.connection, listening: false)
        try await server.createSchema()
        let directory = server.directory(of: company)
        for number in 0..<LedgerHost.sharedUserCount {
            let user = try LedgerHost.user(LedgerHost.sharedUser(number))
            try await directory.commit(
                [.userAdded(user: user)], by: .system, at: Timestamp(millisecondsSinceEpoch: Int64(number)),
                given: .versions([:]))
        }
        var nextHost = 0
        var tormentor = try Tormentor(of: cluster, hostCount: self.hostCount) {
            defer { nextHost += 1 }
            return try HostProcess([cluster.connection, "\(company)", "\(nextHost)", folder])
        }
        let deadline = ContinuousClock.now + duration
        while ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(Int.random(in: 100...1_500)))
            try await tormentor.act()
        }
        var complaints = tormentor.hosts.filter { !$0.end() }.map { _ in "a host ended by itself" }
        let entries = try LedgerFile.entries(in: folder)
        let history = try await self.history(of: directory)
        complaints += try LedgerAudit(of: history, against: entries).complaints
        complaints += try await LedgerState.complaints(about: directory, with: history)
        self.say(tormentor.summary, history.count, entries)
        if !entries.contains(where: { if case .added = $0 { true } else { false } }) {
            complaints.append("no step was acknowledged at all")
        }
        return complaints
    }

    private static func history(of directory: PostgreSQLDirectory) async throws -> [Commit] {
        var history: [Commit] = []
        while true {
            let steps = try await directory.history(after: history.last?.revision ?? .start, limit: 10_000)
            if steps.isEmpty { return history }
            history += steps
        }
    }

    private static func say(_ acts: String, _ stepCount: Int, _ entries: [LedgerEntry]) {
        var counts: [String: Int] = [:]
        for entry in entries { counts[String(entry.line.prefix { $0 != " " }), default: 0] += 1 }
        let seen = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("  \(acts)")
        print("  \(stepCount) steps; hosts saw \(seen)")
    }
}
