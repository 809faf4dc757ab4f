import Foundation

/// A place in a text, as editors number lines and columns: both from 1, a column for each Unicode scalar.
struct TextPlace: CustomStringConvertible {
    var line = 1
    var column = 1

    var description: String { "line \(self.line), column \(self.column)" }

    /// Moves past a scalar; a line ends with CR, LF, or both.
    mutating func pass(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) {
        if scalar == "\n" || scalar == "\r" && next != "\n" {
            self = TextPlace(line: self.line + 1)
        } else {
            self.column += 1
        }
    }
}

/// The first thing in a text that is not as it should be.
struct TextFault: Error, CustomStringConvertible {
    let place: TextPlace
    let problem: String

    init(_ problem: String, at place: TextPlace) {
        self.place = place
        self.problem = problem
    }

    var description: String { "\(self.place): \(self.problem)" }
}

/// The table format of RFC 4180, as spreadsheets write it.
///
/// Fields stand between separators, in quotes where they contain a separator, a quote, or a line end; a quote within quotes is written
/// twice. Rows end with CR, LF, or both. Blank lines are no rows. A byte order mark may come first, and then a line such as `sep=;`.
struct DelimitedText {
    /// A field, and where it begins.
    struct Field {
        let text: String
        let place: TextPlace

        /// The text without the blanks around it.
        var trimmed: String { self.text.trimmingCharacters(in: .whitespacesAndNewlines) }
        var isBlank: Bool { self.trimmed.isEmpty }
    }

    /// A row, which has one field or more.
    struct Row {
        let fields: [Field]
        /// The line on which it begins.
        var line: Int { self.fields[0].place.line }
        var isBlank: Bool { self.fields.allSatisfy(\.isBlank) }
    }

    /// The separators that a text can have without saying so.
    static let separators: [Unicode.Scalar] = [",", ";", "\t"]
    /// The most scalars of one row.
    static let rowLimit = 65_536

    /// The rows, blank ones left out.
    let rows: [Row]

    /// Reads a text.
    ///
    /// - Parameter judging: How well a row fits as the first one; the separator is the one with which it fits best.
    init(_ text: String, judging: (Row) -> Int) throws {
        var reader = DelimitedReader(text)
        if let separator = reader.skipSeparatorLine() {
            self.rows = try reader.rows(separatedBy: separator)
            return
        }
        let beginning = reader
        var best: (separator: Unicode.Scalar, score: Int)?
        for separator in Self.separators {
            var reader = beginning
            let first: Row?
            do { first = try reader.row(separatedBy: separator) } catch { continue }
            guard let first else {
                // Nothing but separators.
                self.rows = []
                return
            }
            let score = judging(first)
            if best.map({ score > $0.score }) ?? true { best = (separator, score) }
        }
        // When nothing fits, the reader says what is wrong.
        self.rows = try reader.rows(separatedBy: best?.separator ?? ",")
    }
}

/// Reads rows one after another.
private struct DelimitedReader {
    private var rest: Substring.UnicodeScalarView
    private var place = TextPlace()
    private var rowLength = 0

    init(_ text: String) {
        self.rest = Substring(text).unicodeScalars
        if self.rest.first == "\u{FEFF}" { self.rest.removeFirst() }
    }

    /// Skips a first line that says what separates fields, as spreadsheets write it.
    mutating func skipSeparatorLine() -> Unicode.Scalar? {
        let line = self.rest.prefix { $0 != "\n" && $0 != "\r" }
        let text = String(line)
        guard text.lowercased().hasPrefix("sep="), line.count == 5, let separator = line.last else { return nil }
        for _ in line { self.advance() }
        self.skipLineEnd()
        return separator
    }

    mutating func rows(separatedBy separator: Unicode.Scalar) throws(TextFault) -> [DelimitedText.Row] {
        var rows: [DelimitedText.Row] = []
        while let row = try self.row(separatedBy: separator) { rows.append(row) }
        return rows
    }

    /// The next row that is not blank; nil at the end.
    mutating func row(separatedBy separator: Unicode.Scalar) throws(TextFault) -> DelimitedText.Row? {
        while !self.rest.isEmpty {
            self.rowLength = 0
            var fields = [try self.field(before: separator)]
            while self.rest.first == separator {
                self.advance()
                fields.append(try self.field(before: separator))
            }
            self.skipLineEnd()
            let row = DelimitedText.Row(fields: fields)
            if !row.isBlank { return row }
        }
        return nil
    }

    private mutating func field(before separator: Unicode.Scalar) throws(TextFault) -> DelimitedText.Field {
        let start = self.place
        let text = self.rest.first == "\"" ? try self.quoted() : try self.plain(before: separator)
        guard let next = self.rest.first, next != separator, next != "\n", next != "\r" else {
            return DelimitedText.Field(text: text, place: start)
        }
        throw TextFault("after a closing quote a field ends; a quote within quotes is written twice", at: self.place)
    }

    private mutating func plain(before separator: Unicode.Scalar) throws(TextFault) -> String {
        var text = String.UnicodeScalarView()
        while let scalar = self.rest.first, scalar != separator, scalar != "\n", scalar != "\r" {
            guard scalar != "\"" else {
                throw TextFault("a field with a quote stands in quotes, and the quote is written twice", at: self.place)
            }
            text.append(try self.take())
        }
        return String(text)
    }

    private mutating func quoted() throws(TextFault) -> String {
        let start = self.place
        self.advance()
        var text = String.UnicodeScalarView()
        while !self.rest.isEmpty {
            let scalar = try self.take()
            if scalar == "\"" {
                guard self.rest.first == "\"" else { return String(text) }
                self.advance()
            }
            text.append(scalar)
        }
        throw TextFault("this quote is never closed", at: start)
    }

    /// Takes a scalar of a field.
    private mutating func take() throws(TextFault) -> Unicode.Scalar {
        self.rowLength += 1
        guard self.rowLength <= DelimitedText.rowLimit else {
            throw TextFault("a row has no more than \(DelimitedText.rowLimit) characters", at: self.place)
        }
        guard let scalar = self.rest.first, scalar != "\0" else {
            throw TextFault("this is no text: it has a character of number 0", at: self.place)
        }
        self.advance()
        return scalar
    }

    private mutating func advance() {
        let scalar = self.rest.removeFirst()
        self.place.pass(scalar, before: self.rest.first)
    }

    private mutating func skipLineEnd() {
        if self.rest.first == "\r" { self.advance() }
        // After a lone CR this is the end of a blank line.
        if self.rest.first == "\n" { self.advance() }
    }
}

/// A row of a file as a line of JSON; without fields, a fault.
struct JSONLine: Encodable {
    let path: String
    let line: Int
    let fields: [String]?

    var text: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
