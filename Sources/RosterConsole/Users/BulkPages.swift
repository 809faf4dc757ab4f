import RosterDomain
import RosterUseCases
import RosterWeb

/// Something done to several people at once.
enum BulkAction: String, CaseIterable {
    static let field = "do"

    case assign, block, unblock, delete, compare

    var phrase: Phrase {
        switch self {
        case .assign: .giveRoles
        case .block: .block
        case .unblock: .unblock
        case .delete: .delete
        case .compare: .comparePermissions
        }
    }

    /// What it means, told beforehand.
    var consequence: Phrase {
        switch self {
        case .assign: .giveRolesText
        case .block: .blockText
        case .unblock: .unblockText
        case .delete: .deleteText
        case .compare: .compareText
        }
    }
}

/// Does something to the people selected, and says what became of each.
struct BulkPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }
    private var values: FormValues { self.visit.isPost ? self.visit.form : self.visit.query }

    /// Where in the list the people were selected: what it was filtered by, and which of its pages.
    ///
    /// Forms carry it under names of its own: a filter names a role, too.
    private var place: [(String, String)] {
        (UserFilterForm.names + ["trail"]).flatMap { name in
            self.values.all(self.visit.isPost ? "list-" + name : name).filter { !$0.isEmpty }.map { (name, $0) }
        }
    }

    /// The list as it was, with the people still selected if nothing was done.
    private func list(selecting people: [UserRecord] = []) -> PageAddress {
        self.visit.page(
            "users", query: self.place + people.map { (Selection.field, $0.id.description) })
    }

    func answer() async throws -> WebResponse {
        guard self.viewer.administers, let action = BulkAction(rawValue: self.values.text(BulkAction.field)) else {
            throw Interruption.notFound
        }
        let selection = Selection(visit: self.visit)
        let people = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(selection.ids, by: principal)
        }
        if action == .compare {
            guard !self.visit.isPost else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
            return ComparisonPage(
                visit: self.visit, viewer: self.viewer, people: people, place: self.place,
                list: self.list(selecting: people)
            ).show()
        }
        guard self.visit.isPost, !RoleSearch.isAsked(by: self.values) else {
            return try await self.confirmation(action, selection, people)
        }
        do {
            let results = try await self.perform(action, people)
            return self.report(action, results)
        } catch let error as FormProblem {
            return try await self.confirmation(action, selection, people, problem: error.text)
        }
    }

    private func confirmation(
        _ action: BulkAction, _ selection: Selection, _ people: [UserRecord], problem: String? = nil
    ) async throws -> WebResponse {
        let visit = self.visit
        let offers = action == .assign ? try await RoleOffers(visit: visit, viewer: self.viewer).toAnyone() : []
        return visit.show(
            Page(
                self.words(action.phrase), status: problem == nil ? 200 : 422, in: .users,
                notice: (problem ?? selection.problem).map { .problem($0) },
                trail: [(self.words(.userManagement), self.list(selecting: people))]
            ) {
                if people.isEmpty {
                    Tag.p(.class("empty")) { self.words(.noneSelected) }
                } else {
                    Tag.p { self.words(action.consequence) }
                    self.sheet(people)
                    visit.postForm(visit.page("users", "bulk")) {
                        visit.hidden(BulkAction.field, action.rawValue)
                        for record in people { visit.hidden(Selection.field, record.id.description) }
                        for field in self.place { visit.hidden("list-" + field.0, field.1) }
                        if action == .assign {
                            RolePicker(
                                visit: visit, viewer: self.viewer, chosen: Set(visit.form.chosenRoles),
                                linesTaken: people.count * Self.linesOfPerson
                            ).picker(offers)
                            ScopeAndTime(visit: visit, values: visit.form).fields
                        }
                        Tag.div(.class("buttons")) {
                            visit.submit(action.phrase, danger: action == .block || action == .delete)
                            Tag.a(.href(self.list(selecting: people)), .class("button")) { self.words(.cancel) }
                        }
                    }
                }
            }, for: self.viewer)
    }

    /// The most people who are named beforehand; ours, so that a page weighs less than 60 kB.
    ///
    /// The report names each.
    private static let namedLimit = 20
    /// How much room a person takes who is selected, in the lines of roles to choose from.
    private static let linesOfPerson = 5

    /// Who is selected: some by name, and how many more.
    private func sheet(_ people: [UserRecord]) -> HTML {
        let rest = people.count - Self.namedLimit
        return HTML([
            Sheet(
                self.words.count(people.count, .oneUser, .manyUsers), [self.words(.name), self.words(.statusTitle)]
            ).html(
                people.prefix(Self.namedLimit).map {
                    [PersonName(visit: self.visit, record: $0).html, self.visit.status($0.user.status)]
                }),
            rest > 0 ? Tag.p { self.words(.andMore, "\(rest)") } : HTML(),
        ])
    }

    /// What became of one person: nil when it was done, and otherwise why not.
    private typealias Result = (record: UserRecord, problem: String?)

    private func perform(_ action: BulkAction, _ people: [UserRecord]) async throws -> [Result] {
        let verb = try self.verb(action)
        let words = self.words
        return try await self.visit.acting(self.viewer) { tenant, principal in
            var results: [Result] = []
            for record in people {
                do throws(TenantError) {
                    try await verb(tenant, record.id, principal)
                    results.append((record, nil))
                } catch {
                    // What failed for one may be done for the next; the report tells which.
                    results.append((record, error.refusal.map { words.sentence($0.reason) } ?? words(.failedText)))
                }
            }
            return results
        }
    }

    private typealias Verb = @Sendable (Tenant, UserID, UserID) async throws(TenantError) -> Void

    private func verb(_ action: BulkAction) throws(FormProblem) -> Verb {
        switch action {
        case .block: return { (tenant, user, me) throws(TenantError) in try await tenant.blockUser(user, by: me) }
        case .unblock: return { (tenant, user, me) throws(TenantError) in try await tenant.unblockUser(user, by: me) }
        case .compare: throw FormProblem(text: self.words(.compareText))
        case .delete: return { (tenant, user, me) throws(TenantError) in try await tenant.deleteUser(user, by: me) }
        case .assign:
            let roles = self.values.chosenRoles
            guard !roles.isEmpty else { throw FormProblem(text: self.words(.refusalNoRole)) }
            let (scope, window) = try ScopeAndTime(visit: self.visit, values: self.values).read()
            return { (tenant, user, me) throws(TenantError) in
                try await tenant.assignRoles(roles, to: user, at: scope, during: window, by: me)
            }
        }
    }

    private func report(_ action: BulkAction, _ results: [Result]) -> WebResponse {
        let visit = self.visit
        let done = results.count { $0.problem == nil }
        let summary = self.words(.bulkSummary, "\(done)", "\(results.count)")
        return visit.show(
            Page(
                self.words(action.phrase), in: .users,
                notice: done == results.count ? .done(summary) : .problem(summary),
                trail: [(self.words(.userManagement), self.list())]
            ) {
                Sheet(summary, [self.words(.name), self.words(.result)]).html(
                    results.map { result in
                        [
                            PersonName(visit: visit, record: result.record).html,
                            result.problem.map {
                                HTML([Tag.span(.class("tag bad")) { self.words(.refused) }, HTML(text: " " + $0)])
                            }
                                ?? Tag.span(.class("tag good")) { self.words(.done) },
                        ]
                    })
                Tag.div(.class("buttons")) {
                    Tag.a(.href(self.list()), .class("button primary")) { self.words(.backToUsers) }
                }
            }, for: self.viewer)
    }
}

