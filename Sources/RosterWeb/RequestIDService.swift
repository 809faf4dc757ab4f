/// A service whose answers name the request that they answer: `X-Request-ID` comes back as it was sent.
///
/// It stands outermost, so that refusals have the field as well: those of limits, of callers, and of the bridge. AuthZEN wants it on every
/// answer (Authorization API 1.0 §10.1.3).
///
/// ```swift
/// let service = RequestIDService(LimitedService(AuthenticatedService(decisions, of: tenant)))
/// ```
public struct RequestIDService: WebService {
    private let service: any WebService

    /// Names the requests of a service.
    public init(_ service: any WebService) { self.service = service }

    /// Answers a request, and names it.
    public func answer(_ request: WebRequest) async -> WebResponse {
        Self.name(request, in: await self.service.answer(request))
    }

    /// The service's answer to a request that a bridge refuses, with the name of the request.
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
        Self.name(request, in: self.service.refusal(of: request, for: problem))
    }

    private static func name(_ request: WebRequest, in response: WebResponse) -> WebResponse {
        var response = response
        if let id = request.headers["x-request-id"] { response.headers["X-Request-ID"] = id }
        return response
    }
}
