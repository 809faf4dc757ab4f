import RosterDomain

/// What groups cost: a check of a member, a member who comes or goes, a role that a large group is given or loses, memory.
enum GroupBenchmark: Benchmark {
    static let name = "groups"
    static let summary = "a group of every tenth user: checks, members, roles of the group, memory"

    static func run(_ effort: Effort) throws -> [Figure] {
        let world = try World(
            userCount: effort.userCount, roleCount: 100, permissionCount: 256, setCount: min(effort.userCount, 5_000))
        let memberCount = effort.userCount / 10
        let questions = Questions(world, count: max(effort.questionCount, memberCount), hotUserCount: memberCount)
        let members = Set(questions.users).sorted()
        return try self.checks(world, questions, members, effort) + self.memory(world, members)
            + self.changes(world, members, effort) + GroupOfDifferentMembers.figures(effort, memberCount)
    }

    /// The same questions about the same users, who hold one role more through a group, or not.
    private static func checks(
        _ world: World, _ questions: Questions, _ members: [Int], _ effort: Effort
    ) throws -> [Figure] {
        let (plain, grouped) = (world.table(), world.table())
        try grouped.setRoles([RoleHolding(BenchmarkGroup.heldAnyway)], ofGroup: BenchmarkGroup.id)
        for member in members { try grouped.add(world.users[member], toGroup: BenchmarkGroup.id) }
        let ids = questions.ids(world)
        let contestants = try [(plain, "without groups"), (grouped, "in a group")].map { table, what in
            let (passes, handles) = (TablePasses(table: table), questions.handles(try world.handles(of: table)))
            return Contestant(name: "AccessTable.permits(id, permission), \(members.count.short) users, \(what)") {
                ids.indices.map { table.permits(ids[$0], handles[$0]) }
            } allowedCount: {
                passes.count(ids, handles)
            }
        }
        let figures = try Race(expected: questions.expected, rounds: effort.rounds).run(contestants)
        return [figures[0], figures[1].beside(figures[0], as: "none").aiming(.ratioAtMost(1.1))]
    }

    /// Everything that is there after the members have come and was not before, once each set of roles has one.
    private static func memory(_ world: World, _ members: [Int]) throws -> [Figure] {
        guard Heap.byteCount > 0 else { return [] }
        let table = world.table()
        try table.setRoles([RoleHolding(BenchmarkGroup.heldAnyway)], ofGroup: BenchmarkGroup.id)
        var sets: Set<Int> = []
        let first = members.filter { sets.insert(world.setOfUser[$0]).inserted }
        let others = Set(members).subtracting(first)
        for member in first { try table.add(world.users[member], toGroup: BenchmarkGroup.id) }
        let before = Heap.byteCount
        for member in others { try table.add(world.users[member], toGroup: BenchmarkGroup.id) }
        let perMember = Double(Heap.byteCount - before) / Double(others.count)
        return [
            Figure("heap, \(others.count.short) members beside one of each set", unit: "bytes/member", [perMember])
                .aiming(.atMost(4))
        ]
    }

    private static func changes(_ world: World, _ members: [Int], _ effort: Effort) throws -> [Figure] {
        var runs = try GroupRuns(world, members)
        var samples: [GroupRuns.Kind: [Double]] = [:]
        for _ in 0..<effort.rounds {
            for kind in GroupRuns.Kind.allCases { samples[kind, default: []].append(try runs.run(kind)) }
        }
        let profiles =
            "\(members.count.short) members, \(Set(members.map { world.setOfUser[$0] }).count.short) sets of roles"
        return GroupRuns.Kind.allCases.map { kind in
            let figure = Figure(
                kind.isOfMembers ? kind.rawValue : "\(kind.rawValue), \(profiles)",
                unit: kind.isOfMembers ? "ns" : "ms",
                samples[kind] ?? [])
            return kind.limit.map { figure.aiming(.atMost($0)) } ?? figure
        }
    }
}

/// The group of these benchmarks.
enum BenchmarkGroup {
    static let id = GroupID(bits: 1)
    /// A role that changes no answer about the permissions that are asked for.
    static let heldAnyway = RoleID("owner")
}

extension Int {
    fileprivate var short: String { Double(self).short }
}

/// A table whose group changes, asked after each run whether it followed.
private struct GroupRuns {
    enum Kind: String, CaseIterable {
        case add = "AccessTable.add, a member"
        case remove = "AccessTable.remove, a member"
        case follow = "AccessTable.apply, a member added"
        case unfollow = "AccessTable.apply, a member removed"
        case give = "AccessTable.setRoles, a role given"
        case take = "AccessTable.setRoles, a role taken"

        var isOfMembers: Bool { self != .give && self != .take }
        /// What is to be reached, in nanoseconds for members and milliseconds for roles.
        var limit: Double? {
            switch self {
            case .add, .remove, .follow, .unfollow: 2_000
            case .give, .take: 20
            }
        }
    }

    private let world: World
    private let table: AccessTable
    private let members: [Int]
    /// Users who are in the group for a moment only.
    private let guests: [UserID]
    private let handle: PermissionHandle

