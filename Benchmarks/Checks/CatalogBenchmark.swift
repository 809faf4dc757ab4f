import RosterDomain

/// What it costs to validate a catalog and make a table of it, when roles include one another in one long chain.
enum CatalogBenchmark: Benchmark {
    static let name = "catalogs"
    static let summary = "a chain in which each role includes the next: validated, and compiled for checking"

    static func run(_ effort: Effort) throws -> [Figure] {
        try [1_000, 10_000].flatMap { length in
            let chain = Chain(length: length)
            var (times, bytes): ([Double], [Double]) = ([], [])
            for _ in 0..<max(3, effort.rounds) {
                let before = Heap.byteCount
                let (time, made) = Stopwatch.nanoseconds { Result { try chain.table() } }
                let table = try made.get()
                times.append(time / 1_000_000)
                bytes.append(Double(Heap.byteCount - before) / 1_048_576)
                try chain.verify(table)
            }
            let time = Figure("\(Double(length).short) roles: catalog and table", unit: "ms", times)
            let memory = Figure("the same", unit: "MiB of heap", bytes)
            return length < 10_000 ? [time, memory] : [time.aiming(.atMost(1_000)), memory.aiming(.atMost(100))]
        }
    }

    private struct Chain {
        private let chain: RoleChain

        init(length: Int) {
            self.chain = RoleChain(length: length)
        }

        /// A table in which the user 1 holds the first role.
        func table() throws -> AccessTable {
            let table = AccessTable(catalog: try self.chain.catalog(isForCompany: false))
            try table.assign(RoleID("link0"), to: UserID(bits: 1))
            return table
        }

        func verify(_ table: AccessTable) throws {
            let isRight = self.chain.permissions.allSatisfy { table.permits(UserID(bits: 1), $0.id) }
            guard isRight else { throw WrongAnswers(name: "AccessTable.permits", count: nil) }
        }
    }
}
