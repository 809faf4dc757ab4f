import RosterDomain
import RosterUseCases
import RosterWeb

extension PersonPages {
    /// Why the person may do something, or why not, and everything that they may do.
    func access() async throws -> WebResponse {
        let record = try await self.record()
        let tenant = self.visit.tenant
        return self.page(.access, record) {
            WhyPanel(visit: self.visit, isOneself: false).panel(to: self.address(.access)) { permission, scope in
                tenant.decide(self.id, permission, at: scope)
            }
            Tag.h2 { self.words(.mayDoPerson) }
            EntitlementList(visit: self.visit).list(tenant.entitlements(of: self.id))
        }
    }

    func sessions(
        notice: PageNotice? = nil, status: Int = 200, secret: HTML = HTML(), isCurrent: Bool = false
    ) async throws -> WebResponse {
        let record = try await self.record()
        let id = self.id
        let sessions: [UserSession]
        do {
            sessions = try await self.visit.acting(self.viewer) { tenant, principal in
                try await tenant.sessions(of: id, by: principal)
            }
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return self.page(.sessions, record, notice: .problem(self.words.sentence(reason)), status: 403) { HTML() }
        }
        let isService = record.user.accountKind == .service
        return self.page(.sessions, record, notice: notice, status: status, showsSecrets: !secret.isEmpty) {
            secret
            if sessions.isEmpty { Tag.p(.class("empty")) { self.words(isService ? .noTokens : .noSessions) } }
            if !sessions.isEmpty {
                SessionSheet(visit: self.visit, present: nil).sheet(sessions, ending: self.address("sessions", "end"))
            }
            if isService { self.tokenForm(self.visit.version(of: record, isCurrent: isCurrent)) }
        }
    }

    private func tokenForm(_ version: HTML) -> HTML {
        let days = self.visit.form.text("days")
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(.issueToken) }
            Tag.p { self.words(.issueTokenText) }
            self.visit.postForm(self.address("sessions", "issue")) {
                version
                Field("token-name", self.words(.tokenName)).line(self.visit.form.text("token-name"), .required)
                Field("days", self.words(.tokenDays)).input("number", days.isEmpty ? "90" : days, .required)
                Tag.div(.class("buttons")) { self.visit.submit(.issueToken) }
            }
        }
    }

    func endSession() async throws -> WebResponse {
        let session = try self.visit.identifier(UserSessionID.self, self.visit.form.text("session"))
        let id = self.id
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.endSession(session, of: id, by: principal)
        }
        return self.redirect(.sessions, telling: .sessionEnded)
    }

    /// Issues a token of a service, and shows it once: a token is a change of the account, so the same form issues no second one.
    func issueToken() async throws -> WebResponse {
        let id = self.id
        let name = DeviceName(self.visit.form.text("token-name"))
        guard let days = Int(self.visit.form.text("days")), (1...36_500).contains(days), !name.description.isEmpty
        else {
            return try await self.sessions(notice: .problem(self.words(.tokenInvalid)), status: 422)
        }
        do {
            let token = try await self.acting { tenant, principal in
                try await tenant.issueServiceToken(
                    for: id, named: name, lasting: .seconds(days * 86_400), by: principal
                ).reveal()
            }
            return try await self.sessions(
                notice: .done(self.words(.toldTokenIssued)),
                secret: Tag.section(.class("panel")) {
                    Tag.p { Tag.strong { self.words(.shownOnce) } }
                    Tag.p { ShownOnce(visit: self.visit).text(token, named: name.description) }
                }, isCurrent: true)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.sessions(
                notice: await self.notice(reason), status: reason.code.pageStatus,
                isCurrent: reason == .changedMeanwhile)
        }
    }

    func history() async throws -> WebResponse {
        let record = try await self.record()
        let id = self.id
        let end = UInt64(self.visit.query.text("before")).map { Revision($0) }
        let page = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.historyPage(
                of: id, before: end, limit: 50, changesPerStep: HistoryWords.changesPerStep, by: principal)
        }
        let words = try await HistoryWords(page, self.visit, self.viewer)
        return self.page(.history, record) {
            words.sheet(page) { before in
                PageAddress(self.visit.request.mount, ["users", id.description, "history"], [("before", before)])
            }
        }
    }
}
