import RosterDomain
import RosterUseCases
import RosterWeb

/// User management: the list, what is done to several people at once, and adding people.
struct UsersPages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.viewUsers) else { throw Interruption.notFound }
        switch (self.visit.isPost, path.first) {
        case (false, nil): return try await self.list()
        case (_, "add"):
            return try await AddUserPages(visit: self.visit, viewer: self.viewer).answer(Array(path.dropFirst()))
        case (false, "table") where path.count == 1: return try await self.table()
        case (true, "table") where path.count == 1: throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        case (_, "import") where path.count == 1:
            return try await ImportPages(visit: self.visit, viewer: self.viewer).answer()
        case (_, "bulk") where path.count == 1:
            return try await BulkPages(visit: self.visit, viewer: self.viewer).answer()
        case (_, .some(let id)):
            let user = try self.visit.identifier(UserID.self, id)
            return try await PersonPages(visit: self.visit, viewer: self.viewer, id: user)
                .answer(Array(path.dropFirst()))
        case (true, nil): throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        }
    }

    private func list() async throws -> WebResponse {
        let filter = UserFilterForm(visit: self.visit)
        let selection = Selection(visit: self.visit)
        guard let query = filter.query else { return self.page(filter, selection, Self.none) }
        return self.page(filter, selection, try await self.found(query))
    }

    /// No user.
    private static var none: UserPage { UserPage(records: [], next: nil) }

    /// The users that a query finds; a name that the catalog does not have finds none.
    func found(_ query: UserQuery) async throws -> UserPage {
        do {
            return try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.users(matching: query, by: principal)
            }
        } catch TenantError.unknownName {
            return Self.none
        }
    }

    private func page(_ filter: UserFilterForm, _ selection: Selection, _ found: UserPage) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.userManagement), in: .users,
                notice: selection.problem.map { .problem($0) }
            ) {
                if self.viewer.may(.createUsers) {
                    Tag.div(.class("buttons top")) {
                        Tag.a(.href(visit.page("users", "add")), .class("button primary")) { self.words(.addUser) }
                    }
                }
                filter.form
                if found.records.isEmpty { filter.empty }
                if !found.records.isEmpty { filter.tableLink }
                if !found.records.isEmpty || !selection.ids.isEmpty || !filter.trail.isEmpty {
                    visit.getForm(visit.page("users")) {
                        filter.hidden
                        selection.carried(beyond: found.records.map(\.id))
                        if self.viewer.administers { self.bulkBar(selection) }
                        if !found.records.isEmpty { self.sheet(found, filter.query ?? UserQuery(), selection) }
                        filter.pager(next: found.next)
                    }
                }
            }, for: self.viewer)
    }

    private func sheet(_ found: UserPage, _ query: UserQuery, _ selection: Selection) -> HTML {
        let ticks = self.viewer.administers
        let columns = [self.words(.name), self.words(.statusTitle), self.words(.roles)]
        return Sheet(self.words.userCount(found, query), (ticks ? [self.words(.selected)] : []) + columns).html(
            found.records.map { record in
                (ticks ? [self.tick(record, selection)] : []) + [
                    PersonName(visit: self.visit, record: record).html, self.visit.status(record.user.status),
                    self.roles(record),
                ]
            }, naming: ticks ? 1 : 0, ticking: ticks)
    }

    private func tick(_ record: UserRecord, _ selection: Selection) -> HTML {
        self.visit.box(
            Selection.field, record.id.description, isChecked: selection.ids.contains(record.id),
            label: Tag.span(.class("reader")) {
                self.words(.selectPerson, PersonName(visit: self.visit, record: record).text)
            })
    }

    private func roles(_ record: UserRecord) -> HTML {
        let roles = record.assignments.map(\.role).reduce(into: [RoleID]()) { if !$0.contains($1) { $0.append($1) } }
        return HTML([
            HTML(roles.prefix(3).map { role in Tag.span(.class("tag")) { self.visit.title(role) } }),
            roles.count > 3 ? Tag.span(.class("soft")) { self.words(.andMore, "\(roles.count - 3)") } : HTML(),
            roles.isEmpty ? Tag.span(.class("soft")) { self.words(.noRoles) } : HTML(),
            record.roleRequests.isEmpty ? HTML() : Tag.span(.class("tag warn")) { self.words(.requestWaits) },
        ])
    }

    /// What can be done to the people selected; the next page says what it means for each.
    private func bulkBar(_ selection: Selection) -> HTML {
        Tag.div(.class("buttons top"), .role("group"), .ariaLabel(self.words(.bulkActions))) {
            Tag.span(.class("soft")) { self.words.count(selection.ids.count, .oneSelected, .manySelected) }
            for action in BulkAction.allCases {
                Tag.button(
                    .type("submit"), .class("small"), .formaction(self.visit.page("users", "bulk")),
                    .name(BulkAction.field), .value(action.rawValue)
                ) { self.words(action.phrase) }
            }
        }
    }
}

/// The people who are selected: in boxes on this page, and carried along from others.
struct Selection {
    static let field = "select"
    /// The most people who can be selected; ours, so that every browser and proxy takes the address.
    static let limit = 100

    let visit: Visit
    let ids: [UserID]
    /// Whether more were selected than can be.
    private let isTooLong: Bool

    /// That some were left out; nil where none was.
    var problem: String? { self.isTooLong ? self.visit.words(.selectionLimit, "\(Self.limit)") : nil }

    init(visit: Visit) {
        self.visit = visit
        var ids: [UserID] = []
        let values = visit.isPost ? visit.form.all(Self.field) : visit.query.all(Self.field)
        for text in values { if let id = try? UserID(text), !ids.contains(id) { ids.append(id) } }
        self.ids = Array(ids.prefix(Self.limit))
        self.isTooLong = ids.count > Self.limit
    }

    /// Those who are selected on other pages, as fields that are not seen.
    func carried(beyond page: [UserID]) -> HTML {
        let shown = Set(page)
        return HTML(
            self.ids.filter { !shown.contains($0) }.map { self.visit.hidden(Self.field, $0.description) })
    }
}
