import RosterDomain
import RosterJSON
import RosterUseCases

extension TenantCalls {
    /// "May this user do this?", and why.
    var questionRoutes: [WebRoute] {
        let query = [
            WebParameter("permission", .string, "What: the name of a permission", isRequired: true),
            WebParameter("scope", .string, "Where; the company unless given"),
            WebParameter("given", .string, "What is true of the case: names of conditions, separated by commas"),
            WebParameter(
                "user", .string, "Who; the caller unless given. Asking about others takes the right to view users"),
        ]
        return [
            WebRoute(
                .get, "/may",
                WebOperation("may", "Whether a user may do something", query: query, response: "Answer")
            ) { call in
                let question = try self.question(call)
                let isAllowed = try await self.acting(call) { _ in self.tenant.may(question) }
                return .json(.object([("allowed", .flag(isAllowed))]))
            },
            WebRoute(
                .get, "/why",
                WebOperation(
                    "why", "Whether a user may do something, why, and what would help", query: query,
                    response: "Explanation")
            ) { call in
                let question = try self.question(call)
                return .json(WebView.decision(try await self.acting(call) { _ in self.tenant.decision(question) }))
            },
        ]
    }

    private func question(_ call: WebCall) throws -> AccessInquiry {
        guard let caller = call.request.caller else { throw WebProblem.unauthorized }
        guard let subject = caller.subject else { throw WebProblem.dutiesOpen(caller.duties) }
        let (scope, given) = try (call.scope(), call.conditions(in: self.tenant.catalog))
        let permission = try self.tenant.catalog.permission(named: call.query["permission"] ?? "")
        try self.tenant.catalog.check(scope)
        let asked = try call.query["user"].map { text throws(WebProblem) -> UserID in
            guard let user = try? UserID(text) else { throw .notFound }
            return user
        }
        guard let asked, asked != caller.user else {
            return AccessInquiry(permission, scope, given, subject: .session(subject))
        }
        guard self.tenant.permits(subject, self.tenant.catalog.companyPermissions.viewUsers) else {
            throw WebProblem(403, RefusalCode.notPermitted.name, "asking about others takes the right to view users")
        }
        guard self.tenant.handle(for: asked) != nil else { throw WebProblem.notFound }
        return AccessInquiry(permission, scope, given, subject: .user(asked))
    }
}

/// A question about a user or a session.
private struct AccessInquiry: Sendable {
    enum Subject: Sendable {
        case session(UserHandle)
        case user(UserID)
    }

    let permission: Permission
    let scope: Scope
    let given: Set<Condition>
    let subject: Subject

    init(_ permission: Permission, _ scope: Scope, _ given: Set<Condition>, subject: Subject) {
        self.permission = permission
        self.scope = scope
        self.given = given
        self.subject = subject
    }
}

extension Tenant {
    fileprivate func may(_ asked: AccessInquiry) -> Bool {
        switch asked.subject {
        case .session(let subject): self.permits(subject, asked.permission, at: asked.scope, given: asked.given)
        case .user(let user): self.permits(user, asked.permission, at: asked.scope, given: asked.given)
        }
    }

    fileprivate func decision(_ asked: AccessInquiry) -> AccessDecision {
        switch asked.subject {
        case .session(let subject): self.decide(subject, asked.permission, at: asked.scope, given: asked.given)
        case .user(let user): self.decide(user, asked.permission, at: asked.scope, given: asked.given)
        }
    }
}

extension WebCall {
    /// The scope that the query names; the company when there is none.
    func scope() throws(WebProblem) -> Scope {
        guard let text = self.query["scope"] else { return .company }
        do throws(ScopeError) { return try Scope(text) } catch {
            throw .badRequest("malformedParameter", error.description)
        }
    }

    fileprivate func conditions(in catalog: RoleCatalog) throws -> Set<Condition> {
        let names = self.query["given"]?.split(separator: ",") ?? []
        return Set(try names.map { try catalog.condition(named: String($0)) })
    }
}
