/// The table format of RFC 4180, as spreadsheets write it.
///
/// Fields stand between separators, in quotes where they contain a separator, a quote, or a line end; a quote within quotes is written
/// twice. Rows end with CR, LF, or both. Blank lines are no rows. A byte order mark may come first, and then a line such as `sep=;`.
package struct DelimitedText: Sendable {
    /// A field, and where it begins.
    package struct Field: Sendable {
        package let text: String
        package let place: TextPlace

        /// The text without the blanks around it.
        package var trimmed: String { self.text.trimmed }
        package var isBlank: Bool { self.trimmed.isEmpty }
    }

    /// A row, which has one field or more.
    package struct Row: Sendable {
        package let fields: [Field]
        /// The line on which it begins.
        package var line: Int { self.fields[0].place.line }
        package var isBlank: Bool { self.fields.allSatisfy(\.isBlank) }
    }

    /// The separators that a text can have without saying so.
    package static let separators: [Unicode.Scalar] = [",", ";", "\t"]
    /// The most scalars of one row.
    package static let rowLimit = 65_536

    /// The rows, blank ones left out.
    package let rows: [Row]

    /// Reads a text.
    ///
    /// - Parameter judging: How well a row fits as the first one; the separator is the one with which it fits best.
    package init(_ text: String, judging: (Row) -> Int) throws {
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

extension String {
    /// The text without blanks and line ends around it.
    package var trimmed: String {
        let scalars = self.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
