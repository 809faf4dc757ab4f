import RosterDomain
import RosterUseCases
import RosterWeb

/// A person's own account: profile, sessions, what they may do, and asking for a role.
struct AccountPages {
    let visit: Visit
    let viewer: Viewer
    var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        switch (self.visit.isPost, path) {
        case (false, []): return try await self.profile()
        case (true, ["profile"]): return try await self.change()
        case (false, ["security"]): return try await self.security()
        case (true, ["security", "end"]): return try await self.endSession()
        case (true, ["security", "end-all"]): return try await self.endAllSessions()
        case (false, ["access"]): return self.access()
        case (false, ["roles"]): return self.askPage()
        case (true, ["roles"]): return try await self.ask()
        case (true, ["roles", "withdraw"]): return try await self.withdraw()
        case (true, []), (true, ["security"]), (true, ["access"]):
            throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        default: throw Interruption.notFound
        }
    }

    // MARK: - Profile

    func profile(
        problem: String? = nil, status: Int = 422, refusal: RefusalReason? = nil
    ) async throws -> WebResponse {
        let isConflict = refusal == .changedMeanwhile
        let typed = refusal == nil || isConflict ? nil : self.visit.form
        let id = self.viewer.id
        let record = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.profile(of: id, by: principal)
        }
        guard let record else { throw Interruption.signIn }
        let groups = try await self.visit.tenant.groups(of: id)
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.myAccount), status: problem == nil ? 200 : status, in: .account,
                notice: problem.map { .problem($0) }
            ) {
                if isConflict { AttributeForm(visit: visit, record: record, audience: .user).yours() }
                Tag.div(.class("columns")) {
                    self.facts(record)
                    self.roles(record, groups)
                }
                self.requests(record)
                AttributeForm(visit: visit, record: record, audience: .user, typed: typed, refusal: refusal).form(
                    to: visit.page("account", "profile"),
                    also: visit.version(of: record, isCurrent: typed == nil))
            }, for: self.viewer)
    }

    private func facts(_ record: UserRecord) -> HTML {
        Tag.section(.class("panel")) {
            Tag.h2 { self.words(.details) }
            Tag.dl(.class("facts")) {
                Tag.dt { self.words(.fullName) }
                Tag.dd { Tag.bdi { record.fullName.rawValue } }
                Tag.dt { self.words(.userName) }
                Tag.dd { Tag.bdi { record.userName.rawValue } }
                Tag.dt { self.words(.address) }
                Tag.dd { Tag.bdi { record.email?.rawValue ?? self.words(.none) } }
                Tag.dt { self.words(.since) }
                Tag.dd { self.visit.time(record.addedAt) }
            }
            Tag.div(.class("buttons")) {
                Tag.a(.href(self.visit.page("password")), .class("button")) { self.words(.changePassword) }
                Tag.a(.href(self.visit.page("account", "security")), .class("button")) { self.words(.security) }
            }
        }
    }

    private func roles(_ record: UserRecord, _ groups: [Group]) -> HTML {
        Tag.section(.class("panel")) {
            Tag.h2 { self.words(.roles) }
            HoldingList(visit: self.visit, record: record, groups: groups).list
            Tag.div(.class("buttons")) {
                Tag.a(.href(self.visit.page("account", "roles")), .class("button")) { self.words(.askForRole) }
                Tag.a(.href(self.visit.page("account", "access")), .class("button")) { self.words(.myAccess) }
            }
        }
    }

    private func requests(_ record: UserRecord) -> HTML {
        guard !record.roleRequests.isEmpty else { return HTML() }
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(.waitingRequests) }
            for (request, name) in zip(record.roleRequests, record.roleRequests.map(self.visit.name).toldApart) {
                Tag.div(.class("role")) {
                    Tag.p {
                        Tag.strong { self.words.list(request.roles.map(self.visit.title)) }
                        self.visit.place(request.scope)
                    }
                    Tag.p(.class("soft")) {
                        self.words(.askedAt) + " "
                        self.visit.time(request.requestedAt)
                    }
                    self.visit.postForm(self.visit.page("account", "roles", "withdraw")) {
                        self.visit.hidden("request", request.id.description)
                        Tag.button(
                            .type("submit"), .class("small"), .ariaLabel(self.words(.withdraw) + ": " + name)
                        ) { self.words(.withdraw) }
                    }
                }
            }
        }
    }

    private func change() async throws -> WebResponse {
        let id = self.viewer.id
        let form = AttributeForm(visit: self.visit, record: self.viewer.record, audience: .user)
        do {
            try await self.visit.acting(self.viewer, on: id) { tenant, principal in
                _ = try await tenant.changeAttributes(of: id, to: form.values, by: principal)
            }
            return self.visit.redirect(to: "account", telling: .saved)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            let status = reason == .changedMeanwhile ? reason.code.pageStatus : 422
            return try await self.profile(problem: self.words.sentence(reason), status: status, refusal: reason)
        }
    }
}
