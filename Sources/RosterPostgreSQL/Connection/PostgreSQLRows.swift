#if PostgreSQL
    internal import CRosterLibpq

    /// The rows that a statement returned, in the binary form of the protocol.
    ///
    /// invariant: libpq never changes a result that it has returned, and any thread may read it; it is freed once no one can reach it.
    final class PostgreSQLRows: @unchecked Sendable {
        /// A part of an error or a notice.
        ///
        /// The letters are those of the protocol; Swift does not import libpq's macros for them.
        enum Field: Int32 {
            case code = 0x43  // C
            case message = 0x4D  // M
            case severity = 0x56  // V, in English whatever the language of the server
        }

        private let result: OpaquePointer

        /// Takes over a result of libpq.
        init(_ result: OpaquePointer) {
            self.result = result
        }

        deinit { PQclear(self.result) }

        var indices: Range<Int32> { 0..<self.count }
        var count: Int32 { PQntuples(self.result) }
        var isEmpty: Bool { self.count == 0 }
        /// How many rows the statement inserted, changed or deleted.
        var affectedCount: Int { PQcmdTuples(self.result).flatMap { Int(String(cString: $0)) } ?? 0 }

        /// A part of the error that the server answered with; empty when there is none.
        func field(_ field: Field) -> String {
            PQresultErrorField(self.result, field.rawValue).map { String(cString: $0) } ?? ""
        }

        func isNull(_ row: Int32, _ column: Int32) -> Bool { PQgetisnull(self.result, row, column) == 1 }

        func bytes(_ row: Int32, _ column: Int32) -> [UInt8] { self.withBytes(row, column) { Array($0) } }

        func text(_ row: Int32, _ column: Int32) -> String { String(decoding: self.bytes(row, column), as: UTF8.self) }

        /// Lends the bytes of a value to `body`.
        func withBytes<Value, Failure>(
            _ row: Int32, _ column: Int32, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
        ) throws(Failure) -> Value {
            let start = PQgetvalue(self.result, row, column)
            let count = Int(PQgetlength(self.result, row, column))
            // The bytes belong to the result, which lives at least until `body` has returned.
            return try withExtendedLifetime(self) { () throws(Failure) in
                try body(UnsafeRawBufferPointer(start: start, count: count))
            }
        }

        func integer<Number: FixedWidthInteger>(
            _ row: Int32, _ column: Int32, as type: Number.Type = Number.self
        ) throws(PostgreSQLError) -> Number {
            try self.withBytes(row, column) { (bytes) throws(PostgreSQLError) in
                guard bytes.count == Number.bitWidth / 8 else {
                    throw .unexpectedAnswer("a number of \(bytes.count) bytes")
                }
                return bytes.reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
            }
        }

        func uuid(_ row: Int32, _ column: Int32) throws(PostgreSQLError) -> UInt128 { try self.integer(row, column) }
    }
#endif
