import RosterDomain
import RosterUseCases
import RosterWeb

extension AccountPages {
    /// What the person may do in this session, and why they may do something or not.
    func access() -> WebResponse {
        let visit = self.visit
        let entitlements = visit.tenant.entitlements(of: self.viewer.subject)
        return visit.show(
            Page(self.words(.myAccess), in: .access, trail: [(self.words(.myAccount), visit.page("account"))]) {
                WhyPanel(visit: visit, isOneself: true).panel(to: visit.page("account", "access")) {
                    permission, scope in
                    visit.tenant.decide(self.viewer.subject, permission, at: scope)
                }
                Tag.h2 { self.words(.mayDo) }
                EntitlementList(visit: visit).list(entitlements)
            }, for: self.viewer)
    }

    /// The form that asks for roles: those that the company is offered and that the person does not hold for good.
    func askPage(problem: String? = nil, status: Int = 422) -> WebResponse {
        let visit = self.visit
        let form = visit.form
        let held = Set(
            self.viewer.record.assignments.filter { $0.scope == .company && $0.window == .always }.map(\.role))
        let roles = visit.catalog.roles.filter { role in
            !held.contains(role.id) && role.heldImplicitlyBy == .noUsers && !visit.catalog.isRetired(role.id)
                && role.isOffered(to: visit.tenant.company.programs)
                && (self.viewer.record.affiliation == .member || role.isOpenToGuests)
        }
        return visit.show(
            Page(
                self.words(.askForRole), status: problem == nil ? 200 : status, in: .account,
                notice: problem.map { .problem($0) }, trail: [(self.words(.myAccount), visit.page("account"))]
            ) {
                Tag.p { self.words(.askText) }
                visit.postForm(visit.page("account", "roles")) {
                    RolePicker(
                        visit: visit, viewer: self.viewer,
                        chosen: Set(form.chosenRoles + visit.query.chosenRoles)
                    )
                    .picker(roles.map { RoleOffer(role: $0, obstacle: nil) })
                    ScopeAndTime(visit: visit, values: form).fields
                    Field("reason", self.words(.reason), hint: self.words(.reasonHint)).area(
                        form["reason"] ?? "", .maxlength(RoleRequest.reasonCharacterLimit))
                    Tag.div(.class("buttons")) {
                        visit.submit(.sendRequest)
                        Tag.a(.href(visit.page("account")), .class("button")) { self.words(.cancel) }
                    }
                }
            }, for: self.viewer)
    }

    func ask() async throws -> WebResponse {
        let form = self.visit.form
        if RoleSearch.isAsked(by: form) { return self.askPage() }
        do {
            let (scope, window) = try ScopeAndTime(visit: self.visit, values: form).read()
            let roles = form.chosenRoles
            try await self.visit.acting(self.viewer) { tenant, principal in
                _ = try await tenant.requestRoles(
                    roles, at: scope, during: window, reason: form["reason"] ?? "", by: principal)
            }
            return self.visit.redirect(to: "account", telling: .requested)
        } catch let error as FormProblem {
            return self.askPage(problem: error.text)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return self.askPage(problem: self.words.sentence(reason), status: reason.code.pageStatus)
        }
    }

    func withdraw() async throws -> WebResponse {
        let id = try self.visit.identifier(RoleRequestID.self, self.visit.form.text("request"))
        do {
            guard let request = self.viewer.record.roleRequests.first(where: { $0.id == id }) else {
                throw TenantError.refused(Refusal("withdraw a request for roles", because: .nothingPending))
            }
            try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.withdrawRequest(request, by: principal)
            }
            return self.visit.redirect(to: "account", telling: .withdrawn)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.profile(problem: self.words.sentence(reason), status: reason.code.pageStatus)
        }
    }
}

extension Visit {
    /// The identifier in a path or a form; a text that is none leads to no page.
    func identifier<Kind>(_ type: Identifier<Kind>.Type, _ text: String) throws(Interruption) -> Identifier<Kind> {
        do { return try Identifier<Kind>(text) } catch { throw .notFound }
    }
}
