import RosterWeb

// Addresses to which forms are sent, and which are no pages.

extension Visit {
    /// The page on which the form of the present address stands; nil for an address that is a page itself, or nothing.
    ///
    /// A browser comes there by its history, or after the person had to sign in again.
    var pageOfForm: PageAddress? {
        let (first, rest) = (self.path.first ?? "", Array(self.path.dropFirst()))
        switch first {
        case "account": return Self.page(of: rest, in: Self.accountForms).map { self.page([first] + $0) }
        case "users" where rest == ["bulk"] && !self.query.has(BulkAction.field): return self.page(first)
        case "users": return self.page(beneath: first, rest, Self.userForms)
        case "groups": return self.page(beneath: first, rest, Self.groupForms)
        case "requests" where rest == ["answer"]: return self.page(first)
        case "second-factor" where rest == ["confirm"]: return self.page(first, "enroll")
        default: return nil
        }
    }

    /// Where forms are sent, with the path of the page for each.
    private typealias Forms = [(form: [String], page: [String])]

    private static let accountForms: Forms = [
        (["profile"], []), (["roles", "withdraw"], []), (["security", "end"], ["security"]),
        (["security", "end-all"], ["security"]),
    ]
    private static let userForms: Forms = [
        (["roles", "give"], ["roles"]), (["roles", "take"], ["roles"]), (["sessions", "end"], ["sessions"]),
        (["sessions", "issue"], ["sessions"]),
    ]
    private static let groupForms: Forms = [
        (["profile"], []), (["members"], []), (["members", "remove"], []), (["roles"], []), (["roles", "take"], []),
        (["delete"], []), (["restore"], []),
    ]

    private static func page(of path: [String], in forms: Forms) -> [String]? {
        forms.first { $0.form == path }?.page
    }

    /// The same for a form about one of several things.
    private func page(beneath first: String, _ rest: [String], _ forms: Forms) -> PageAddress? {
        guard let id = rest.first else { return nil }
        return Self.page(of: Array(rest.dropFirst()), in: forms).map { self.page([first, id] + $0) }
    }
}
