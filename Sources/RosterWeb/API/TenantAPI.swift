import RosterDomain
import RosterJSON
public import RosterUseCases

/// The account API of a tenant over HTTP: users, roles, questions, history and sessions, as JSON.
///
/// Every verb acts in the session of its caller, so that it rests on the roles that the session has active, and every law holds for it.
/// Mount it beneath any path, behind an ``AuthenticatedService``:
///
/// ```swift
/// let api = LimitedService(AuthenticatedService(TenantAPI(tenant), of: tenant))
/// ```
///
/// `GET /openapi.json` describes it, from its routes.
public struct TenantAPI: WebService {
    /// The company.
    package let tenant: Tenant
    /// The cookie of sessions.
    let cookie: SessionCookie
    /// The whole service: limits, callers, routes.
    private let router: WebRouter

    /// Creates the API of a tenant.
    ///
    /// - Parameters:
    ///   - tenant: The company.
    ///   - cookie: The cookie in which sessions come and go; that of the ``AuthenticatedService`` before it.
    ///   - report: Hears of every error whose answer is a 5xx, of which the answer itself tells nothing.
    public init(
        _ tenant: Tenant, cookie: SessionCookie = .standard,
        reporting report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) {
        self.tenant = tenant
        self.cookie = cookie
        let calls = TenantCalls(tenant: tenant, cookie: cookie)
        self.router = WebRouter(calls.routes, at: { tenant.now }, reporting: report)
    }

    /// Answers a request beneath the mount.
    public func answer(_ request: WebRequest) async -> WebResponse { await self.router.answer(request) }

    /// The description of the API as OpenAPI 3.1, for a server at an address.
    public func openAPI(at address: String) -> [UInt8] {
        OpenAPIDocument(TenantCalls(tenant: self.tenant, cookie: self.cookie).describedRoutes, at: address).bytes
    }
}

/// The calls of the API, each of which does one verb of a tenant.
struct TenantCalls: Sendable {
    let tenant: Tenant
    let cookie: SessionCookie

    /// What the description describes, which does not describe itself.
    var describedRoutes: [WebRoute] {
        self.sessionRoutes + self.userRoutes + self.roleRoutes + self.accountRoutes + self.questionRoutes
            + self.historyRoutes + self.userSessionRoutes
    }

    var routes: [WebRoute] {
        let described = self.describedRoutes
        let description = WebOperation("describe", "Describes this interface as OpenAPI 3.1", needsCaller: false)
        return described + [
            WebRoute(.get, "/openapi.json", description) { call in
                WebResponse(
                    200, headers: ["Content-Type": "application/json"],
                    body: OpenAPIDocument(described, at: call.request.address(of: "")).bytes)
            }
        ]
    }

    /// Does a verb as the caller, with the roles that the caller's session has active.
    ///
    /// - Throws: What `body` throws; a 401 without a caller, and a 403 as long as the session has duties.
    func acting<Result>(
        _ call: WebCall, _ body: (_ principal: UserID) async throws -> Result
    ) async throws -> Result {
        guard let caller = call.request.caller else { throw WebProblem.unauthorized }
        guard let result = try await self.tenant.acting(in: caller, body) else {
            throw WebProblem.dutiesOpen(caller.duties)
        }
        return result
    }

    /// Does a verb to the user in the path, as the caller, and only at a version that the request allows.
    func actingOnUser<Result>(
        _ call: WebCall, _ body: (_ user: UserID, _ principal: UserID) async throws -> Result
    ) async throws -> Result {
        let user = try call.user()
        let version = try await self.version(of: user, meeting: Preconditions(call.request.headers))
        do {
            return try await self.tenant.expecting(version: version, of: .user(user)) {
                try await self.acting(call) { try await body(user, $0) }
            }
        } catch let error as TenantError {
            if case .changedMeanwhile = error.refusal?.reason { throw WebProblem(412) }
            throw error
        }
    }

    /// The version on which a change rests; nil for any.
    private func version(of user: UserID, meeting conditions: Preconditions) async throws -> Int? {
        let versions = conditions.versions
        if versions?.isEmpty ?? false { throw WebProblem(412) }
        if let versions, versions.count == 1, !conditions.mayForbidChange { return versions.first }
        guard versions != nil || conditions.mayForbidChange else { return nil }
        // What is not there is for the verb to tell.
        guard let present = try await self.tenant.user(user)?.user.version else { return versions?.first }
        guard versions?.contains(present) ?? true, !conditions.forbidsChange(of: present) else { throw WebProblem(412) }
        return present
    }
}

extension WebCall {
    /// The user that the path names.
    ///
    /// - Throws: A 404 for a text that is no identifier: there is no such user.
    func user() throws(WebProblem) -> UserID { try self.identifier("user") }

    /// The identifier that a parameter of the path is.
    func identifier<Kind>(_ name: String) throws(WebProblem) -> Identifier<Kind> {
        guard let id = try? Identifier<Kind>(self.parameters[name] ?? "") else { throw .notFound }
        return id
    }

    /// The body, all of whose members are known.
    func body(_ members: Set<String>) throws(WebProblem) -> WebBody { try WebBody(self.request, members: members) }
}

extension WebBody {
    /// A value that is made of a text, or why it cannot be.
    func value<Value>(
        _ name: String, _ make: (String) throws -> Value
    ) throws(WebProblem) -> Value? {
        guard let text = try self.text(name) else { return nil }
        do { return try make(text) } catch {
            throw .unprocessable("malformedMember", "`\(name)`: \(error)")
        }
    }

    /// The roles that a member names; nil when there is none.
    func roles(_ name: String) throws(WebProblem) -> [RoleID]? { try self.texts(name)?.map { RoleID($0) } }

    /// Where and when roles are to hold: `scope`, `from`, `until`.
    func scope() throws(WebProblem) -> Scope { try self.value("scope") { try Scope($0) } ?? .company }

    /// When roles are to hold.
    func window() throws(WebProblem) -> ValidityWindow {
        let (from, until) = (try self.moment("from"), try self.moment("until"))
        do throws(ValidityWindowError) { return try ValidityWindow(from: from, until: until) } catch {
            throw .unprocessable("malformedMember", "\(error)")
        }
    }

    private func moment(_ name: String) throws(WebProblem) -> Timestamp? {
        guard let text = try self.text(name) else { return nil }
        guard let moment = WebMoment.moment(text) else {
            throw .unprocessable("malformedMember", "`\(name)` is not a moment such as `2026-11-22T13:40:00Z`")
        }
        return moment
    }
}
