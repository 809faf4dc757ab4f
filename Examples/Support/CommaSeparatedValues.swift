import Foundation

/// Reads the table format of RFC 4180: fields between commas, in quotes if they contain a comma, a quote or a line end.
enum CommaSeparatedValues {
    static func rows(of text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var rest = Substring(text.replacingOccurrences(of: "\r\n", with: "\n"))
        while let character = rest.popFirst() {
            switch character {
            case "\"" where isQuoted && rest.first == "\"": field.append(rest.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: row.append(field); field = ""
            case "\n" where !isQuoted: rows.append(row + [field]); row = []; field = ""
            default: field.append(character)
            }
        }
        if !field.isEmpty || !row.isEmpty { rows.append(row + [field]) }
        return rows.filter { $0 != [""] }
    }
}

enum TextFile {
    static func read(_ path: String) throws -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw UsageError("cannot read `\(path)`: \(Self.reason(error))")
        }
    }

    /// Why a file cannot be read, in words.
    static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "this account may not read it"
        case .fileReadInapplicableStringEncoding, .fileReadCorruptFile: "it is not text in UTF-8"
        default: error.localizedDescription
        }
    }
}