/// The roles that the one who acts may give.
struct RoleOffers {
    let visit: Visit
    let viewer: Viewer

    /// The roles that they may give to some person, without regard to whom; none that can be given to no one any more.
    func toAnyone() async throws -> [RoleOffer] {
        try await self.options { tenant, principal throws(TenantError) in
            try await tenant.roleOptions(forNew: .member, by: principal).map { ($0.role, nil) }
        }.filter { !self.visit.catalog.isRetired($0.role.id) }
    }

    /// The roles for a person who is about to be added or invited.
    func toNew(_ affiliation: Affiliation, at scope: Scope, during window: ValidityWindow) async throws -> [RoleOffer] {
        try await self.options { tenant, principal throws(TenantError) in
            try await tenant.roleOptions(forNew: affiliation, at: scope, during: window, by: principal)
                .map { ($0.role, $0.obstacle) }
        }
    }

    /// The roles for a person who is there.
    func to(_ user: UserID, at scope: Scope) async throws -> [RoleOffer] {
        try await self.options { tenant, principal throws(TenantError) in
            try await tenant.roleOptions(for: user, at: scope, by: principal).map { ($0.role, $0.obstacle) }
        }
    }

    private func options(
        _ options: (Tenant, UserID) async throws(TenantError) -> [(RoleID, RefusalReason?)]
    ) async throws -> [RoleOffer] {
        let found = try await self.visit.acting(self.viewer) { tenant, principal in try await options(tenant, principal)
        }
        return found.compactMap { role, obstacle in
            self.visit.catalog.role(role).map { RoleOffer(role: $0, obstacle: obstacle) }
        }
    }
}
