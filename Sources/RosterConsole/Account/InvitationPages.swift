import RosterDomain
import RosterUseCases
import RosterWeb

/// Accepting an invitation.
struct InvitationPages {
    let visit: Visit
    private var words: Words { self.visit.words }
    private var form: FormValues { self.visit.form }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard path.isEmpty else { throw Interruption.notFound }
        guard self.visit.isPost else { return self.page() }
        guard self.form["new"] == self.form["again"] else { return self.page(["new": self.words(.passwordsDiffer)]) }
        let fullName: FullName
        do throws(FullNameError) { fullName = try FullName(self.form.text("full-name")) } catch {
            return self.page(["full-name": self.words.sentence(error)])
        }
        do throws(TenantError) {
            try await self.visit.tenant.acceptInvitation(
                of: self.form.text("name"), code: InvitationCode(self.form.text("code")), fullName: fullName,
                password: Password(self.form["new"] ?? ""), from: self.visit.request.client)
            return self.visit.redirect(to: "sign-in", telling: .accepted)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            if case .unacceptablePassword(let problems) = reason {
                return self.page(["new": problems.map(self.words.sentence).joined(separator: " ")])
            }
            return self.page(notice: self.words.sentence(reason), status: reason.code.pageStatus)
        }
    }

    private func page(_ problems: [String: String] = [:], notice: String? = nil, status: Int? = nil) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(
                self.words(.acceptInvitation), status: status ?? (problems.isEmpty ? 200 : 422),
                notice: notice.map { .problem($0) }
            ) {
                visit.postForm(visit.page("invitation")) {
                    Field("name", self.words(.invitedAddress)).line(
                        self.form.text("name"), .required, .autocomplete("username"), .autocapitalizeNone)
                    Field("code", self.words(.codeFromMessage)).line(
                        "", .required, .autocomplete("one-time-code"), .autocapitalizeNone, .spellcheckOff)
                    Field("full-name", self.words(.fullName), problem: problems["full-name"]).line(
                        self.form.text("full-name"), .required, .autocomplete("name"))
                    Field("new", self.words(.password), hint: visit.passwordHint, problem: problems["new"])
                        .password("new-password")
                    Field("again", self.words(.newPasswordAgain)).password("new-password")
                    Tag.div(.class("buttons")) { visit.submit(.acceptInvitation) }
                }
            }, for: nil)
    }
}
