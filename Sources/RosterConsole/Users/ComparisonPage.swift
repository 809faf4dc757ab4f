import RosterDomain
import RosterUseCases
import RosterWeb

/// What several people may do, side by side: a row for each permission that one of them has, a column for each person.
struct ComparisonPage {
    let visit: Visit
    let viewer: Viewer
    /// Who is selected.
    let people: [UserRecord]
    /// Where in the list they were selected.
    let place: [(String, String)]
    /// The way back to the list, with everyone still selected.
    let list: PageAddress
    private var words: Words { self.visit.words }

    /// The most people side by side; ours, so that the table fits on a screen.
    static let limit = 8
    /// The most permissions on a page; ours, so that a page stays small.
    private static let rowLimit = 60

    func show() -> WebResponse {
        let shown = Array(self.people.prefix(Self.limit))
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.comparePermissions), in: .users,
                notice: self.people.count > Self.limit ? .hint(self.words(.compareTooMany, "\(Self.limit)")) : nil,
                trail: [(self.words(.userManagement), self.list)]
            ) {
                Tag.p { self.words(.compareText) }
                if shown.isEmpty { Tag.p(.class("empty")) { self.words(.noneSelected) } } else { self.table(shown) }
            }, for: self.viewer)
    }

    private func table(_ people: [UserRecord]) -> HTML {
        let entitlements = people.map { record in
            Dictionary(grouping: self.visit.tenant.entitlements(of: record.id), by: \.permission)
        }
        let permissions = Set(entitlements.flatMap(\.keys)).sorted { self.order(of: $0) < self.order(of: $1) }
        guard !permissions.isEmpty else { return Tag.p(.class("empty")) { self.words(.mayDoNothing) } }
        // Any number can stand in an address.
        let start = min(max(0, Int(self.visit.query.text(Self.rowField)) ?? 0), permissions.count)
        let end = start + Self.rowLimit
        let sheet = Sheet(
            self.words(.comparePermissions), [self.words(.permission)] + people.map(\.user.fullName.rawValue)
        ).html(
            permissions.dropFirst(start).prefix(Self.rowLimit).map { permission in
                [HTML(text: self.words.title(permission))] + entitlements.map { self.cell($0[permission] ?? []) }
            })
        return HTML([
            sheet, end < permissions.count ? self.link(.nextPage, from: end) : HTML(),
            start > 0 ? self.link(.previousPage, from: max(0, start - Self.rowLimit)) : HTML(),
        ])
    }

    private static let rowField = "row"

    private func link(_ phrase: Phrase, from row: Int) -> HTML {
        let fields =
            [(BulkAction.field, BulkAction.compare.rawValue), (Self.rowField, "\(row)")]
            + self.place + self.people.map { (Selection.field, $0.id.description) }
        return Tag.p {
            Tag.a(.href(self.visit.page("users", "bulk", query: fields)), .class("button")) { self.words(phrase) }
        }
    }

    /// Permissions of one workspace stand together.
    private func order(of permission: Permission) -> (workspace: String, title: String, name: String) {
        let workspace = self.visit.catalog.definition(of: permission)?.workspace ?? ""
        return (workspace, self.words.title(permission), permission.rawValue)
    }

    private func cell(_ entitlements: [Entitlement]) -> HTML {
        guard !entitlements.isEmpty else { return Tag.span(.class("soft")) { self.words(.no) } }
        if entitlements.contains(where: { $0.scope == .company && $0.conditions.isEmpty }) {
            return Tag.span(.class("tag good")) { self.words(.yes) }
        }
        return HTML(entitlements.map(self.visit.extent))
    }
}
