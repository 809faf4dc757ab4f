import RosterDomain
import RosterUseCases
import RosterWeb

/// The invitations that wait to be accepted.
struct InvitationListPages {
    let visit: Visit
    let viewer: Viewer
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard self.viewer.administers, self.viewer.may(.viewUsers), path.isEmpty else { throw Interruption.notFound }
        guard !self.visit.isPost else { throw Interruption.wrongMethod(allowed: Visit.readingMethods) }
        let start = self.visit.start(UserID.self)
        let query = UserQuery(
            statuses: [.invited], from: start, pageSize: self.visit.settings.pageSize,
            countingUpTo: start == .beginning ? UserFilterForm.countLimit : 0)
        let page = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.users(matching: query, by: principal)
        }
        let visit = self.visit
        return visit.show(
            Page(self.words(.invitations), in: .invitations) {
                if page.records.isEmpty {
                    visit.empty(.noInvitations, of: ["invitations"])
                } else {
                    self.sheet(page, self.words.userCount(page, query))
                }
                visit.nextPage(of: ["invitations"], page.next)
            }, for: self.viewer)
    }

    private func sheet(_ page: UserPage, _ caption: String) -> HTML {
        Sheet(
            caption,
            [self.words(.address), self.words(.sentAt), self.words(.invitedUntil), self.words(.action)]
        ).html(
            page.records.map { record in
                let path = ["users", record.id.description, "do"]
                return [
                    Tag.a(.href(self.visit.page("users", record.id.description))) {
                        Tag.bdi { record.user.userName.rawValue }
                    },
                    record.invitation.map { self.visit.time($0.sentAt) } ?? HTML(),
                    record.invitation.map { self.visit.time($0.expiresAt) } ?? HTML(),
                    Tag.div(.class("buttons")) {
                        Tag.a(.href(self.visit.page(path + ["resend"])), .class("button small")) {
                            self.words(.resendInvitation)
                            Tag.span(.class("reader")) { " " + record.user.userName.rawValue }
                        }
                        Tag.a(.href(self.visit.page(path + ["revoke"])), .class("button small danger")) {
                            self.words(.revokeInvitation)
                            Tag.span(.class("reader")) { " " + record.user.userName.rawValue }
                        }
                    },
                ]
            })
    }
}