    init(_ world: World, _ members: [Int]) throws {
        self.world = world
        self.members = members
        let isMember = Set(members)
        self.guests = world.users.indices.filter { !isMember.contains($0) }.prefix(20_000).map { world.users[$0] }
        self.table = world.table()
        self.handle = try self.table.handle(for: world.permissions[world.permissionsOfRole[0][0]])
        try self.table.setRoles([RoleHolding(BenchmarkGroup.heldAnyway)], ofGroup: BenchmarkGroup.id)
        for member in members { try self.table.add(world.users[member], toGroup: BenchmarkGroup.id) }
    }

    /// Nanoseconds a member, or milliseconds a role; throws when an answer does not follow.
    mutating func run(_ kind: Kind) throws -> Double {
        let start = ContinuousClock.now
        switch kind {
        case .add: for user in self.guests { try self.table.add(user, toGroup: BenchmarkGroup.id) }
        case .remove: for user in self.guests { self.table.remove(user, fromGroup: BenchmarkGroup.id) }
        case .follow: for user in self.guests { self.apply(.memberAdded(user: user, group: BenchmarkGroup.id)) }
        case .unfollow: for user in self.guests { self.apply(.memberRemoved(user: user, group: BenchmarkGroup.id)) }
        case .give: try self.setRoles([BenchmarkGroup.heldAnyway, self.world.roles[0]])
        case .take: try self.setRoles([BenchmarkGroup.heldAnyway])
        }
        let time = ContinuousClock.now - start
        try self.verify(kind)
        return kind.isOfMembers ? time / .nanoseconds(1) / Double(self.guests.count) : time / .milliseconds(1)
    }

    private func apply(_ change: Change) {
        self.table.apply(
            Commit(revision: self.table.revision.next, at: .distantPast, principal: .system, changes: [change]))
    }

    private func setRoles(_ roles: [RoleID]) throws {
        try self.table.setRoles(roles.map { RoleHolding($0) }, ofGroup: BenchmarkGroup.id)
    }

    private func verify(_ kind: Kind) throws {
        let isIn = kind == .add || kind == .follow
        let groups = self.guests.count { self.table.standing(of: $0)?.groups == [BenchmarkGroup.id] }
        let permission = self.world.permissionsOfRole[0][0]
        let wrong = self.members.count { member in
            let isAllowed = kind == .give || self.world.permits(member, permission)
            return self.table.permits(self.world.users[member], self.handle) != isAllowed
        }
        guard wrong == 0, groups == (isIn ? self.guests.count : 0) else {
            throw WrongAnswers(name: kind.rawValue, count: wrong)
        }
    }
}

/// A group in which no two members hold the same roles, among many other users.
private enum GroupOfDifferentMembers {
    private static let role = RoleID("role0")

    static func figures(_ effort: Effort, _ memberCount: Int) throws -> [Figure] {
        let world = try World(userCount: memberCount, roleCount: 1_000, permissionCount: 256, setCount: nil)
        let table = self.table(world, effort)
        let before = Heap.byteCount
        for user in world.users { try table.add(user, toGroup: BenchmarkGroup.id) }
        let perMember = Double(Heap.byteCount - before) / Double(memberCount)
        let handle = try table.handle(for: world.permissions[world.permissionsOfRole[0][0]])
        var samples: (give: [Double], take: [Double]) = ([], [])
        for _ in 0..<min(effort.rounds, 5) {
            samples.give.append(
                try self.time { try table.setRoles([RoleHolding(self.role)], ofGroup: BenchmarkGroup.id) })
            try self.verify(world, table, handle, isGiven: true)
            samples.take.append(try self.time { try table.setRoles([], ofGroup: BenchmarkGroup.id) })
            try self.verify(world, table, handle, isGiven: false)
        }
        let members = "\(memberCount.short) members, all different"
        let changes = [("given", samples.give), ("taken", samples.take)].map { what, samples in
            Figure("AccessTable.setRoles, a role \(what), \(members)", unit: "s", samples).aiming(.atMost(0.3))
        }
        let memory = Figure("heap, \(members)", unit: "bytes/member", [perMember]).aiming(.atMost(4))
        return Heap.byteCount > 0 ? [memory] + changes : changes
    }

    /// A table of the members, and nine times as many users who all hold the same.
    private static func table(_ world: World, _ effort: Effort) -> AccessTable {
        let table = AccessTable(catalog: world.catalog)
        let shared = [RoleHolding(world.roles[1])]
        let others = (world.users.count..<effort.userCount).lazy.map { number in
            UserStanding(id: UserID(bits: UInt128(number)), affiliation: .member, status: .active, holdings: shared)
        }
        table.reload(Array(world.standings) + Array(others), at: .start)
        return table
    }

    private static func time(_ body: () throws -> Void) rethrows -> Double {
        let start = ContinuousClock.now
        try body()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    private static func verify(
        _ world: World, _ table: AccessTable, _ handle: PermissionHandle, isGiven: Bool
    ) throws(WrongAnswers) {
        let permission = world.permissionsOfRole[0][0]
        let wrong = world.users.indices.count { user in
            table.permits(world.users[user], handle) != (isGiven || world.permits(user, permission))
        }
        guard wrong == 0 else { throw WrongAnswers(name: "AccessTable.setRoles", count: wrong) }
    }
}
