import Foundation

/// Tables of facts, kept as tab-separated text under `Fixtures`.
enum Fixture {
    /// The rows of a table, each by the names of its columns.
    static func rows(of table: String) throws -> [[String: String]] {
        guard let url = Bundle.module.url(forResource: table, withExtension: "tsv", subdirectory: "Fixtures") else {
            throw FixtureError.missing(table: table)
        }
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map(Self.fields)
        guard let columns = lines.first else { throw FixtureError.missing(table: table) }
        return try lines.dropFirst().map { fields in
            guard fields.count == columns.count else { throw FixtureError.ragged(table: table, row: fields) }
            return Dictionary(uniqueKeysWithValues: zip(columns, fields))
        }
    }

    private static func fields(of line: Substring) -> [String] {
        line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
}

/// Why a table of facts cannot be used.
enum FixtureError: Error {
    /// There is no such table, or it is empty.
    case missing(table: String)
    /// A row has more or fewer fields than the table has columns.
    case ragged(table: String, row: [String])
    /// A row lacks a column, or says something there that the tests cannot interpret.
    case unexplained(row: [String: String])
}
