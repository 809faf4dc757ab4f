import RosterDomain
import RosterPartnerCenter

/// How long it takes to decide a question with its reasons and remedies: random users, permissions and scopes.
enum DecideBenchmark: Benchmark {
    static let name = "decide"
    static let summary = "a decision with its reason and its remedy, random users, permissions and scopes"

    static func run(_ effort: Effort) throws -> [Figure] {
        let count = effort.questionCount / 128
        let catalogs: [(name: String, catalog: RoleCatalog, limit: Double)] = [
            ("the built-in catalog", .partnerCenter, 1),
            ("10,000 roles", try self.flat(roleCount: 10_000, permissionCount: 100_000), 10),
            ("10,000 roles, 10 including 10 others each", try self.levels(roleCount: 10_000), 10),
            ("a chain of 10,000 roles", try RoleChain(length: 10_000).catalog(isForCompany: true), 10),
            ("the same, every role granting one permission", try RoleChain(length: 10_000).catalogOfOne(), 10),
        ]
        return catalogs.flatMap { self.figures($0.name, DecidedQuestions($0.catalog, count: count), limit: $0.limit) }
            + (try self.findings(effort))
    }

    private static func figures(_ name: String, _ questions: DecidedQuestions, limit: Double) -> [Figure] {
        let times = questions.milliseconds().sorted()
        func percentile(_ part: Double) -> Double { times[min(times.count - 1, Int(Double(times.count) * part))] }
        return [
            Figure("\(name), p50", unit: "ms", [percentile(0.5)]),
            Figure("\(name), p99", unit: "ms", [percentile(0.99)]).aiming(.atMost(limit)),
            Figure("\(name), longest", unit: "ms", [times[times.count - 1]]),
        ]
    }

    private static func findings(_ effort: Effort) throws -> [Figure] {
        try [1_000, 10_000].map { length in
            let catalog = try RoleChain(length: length).catalog(isForCompany: true)
            let times = (0..<3).map { _ in Stopwatch.nanoseconds { catalog.findings }.time / 1_000_000 }
            return Figure("a chain of \(Double(length).short) roles: findings", unit: "ms", times)
        }
    }

    private static func flat(roleCount: Int, permissionCount: Int) throws -> RoleCatalog {
        try World(userCount: 1, roleCount: roleCount, permissionCount: permissionCount, setCount: 1).catalog
    }

    /// Roles in four levels, of which each includes ten of the level below.
    private static func levels(roleCount: Int) throws -> RoleCatalog {
        var numbers = SeededNumbers(seed: 7)
        let level = roleCount / 4
        var chain = RoleChain(length: roleCount)
        chain.includes = (0..<roleCount).map { role in
            role < level ? [] : numbers.distinct(10, below: level).map { role / level * level - level + $0 }
        }
        return try chain.catalog(isForCompany: true)
    }
}

/// Questions about users with a few roles each, at a few scopes.
struct DecidedQuestions {
    private let table: AccessTable
    private let questions: [(user: UserID, permission: Permission, scope: Scope)]

    init(_ catalog: RoleCatalog, count: Int) {
        var numbers = SeededNumbers(seed: 11)
        let scopes = ["/", "/locations/seattle", "/locations/berlin"].compactMap { try? Scope($0) }
        let users = (1...1_000).map { UserID(bits: UInt128($0)) }
        self.table = AccessTable(catalog: catalog)
        for user in users {
            for _ in 0..<3 {
                let role = catalog.roles[Int.random(in: 0..<catalog.roles.count, using: &numbers)]
                let scope = scopes[Int.random(in: 0..<scopes.count, using: &numbers)]
                // What no user can hold there is left out.
                try? self.table.assign(role.id, to: user, at: scope)
            }
        }
        self.questions = (0..<count).map { _ in
            (
                users[Int.random(in: 0..<users.count, using: &numbers)],
                catalog.permissions[Int.random(in: 0..<catalog.permissions.count, using: &numbers)].id,
                scopes[Int.random(in: 0..<scopes.count, using: &numbers)]
            )
        }
    }

    /// How long each decision takes.
    func milliseconds() -> [Double] {
        self.questions.map { question in
            Stopwatch.nanoseconds { self.table.decide(question.user, question.permission, at: question.scope) }.time
                / 1_000_000
        }
    }
}
