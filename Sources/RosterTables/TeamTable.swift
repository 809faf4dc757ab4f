import RosterDomain

/// People and roles from a table: `name`, `address` and `roles`, in this order, or in any order under these names.
package struct TeamTable: Sendable {
    /// A row of the table.
    package struct Person: Sendable {
        package let name: DelimitedText.Field
        package let address: DelimitedText.Field
        /// What stands in the column of roles, parted by blanks, commas or semicolons; nil without that column.
        package let roles: DelimitedText.Field?
    }

    private enum Column: CaseIterable {
        case name, address, roles

        var names: Set<String> {
            switch self {
            case .name: ["name", "full name", "fullname", "display name"]
            case .address: ["address", "email", "e-mail", "mail", "email address", "e-mail address"]
            case .roles: ["roles", "role"]
            }
        }

        init?(_ field: DelimitedText.Field) {
            let name = field.trimmed.lowercased()
            guard let column = Self.allCases.first(where: { $0.names.contains(name) }) else { return nil }
            self = column
        }
    }

    /// The people, in order.
    package let people: [Person]
    /// The names of columns that are about something else.
    package let ignoredColumns: [String]

    /// Reads a table, or says what is wrong first.
    ///
    /// - Parameter isCut: Whether the text has been cut at the end.
    package init(_ text: String, isCut: Bool = false) throws {
        let table = try DelimitedText(text, judging: Self.fitness)
        if isCut { throw TeamTableError.tooLong }
        guard let first = table.rows.first else { throw TeamTableError.empty }
        let columns = try Self.columns(of: first)
        self.ignoredColumns = first.isOfPeople ? [] : zip(first.fields, columns).filter { $1 == nil }.map(\.0.trimmed)
        let rows = table.rows.dropFirst(first.isOfPeople ? 0 : 1)
        self.people = try rows.map { try Self.person($0, columns) }
        guard !self.people.isEmpty else { throw TeamTableError.noPerson }
    }

    /// How well a row fits as the first one: by names of columns, then by an address, then by the number of fields.
    private static func fitness(_ row: DelimitedText.Row) -> Int {
        let named = row.fields.count { Column($0) != nil }
        return named * 10_000 + (row.isOfPeople ? 1_000 : 0) + min(row.fields.count, 999)
    }

    private static func columns(of first: DelimitedText.Row) throws(TextFault) -> [Column?] {
        let place = first.fields[0].place
        guard !first.isOfPeople else {
            let isInOrder = first.fields.count >= 2 && first.fields[1].isAddress
            guard isInOrder, first.fields.dropFirst(3).allSatisfy(\.isBlank) else {
                throw TextFault("without names of columns a row is a name, an address, and roles", at: place)
            }
            return Array(Column.allCases.prefix(first.fields.count))
        }
        let columns = first.fields.map { Column($0) }
        guard columns.contains(where: { $0 != nil }) else {
            throw TextFault("this row has no address, and no column is named `name`, `address` or `roles`", at: place)
        }
        for (position, column) in columns.enumerated() where column != nil {
            if let former = columns[..<position].firstIndex(of: column) {
                let (one, other) = (first.fields[former].trimmed, first.fields[position].trimmed)
                throw TextFault("the columns `\(one)` and `\(other)` are the same", at: first.fields[position].place)
            }
        }
        for column in [Column.name, .address] where !columns.contains(column) {
            throw TextFault("no column is named `\(column)`", at: place)
        }
        return columns
    }

    private static func person(_ row: DelimitedText.Row, _ columns: [Column?]) throws(TextFault) -> Person {
        if let extra = row.fields.dropFirst(columns.count).first(where: { !$0.isBlank }) {
            throw TextFault("this field is one too many: there are \(columns.count) columns", at: extra.place)
        }
        func field(_ column: Column) -> DelimitedText.Field? {
            columns.firstIndex(of: column).flatMap { $0 < row.fields.count ? row.fields[$0] : nil }
        }
        guard row.fields.count >= columns.count, let name = field(.name), let address = field(.address) else {
            let problem = "a row has \(columns.count) fields, and this one has \(row.fields.count)"
            throw TextFault(problem, at: row.fields[0].place)
        }
        return Person(name: name, address: address, roles: field(.roles))
    }
}

extension DelimitedText.Field {
    fileprivate var isAddress: Bool { (try? EmailAddress(self.trimmed)) != nil }

    /// The names in a list.
    package var names: [String] {
        self.text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init)
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
