public import RosterDomain
public import RosterUseCases

/// Tells who calls: by a session's cookie, or by the bearer token of a service or a session.
public struct WebCallers: Sendable {
    private let tenant: Tenant
    /// The cookie of sessions.
    public let cookie: SessionCookie

    /// Admits the callers of a tenant.
    public init(of tenant: Tenant, cookie: SessionCookie = .standard) {
        self.tenant = tenant
        self.cookie = cookie
    }

    /// Who sends a request; nil for a stranger, and for a token that opens nothing, for whatever reason.
    ///
    /// - Throws: A 403 for a request that changes something, carries the cookie and does not come from a page of the same origin. A 503
    ///   when it is unknown whose token it is, because the session store does not answer.
    public func caller(of request: WebRequest) async throws(WebProblem) -> SessionAdmission? {
        guard let presented = self.cookie.credential(in: request) else { return nil }
        if presented.isCookie, !request.isSafe, !request.isSameOrigin {
            throw WebProblem(403, "crossSite", "the request does not come from a page of this host")
        }
        guard let token = presented.token else { return nil }
        if let known = self.tenant.admits(token) { return known }
        do throws(TenantError) { return try await self.tenant.admission(of: token) } catch {
            throw WebProblem(error, at: self.tenant.now)
        }
    }
}

/// A service whose requests say who calls, as ``WebCallers`` tells it.
///
/// It sets ``WebRequest/caller`` and hands the request on; the service behind it answers 401 where a caller is needed.
public struct AuthenticatedService: WebService {
    private let callers: WebCallers
    private let service: any WebService

    /// Admits the callers of a service.
    public init(_ service: any WebService, of tenant: Tenant, cookie: SessionCookie = .standard) {
        self.callers = WebCallers(of: tenant, cookie: cookie)
        self.service = service
    }

    /// Answers a request, with its caller filled in.
    public func answer(_ request: WebRequest) async -> WebResponse {
        var request = request
        do throws(WebProblem) {
            request.caller = try await self.callers.caller(of: request)
        } catch {
            return self.service.refusal(of: request, for: error)
        }
        return await self.service.answer(request)
    }

    /// What the service says of a request that is refused before it.
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
        self.service.refusal(of: request, for: problem)
    }
}

/// What a request shows of its caller.
struct PresentedCredential {
    /// The token; nil when what was shown is none.
    let token: SessionToken?
    /// Whether it came in a cookie, which browsers send along by themselves.
    let isCookie: Bool
}

extension SessionCookie {
    /// What a request shows of its caller; `Authorization` counts before the cookie, and nil is a stranger.
    func credential(in request: WebRequest) -> PresentedCredential? {
        let fields = request.headers.values(of: "authorization")
        guard fields.isEmpty else {
            let token = fields.count == 1 ? fields[0].bearerToken.flatMap(SessionToken.init) : nil
            return PresentedCredential(token: token, isCookie: false)
        }
        guard let value = self.value(in: request.headers) else { return nil }
        return PresentedCredential(token: SessionToken(value), isCookie: true)
    }
}

extension WebRequest {
    /// The session token that the request presents, for verbs that take one; nil for a stranger.
    package func token(_ cookie: SessionCookie) -> SessionToken? { cookie.credential(in: self)?.token }
}

extension String {
    /// The token of `Bearer …` (RFC 6750 §2.1); the scheme has no case, and one or more blanks follow it (RFC 9110 §11.4).
    fileprivate var bearerToken: String? {
        let parts = self.split(separator: " ")
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }
}
