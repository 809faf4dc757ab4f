import RosterDomain
import RosterUseCases
import RosterWeb

/// Roles of the company: to define, change, retire, reinstate and delete them.
struct CompanyRolePages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }
    /// Where these pages stand.
    static let path = "company-roles"
    /// The field that says which version of the role a form was made for.
    static let versionField = "version"

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.viewUsers), self.viewer.may(.defineRoles) else { throw Interruption.notFound }
        switch (self.visit.isPost, path.count) {
        case (false, 1) where path[0] == "define": return try await self.form(nil, CompanyRoleDraft())
        case (true, 1) where path[0] == "define": return try await self.next(nil)
        case (_, 2):
            let role = try await self.role(path[0])
            return path[1] == "change" ? try await self.change(role) : try await self.end(role, path[1])
        default: throw Interruption.notFound
        }
    }

    private func role(_ text: String) async throws -> CompanyRole {
        let id = try self.visit.identifier(CompanyRoleID.self, text)
        guard let role = try await self.visit.tenant.companyRole(id), !role.isDeleted else {
            throw Interruption.notFound
        }
        return role
    }

    private func change(_ role: CompanyRole) async throws -> WebResponse {
        self.visit.isPost
            ? try await self.next(role) : try await self.form(role, CompanyRoleDraft(role.definition))
    }

    private func end(_ role: CompanyRole, _ name: String) async throws -> WebResponse {
        guard let verb = CompanyRoleVerb(rawValue: name) else { throw Interruption.notFound }
        return try await self.visit.isPost ? self.perform(verb, on: role) : self.confirm(verb, on: role)
    }

    // MARK: - The steps

    /// Goes on from the form to the review, back again, or does it.
    private func next(_ role: CompanyRole?) async throws -> WebResponse {
        let draft = CompanyRoleDraft(self.visit.form, over: role?.definition.title.rawValue)
        if self.visit.form.has("back") { return try await self.form(role, draft) }
        let definition: CompanyRoleDefinition
        do throws(FormProblem) { definition = try draft.definition(in: self.words) } catch {
            return try await self.form(role, draft, problem: error.text)
        }
        return self.visit.form.text("step") == "review"
            ? try await self.define(definition, role, draft) : try await self.review(definition, role, draft)
    }

    /// The fields.
    private func form(
        _ role: CompanyRole?, _ draft: CompanyRoleDraft, problem: String? = nil
    ) async throws -> WebResponse {
        let parts = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.companyRoleParts(by: principal)
        }
        let version = self.visit.form.text(Self.versionField)
        return self.page(role, status: problem == nil ? 200 : 422, notice: problem.map { .problem($0) }) {
            Tag.p { self.words(role == nil ? .defineRoleText : .changeRoleText) }
            self.visit.postForm(self.address(role)) {
                self.visit.hidden("step", "form")
                // What was seen first stays what a later change in between is found by.
                role.map { self.visit.hidden(Self.versionField, version.isEmpty ? "\($0.version)" : version) }
                CompanyRoleFields(visit: self.visit, draft: draft, parts: parts).fields(besides: role?.role)
                Tag.div(.class("buttons")) {
                    self.visit.submit(.goOn)
                    self.cancel(role)
                }
            }
        }
    }

    // MARK: - Parts of pages

    /// Where the form of a role leads.
    func address(_ role: CompanyRole?) -> PageAddress {
        guard let role else { return self.visit.page(Self.path, "define") }
        return self.visit.page(Self.path, role.id.description, "change")
    }

    func cancel(_ role: CompanyRole?) -> HTML {
        let address = role.map { self.visit.page("roles", $0.role.rawValue) } ?? self.visit.page("roles")
        return Tag.a(.href(address), .class("button")) { self.words(.cancel) }
    }

    /// A page about a role, beneath the list.
    func page(
        _ role: CompanyRole?, title: Phrase? = nil, status: Int = 200, notice: PageNotice? = nil,
        @HTMLBuilder body: () -> HTML
    ) -> WebResponse {
        let trail = [(self.words(.roles), self.visit.page("roles"))]
        let above = role.map { [($0.definition.title.rawValue, self.visit.page("roles", $0.role.rawValue))] } ?? []
        return self.visit.show(
            Page(
                self.words(title ?? (role == nil ? .defineRole : .changeRole)), status: status, in: .roles,
                notice: notice, trail: trail + above, body: body),
            for: self.viewer)
    }

    /// How many people a change of a role reaches.
    func reach(_ role: CompanyRole) -> HTML {
        let limit = 1_000
        let count = ((try? self.visit.tenant.holders(of: role.role, limit: limit + 1)) ?? []).count
        return Tag.p {
            switch count {
            case 0: self.words(.reachesNone)
            case ...limit: self.words.count(count, .reachesOne, .reachesMany)
            default: self.words(.reachesMore, "\(limit)")
            }
        }
    }

    /// That the role is another one than when the form was made, and what has happened to it.
    func conflict(_ role: CompanyRole) async -> PageNotice {
        let text = self.words.sentence(.changedMeanwhile)
        let page = try? await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.historyPage(limit: 1, changesPerStep: HistoryWords.changesPerStep, by: principal) {
                $0.companyRole == role.id
            }
        }
        guard let page, let words = try? await HistoryWords(page, self.visit, self.viewer) else {
            return .problem(text)
        }
        return .problem(([text] + page.entries.map(words.line)).joined(separator: " "))
    }

    /// Whether a form was made for what the role is now.
    func isCurrent(_ role: CompanyRole) throws(Interruption) -> Bool {
        guard let version = Int(self.visit.form.text(Self.versionField)) else { throw .foreignForm }
        return version == role.version
    }
}

extension Change {
    /// The role of the company that was defined or changed; nil for any other change.
    fileprivate var companyRole: CompanyRoleID? {
        switch self {
        case .companyRoleDefined(let role): role.id
        case .companyRoleChanged(let id, _): id
        default: nil
        }
    }
}
