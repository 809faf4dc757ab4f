import RosterDomain
import RosterUseCases
import RosterWeb

/// Search and filters of the list of users, and the pages of what they find.
struct UserFilterForm {
    let visit: Visit
    /// Where each page up to this one begins; none for the first.
    let trail: [UserID]

    private var words: Words { self.visit.words }
    private var values: FormValues { self.visit.query }
    /// How far the users of a list are counted; ours.
    static let countLimit = 1_000
    /// The most pages that one can go back; the first one is always a click away.
    private static let trailLimit = 20

    init(visit: Visit) {
        self.visit = visit
        var trail = visit.query.all("trail").compactMap { try? UserID($0) }
        if visit.query.has("back") {
            _ = trail.popLast()
        } else if let next = visit.query["after"].flatMap({ try? UserID($0) }) {
            trail.append(next)
        }
        self.trail = trail.suffix(Self.trailLimit)
    }

    private var text: String { self.values.text("q") }
    private var role: String { self.values.text("role") }
    private var status: String { self.values.text("status") }
    private var isWaiting: Bool { self.values.text("waiting") == "yes" }

    /// Whether some users are left out.
    var isNarrow: Bool { !self.text.isEmpty || !self.role.isEmpty || !self.status.isEmpty || self.isWaiting }

    /// The query; nil for a filter that no form of ours sends.
    var query: UserQuery? {
        var query = UserQuery(pageSize: self.visit.settings.pageSize)
        if !self.text.isEmpty { query.text = self.text }
        if !self.role.isEmpty { query.role = RoleID(self.role) }
        if !self.status.isEmpty {
            guard let status = AccountStatus(rawValue: self.status) else { return nil }
            query.statuses = [status]
        }
        query.hasPendingRequest = self.isWaiting
        if let start = self.trail.last {
            query.start = .after(start)
        } else if self.text.isEmpty, !self.isWaiting {
            // A search looks at every user, so it stops when the page is full.
            query.countLimit = Self.countLimit
        }
        return query
    }

    /// What the list says in which no one stands.
    var empty: HTML {
        if !self.trail.isEmpty { return self.visit.nothingMore(to: self.visit.page("users", query: self.fields)) }
        return Tag.p(.class("empty"), .role("status")) { self.words(self.isNarrow ? .noUserFound : .noUsers) }
    }

    /// The form that searches and filters; it begins at the first page, and forgets who was selected.
    var form: HTML {
        Tag.section(.class("panel"), .role("search")) {
            self.visit.getForm(self.visit.page("users")) {
                Tag.div(.class("filters")) {
                    Field("q", self.words(.search)).input("search", self.text, .maxlength(256))
                    Field("role", self.words(.role)).choice(
                        [("", self.words(.anyRole))] + self.roles, selected: self.role)
                    Field("status", self.words(.statusTitle)).choice(
                        [("", self.words(.anyStatus))]
                            + AccountStatus.allCases.map { ($0.rawValue, self.words.status($0)) },
                        selected: self.status)
                    Field("waiting", self.words(.requests)).choice(
                        [("", self.words(.anyRequests)), ("yes", self.words(.withRequests))],
                        selected: self.isWaiting ? "yes" : "")
                    Tag.div(.class("buttons")) {
                        self.visit.submit(.find)
                        if self.isNarrow { Tag.a(.href(self.visit.page("users"))) { self.words(.clear) } }
                    }
                }
            }
        }
    }

    /// The roles that a user can be found by; the one without which the company could not be run comes first.
    private var roles: [(value: String, title: String)] {
        let catalog = self.visit.catalog
        let roles = catalog.roles.filter { $0.heldImplicitlyBy == .noUsers }
        let first = roles.filter { $0.id == catalog.indispensableRole }
        return (first + roles.filter { $0.id != catalog.indispensableRole }).map { ($0.id.rawValue, $0.title) }
    }

    /// The fields of the form.
    static let names = ["q", "role", "status", "waiting"]

    /// What was filtered by.
    private var fields: [(String, String)] {
        Self.names.map { ($0, self.values.text($0)) }.filter { !$0.1.isEmpty }
    }

    /// The way to all that is found, as a file.
    var tableLink: HTML {
        Tag.p { Tag.a(.href(self.visit.page("users", "table", query: self.fields))) { self.words(.userTable) } }
    }

    /// What was filtered by and where the pages begin, as fields that are not seen.
    var hidden: HTML {
        HTML(
            self.fields.map { self.visit.hidden($0.0, $0.1) }
                + self.trail.map { self.visit.hidden("trail", $0.description) })
    }

    /// The buttons to other pages; they keep who is selected.
    func pager(next: PageStart<UserID>?) -> HTML {
        Tag.div(.class("buttons")) {
            if !self.trail.isEmpty {
                Tag.button(.type("submit"), .name("back"), .value("yes")) { self.words(.previousPage) }
            }
            if case .after(let id) = next {
                Tag.button(.type("submit"), .name("after"), .value(id.description)) { self.words(.nextPage) }
            }
        }
    }
}
