import RosterDomain
import RosterUseCases
import RosterWeb

extension PersonPages {
    func roles(notice: PageNotice? = nil, status: Int = 200, isCurrent: Bool = false) async throws -> WebResponse {
        let record = try await self.record()
        let groups = try await self.visit.tenant.groups(of: self.id)
        let text = self.visit.isPost ? self.visit.form.text("place") : self.visit.query.text("place")
        let scope = (try? self.visit.catalog.scope(at: text)) ?? .company
        let offers = try await RoleOffers(visit: self.visit, viewer: self.viewer).to(self.id, at: scope)
        let version = self.visit.version(of: record, isCurrent: isCurrent)
        return self.page(.roles, record, notice: notice, status: status) {
            self.held(record, offers, version)
            if groups.contains(where: { !$0.rolesInUse.isEmpty }) {
                Tag.h2 { self.words(.rolesOfGroups) }
                HoldingList(visit: self.visit, record: UserRecord(record.user), groups: groups).list
            }
            if !offers.isEmpty { self.giving(offers, version) }
        }
    }

    /// The roles that were given to the person, each with the button that takes it.
    private func held(_ record: UserRecord, _ offers: [RoleOffer], _ version: HTML) -> HTML {
        if record.assignments.isEmpty { return Tag.p(.class("empty")) { self.words(.noRoles) } }
        let givable = Set(offers.map(\.role.id))
        let names = record.assignments.map { self.visit.name($0.role, at: $0.scope) }.toldApart
        return Sheet(
            self.words(.rolesHeld), [self.words(.role), self.words(.place), self.words(.time), self.words(.action)]
        ).html(
            zip(record.assignments, names).map { assignment, name in
                [
                    HTML([
                        Tag.strong { self.visit.title(assignment.role) }, HTML(text: " "),
                        RoleMarks(visit: self.visit, role: assignment.role).marks,
                    ]),
                    HTML(text: self.words.place(assignment.scope)),
                    assignment.window == .always
                        ? HTML(text: self.words(.always)) : self.visit.window(assignment.window),
                    givable.contains(assignment.role) || self.viewer.administers
                        ? self.taking(assignment, named: name, version) : HTML(),
                ]
            })
    }

    private func taking(_ assignment: RoleAssignment, named name: String, _ version: HTML) -> HTML {
        self.visit.postForm(self.address("roles", "take"), .class("inline")) {
            version
            self.visit.hidden("role", assignment.role.rawValue)
            self.visit.hidden("place", assignment.scope.path)
            Tag.button(.type("submit"), .class("small danger")) {
                self.words(.take)
                Tag.span(.class("reader")) { " " + name }
            }
        }
    }

    private func giving(_ offers: [RoleOffer], _ version: HTML) -> HTML {
        let values = self.visit.form
        return Tag.section {
            Tag.h2 { self.words(.giveRoles) }
            Tag.p { self.words(.giveRolesText) }
            self.visit.postForm(self.address("roles", "give")) {
                version
                RolePicker(visit: self.visit, viewer: self.viewer, chosen: Set(values.chosenRoles))
                    .picker(offers)
                ScopeAndTime(visit: self.visit, values: values).fields
                Tag.div(.class("buttons")) { self.visit.submit(.giveRoles) }
            }
        }
    }

    func giveRoles() async throws -> WebResponse {
        if RoleSearch.isAsked(by: self.visit.form) { return try await self.roles() }
        let roles = self.visit.form.chosenRoles
        return try await self.changingRoles(telling: .rolesGiven) {
            guard !roles.isEmpty else { throw FormProblem(text: self.words(.refusalNoRole)) }
            let (scope, window) = try ScopeAndTime(visit: self.visit, values: self.visit.form).read()
            let id = self.id
            try await self.acting { tenant, principal in
                try await tenant.assignRoles(roles, to: id, at: scope, during: window, by: principal)
            }
        }
    }

    func takeRole() async throws -> WebResponse {
        let role = RoleID(self.visit.form.text("role"))
        return try await self.changingRoles(telling: .roleTaken) {
            guard let scope = try? Scope(self.visit.form.text("place")) else {
                throw FormProblem(text: self.words(.placeUnknown, self.visit.form.text("place")))
            }
            let id = self.id
            try await self.acting { tenant, principal in
                try await tenant.removeRoles([role], from: id, at: scope, by: principal)
            }
        }
    }

    private func changingRoles(telling notice: Notice, _ body: () async throws -> Void) async throws -> WebResponse {
        do {
            try await body()
            return self.redirect(.roles, telling: notice)
        } catch let problem as FormProblem {
            return try await self.roles(notice: .problem(problem.text), status: 422)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.roles(
                notice: await self.notice(reason), status: reason.code.pageStatus,
                isCurrent: reason == .changedMeanwhile)
        }
    }
}
