import RosterDomain

/// What one change costs while users are many: to give a role, to take it, to block.
enum ChangeBenchmark: Benchmark {
    static let name = "changes"
    static let summary = "one change at a time, the users at random"

    private static let changesPerRun = 20_000

    static func run(_ effort: Effort) throws -> [Figure] {
        try effort.userCounts.flatMap { try self.figures(userCount: $0, effort) }
    }

    private static func figures(userCount: Int, _ effort: Effort) throws -> [Figure] {
        let world = try World(
            userCount: userCount, roleCount: 100, permissionCount: 256, setCount: min(userCount, 5_000))
        var runs = try ChangeRuns(world, changesPerRun: self.changesPerRun)
        var samples: [ChangeRuns.Kind: [Double]] = [:]
        for _ in 0..<effort.rounds {
            for kind in ChangeRuns.Kind.allCases { samples[kind, default: []].append(try runs.run(kind)) }
        }
        let users = "\(Double(userCount).short) users"
        return ChangeRuns.Kind.allCases.map { kind in
            let figure = Figure("\(kind.rawValue), \(users)", unit: "ns/change", samples[kind] ?? [])
            return kind == .dictionary ? figure : figure.aiming(.atMost(2_000))
        }
    }
}

/// A table and a dictionary that are changed, and asked after each run whether they followed.
struct ChangeRuns {
    enum Kind: String, CaseIterable {
        case dictionary = "a Dictionary of sets: give and take"
        case assign = "AccessTable.assign"
        case remove = "AccessTable.remove"
        case block = "AccessTable.setStatus, blocked"
        case unblock = "AccessTable.setStatus, active"
    }

    private let world: World
    private let table: AccessTable
    private let handles: [PermissionHandle]
    private let changesPerRun: Int
    private var byHand: [UserID: Set<Int>] = [:]
    private var numbers = SeededNumbers(seed: 5)
    /// Whom the pairs of kinds are about: who was given a role has it taken, who was blocked is unblocked.
    private var chosen: [Int] = []
    private var role = 0

    init(_ world: World, changesPerRun: Int) throws {
        self.world = world
        self.changesPerRun = changesPerRun
        self.table = world.table()
        self.handles = try world.handles(of: self.table)
        for user in world.users.indices { self.byHand[world.users[user]] = Set(world.roleSets[world.setOfUser[user]]) }
    }

    /// Nanoseconds a change; throws when an answer does not follow.
    mutating func run(_ kind: Kind) throws -> Double {
        if kind == .assign || kind == .block || kind == .dictionary { self.choose() }
        let users = self.chosen.map { self.world.users[$0] }
        let role = self.world.roles[self.role]
        let start = ContinuousClock.now
        switch kind {
        case .dictionary: self.giveAndTakeByHand(users)
        case .assign: for user in users { try self.table.assign(role, to: user) }
        case .remove: for user in users { self.table.remove(role, from: user) }
        case .block: for user in users { self.table.setStatus(.blocked, of: user) }
        case .unblock: for user in users { self.table.setStatus(.active, of: user) }
        }
        let time = (ContinuousClock.now - start) / .nanoseconds(1)
        try self.verify(kind)
        return time / Double(users.count)
    }

    private mutating func giveAndTakeByHand(_ users: [UserID]) {
        for (index, user) in users.enumerated() {
            if index.isMultiple(of: 2) {
                self.byHand[user, default: []].insert(self.role)
            } else {
                self.byHand[user]?.remove(self.role)
            }
        }
    }

    /// Picks users who do not hold the next role, each at most once.
    private mutating func choose() {
        self.role = (self.role + 1) % self.world.roles.count
        let count = min(self.changesPerRun, self.world.users.count / 2)
        self.chosen = self.numbers.distinct(count, below: self.world.users.count).shuffled(using: &self.numbers)
        self.chosen.removeAll { self.world.roleSets[self.world.setOfUser[$0]].contains(self.role) }
    }

    private func verify(_ kind: Kind) throws(WrongAnswers) {
        guard kind != .dictionary else { return }
        let gained = kind == .assign ? Set(self.world.permissionsOfRole[self.role]) : []
        let permission = self.world.permissionsOfRole[self.role][0]
        let wrong = self.chosen.count { user in
            let isHeld = self.world.permits(user, permission) || gained.contains(permission)
            let isAllowed = kind != .block && isHeld
            return self.table.permits(self.world.users[user], self.handles[permission]) != isAllowed
        }
        guard wrong == 0 else { throw WrongAnswers(name: kind.rawValue, count: wrong) }
    }
}
