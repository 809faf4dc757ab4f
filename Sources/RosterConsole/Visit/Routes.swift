import RosterDomain
import RosterUseCases
import RosterWeb

extension Visit {
    /// Finds the page and makes it.
    func route() async throws -> WebResponse {
        if !self.isPost, let page = self.pageOfForm { return self.redirect(to: page) }
        let rest = Array(self.path.dropFirst())
        switch self.path.first {
        case nil: return try await self.home()
        case "sign-in": return try await SignInPages(visit: self).answer(rest)
        case "sign-out": return try await SignInPages(visit: self).signOut()
        case "password": return try await PasswordPages(visit: self).answer(rest)
        case "invitation": return try await InvitationPages(visit: self).answer(rest)
        case "second-factor": return try await SecondFactorPages(visit: self).answer(rest)
        case "account": return try await AccountPages(visit: self, viewer: self.viewer()).answer(rest)
        case "users": return try await UsersPages(visit: self, viewer: self.viewer()).answer(rest)
        case "requests": return try await RequestPages(visit: self, viewer: self.viewer()).answer(rest)
        case "roles": return try await RolePages(visit: self, viewer: self.viewer()).answer(rest)
        case CompanyRolePages.path: return try await CompanyRolePages(visit: self, viewer: self.viewer()).answer(rest)
        case "groups": return try await GroupPages(visit: self, viewer: self.viewer()).answer(rest)
        case "invitations": return try await InvitationListPages(visit: self, viewer: self.viewer()).answer(rest)
        case "record": return try await RecordPages(visit: self, viewer: self.viewer()).answer(rest)
        case "letters": return try await LetterPages(visit: self, viewer: self.viewer()).answer(rest)
        case "company": return try await CompanyPages(visit: self, viewer: self.viewer()).answer(rest)
        default: throw Interruption.notFound
        }
    }

    /// Leads to what the person has to do here.
    private func home() async throws -> WebResponse {
        let viewer = try await self.viewer()
        let place = viewer.administers && viewer.may(.viewUsers) ? MenuPlace.users : .account
        return self.redirect(to: self.page(place.path))
    }

    /// Answers what ended a visit early.
    func answer(_ interruption: Interruption) async -> WebResponse {
        switch interruption {
        case .signIn: return self.redirectToSignIn()
        case .duty(let duties): return self.redirect(toDo: duties)
        case .notFound: return await self.message(404, .notFoundTitle, .notFoundText)
        case .wrongMethod(let allowed): return await self.wrongMethod(allowed)
        case .foreignForm: return await self.message(403, .foreignFormTitle, .foreignFormText)
        case .tooLarge: return await self.message(413, .tooLargeTitle, .tooLargeText)
        case .failed: return await self.message(503, .failedTitle, .failedText)
        }
    }

    /// Refuses a method, and names those that the page takes (RFC 9110 §15.5.6).
    private func wrongMethod(_ allowed: [WebMethod]) async -> WebResponse {
        var response = await self.message(405, .notFoundTitle, .notFoundText)
        response.headers["Allow"] = allowed.map(\.rawValue).joined(separator: ", ")
        return response
    }

    /// Answers a verb that did not do what was asked.
    func answer(_ error: TenantError) async -> WebResponse {
        switch error {
        case .refused(let refusal):
            return await self.message(
                refusal.reason.code.pageStatus, .refusedTitle, HTML(text: self.words.sentence(refusal.reason)))
        case .unknownName(let unknown):
            return await self.message(404, .notFoundTitle, HTML(text: self.words(.unknownName, unknown.name)))
        case .signInInformationOvertaken:
            return await self.message(409, .refusedTitle, HTML(text: self.words(.overtakenText)))
        default: return await self.answer(Interruption.failed)
        }
    }

    private func message(_ status: Int, _ title: Phrase, _ text: Phrase) async -> WebResponse {
        await self.message(status, title, HTML(text: self.words(text)))
    }

    /// A page that says one thing.
    func message(_ status: Int, _ title: Phrase, _ text: HTML) async -> WebResponse {
        let viewer = try? await self.viewer()
        return self.show(
            Page(self.words(title), status: status) {
                Tag.p { text }
                Tag.p { Tag.a(.href(self.page()), .class("button")) { self.words(.backToStart) } }
            }, for: viewer)
    }
}

extension RefusalCode {
    /// The status of a page that tells of the refusal.
    ///
    /// A 401 would have to name an HTTP scheme to sign in with (RFC 9110 §15.5.2), and the console has none: it is a 422, as for every form
    /// that cannot be taken as it was filled in.
    var pageStatus: Int { self.httpStatus == 401 ? 422 : self.httpStatus }
}
