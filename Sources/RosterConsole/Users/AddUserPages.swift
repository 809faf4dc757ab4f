import RosterDomain
import RosterUseCases
import RosterWeb

/// "Add user", in the steps of the page: whom, which roles, review, and the sign-in information once.
///
/// What was typed travels from step to step in the form. Nothing happens before the last one.
struct AddUserPages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.may(.createUsers), path.count <= 1 else { throw Interruption.notFound }
        guard let name = path.first else {
            guard !self.visit.isPost else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
            return self.choice()
        }
        guard let mode = AddUserMode(rawValue: name) else { throw Interruption.notFound }
        let draft = AddUserDraft(visit: self.visit, mode: mode)
        guard self.visit.isPost else { return self.who(draft) }
        return try await self.next(draft)
    }

    var trail: [(title: String, address: PageAddress)] {
        [
            (self.words(.userManagement), self.visit.page("users")),
            (self.words(.addUser), self.visit.page("users", "add")),
        ]
    }

    private func choice() -> WebResponse {
        self.visit.show(
            Page(self.words(.addUser), in: .users, trail: [(self.words(.userManagement), self.visit.page("users"))]) {
                Tag.div(.class("columns")) {
                    for mode in AddUserMode.allCases {
                        Tag.section(.class("panel")) {
                            Tag.h2 { self.words(mode.title) }
                            Tag.p { self.words(mode.text) }
                            Tag.a(
                                .href(self.visit.page("users", "add", mode.rawValue)),
                                mode == .new ? .class("button primary") : .class("button")
                            ) {
                                self.words(mode.title)
                            }
                        }
                    }
                    Tag.section(.class("panel")) {
                        Tag.h2 { self.words(.importUsers) }
                        Tag.p { self.words(.importUsersText) }
                        Tag.a(.href(self.visit.page("users", "import")), .class("button")) {
                            self.words(.importUsers)
                        }
                    }
                }
            }, for: self.viewer)
    }

    /// Goes on from a step, or back to the one before.
    private func next(_ draft: AddUserDraft) async throws -> WebResponse {
        guard let step = AddUserStep(rawValue: draft.form.text("step")) else { throw Interruption.notFound }
        if draft.form.has("back") { return try await self.page(of: step.previous, draft) }
        do {
            try draft.checkPeople()
            if step == .who, let reason = try await self.taken(draft) { return try await self.refused(draft, reason) }
            try draft.checkRolesAreKnown()
            if step == .who || RoleSearch.isAsked(by: draft.form) { return try await self.roles(draft) }
            try draft.checkRoles()
            let (scope, window) = try ScopeAndTime(visit: self.visit, values: draft.form).read()
            if step == .roles { return try self.review(draft, at: scope, during: window) }
            return try await self.add(draft, at: scope, during: window)
        } catch let problems as AddUserDraft.Problems {
            return self.who(draft, problems.byField)
        } catch let problem as FormProblem {
            return try await self.roles(draft, problem: problem.text)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.refused(draft, reason)
        }
    }

    /// That a name belongs to another account, told before roles are chosen; adding finds out what is left.
    ///
    /// An invitation that has expired holds its names no longer, so no invited account is told here.
    private func taken(_ draft: AddUserDraft) async throws -> RefusalReason? {
        for name in try draft.names() {
            guard let user = try await self.visit.tenant.user(named: name)?.user, user.status != .invited else {
                continue
            }
            return user.restorableUntil.map { .accountDeleted(name: name, restorableUntil: $0) }
                ?? .nameTaken(name: name)
        }
        return nil
    }

    /// A name that is taken is told at the step that asks for it, anything else at the roles.
    private func refused(_ draft: AddUserDraft, _ reason: RefusalReason) async throws -> WebResponse {
        let text = self.words.sentence(reason)
        switch reason {
        case .nameTaken, .accountDeleted, .nameRepeated:
            let field = draft.field(of: reason)
            let hint = field == "email" && reason.code == .nameTaken ? " " + self.words(.shownOnceHint) : ""
            return self.who(draft, [field: text + hint], status: reason.code.pageStatus)
        case .invitationLimit, .notPermitted, .invitationCount, .accountCount:
            return self.who(draft, notice: text, status: reason.code.pageStatus)
        default: return try await self.roles(draft, problem: text, status: reason.code.pageStatus)
        }
    }

    private func page(of step: AddUserStep, _ draft: AddUserDraft) async throws -> WebResponse {
        step == .roles ? try await self.roles(draft) : self.who(draft)
    }

    // MARK: - The steps

    private func steps(_ present: AddUserStep) -> HTML {
        Tag.ol(.class("steps")) {
            for (position, step) in AddUserStep.allCases.enumerated() {
                Tag.li(step == present ? [.ariaCurrent("step")] : []) { "\(position + 1). " + self.words(step.phrase) }
            }
        }
    }

    /// A form that carries the draft, with the buttons to go on and back.
    private func form(
        _ draft: AddUserDraft, _ step: AddUserStep, _ button: Phrase, @HTMLBuilder fields: () -> HTML
    ) -> HTML {
        let content = fields()
        return self.visit.postForm(self.visit.page("users", "add", draft.mode.rawValue)) {
            self.visit.hidden("step", step.rawValue)
            draft.hidden(besides: step)
            content
            Tag.div(.class("buttons")) {
                self.visit.submit(button)
                if step != .who {
                    Tag.button(.type("submit"), .name("back"), .value("yes")) { self.words(.back) }
                }
                Tag.a(.href(self.visit.page("users"))) { self.words(.cancel) }
            }
        }
    }

    private func who(
        _ draft: AddUserDraft, _ problems: [String: String] = [:], notice: String? = nil, status: Int? = nil
    ) -> WebResponse {
        self.visit.show(
            Page(
                self.words(draft.mode.title), status: status ?? (problems.isEmpty ? 200 : 422), in: .users,
                notice: notice.map { .problem($0) }, trail: self.trail
            ) {
                self.steps(.who)
                self.form(draft, .who, .goOn) {
                    switch draft.mode {
                    case .new: self.personFields(draft, problems)
                    case .service: self.serviceFields(draft, problems)
                    case .existing, .guests: self.peopleField(draft, problems)
                    }
                }
            }, for: self.viewer)
    }

    private func personFields(_ draft: AddUserDraft, _ problems: [String: String]) -> HTML {
        HTML([
            Field("full-name", self.words(.fullName), problem: problems["full-name"]).line(
                draft.form.text("full-name"), .required, .autocomplete("off")),
            Field("email", self.words(.address), hint: self.words(.uniqueAddressHint), problem: problems["email"])
                .input(
                    "email", draft.form.text("email"), .required, .autocomplete("off")),
            Field("user-name", self.words(.userName), hint: self.words(.userNameHint), problem: problems["user-name"])
                .line(draft.form.text("user-name"), .autocomplete("off"), .autocapitalizeNone, .spellcheckOff),
        ])
    }

    private func serviceFields(_ draft: AddUserDraft, _ problems: [String: String]) -> HTML {
        HTML([
            Field("full-name", self.words(.serviceName), problem: problems["full-name"]).line(
                draft.form.text("full-name"), .required, .autocomplete("off")),
            Field(
                "user-name", self.words(.userName), hint: self.words(.serviceUserNameHint),
                problem: problems["user-name"]
            ).line(
                draft.form.text("user-name"), .required, .autocomplete("off"), .autocapitalizeNone, .spellcheckOff),
        ])
    }

    private func peopleField(_ draft: AddUserDraft, _ problems: [String: String]) -> HTML {
        let isGuests = draft.mode == .guests
        let limit = isGuests ? Tenant.invitationLimit : Tenant.existingUserLimit
        return Field(
            "people", self.words(isGuests ? .addresses : .peopleTitle),
            hint: self.words(isGuests ? .addressesHint : .peopleHint, "\(limit)"), problem: problems["people"]
        ).area(draft.form["people"] ?? "", rows: 6, .required)
    }

    private func roles(_ draft: AddUserDraft, problem: String? = nil, status: Int = 422) async throws -> WebResponse {
        let offers = try await RoleOffers(visit: self.visit, viewer: self.viewer).toNew(
            draft.mode.affiliation, at: .company, during: .always)
        return self.visit.show(
            Page(
                self.words(draft.mode.title), status: problem == nil ? 200 : status, in: .users,
                notice: problem.map { .problem($0) }, trail: self.trail
            ) {
                self.steps(.roles)
                Tag.p { self.words(.rolesText) }
                self.form(draft, .roles, .goOn) {
                    RolePicker(visit: self.visit, viewer: self.viewer, chosen: Set(draft.roles)).picker(offers)
                    Tag.h2 { self.words(.whereAndWhen) }
                    ScopeAndTime(visit: self.visit, values: draft.form).fields
                }
            }, for: self.viewer)
    }

    private func review(_ draft: AddUserDraft, at scope: Scope, during window: ValidityWindow) throws -> WebResponse {
        let privileged = draft.roles.filter { self.visit.catalog.role($0)?.isPrivileged ?? false }
        return self.visit.show(
            Page(self.words(draft.mode.title), in: .users, trail: self.trail) {
                self.steps(.review)
                Tag.section(.class("panel")) {
                    Tag.dl(.class("facts")) {
                        Tag.dt { self.words(draft.mode == .new ? .person : .peopleTitle) }
                        Tag.dd { Tag.ul(.class("plain")) { for name in draft.people { Tag.li { Tag.bdi { name } } } } }
                        if !draft.form.text("user-name").isEmpty {
                            Tag.dt { self.words(.userName) }
                            Tag.dd { Tag.bdi { draft.form.text("user-name") } }
                        }
                        Tag.dt { self.words(.roles) }
                        Tag.dd { draft.roles.isEmpty ? self.words(.noRoles) : self.words.titles(draft.roles) }
                        Tag.dt { self.words(.whereAndWhen) }
                        Tag.dd {
                            self.words.place(scope) + " "
                            self.visit.window(window)
                        }
                    }
                }
                if draft.roles.isEmpty {
                    Tag.div(.class("notice warn"), .role("note")) { Tag.p { self.words(.withoutRoles) } }
                }
                if !privileged.isEmpty {
                    Tag.div(.class("notice warn"), .role("note")) {
                        Tag.p { self.words(.privilegedText, self.words.titles(privileged)) }
                    }
                }
                self.form(draft, .review, draft.mode == .guests ? .invite : .add) { HTML() }
            }, for: self.viewer)
    }
}
