import RosterDomain

/// Checks by name, for hosts that have nothing else, on the workload of the peers.
enum NameBenchmark: Benchmark {
    static let name = "names"
    static let summary = "a user's name and a permission, on the workload of the peers"

    /// The most nanoseconds a check may take, by size.
    private static let goals = ["small": 40.0, "medium": 50.0, "large": 200.0]
    private static let batchGoal = 40.0

    static func run(_ effort: Effort) throws -> [Figure] {
        try PeerWorkload.sizes.flatMap { try self.figures($0, effort) }
    }

    private static func figures(_ size: PeerWorkload.Size, _ effort: Effort) throws -> [Figure] {
        let workload = try PeerWorkload(size)
        let limit = NameTable(workload.names) { workload.world.permissionsOfSet[$0] }
        let figures = try Race(expected: workload.expected, rounds: effort.rounds * 3)
            .run(self.byHand(workload, limit, size.name) + self.byTable(workload, limit, size.name))
        let (dictionary, hand, table, batch) = (figures[0], figures[1], figures[2], figures[3])
        return [
            dictionary, hand,
            table.beside(dictionary, as: "by hand").aiming(.atMost(self.goals[size.name] ?? self.batchGoal)),
            batch.beside(dictionary, as: "by hand").aiming(.atMost(self.batchGoal)),
            figures[4].beside(hand, as: "c3"),
        ]
    }

    private static func byHand(_ workload: PeerWorkload, _ limit: NameTable, _ size: String) -> [Contestant] {
        let names = workload.askedNames
        let dictionary = HandWritten(workload)
        let grants = workload.permissions.map { HandWritten.Grant(permission: $0) }
        let permissions = workload.permissions.map { UInt32($0) }
        return [
            Contestant(name: "Dictionary + Set, \(size)") {
                names.indices.map { dictionary.permits(names[$0], grants[$0]) }
            } allowedCount: {
                dictionary.count(names, grants)
            },
            Contestant(name: "hand-made name table, \(size) (limit c3)") {
                limit.answers(names, permissions)
            } allowedCount: {
                limit.count(names, permissions)
            },
        ]
    }

    private static func byTable(
        _ workload: PeerWorkload, _ limit: NameTable, _ size: String
    ) throws -> [Contestant] {
        let names = workload.askedNames
        let table = try NamedTable(workload, catalog: workload.world.catalog)
        let handles = workload.permissions.map { table.handles[$0] }
        let passes = TablePasses(table: table.table)
        let permissions = workload.permissions.map { UInt32($0) }
        return [
            Contestant(name: "AccessTable.permits(named:), \(size)") {
                names.indices.map { table.table.permits(named: names[$0], handles[$0]) }
            } allowedCount: {
                passes.count(names, handles)
            },
            Contestant(name: "the same in batches of 32, \(size)") {
                passes.answersInBatches(names, handles)
            } allowedCount: {
                passes.countInBatches(names, handles)
            },
            Contestant(name: "hand-made table in batches of 32, \(size) (c11)") {
                limit.answers(names, permissions)
            } allowedCount: {
                limit.countInBatches(names, permissions)
            },
        ]
    }
}

/// A table in which a workload's users are known by name.
struct NamedTable {
    let table: AccessTable
    /// A handle for each permission of the workload.
    let handles: [PermissionHandle]

    init(_ workload: PeerWorkload, catalog: RoleCatalog) throws {
        self.table = AccessTable(catalog: catalog)
        let holdings = workload.world.roleSets.map { set in set.map { RoleHolding(workload.world.roles[$0]) } }
        let ids = workload.names.map { [table] in table.identify($0) }
        self.table.reload(
            ids.indices.lazy.map {
                UserStanding(id: ids[$0], affiliation: .member, status: .active, holdings: holdings[$0])
            }, at: .start)
        self.handles = try workload.world.handles(of: self.table)
    }
}
