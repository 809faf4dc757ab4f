import RosterDomain
import RosterUseCases
import RosterWeb

extension AccountPages {
    /// The person's sessions, and the second factor.
    func security() async throws -> WebResponse {
        let id = self.viewer.id
        let sessions = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.sessions(of: id, by: principal)
        }
        let visit = self.visit
        return visit.show(
            Page(self.words(.security), in: .account, trail: [(self.words(.myAccount), visit.page("account"))]) {
                self.secondFactor
                Tag.h2 { self.words(.sessions) }
                SessionSheet(visit: visit, present: self.viewer.admission.session).sheet(
                    sessions, ending: visit.page("account", "security", "end"))
                visit.postForm(visit.page("account", "security", "end-all")) {
                    Tag.div(.class("buttons")) { visit.submit(.endAllSessions, danger: true) }
                }
            }, for: self.viewer)
    }

    private var secondFactor: HTML {
        let visit = self.visit
        let isEnrolled = self.viewer.record.user.secondFactor != nil
        return Tag.section(.class("panel")) {
            Tag.h2 { self.words(.secondFactor) }
            Tag.p { self.words(isEnrolled ? .secondFactorOn : .secondFactorOff) }
            Tag.div(.class("buttons")) {
                Tag.a(.href(visit.page("second-factor", "enroll")), .class("button")) {
                    self.words(isEnrolled ? .replaceSecondFactor : .enrollSecondFactor)
                }
                if isEnrolled {
                    Tag.a(.href(visit.page("second-factor", "codes")), .class("button")) { self.words(.renewCodes) }
                    Tag.a(.href(visit.page("second-factor", "remove")), .class("button danger")) {
                        self.words(.removeSecondFactor)
                    }
                }
            }
        }
    }

    func endSession() async throws -> WebResponse {
        let id = self.viewer.id
        let session = try self.visit.identifier(UserSessionID.self, self.visit.form.text("session"))
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.endSession(session, of: id, by: principal)
        }
        return self.visit.redirect(to: "account", "security", telling: .sessionEnded)
    }

    /// Ends every session, this one too.
    func endAllSessions() async throws -> WebResponse {
        let id = self.viewer.id
        try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.endAllSessions(of: id, by: principal)
        }
        var response = self.visit.redirect(to: "sign-in", telling: .sessionsEnded)
        response.headers.append("Set-Cookie", self.visit.settings.cookie.clearing)
        return response
    }
}

/// Sessions as a table, each with the button that ends it.
struct SessionSheet {
    let visit: Visit
    /// The session in which the table is looked at; nil in another person's.
    let present: UserSessionID?

    func sheet(_ sessions: [UserSession], ending address: PageAddress) -> HTML {
        let words = self.visit.words
        let names = sessions.map { "\(self.device(of: $0)), \(words.moment($0.begunAt))" }.toldApart
        return Sheet(
            words.count(sessions.count, .oneSession, .manySessions),
            [words(.device), words(.begun), words(.lastUsed), words(.action)]
        ).html(
            zip(sessions, names).map { session, name in
                [
                    HTML([
                        Tag.bdi { self.device(of: session) }, HTML(text: " "),
                        session.id == self.present ? Tag.span(.class("tag accent")) { words(.thisSession) } : HTML(),
                    ]),
                    self.visit.time(session.begunAt), self.visit.time(session.lastUsedAt),
                    self.visit.postForm(address, .class("inline")) {
                        self.visit.hidden("session", session.id.description)
                        Tag.button(.type("submit"), .class("small")) {
                            words(.end)
                            Tag.span(.class("reader")) { " " + name }
                        }
                    },
                ]
            })
    }

    private func device(of session: UserSession) -> String {
        let device = session.device.description
        return device.isEmpty ? self.visit.words(.unknownDevice) : device
    }
}
