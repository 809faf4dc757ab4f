public import RosterDomain
import RosterJSON
public import RosterUseCases
public import RosterWeb

/// The OpenID AuthZEN Authorization API 1.0 of a tenant: other systems ask what users may do.
///
/// Mount it at the root of the host, behind an `AuthenticatedService`: a caller needs the permission to view users, since the answers tell
/// what they may do, and may always ask about themselves.
///
/// ```swift
/// let decisions = try AuthZENService(tenant, mapping: mapping)
/// let service = LimitedService(AuthenticatedService(decisions, of: tenant))
/// ```
public struct AuthZENService: WebService {
    /// The most questions of one batch; ours.
    public static let batchLimit = 1_000

    private let router: WebRouter
    /// The paths that it answers, beneath the root of the host.
    public let paths: [String]

    /// Creates the service.
    ///
    /// - Parameters:
    ///   - tenant: The company.
    ///   - mapping: How questions map onto the tenant.
    ///   - path: The path of this decision point, such as `/tenant1`, where a host has several; empty for the host's only one.
    ///   - explainsDenials: Whether a no has its reason and its remedy in `context`; without them it costs as little as a yes.
    ///   - report: Hears of every error whose answer is a 5xx.
    /// - Throws: `UnknownNameError` for a permission of the mapping that the catalog does not know: a misspelled one would never be a yes.
    public init(
        _ tenant: Tenant, mapping: AuthZENMapping, at path: String = "", explainsDenials: Bool = true,
        reporting report: @escaping @Sendable (any Error) -> Void = { _ in }
    ) throws(UnknownNameError) {
        for permission in mapping.resources.values.flatMap({ $0.actions.values }) {
            _ = try tenant.catalog.permission(named: permission.rawValue)
        }
        let point = DecisionPoint(
            tenant: tenant, mapping: mapping, path: path, explainsDenials: explainsDenials)
        self.router = WebRouter(point.routes, at: { tenant.now }, reporting: report)
        self.paths = point.routes.map(\.pattern)
    }

    /// Answers a request; `X-Request-ID` comes back as it was sent (Authorization API 1.0 §10.1.3).
    public func answer(_ request: WebRequest) async -> WebResponse {
        Self.naming(request, in: await self.router.answer(request))
    }

    /// The answer to a request that is refused before the service; it names the request as every other one does.
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
        Self.naming(request, in: problem.response)
    }

    private static func naming(_ request: WebRequest, in response: WebResponse) -> WebResponse {
        var response = response
        if let id = request.headers["x-request-id"] { response.headers["X-Request-ID"] = id }
        return response
    }
}

/// What answers the questions of a tenant.
struct DecisionPoint: Sendable {
    let tenant: Tenant
    let mapping: AuthZENMapping
    let path: String
    let explainsDenials: Bool

    var routes: [WebRoute] {
        [
            self.route("evaluation", "evaluate", "Whether a subject may do an action to a resource", self.evaluation),
            self.route("evaluations", "evaluateAll", "The same for several questions", self.evaluations),
            self.route("search/subject", "searchSubjects", "Who may do it", self.searchSubjects),
            self.route("search/resource", "searchResources", "To which it may be done", self.searchResources),
            self.route("search/action", "searchActions", "What may be done", self.searchActions),
            WebRoute(
                .get, "/.well-known/authzen-configuration" + self.path,
                WebOperation("describeDecisionPoint", "Where to ask", needsCaller: false)
            ) { call in self.metadata(call.request.address(of: "")) },
        ]
    }

    private func route(
        _ name: String, _ operation: String, _ summary: String,
        _ handler: @escaping @Sendable (AuthZENReader, AuthZENCaller) async throws -> WebResponse
    ) -> WebRoute {
        WebRoute(.post, "\(self.path)/access/v1/\(name)", WebOperation(operation, summary)) { call in
            let caller = try self.caller(of: call)
            return try await handler(try AuthZENReader(call.request), caller)
        }
    }

    /// Where to ask: the address of this decision point, and of what it offers.
    private func metadata(_ root: String) -> WebResponse {
        let point = root + self.path
        var members: [(name: String, value: JSONValue)] = [
            ("policy_decision_point", .text(point)),
            ("access_evaluation_endpoint", .text(point + "/access/v1/evaluation")),
            ("access_evaluations_endpoint", .text(point + "/access/v1/evaluations")),
            ("search_subject_endpoint", .text(point + "/access/v1/search/subject")),
            ("search_action_endpoint", .text(point + "/access/v1/search/action")),
        ]
        if self.mapping.resources.values.contains(where: { $0.all != nil }) {
            members.append(("search_resource_endpoint", .text(point + "/access/v1/search/resource")))
        }
        return .json(.object(members), headers: ["Cache-Control": "max-age=3600"])
    }

    /// Who asks, and about whom they may ask.
    private func caller(of call: WebCall) throws -> AuthZENCaller {
        guard let admission = call.request.caller else { throw WebProblem.unauthorized }
        guard let subject = admission.subject else { throw WebProblem.dutiesOpen(admission.duties) }
        let viewUsers = self.tenant.catalog.companyPermissions.viewUsers
        return AuthZENCaller(user: admission.user, asksAboutOthers: self.tenant.permits(subject, viewUsers))
    }
}

/// The system that asks.
struct AuthZENCaller: Sendable {
    let user: UserID
    /// Whether it may ask about other users than itself.
    let asksAboutOthers: Bool

    /// Refuses a question about another user than the caller, unless the caller may ask about others.
    func requireRight(to user: UserID?) throws(WebProblem) {
        guard self.asksAboutOthers || user == self.user else {
            throw WebProblem(403, "notPermitted", "asking about others takes the right to view users")
        }
    }
}
