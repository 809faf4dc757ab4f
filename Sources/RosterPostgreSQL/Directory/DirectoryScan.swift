#if PostgreSQL
    internal import RosterDomain

    /// A transaction that goes through many records as of one revision, a portion at a time.
    struct DirectoryScan: Sendable {
        private static let portion = 10_000

        let reading: DirectoryReading
        private let pool: ConnectionPool
        private let slot: ConnectionSlot
        var limit: Duration { self.pool.limits.answer }

        init(_ reading: DirectoryReading, _ pool: ConnectionPool, _ slot: ConnectionSlot) {
            self.reading = reading
            self.pool = pool
            self.slot = slot
        }

        /// Begins the transaction, and returns the head as of which it reads; it ends when the connection is given back.
        func begin() async throws(PostgreSQLError) -> DirectoryHead {
            try await self.run { [reading, limit] (connection) throws(PostgreSQLError) in
                let seen = try reading.watch.expected()
                let rows = try connection.run([.beginReading, reading.headRequest(seen)], within: limit)
                return try reading.head(rows[1], expecting: seen) ?? .start
            }
        }

        /// Calls `body` with all rows of a kind, in portions in the order of their identifiers; the server already looks for the next
        /// portion while `body` reads one.
        func forEachPortion(
            of kind: RecordID.Kind, _ body: (PostgreSQLRows) throws(PostgreSQLError) -> Void
        ) async throws(PostgreSQLError) {
            var start: UInt128? = 0
            var answer = self.begin(kind, from: ScanStart(0))
            while start != nil {
                let rows = try await answer.value()
                start = try self.end(of: rows, limit: Self.portion)
                if let start { answer = self.begin(kind, from: ScanStart(start)) }
                try body(rows)
            }
        }

        private func begin(_ kind: RecordID.Kind, from start: ScanStart) -> PendingAnswer<PostgreSQLRows> {
            self.slot.begin { [reading, limit] (connection) throws(PostgreSQLError) in
                let request = reading.schema.records(
                    of: reading.company, kind, from: start.bits, limit: Self.portion)
                return try connection.run(request, within: limit)
            }
        }

        /// Where the next portion begins; nil after the last one.
        func end(of rows: PostgreSQLRows, limit count: Int) throws(PostgreSQLError) -> UInt128? {
            guard Int(rows.count) == count, let last = rows.indices.last else { return nil }
            return try rows.uuid(last, 0).successor
        }

        /// Reads rows that a statement selects.
        func rows(
            from start: ScanStart, limit count: Int,
            _ request: @escaping @Sendable (DirectoryReading, UInt128, Int) -> PostgreSQLRequest
        ) async throws(PostgreSQLError) -> PostgreSQLRows {
            try await self.run { [reading, limit] (connection) throws(PostgreSQLError) in
                try connection.run(request(reading, start.bits, count), within: limit)
            }
        }

        func run<Value: Sendable>(
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            try await self.slot.run(body)
        }
    }

    /// The identifier at which a portion begins.
    ///
    /// Two words, because Swift 6.3 on x86-64 corrupts the stack when a `UInt128` is passed on it to an async function.
    struct ScanStart: Sendable {
        private let high: UInt64
        private let low: UInt64

        init(_ bits: UInt128) {
            self.high = UInt64(truncatingIfNeeded: bits >> 64)
            self.low = UInt64(truncatingIfNeeded: bits)
        }

        var bits: UInt128 { UInt128(self.high) << 64 | UInt128(self.low) }
    }

    extension UInt128 {
        /// The next number; nil after the last one.
        var successor: UInt128? { self == .max ? nil : self + 1 }
    }
#endif
