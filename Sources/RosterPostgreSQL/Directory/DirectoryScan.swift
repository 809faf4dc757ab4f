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
            do throws(PostgreSQLError) {
                return try await self.beginOnce()
            } catch {
                // The connection may have been lost long before.
                guard case .connectionLost = error else { throw error }
                return try await self.beginOnce()
            }
        }

        private func beginOnce() async throws(PostgreSQLError) -> DirectoryHead {
            try await self.run { [reading, limit] (connection) throws(PostgreSQLError) in
                let seen = try reading.watch.expected()
                let rows = try connection.run([.beginReading, reading.headRequest(seen)], within: limit)
                return try reading.head(rows[1], expecting: seen) ?? .start
            }
        }

        /// Calls `body` with all records of a kind, in portions in the order of their identifiers.
        func forEachPortion(of kind: RecordID.Kind, _ body: ([DirectoryRecord]) -> Void) async throws(PostgreSQLError) {
            var start: UInt128? = 0
            while let first = start {
                let records = try await self.portion(from: ScanStart(first), limit: Self.portion) {
                    reading, start, limit in
                    reading.schema.records(of: reading.company, kind, from: start, limit: limit)
                } decoding: { reading, bytes throws(PostgreSQLError) in
                    try reading.record(bytes, of: kind)
                }
                body(records)
                start = records.count < Self.portion ? nil : records.last?.id.bits.successor
            }
        }

        /// Reads records that a statement selects.
        func portion<Record: Sendable>(
            from start: ScanStart, limit count: Int,
            _ request: @escaping @Sendable (DirectoryReading, UInt128, Int) -> PostgreSQLRequest,
            decoding decode: @escaping @Sendable (DirectoryReading, [UInt8]) throws(PostgreSQLError) -> Record
        ) async throws(PostgreSQLError) -> [Record] {
            try await self.run { [reading, limit] (connection) throws(PostgreSQLError) in
                let rows = try connection.run(request(reading, start.bits, count), within: limit)
                var records: [Record] = []
                records.reserveCapacity(Int(rows.count))
                for row in rows.indices { records.append(try decode(reading, rows.bytes(row, 1))) }
                return records
            }
        }

        func run<Value: Sendable>(
            _ body: @escaping @Sendable (PostgreSQLConnection) throws(PostgreSQLError) -> Value
        ) async throws(PostgreSQLError) -> Value {
            try await self.slot.run(in: self.pool, evenIfCanceled: false, body)
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
