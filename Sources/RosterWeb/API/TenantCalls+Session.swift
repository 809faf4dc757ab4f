import RosterDomain
import RosterJSON
import RosterUseCases

/// The session of the caller: signing in and out, and what must be done first.
extension TenantCalls {
    var sessionRoutes: [WebRoute] {
        [
            WebRoute(
                .post, "/session",
                WebOperation(
                    "signIn", "Signs a person in, and sets the cookie of the session", needsCaller: false,
                    body: "SignIn", status: 201, response: "Session")
            ) { call in try await self.signIn(call) },
            WebRoute(
                .get, "/session",
                WebOperation("readSession", "Who calls, and what must be done first", response: "Session")
            ) { call in
                guard let caller = call.request.caller else { throw WebProblem.unauthorized }
                return .json(WebView.session(of: caller))
            },
            WebRoute(
                .delete, "/session", WebOperation("signOut", "Ends the session", needsCaller: false, status: 204)
            ) { call in try await self.signOut(call) },
            WebRoute(
                .post, "/session/password",
                WebOperation(
                    "changePassword", "Replaces the caller's password, ends all other sessions, and renews the cookie",
                    body: "PasswordChange", response: "Session")
            ) { call in
                let body = try call.body(["current", "new"])
                let (current, new) = (try body.requiredText("current"), try body.requiredText("new"))
                return try await self.renewing(call) { token in
                    try await self.tenant.changePassword(
                        in: token, from: Password(current), to: Password(new), from: call.request.client)
                }
            },
            WebRoute(
                .post, "/session/second-factor",
                WebOperation(
                    "showSecondFactor", "Shows a code of the second factor, and renews the cookie",
                    body: "SecondFactorCode", response: "Session")
            ) { call in
                let code = try call.body(["code"]).requiredText("code")
                return try await self.renewing(call) { token in
                    try await self.tenant.showSecondFactor(SecondFactorCode(code), in: token)
                }
            },
            WebRoute(
                .post, "/session/roles",
                WebOperation(
                    "activateRoles", "Activates roles in the session, and renews the cookie", body: "RoleChoice",
                    response: "Session")
            ) { call in
                let roles = try call.chosenRoles()
                return try await self.renewing(call) { try await self.tenant.activateRoles(roles, in: $0) }
            },
            WebRoute(
                .post, "/session/roles/deactivate",
                WebOperation(
                    "deactivateRoles", "Deactivates roles in the session, and renews the cookie", body: "RoleChoice",
                    response: "Session")
            ) { call in
                let roles = try call.chosenRoles()
                return try await self.renewing(call) { try await self.tenant.deactivateRoles(roles, in: $0) }
            },
        ]
    }

    private func signIn(_ call: WebCall) async throws -> WebResponse {
        // A foreign page could otherwise sign a person in as another one.
        if !call.request.headers.values(of: "sec-fetch-site").isEmpty, !call.request.isSameOrigin {
            throw WebProblem(403, "crossSite", "the request does not come from a page of this host")
        }
        let body = try call.body(["name", "password", "roles"])
        let (name, password) = (try body.requiredText("name"), try body.requiredText("password"))
        let begun = try await self.tenant.beginSession(
            name, password: Password(password), on: DeviceName(call.request.headers["user-agent"] ?? ""),
            from: call.request.client, activating: try body.roles("roles").map { Set($0) })
        // The session that the browser had is over, so that no copy of its token outlives the person's choice.
        if call.request.caller != nil, let former = call.request.token(self.cookie) {
            try? await self.tenant.endSession(former)
        }
        return self.answer(begun, status: 201)
    }

    private func signOut(_ call: WebCall) async throws -> WebResponse {
        if let token = call.request.token(self.cookie) { try await self.tenant.endSession(token) }
        return WebResponse(204, headers: ["Set-Cookie": self.cookie.clearing, "Clear-Site-Data": "\"storage\""])
    }

    /// Does what gives the session another token, and hands that to the client the way the former one came.
    private func renewing(
        _ call: WebCall, _ body: (SessionToken) async throws -> BegunSession?
    ) async throws -> WebResponse {
        guard let token = call.request.token(self.cookie), let begun = try await body(token) else {
            throw WebProblem.unauthorized
        }
        return self.answer(begun, status: 200, asBearer: call.request.headers["authorization"] != nil)
    }

    /// A session that has begun or got another token: in the cookie, or in the body for a client that sends it itself.
    private func answer(_ begun: consuming BegunSession, status: Int, asBearer: Bool = false) -> WebResponse {
        let (session, duties) = (begun.session, begun.duties)
        let token = begun.reveal()
        let view = WebView.session(session, duties: duties, token: asBearer ? token : nil)
        return .json(view, status: status, headers: asBearer ? [:] : ["Set-Cookie": self.cookie.setting(token)])
    }
}

extension WebCall {
    fileprivate func chosenRoles() throws(WebProblem) -> Set<RoleID> {
        guard let roles = try self.body(["roles"]).roles("roles") else {
            throw .badRequest("missingMember", "the member `roles` is missing")
        }
        return Set(roles)
    }
}
