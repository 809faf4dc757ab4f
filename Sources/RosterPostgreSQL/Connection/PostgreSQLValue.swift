#if PostgreSQL
    internal import RosterDomain

    /// A parameter of a statement, in the binary form of the protocol.
    enum PostgreSQLValue: Sendable {
        case null
        case truth(Bool)
        case small(Int)
        case big(Int64)
        case uuid(UInt128)
        case text(String)
        case bytes([UInt8])
        case smalls([Int])
        case bigs([Int64])
        case uuids([UInt128])
        case texts([String])
        case manyBytes([[UInt8]])

        /// The bytes; nil for NULL.
        var encoded: [UInt8]? {
            switch self {
            case .null: nil
            case .truth(let isTrue): [isTrue ? 1 : 0]
            case .small(let number): Self.bytes(of: Int16(clamping: number))
            case .big(let number): Self.bytes(of: number)
            case .uuid(let bits): Self.bytes(of: bits)
            case .text(let text): Array(text.utf8)
            case .bytes(let bytes): bytes
            case .smalls(let numbers): Self.array(numbers, of: 21) { Self.bytes(of: Int16(clamping: $0)) }
            case .bigs(let numbers): Self.array(numbers, of: 20) { Self.bytes(of: $0) }
            case .uuids(let all): Self.array(all, of: 2950) { Self.bytes(of: $0) }
            case .texts(let texts): Self.array(texts, of: 25) { Array($0.utf8) }
            case .manyBytes(let all): Self.array(all, of: 17) { $0 }
            }
        }

        static func bytes(of number: some FixedWidthInteger) -> [UInt8] {
            withUnsafeBytes(of: number.bigEndian) { Array($0) }
        }

        /// An array of one dimension.
        ///
        /// The numbers of the types of elements are those of the catalog `pg_type`, and never change.
        private static func array<Element>(
            _ elements: [Element], of type: Int32, encoding encode: (Element) -> [UInt8]
        ) -> [UInt8] {
            let dimensionCount: Int32 = elements.isEmpty ? 0 : 1
            var bytes: [UInt8] = []
            for number in [dimensionCount, 0, type] { bytes += self.bytes(of: number) }
            if elements.isEmpty { return bytes }
            for number in [Int32(elements.count), 1] { bytes += self.bytes(of: number) }
            for element in elements {
                let encoded = encode(element)
                bytes += self.bytes(of: Int32(encoded.count))
                bytes += encoded
            }
            return bytes
        }
    }

    /// A statement and its parameters.
    struct PostgreSQLRequest: Sendable {
        /// What it is called; empty for a statement that is sent once.
        let name: String
        let sql: String
        let parameters: [PostgreSQLValue]

        init(_ name: String, _ sql: String, _ parameters: PostgreSQLValue...) {
            self.name = name
            self.sql = sql
            self.parameters = parameters
        }

        /// Under which the server keeps the plan: it stands for this text alone, since a pooler lends one connection to hosts of several
        /// versions and schemas.
        var preparedName: String {
            "roster-\(self.name)-\(String(StableHash.of(self.sql.utf8), radix: 16))"
        }

        static let commit = PostgreSQLRequest("commit", "COMMIT")
        static let rollback = PostgreSQLRequest("rollback", "ROLLBACK")
        /// Begins a transaction that sees one moment of the database.
        static let beginReading = PostgreSQLRequest("read", "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        /// Begins a transaction whose statements, once a lock is held, see what its former holder wrote.
        static let beginWriting = PostgreSQLRequest("write", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE")
    }
#endif
