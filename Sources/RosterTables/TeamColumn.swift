package import RosterDomain

/// A column of a table of people that the import reads.
package enum TeamColumn: CaseIterable {
    case name, address, roles, userName, status, kind

    /// The titles of a file of users; an import gives identifiers anew.
    package static let titles = Self.allCases.map(\.title) + ["id"]
    /// The columns of a table without titles.
    static let withoutTitles: [TeamColumn] = [.name, .address, .roles]

    /// What stands above the column in a file that we write.
    var title: String { self.names[0] }

    /// What may stand above it; the first is ours.
    private var names: [String] {
        switch self {
        case .name: ["name", "full name", "display name"]
        case .address: ["address", "email", "mail", "email address"]
        case .roles: ["roles", "role"]
        case .userName: ["user name"]
        case .status: ["status"]
        case .kind: ["kind"]
        }
    }

    /// The column under a title, in any case, with or without blanks, hyphens and low lines.
    init?(_ title: String) {
        let plain = Self.plain(title)
        guard let column = Self.allCases.first(where: { $0.names.contains { Self.plain($0) == plain } }) else {
            return nil
        }
        self = column
    }

    /// The title that was probably meant by one that is not known; nil where none is near.
    static func nearestTitle(to title: String) -> String? {
        nearestName(to: title.trimmed, among: Self.allCases.flatMap(\.names))
    }

    private static func plain(_ title: String) -> String {
        String(title.lowercased().unicodeScalars.filter { !$0.properties.isWhitespace && $0 != "-" && $0 != "_" })
    }
}

/// What an account is, as a file of users says it.
package enum TeamKind: String, CaseIterable {
    case person, guest, service

    /// The kind of a user.
    package init(of user: User) {
        self = user.accountKind == .service ? .service : user.affiliation == .guest ? .guest : .person
    }
}
