import CSQLite

/// A value that SQLite stores in a column.
enum SQLiteValue {
    case null
    case integer(Int64)
    case text(String)
    case bytes([UInt8])

    /// Binds the value to a parameter of a statement, and returns SQLite's result code.
    fileprivate func bind(to statement: OpaquePointer?, at index: Int32) -> Int32 {
        switch self {
        case .null: sqlite3_bind_null(statement, index)
        case .integer(let number): sqlite3_bind_int64(statement, index, number)
        case .text(let text): csqlite_bind_text(statement, index, text, Int32(text.utf8.count))
        case .bytes(let bytes): csqlite_bind_blob(statement, index, bytes, Int32(bytes.count))
        }
    }
}

/// The current row of a statement.
struct SQLiteRow {
    fileprivate let statement: OpaquePointer?

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(self.statement, column) }

    /// The bytes in a column; nil for NULL.
    func optionalBytes(_ column: Int32) -> [UInt8]? {
        guard sqlite3_column_type(self.statement, column) != SQLITE_NULL else { return nil }
        return self.bytes(column)
    }

    /// The bytes in a column; none for NULL.
    func bytes(_ column: Int32) -> [UInt8] {
        let start = sqlite3_column_blob(self.statement, column)
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(self.statement, column))))
    }
}

/// An error that SQLite reports.
struct SQLiteError: Error, CustomStringConvertible {
    let code: Int32
    let description: String

    init(_ code: Int32, of connection: OpaquePointer?) {
        self.code = code
        // Without a connection, SQLite has no memory for a message.
        let message = connection.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
        self.description = "SQLite: \(message) (code \(code))"
    }
}

/// An open database, for one thread at a time.
final class SQLiteConnection {
    private let handle: OpaquePointer

    init(path: String) throws {
        var handle: OpaquePointer?
        let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw SQLiteError(code, of: handle)
        }
        self.handle = handle
    }

    deinit { sqlite3_close_v2(self.handle) }

    /// Runs a statement, and calls `body` with each row until it returns false.
    func forEach(_ sql: String, _ values: [SQLiteValue] = [], row body: (SQLiteRow) throws -> Bool) throws {
        var statement: OpaquePointer?
        try self.check(sqlite3_prepare_v2(self.handle, sql, -1, &statement, nil))
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            try self.check(value.bind(to: statement, at: Int32(index + 1)))
        }
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: guard try body(SQLiteRow(statement: statement)) else { return }
            case SQLITE_DONE: return
            case let code: throw SQLiteError(code, of: self.handle)
            }
        }
    }

    /// Runs a statement and ignores its rows.
    func run(_ sql: String, _ values: SQLiteValue...) throws {
        try self.forEach(sql, values) { _ in true }
    }

    /// Runs a statement, and returns the result of `body` for its first row; nil when there is none.
    func first<Value>(_ sql: String, _ values: SQLiteValue..., row body: (SQLiteRow) throws -> Value) throws -> Value? {
        var value: Value?
        try self.forEach(sql, values) { row in
            value = try body(row)
            return false
        }
        return value
    }

    private func check(_ code: Int32) throws {
        guard code == SQLITE_OK else { throw SQLiteError(code, of: self.handle) }
    }
}
