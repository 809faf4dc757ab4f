import RosterDomain
import RosterUseCases
import RosterWeb

extension PersonPages {
    /// Says what an action means, and asks; where it would be refused, says why instead.
    func confirm(
        _ action: PersonAction, notice: PageNotice? = nil, problem: String? = nil, status: Int = 200,
        isCurrent: Bool = false
    ) async throws -> WebResponse {
        let record = try await self.record()
        let id = self.id
        let obstacles = try await self.visit.acting(self.viewer) { tenant, principal in
            try await tenant.obstacles(on: id, by: principal)
        }
        let obstacle = obstacles[action.verb] ?? .some(.unknownUser(user: id))
        let visit = self.visit
        return visit.show(
            Page(
                self.words(action.phrase), status: obstacle == nil ? status : max(status, 403), in: .users,
                notice: obstacle.map { .problem(self.words.sentence($0)) } ?? notice,
                trail: [
                    (self.words(.userManagement), visit.page("users")),
                    (record.user.fullName.rawValue, self.address(.details)),
                ]
            ) {
                Tag.p {
                    Tag.strong { Tag.bdi { record.user.fullName.rawValue } }
                    " (" + record.user.userName.rawValue + ")"
                }
                Tag.p { self.words(action.consequence) }
                if obstacle == nil {
                    visit.postForm(self.address("do", action.rawValue)) {
                        visit.version(of: record, isCurrent: isCurrent)
                        self.fields(action, record, problem: problem)
                        Tag.div(.class("buttons")) {
                            visit.submit(action.phrase, danger: action.isDangerous)
                            Tag.a(.href(self.address(.details)), .class("button")) { self.words(.cancel) }
                        }
                    }
                } else {
                    Tag.div(.class("buttons")) {
                        Tag.a(.href(self.address(.details)), .class("button")) { self.words(.back) }
                    }
                }
            }, for: self.viewer)
    }

    /// What an action asks for beside a yes.
    private func fields(_ action: PersonAction, _ record: UserRecord, problem: String?) -> HTML {
        switch action {
        case .address:
            Field("email", self.words(.newAddress), problem: problem).input(
                "email", self.visit.form.text("email"), .required, .autocomplete("off"))
        case .purge:
            Field("name", self.words(.typeUserName, record.user.userName.rawValue), problem: problem).line(
                "", .required, .autocomplete("off"), .autocapitalizeNone, .spellcheckOff)
        default: HTML()
        }
    }

    /// Does it, if the account is as the page has shown it.
    func perform(_ action: PersonAction) async throws -> WebResponse {
        do {
            if action == .reset { return try await self.reset() }
            try await self.run(action)
            return self.redirect(after: action)
        } catch let problem as FormProblem {
            return try await self.confirm(action, problem: problem.text, status: 422)
        } catch let error as TenantError {
            guard let reason = error.refusal?.reason else { throw error }
            return try await self.confirm(
                action, notice: await self.notice(reason), status: reason.code.pageStatus,
                isCurrent: reason == .changedMeanwhile)
        }
    }

    /// The account as it is now; of an invitation that was taken back, nothing is left to look at.
    private func redirect(after action: PersonAction) -> WebResponse {
        guard action == .revoke else { return self.redirect(.details, telling: action.notice) }
        let place: MenuPlace = MenuPlace.invitations.isOffered(to: self.viewer) ? .invitations : .users
        return self.visit.redirect(
            to: PageAddress(self.visit.request.mount, place.path, [(Notice.field, action.notice.rawValue)]))
    }

    private func run(_ action: PersonAction) async throws {
        let id = self.id
        let email = action == .address ? try self.email() : nil
        if action == .purge { try await self.checkName() }
        try await self.acting { tenant, me in
            switch action {
            case .reset: break
            case .block: try await tenant.blockUser(id, by: me)
            case .unblock: try await tenant.unblockUser(id, by: me)
            case .address: if let email { try await tenant.requestAddressChange(to: email, of: id, by: me) }
            case .delete: try await tenant.deleteUser(id, by: me)
            case .restore: try await tenant.restoreUser(id, by: me)
            case .purge: try await tenant.purgeUser(id, by: me)
            case .resend: try await tenant.resendInvitation(to: id, by: me)
            case .revoke: try await tenant.revokeInvitation(of: id, by: me)
            case .endSessions: try await tenant.endAllSessions(of: id, by: me)
            case .liftLockout: try await tenant.liftLockout(of: id, by: me)
            case .removeFactor: try await tenant.removeSecondFactor(of: id, by: me)
            }
        }
    }

    private func email() throws(FormProblem) -> EmailAddress {
        do throws(EmailAddressError) { return try EmailAddress(self.visit.form.text("email")) } catch {
            throw FormProblem(text: self.words.sentence(error))
        }
    }

    /// What cannot be taken back is typed.
    private func checkName() async throws {
        let name = try await self.record().user.userName
        guard (try? UserName(self.visit.form.text("name"))) == name else {
            throw FormProblem(text: self.words(.nameDiffers))
        }
    }

    private func reset() async throws -> WebResponse {
        let id = self.id
        let name = try await self.record().user.fullName.rawValue
        let information = try await self.acting { tenant, principal in
            try await tenant.resetPassword(of: id, by: principal).reveal()
        }
        return SignInInformationPage(visit: self.visit, viewer: self.viewer).show(
            information, of: id, named: name, told: self.words(.toldReset, name))
    }
}
