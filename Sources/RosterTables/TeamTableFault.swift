package import RosterDomain

/// Why a table of people cannot be taken in, and where that stands.
package struct TeamTableFault: Error, CustomStringConvertible {
    package let problem: TeamTableProblem
    package let place: TextPlace

    package init(_ problem: TeamTableProblem, at place: TextPlace) {
        self.problem = problem
        self.place = place
    }

    package var description: String { "\(self.place): \(self.problem)" }
}

/// What is wrong with a title or a row of a table of people.
package enum TeamTableProblem: Error, CustomStringConvertible {
    /// A title that is near a known one: left out, all that stands beneath would be lost.
    case misspelledTitle(String, meant: String)
    /// The row is a service, which is added by itself and gets tokens, not a password.
    case service
    /// The row is a guest, who is invited.
    case guest
    /// The account is not in use, and an import would bring it back.
    case notInUse(AccountStatus)
    /// There is no such status.
    case unknownStatus(String)
    /// There is no such kind of account.
    case unknownKind(String)
    /// It is not a full name.
    case fullName(FullNameError)
    /// It is not an address.
    case address(EmailAddressError)
    /// It is not a user name.
    case userName(UserNameError)
    /// There is no such role.
    case unknownRole(UnknownNameError)
    /// There is no such place.
    case unknownPlace(String, any Error)

    /// The problem, for a person.
    package var description: String {
        switch self {
        case .misspelledTitle(let title, let meant):
            "no column is named `\(title.forDisplay)`; did you mean `\(meant)`? Correct it, or take the column out"
        case .service:
            "this row is a service, which is not added with people; take it out, and add the service by itself"
        case .guest: "this row is a guest, who is invited and not added; take it out, and invite the guest"
        case .notInUse(let status):
            "this account is \(status), and would be in use again; take the row out, or change its status"
        case .unknownStatus(let text):
            "no status is named `\(text.forDisplay)`; \(Self.list(AccountStatus.allCases.map(\.rawValue)))"
        case .unknownKind(let text):
            "no kind of account is named `\(text.forDisplay)`; \(Self.list(TeamKind.allCases.map(\.rawValue)))"
        case .fullName(let error): error.description
        case .address(let error): error.description
        case .userName(let error): error.description
        case .unknownRole(let error): error.description
        case .unknownPlace(_, let error): "\(error)"
        }
    }

    private static func list(_ names: [String]) -> String {
        "there are " + names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
