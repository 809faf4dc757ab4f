/// A table as a file that spreadsheets read (RFC 4180).
package struct CommaSeparatedTable: Sendable {
    /// The file; it begins with a byte order mark, without which spreadsheets take the text for another encoding.
    package private(set) var bytes: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// A table with titles of columns.
    package init(_ titles: [String]) { self.add(titles) }

    /// Adds a row.
    package mutating func add(_ fields: [String]) {
        self.bytes += fields.map(Self.field).joined(separator: ",").utf8
        self.bytes += [0x0D, 0x0A]
    }

    /// A field, in quotes, which takes no text for a formula.
    private static func field(_ text: String) -> String {
        // Scalars, because a mark that stands on a quote belongs to its character.
        let quoted = text.forSpreadsheet.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }
        return "\"" + quoted.joined() + "\""
    }
}
