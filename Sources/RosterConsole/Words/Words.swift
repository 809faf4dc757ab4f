import RosterDomain
import RosterTables

/// The texts of a page, in one language.
struct Words: Sendable {
    let language: WebConsoleLanguage
    /// Where the titles of roles and permissions come from.
    let catalog: RoleCatalog
    /// Where the titles of attributes come from.
    let attributes: AttributeSchema

    /// Speaks a language.
    init(_ language: WebConsoleLanguage, of catalog: RoleCatalog, with attributes: AttributeSchema = .standard) {
        self.language = language
        self.catalog = catalog
        self.attributes = attributes
    }

    /// Speaks the language that a browser asks for (RFC 9110 §12.5.4), or else the first.
    init(
        for accepted: String?, among languages: [WebConsoleLanguage], of catalog: RoleCatalog,
        with attributes: AttributeSchema
    ) {
        let wanted = (accepted ?? "").split(separator: ",").prefix(20).map { range -> (tag: String, quality: Double) in
            let parts = range.split(separator: ";")
            let tag = String(parts.first ?? "").trimmed.lowercased()
            let quality = parts.dropFirst().lazy.map { String($0).trimmed }.first { $0.hasPrefix("q=") }
            return (tag, quality.flatMap { Double($0.dropFirst(2)) } ?? 1)
        }
        let order = wanted.enumerated().sorted {
            ($0.element.quality, -$0.offset) > ($1.element.quality, -$1.offset)
        }
        let found = order.lazy.filter { $0.element.quality > 0 }.compactMap { range in
            languages.first { $0.isSpoken(where: range.element.tag) }
        }.first
        self.init(found ?? languages[0], of: catalog, with: attributes)
    }

    /// A text of the table.
    func callAsFunction(_ phrase: Phrase) -> String { self.language.text(of: phrase) }

    /// A text of the table with others in the place of `{1}`, `{2}` and so on.
    ///
    /// Each is made safe to stand in a sentence, and is isolated where it might change the direction of the rest.
    func callAsFunction(_ phrase: Phrase, _ arguments: String...) -> String { self(phrase, with: arguments) }

    /// The same with a list.
    func callAsFunction(_ phrase: Phrase, with arguments: [String]) -> String {
        let text = self.language.text(of: phrase)
        guard !arguments.isEmpty else { return text }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[open...]
            guard let close = rest.firstIndex(of: "}"), let number = Int(rest[rest.index(after: open)..<close]),
                arguments.indices.contains(number - 1)
            else { return filled + rest }
            filled += Self.isolated(arguments[number - 1])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private static func isolated(_ text: String) -> String {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } ? text : "\u{2068}\(text.withoutDirectionMarks)\u{2069}"
    }

    /// Texts as "a, b and c".
    func list(_ texts: [String], _ conjunction: Phrase = .listAnd) -> String {
        guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
        return self(conjunction, texts.dropLast().joined(separator: ", "), last)
    }

    /// A count with a text for one and a text for any other number.
    func count(_ number: Int, _ one: Phrase, _ many: Phrase) -> String {
        number == 1 ? self(one) : self(many, String(number))
    }

    /// How many users there are, as far as a query counted them.
    func userCount(_ page: UserPage, _ query: UserQuery) -> String {
        if let count = page.totalCount { return self.count(count, .oneUser, .manyUsers) }
        return query.countLimit > 0 ? self(.moreUsers, String(query.countLimit)) : self(.usersFound)
    }

    /// A moment: the day and the minute, in Coordinated Universal Time.
    func moment(_ moment: Timestamp) -> String {
        let text = moment.description
        let parts = text.split { "-T:Z".contains($0) }.map(String.init)
        guard parts.count == 6 else { return text }
        return self(.momentPattern, parts[0], parts[1], parts[2], parts[3], parts[4])
    }
}

extension String {
    /// The text without marks and isolates that guide the direction of writing, and without control characters.
    fileprivate var withoutDirectionMarks: String {
        String(String.UnicodeScalarView(self.unicodeScalars.filter { !$0.isUnsafeInText }))
    }
}
