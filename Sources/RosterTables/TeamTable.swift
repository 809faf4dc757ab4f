import RosterDomain

/// People and roles from a table: `name`, `address` and `roles`, in this order, or in any order under these titles, or a file of users.
package struct TeamTable: Sendable {
    /// A row of the table, whose fields hold what is meant: without blanks at the edges, and without the apostrophe before a formula.
    package struct Person: Sendable {
        package let name: DelimitedText.Field
        package let address: DelimitedText.Field
        /// What stands in the column of roles, parted by blanks, commas or semicolons; nil without that column.
        package let roles: DelimitedText.Field?
        /// What the person signs in with beside the address; nil without that column.
        package let userName: DelimitedText.Field?
        let status: DelimitedText.Field?
        let kind: DelimitedText.Field?
    }

    /// The people, in order.
    package let people: [Person]
    /// The titles of columns that are about something else.
    package let ignoredColumns: [String]

    /// Reads a table, or says what is wrong first.
    ///
    /// - Parameter isCut: Whether the text has been cut at the end.
    package init(_ text: String, isCut: Bool = false) throws {
        let table = try DelimitedText(text, judging: Self.fitness)
        if isCut { throw TeamTableError.tooLong }
        guard let first = table.rows.first else { throw TeamTableError.empty }
        let columns = try Self.columns(of: first)
        let titles = first.isOfPeople ? [] : first.fields.map(\.trimmed)
        self.ignoredColumns = zip(titles, columns).filter { !$0.isEmpty && $1 == nil }.map(\.0)
        let rows = table.rows.dropFirst(first.isOfPeople ? 0 : 1)
        let isOurs = titles == TeamColumn.titles
        self.people = try rows.map { try Self.person($0, columns, keepingBlanks: isOurs) }
        guard !self.people.isEmpty else { throw TeamTableError.noPerson }
    }

    /// How well a row fits as the first one: by titles of columns, then by an address, then by the number of fields.
    private static func fitness(_ row: DelimitedText.Row) -> Int {
        let named = row.fields.count { TeamColumn($0.text) != nil }
        return named * 10_000 + (row.isOfPeople ? 1_000 : 0) + min(row.fields.count, 999)
    }

    private static func columns(of first: DelimitedText.Row) throws -> [TeamColumn?] {
        guard !first.isOfPeople else { return try self.columnsWithoutTitles(first) }
        let columns = first.fields.map { TeamColumn($0.text) }
        guard columns.contains(where: { $0 != nil }) else {
            throw TextFault(
                "this row has no address, and no column is named `name`, `address` or `roles`",
                at: first.fields[0].place)
        }
        try self.check(columns, under: first.fields)
        return columns
    }

    private static func columnsWithoutTitles(_ first: DelimitedText.Row) throws(TextFault) -> [TeamColumn?] {
        let isInOrder = first.fields.count >= 2 && first.fields[1].isAddress
        guard isInOrder, first.fields.dropFirst(3).allSatisfy(\.isBlank) else {
            throw TextFault(
                "without names of columns a row is a name, an address, and roles", at: first.fields[0].place)
        }
        return Array(TeamColumn.withoutTitles.prefix(first.fields.count))
    }

    /// Refuses titles that are misspelled, come twice, or are missing.
    private static func check(_ columns: [TeamColumn?], under titles: [DelimitedText.Field]) throws {
        for (title, column) in zip(titles, columns) where column == nil && !title.isBlank {
            guard let meant = TeamColumn.nearestTitle(to: title.text) else { continue }
            throw TeamTableFault(.misspelledTitle(title.trimmed, meant: meant), at: title.place)
        }
        for (position, column) in columns.enumerated() where column != nil {
            guard let former = columns[..<position].firstIndex(of: column) else { continue }
            let (one, other) = (titles[former].trimmed, titles[position].trimmed)
            throw TextFault("the columns `\(one)` and `\(other)` are the same", at: titles[position].place)
        }
        for column in [TeamColumn.name, .address] where !columns.contains(column) {
            throw TextFault("no column is named `\(column)`", at: titles[0].place)
        }
    }

    private static func person(
        _ row: DelimitedText.Row, _ columns: [TeamColumn?], keepingBlanks: Bool
    ) throws(TextFault) -> Person {
        if let extra = row.fields.dropFirst(columns.count).first(where: { !$0.isBlank }) {
            throw TextFault("this field is one too many: there are \(columns.count) columns", at: extra.place)
        }
        func field(_ column: TeamColumn) -> DelimitedText.Field? {
            columns.firstIndex(of: column).flatMap { $0 < row.fields.count ? row.fields[$0] : nil }?
                .meant(keepingBlanks: keepingBlanks)
        }
        guard row.fields.count >= columns.count, let name = field(.name), let address = field(.address) else {
            let problem = "a row has \(columns.count) fields, and this one has \(row.fields.count)"
            throw TextFault(problem, at: row.fields[0].place)
        }
        return Person(
            name: name, address: address, roles: field(.roles), userName: field(.userName), status: field(.status),
            kind: field(.kind))
    }
}

extension DelimitedText.Field {
    fileprivate var isAddress: Bool { (try? EmailAddress(self.trimmed)) != nil }

    /// The field as its writer meant it.
    ///
    /// Our own files write a name with the blanks at its edges. In others, blanks stand there by accident.
    fileprivate func meant(keepingBlanks: Bool) -> DelimitedText.Field {
        DelimitedText.Field(
            text: keepingBlanks ? self.text.fromSpreadsheet : self.trimmed.fromSpreadsheet, place: self.place)
    }
}

extension DelimitedText.Row {
    /// Whether it tells of a person and not of columns: there is an address in it.
    fileprivate var isOfPeople: Bool { self.fields.contains(where: \.isAddress) }
}

/// Why a table cannot be read, apart from what stands at one place of it.
package enum TeamTableError: Error, CustomStringConvertible {
    /// It was cut, because it is longer than can be read.
    case tooLong
    /// It has no row.
    case empty
    /// It has a row with the names of columns, and no other.
    case noPerson

    /// The problem, for a person.
    package var description: String {
        switch self {
        case .tooLong: "the file is longer than can be read at once; import it in parts"
        case .empty: "the file is empty"
        case .noPerson: "the file has names of columns, and no person"
        }
    }
}
