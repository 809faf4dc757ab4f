import RosterDomain
import RosterUseCases
import RosterWeb

/// Changing the password, at the first sign-in too, and replacing a forgotten one.
struct PasswordPages {
    let visit: Visit
    private var words: Words { self.visit.words }
    private var form: FormValues { self.visit.form }

    func answer(_ path: [String]) async throws -> WebResponse {
        switch path {
        case []: return try await self.change()
        case ["forgotten"]: return try await self.forgotten()
        case ["recover"]: return try await self.recover()
        default: throw Interruption.notFound
        }
    }

    // MARK: - Changing

    private func change() async throws -> WebResponse {
        let (admission, token) = try self.visit.session()
        if admission.duties.contains(.secondFactor) { throw Interruption.duty(admission.duties) }
        guard self.visit.isPost else { return await self.changeForm(admission) }
        if let problem = self.repetitionProblem { return await self.changeForm(admission, .repeated(problem)) }
        do throws(TenantError) {
            let begun = try await self.visit.tenant.changePassword(
                in: token, from: Password(self.form["current"] ?? ""), to: Password(self.form["new"] ?? ""),
                from: self.visit.request.client)
            guard let begun else { throw .refused(Refusal("change the password", because: .resetMeanwhile)) }
            let address = self.visit.page(after: begun.duties, telling: .passwordChanged, otherwise: "account")
            return self.visit.redirect(to: address, in: begun)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return await self.changeForm(admission, .refused(reason))
        }
    }

    /// What is wrong with what was typed.
    private enum Problem {
        case repeated(String)
        case refused(RefusalReason)
    }

    private var repetitionProblem: String? {
        self.form["new"] == self.form["again"] ? nil : self.words(.passwordsDiffer)
    }

    /// A password that the rules refuse is told at its field, anything else above the form.
    private func texts(_ problem: Problem?) -> (new: String?, notice: PageNotice?) {
        switch problem {
        case .repeated(let text): (text, nil)
        case .refused(.unacceptablePassword(let problems)):
            (problems.map(self.words.sentence).joined(separator: " "), nil)
        case .refused(let reason): (nil, .problem(self.words.sentence(reason)))
        case nil: (nil, nil)
        }
    }

    private func changeForm(_ admission: SessionAdmission, _ problem: Problem? = nil) async -> WebResponse {
        let visit = self.visit
        let isFirst = admission.duties.contains(.changePassword)
        let told = self.texts(problem)
        let name = try? await visit.tenant.user(admission.user)?.userName.rawValue
        let hint: PageNotice? = isFirst ? .hint(self.words(.firstPasswordText)) : nil
        return visit.show(
            Page(
                self.words(isFirst ? .chooseOwnPassword : .changePassword), status: problem == nil ? 200 : 422,
                in: .account, notice: told.notice ?? hint
            ) {
                visit.postForm(visit.page("password")) {
                    visit.hiddenNext
                    visit.userNameForManagers(name ?? "")
                    Field("current", self.words(isFirst ? .temporaryPassword : .presentPassword))
                        .password("current-password")
                    self.newPassword(problem: told.new)
                    Tag.div(.class("buttons")) {
                        visit.submit(.changePassword)
                        if !isFirst { Tag.a(.href(visit.page("account")), .class("button")) { self.words(.cancel) } }
                    }
                }
                if isFirst {
                    visit.postForm(visit.page("sign-out")) {
                        Tag.button(.type("submit"), .class("quiet")) { self.words(.signOut) }
                    }
                }
            }, for: isFirst ? nil : try? await visit.viewer())
    }

    private func newPassword(problem: String?) -> HTML {
        HTML([
            Field("new", self.words(.newPassword), hint: self.visit.passwordHint, problem: problem)
                .password("new-password"),
            Field("again", self.words(.newPasswordAgain)).password("new-password"),
        ])
    }

    // MARK: - Forgotten

    private func forgotten() async throws -> WebResponse {
        guard self.visit.isPost else { return self.forgottenForm() }
        do throws(TenantError) {
            try await self.visit.tenant.requestPasswordRecovery(
                self.form.text("name"), from: self.visit.request.client)
            return self.recoverForm(notice: .hint(self.words(.codeMailed)))
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.forgottenForm(problem: self.words.sentence(reason), status: reason.code.pageStatus)
        }
    }

    private func forgottenForm(problem: String? = nil, status: Int = 200) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.forgottenPassword), status: status, notice: problem.map { .problem($0) }) {
                Tag.p { self.words(.forgottenText) }
                visit.postForm(visit.page("password", "forgotten")) {
                    Field("name", self.words(.userNameOrAddress)).line(
                        self.form.text("name"), .required, .autocomplete("username"), .autocapitalizeNone)
                    Tag.div(.class("buttons")) { visit.submit(.mailCode) }
                }
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("password", "recover"))) { self.words(.haveCode) }
                    Tag.a(.href(visit.page("sign-in"))) { self.words(.signIn) }
                }
            }, for: nil)
    }

    private func recover() async throws -> WebResponse {
        guard self.visit.isPost else { return self.recoverForm() }
        if let problem = self.repetitionProblem { return self.recoverForm(problem: problem, status: 422) }
        do throws(TenantError) {
            try await self.visit.tenant.recoverPassword(
                self.form.text("name"), code: InvitationCode(self.form.text("code")),
                to: Password(self.form["new"] ?? ""), from: self.visit.request.client)
            return self.visit.redirect(to: "sign-in", telling: .recovered)
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            let told = self.texts(.refused(reason))
            return self.recoverForm(notice: told.notice, problem: told.new, status: reason.code.pageStatus)
        }
    }

    private func recoverForm(notice: PageNotice? = nil, problem: String? = nil, status: Int = 200) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.newPassword), status: status, notice: notice) {
                visit.postForm(visit.page("password", "recover")) {
                    Field("name", self.words(.userNameOrAddress)).line(
                        self.form.text("name"), .required, .autocomplete("username"), .autocapitalizeNone)
                    Field("code", self.words(.codeFromMessage)).line(
                        "", .required, .autocomplete("one-time-code"), .autocapitalizeNone, .spellcheckOff)
                    self.newPassword(problem: problem)
                    Tag.div(.class("buttons")) { visit.submit(.changePassword) }
                }
            }, for: nil)
    }
}

extension Visit {
    /// The name whose password a form is about, for managers of passwords; people do not see it.
    func userNameForManagers(_ name: String) -> HTML {
        Tag.input(.type("text"), .value(name), .autocomplete("username"), .readonly, .unseen)
    }

    /// What a password must be like.
    var passwordHint: String {
        let policy = self.tenant.policy.passwords
        return policy.characterClassMinimum > 1
            ? self.words(.passwordHintClasses, "\(policy.characterMinimum)", "\(policy.characterClassMinimum)")
            : self.words(.passwordHint, "\(policy.characterMinimum)")
    }
}
