import RosterDomain
import RosterUseCases
import RosterWeb

/// Requests for roles that the viewer may answer, with what granting would add.
struct RequestPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.answersRequests, self.viewer.may(.viewUsers) else { throw Interruption.notFound }
        switch (self.visit.isPost, path) {
        case (false, []): return try await self.list()
        case (true, ["answer"]): return try await self.reply()
        case (true, []): throw Interruption.wrongMethod(allowed: Visit.readingMethods)
        default: throw Interruption.notFound
        }
    }

    private func list(notice: PageNotice? = nil, status: Int = 200) async throws -> WebResponse {
        let query = UserQuery(
            hasPendingRequest: true, from: self.visit.start(UserID.self), pageSize: self.visit.settings.pageSize)
        let page = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(matching: query, by: principal)
        }
        return self.visit.show(
            Page(self.words(.requests), status: status, in: .requests, notice: notice) {
                if page.records.isEmpty { self.visit.empty(.noRequests, of: ["requests"]) }
                let requests = page.records.flatMap { record in record.roleRequests.map { (record, $0) } }
                let names = requests.map { record, request in
                    self.visit.name(request) + ", " + PersonName(visit: self.visit, record: record).text
                }
                for ((record, request), name) in zip(requests, names.toldApart) {
                    self.card(request, of: record, named: name)
                }
                self.visit.nextPage(of: ["requests"], page.next)
            }, for: self.viewer)
    }

    private func card(_ request: RoleRequest, of record: UserRecord, named name: String) -> HTML {
        let gained = (try? self.visit.tenant.difference(giving: request.roles, user: record.id, at: request.scope))?
            .gained
        let isAnswered = self.visit.form["request"] == request.id.description
        let person = PersonName(visit: self.visit, record: record)
        return Tag.section(.class("panel")) {
            Tag.h2 { person.link }
            Tag.p(.class("soft")) {
                person.userName
                " "
                person.marks
            }
            Tag.p {
                Tag.strong { self.words.titles(request.roles) }
                " "
                for role in request.roles { RoleMarks(visit: self.visit, role: role).marks }
                self.visit.place(request.scope)
                self.visit.window(request.window)
            }
            if !request.reason.isEmpty { Tag.p(.dir("auto")) { request.reason } }
            Tag.p(.class("soft")) {
                self.words(.askedAt) + " "
                self.visit.time(request.requestedAt)
            }
            if let gained, !gained.isEmpty {
                Tag.details {
                    Tag.summary { self.words.count(gained.count, .oneGained, .manyGained) }
                    Tag.ul {
                        for entitlement in gained.prefix(60) { Tag.li { self.words.title(entitlement.permission) } }
                    }
                }
            }
            self.visit.postForm(self.visit.page("requests", "answer")) {
                self.visit.hidden("user", record.id.description)
                self.visit.hidden("request", request.id.description)
                Field("until", self.words(.untilDay), hint: self.words(.untilHint), id: request.id.description)
                    .input("date", isAnswered ? self.visit.form.text("until") : "")
                Tag.div(.class("buttons")) {
                    Tag.button(
                        .type("submit"), .class("primary"), .name("answer"), .value("grant"),
                        .ariaLabel(self.words(.grant) + ": " + name)
                    ) { self.words(.grant) }
                    Tag.button(
                        .type("submit"), .name("answer"), .value("decline"),
                        .ariaLabel(self.words(.decline) + ": " + name)
                    ) { self.words(.decline) }
                }
            }
        }
    }

    private func reply() async throws -> WebResponse {
        let form = self.visit.form
        let user = try self.visit.identifier(UserID.self, form.text("user"))
        let id = try self.visit.identifier(RoleRequestID.self, form.text("request"))
        let answer = form.text("answer")
        guard answer == "grant" || answer == "decline" else { throw Interruption.foreignForm }
        let isGranted = answer == "grant"
        do {
            let times = ScopeAndTime(visit: self.visit, values: form)
            try await self.visit.acting(self.viewer) { tenant, principal in
                let record = try await tenant.profile(of: user, by: principal)
                guard let request = record?.roleRequests.first(where: { $0.id == id }) else {
                    throw TenantError.refused(Refusal("answer a request for roles", because: .nothingPending))
                }
                if isGranted {
                    try await tenant.grantRequest(
                        request, during: try times.window(within: request.window), by: principal)
                } else {
                    try await tenant.declineRequest(request, by: principal)
                }
            }
            return self.visit.redirect(to: "requests", telling: isGranted ? .granted : .declined)
        } catch let problem as FormProblem {
            return try await self.list(notice: .problem(problem.text), status: 422)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.list(
                notice: .problem(self.words.sentence(reason)), status: reason.code.pageStatus)
        }
    }
}
