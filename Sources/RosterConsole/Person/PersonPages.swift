import RosterDomain
import RosterUseCases
import RosterWeb

/// One person: details, roles, access, sessions and history, and what can be done to the account.
struct PersonPages {
    let visit: Visit
    let viewer: Viewer
    let id: UserID
    var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        let tab = path.first.flatMap(PersonTab.init(rawValue:))
        guard tab?.isOffered(to: self.viewer) ?? true else { throw Interruption.notFound }
        switch (self.visit.isPost, path) {
        case (false, []): return try await self.details()
        case (true, []): return try await self.changeDetails()
        case (false, ["roles"]): return try await self.roles()
        case (true, ["roles", "give"]): return try await self.giveRoles()
        case (true, ["roles", "take"]): return try await self.takeRole()
        case (false, ["access"]): return try await self.access()
        case (false, ["sessions"]): return try await self.sessions()
        case (true, ["sessions", "end"]): return try await self.endSession()
        case (true, ["sessions", "issue"]): return try await self.issueToken()
        case (false, ["history"]): return try await self.history()
        case (_, let path) where path.count == 2 && path[0] == "do":
            guard let action = PersonAction(rawValue: path[1]) else { throw Interruption.notFound }
            return try await self.visit.isPost ? self.perform(action) : self.confirm(action)
        case (true, let path) where path.count == 1 && tab != nil:
            throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        default: throw Interruption.notFound
        }
    }

    /// The account, as far as the viewer sees it.
    func record() async throws -> UserRecord {
        let id = self.id
        let record = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.profile(of: id, by: principal)
        }
        guard let record else { throw Interruption.notFound }
        return record
    }

    /// A page about the person, with the tabs.
    func page(
        _ tab: PersonTab, _ record: UserRecord, notice: PageNotice? = nil, status: Int = 200,
        showsSecrets: Bool = false, @HTMLBuilder body: () throws -> HTML
    ) rethrows -> WebResponse {
        let content = try body()
        return self.visit.show(
            Page(
                record.user.fullName.rawValue, status: status, in: .users, notice: notice,
                trail: [(self.words(.userManagement), self.visit.page("users"))], showsSecrets: showsSecrets
            ) {
                Tag.p {
                    self.visit.status(record.user.status)
                    record.user.accountKind == .service
                        ? Tag.span(.class("tag accent")) { self.words(.service) } : HTML()
                    record.user.affiliation == .guest ? Tag.span(.class("tag")) { self.words(.guest) } : HTML()
                    Tag.bdi { record.user.userName.rawValue }
                }
                self.tabs(tab)
                content
            }, for: self.viewer)
    }

    private func tabs(_ present: PersonTab) -> HTML {
        Tag.nav(.class("tabs"), .ariaLabel(self.words(.aboutPerson))) {
            Tag.ul {
                for tab in PersonTab.allCases where tab.isOffered(to: self.viewer) {
                    Tag.li {
                        Tag.a(
                            tab == present
                                ? [.href(self.address(tab)), .ariaCurrent("page")] : [.href(self.address(tab))]
                        ) { self.words(tab.phrase) }
                    }
                }
            }
        }
    }

    func address(_ tab: PersonTab) -> PageAddress {
        self.visit.page(["users", self.id.description] + (tab == .details ? [] : [tab.rawValue]))
    }

    func address(_ path: String...) -> PageAddress { self.visit.page(["users", self.id.description] + path) }

    /// A page of the person, which says what was done.
    func redirect(_ tab: PersonTab, telling notice: Notice) -> WebResponse {
        let path = ["users", self.id.description] + (tab == .details ? [] : [tab.rawValue])
        return self.visit.redirect(
            to: PageAddress(self.visit.request.mount, path, [(Notice.field, notice.rawValue)]))
    }

    // MARK: - Versions

    /// Does something to the account if it is still as the form has shown it.
    func acting<Result>(
        later count: Int = 0, _ body: (Tenant, UserID) async throws -> Result
    ) async throws -> Result {
        try await self.visit.acting(self.viewer, on: self.id, later: count, body)
    }

    /// What the person should read of a refusal; of a conflict also what others have done since.
    func notice(_ reason: RefusalReason) async -> PageNotice {
        let text = self.words.sentence(reason)
        guard reason == .changedMeanwhile else { return .problem(text) }
        let id = self.id
        let page = try? await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.historyPage(
                of: id, limit: 3, changesPerStep: HistoryWords.changesPerStep, by: principal)
        }
        guard let page, let words = try? await HistoryWords(page, self.visit, self.viewer) else {
            return .problem(text)
        }
        return .problem(([text] + page.entries.map(words.line)).joined(separator: " "))
    }
}

/// The tabs of a person.
enum PersonTab: String, CaseIterable {
    case details, roles, access, sessions, history

    var phrase: Phrase {
        switch self {
        case .details: .details
        case .roles: .roles
        case .access: .accessTab
        case .sessions: .sessions
        case .history: .record
        }
    }

    func isOffered(to viewer: Viewer) -> Bool {
        switch self {
        case .details, .roles, .access: true
        case .sessions: viewer.administers
        case .history: viewer.may(.createUsers)
        }
    }
}
