import Foundation
import RosterDomain
import RosterPorts
import RosterPostgreSQL

/// Commits and their news on a server, as many as there are in a while.
@main
struct PostgreSQLBenchmark {
    private static let turn = Duration.seconds(3)

    static func main() async throws {
        guard let connection = ProcessInfo.processInfo.environment["ROSTER_POSTGRESQL"] else {
            print("usage: Scripts/with-postgresql …/PostgreSQLBenchmark")
            return
        }
        func server() throws -> PostgreSQLServer { try PostgreSQLServer(connection, listening: false) }
        try await server().createSchema()
        func commits(_ what: String, _ callers: [PostgreSQLDirectory]) async throws {
            let rates = try await (0..<3).asyncMap { _ in try await self.rate(callers) }.sorted()
            print("\(what.padding(toLength: 52, withPad: " ", startingAt: 0))\(Int(rates[1])) commits/s")
        }
        let one = try server().directory(of: self.company)
        try await commits("durable create, one caller", [one])
        try await commits("64 callers, one company, one host", Array(repeating: one, count: 64))
        let shared = self.company
        let hosts = try (0..<4).map { _ in try server().directory(of: shared) }
        try await commits("64 callers over 4 hosts, one company", (0..<64).map { hosts[$0 % 4] })
        let pool = try server()
        try await commits(
            "32 companies, one caller each, a pool of 8", (0..<32).map { _ in pool.directory(of: self.company) })
        try await self.news(connection)
    }

    private static var company: CompanyID { CompanyID(bits: .random(in: 0 ... .max)) }

    /// How many commits a second there are when every caller commits again and again.
    private static func rate(_ callers: [PostgreSQLDirectory]) async throws -> Double {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for directory in callers {
                group.addTask {
                    var count = 0
                    while .now - start < self.turn {
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

    /// A user with two roles.
    private static func create(in directory: PostgreSQLDirectory) async throws {
        let id = UserID(bits: .random(in: 0 ... .max))
        let now = Timestamp(millisecondsSinceEpoch: 1_795_348_800_000)
        let user = User(
            id: id, fullName: try FullName("Grace Hopper"), email: try EmailAddress("user.\(id)@contoso.example"),
            status: .active, addedAt: now)
        let roles = ["adminAgent", "billingAdmin"].map { role in
            Change.roleAssigned(
                assignment: RoleAssignment(
                    of: RoleID(role), to: id, at: .company, during: .always, grantedBy: .system, grantedAt: now))
        }
        try await directory.commit([.userAdded(user: user)] + roles, by: .system, at: now, given: .versions([:]))
    }

    /// How long after a commit has returned another host knows of it.
    private static func news(_ connection: String) async throws {
        for isListening in [true, false] {
            let company = self.company
            let writer = try PostgreSQLServer(connection).directory(of: company)
            let reader = try PostgreSQLServer(connection, listening: isListening).directory(of: company)
            try await self.create(in: writer)
            _ = try await reader.waitForHistory(after: .start)
            try await Task.sleep(for: .seconds(1))
            var delays: [Duration] = []
            for round in 1...(isListening ? 300 : 30) {
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
            let how = isListening ? "heard of" : "looked for"
            print("another host knows of a commit, \(how): p50 \(median), p99 \(late)")
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Value>(_ body: (Element) async throws -> Value) async rethrows -> [Value] {
        var values: [Value] = []
        for element in self { values.append(try await body(element)) }
        return values
    }
}
