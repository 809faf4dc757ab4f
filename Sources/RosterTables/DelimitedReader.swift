/// Reads rows one after another.
struct DelimitedReader {
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
