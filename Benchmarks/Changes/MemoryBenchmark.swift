import RosterDomain

/// The heap that a table needs for a user, beyond the 16 bytes of the user's id.
enum MemoryBenchmark: Benchmark {
    static let name = "memory"
    static let summary = "bytes of heap a user beyond the 16-byte id, as malloc counts them"

    private static let idByteCount = 16

    static func run(_ effort: Effort) throws -> [Figure] {
        guard Heap.byteCount > 0 else {
            print("memory: not measured, this platform does not say what is on the heap")
            return []
        }
        return try effort.userCounts.flatMap { userCount in
            let world = try World(
                userCount: userCount, roleCount: 1_000, permissionCount: 10_000, setCount: min(userCount, 5_000))
            let catalog = self.bytesOfCatalog(world)
            let figure = Figure(
                "AccessTable, \(Double(userCount).short) users, \(Double(world.roleSets.count).short) sets of roles",
                unit: "bytes/user", [try self.bytesPerUser(world) - catalog])
            // What is made once, whatever the number of users, weighs on few of them.
            let once = Figure("besides, once: the catalog's names and numbers", unit: "bytes/user", [catalog])
            return [userCount >= 1_000_000 ? figure.aiming(.atMost(16)) : figure, once]
        }
    }

    /// What an empty table has made of its catalog.
    private static func bytesOfCatalog(_ world: World) -> Double {
        let before = Heap.byteCount
        let table = AccessTable(catalog: world.catalog)
        let byteCount = Heap.byteCount - before
        return withExtendedLifetime(table) { Double(byteCount) / Double(world.users.count) }
    }

    /// Everything that is there after filling and was not before; what users hold is made while the table reads it.
    private static func bytesPerUser(_ world: World) throws -> Double {
        let before = Heap.byteCount
        let table = world.table()
        let byteCount = Heap.byteCount - before
        let handle = try table.handle(for: world.permissions[0])
        let allowed = world.users.count { table.permits($0, handle) }
        guard allowed == world.users.indices.count(where: { world.permits($0, 0) }) else {
            throw WrongAnswers(name: "AccessTable.permits", count: nil)
        }
        return Double(byteCount) / Double(world.users.count) - Double(self.idByteCount)
    }
}
