import RosterDomain
import RosterUseCases
import RosterWeb

/// Signing in and out.
struct SignInPages {
    let visit: Visit
    private var words: Words { self.visit.words }

    func answer(_ path: [String]) async throws -> WebResponse {
        guard path.isEmpty else { throw Interruption.notFound }
        guard self.visit.isPost else { return self.form() }
        let name = self.visit.form.text("name")
        do throws(TenantError) {
            let begun = try await self.visit.tenant.beginSession(
                name, password: Password(self.visit.form["password"] ?? ""), on: self.visit.device,
                from: self.visit.request.client)
            let address = self.visit.page(after: begun.duties)
            let response = self.visit.redirect(to: address, in: begun)
            // The browser knows the new session alone.
            if let (_, former) = try? self.visit.session() { try await self.visit.tenant.endSession(former) }
            return response
        } catch {
            guard let reason = error.refusal?.reason else { throw error }
            return self.form(name, problem: self.words.sentence(reason), status: reason.code.pageStatus)
        }
    }

    /// Ends the session; a visitor without one is signed out already.
    func signOut() async throws -> WebResponse {
        guard self.visit.isPost else { throw Interruption.wrongMethod(allowed: [.post]) }
        let (_, token) = try self.visit.session()
        try await self.visit.tenant.endSession(token)
        var response = self.visit.redirect(to: "sign-in", telling: .signedOut)
        response.headers.append("Set-Cookie", self.visit.settings.cookie.clearing)
        return response
    }

    private func form(_ name: String = "", problem: String? = nil, status: Int = 200) -> WebResponse {
        let visit = self.visit
        return visit.show(
            Page(self.words(.signIn), status: status, notice: problem.map { .problem($0) }) {
                visit.postForm(visit.page("sign-in")) {
                    visit.hiddenNext
                    Field("name", self.words(.userNameOrAddress)).line(
                        name, .required, .autocomplete("username"), .autocapitalizeNone, .spellcheckOff, .autofocus)
                    Field("password", self.words(.password)).password("current-password")
                    Tag.div(.class("buttons")) { visit.submit(.signIn) }
                }
                Tag.div(.class("buttons")) {
                    Tag.a(.href(visit.page("password", "forgotten"))) { self.words(.forgottenPassword) }
                    Tag.a(.href(visit.page("invitation"))) { self.words(.haveInvitation) }
                }
            }, for: nil)
    }
}

extension Visit {
    /// Leads on to a page in a session that has just begun or got another token.
    func redirect(to address: PageAddress, in begun: consuming BegunSession) -> WebResponse {
        var response = self.redirect(to: address)
        self.keep(begun.reveal(), in: &response)
        return response
    }

    /// Gives the browser the token of its session.
    func keep(_ token: String, in response: inout WebResponse) {
        response.headers.append("Set-Cookie", self.settings.cookie.setting(token))
    }

    /// What the session runs on, in the words of a list of sessions: `Firefox, Linux`.
    var device: DeviceName {
        let agent = self.request.headers["user-agent"] ?? ""
        let browsers = [
            ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
        ]
        let systems = [
            ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
            ("Mac OS X", "macOS"), ("Linux", "Linux"),
        ]
        func found(_ names: [(String, String)]) -> String? { names.first { agent.contains($0.0) }?.1 }
        let parts = [found(browsers), found(systems)].compactMap(\.self)
        return DeviceName(parts.isEmpty ? agent : parts.joined(separator: ", "))
    }
}
