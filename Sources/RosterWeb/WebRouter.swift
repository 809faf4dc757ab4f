package import RosterDomain

/// A service that answers by method and path.
///
/// `HEAD` is answered as `GET`. 400 for a path or a query that is not encoded well, 404 for a path that no route has, 405 with `Allow` for a
/// method that the path does not take, 401 without a caller where one is needed.
package struct WebRouter: WebService {
    /// The routes.
    package let routes: [WebRoute]
    private let now: @Sendable () -> Timestamp
    private let report: @Sendable (any Error) -> Void
    private let bySegmentCount: [Int: [WebRoute]]

    /// Creates a router.
    ///
    /// - Parameters:
    ///   - routes: The routes; of two that fit a path, the one that comes first.
    ///   - now: The present moment.
    ///   - report: Hears of every error that becomes a 5xx, of which the answer tells nothing.
    package init(
        _ routes: [WebRoute], at now: @escaping @Sendable () -> Timestamp,
        reporting report: @escaping @Sendable (any Error) -> Void
    ) {
        self.routes = routes
        self.now = now
        self.report = report
        self.bySegmentCount = Dictionary(grouping: routes) { $0.segments.count }
    }

    package func answer(_ request: WebRequest) async -> WebResponse {
        do { return try await self.answered(request) } catch {
            let problem = WebProblem(error, at: self.now())
            if problem.status >= 500 { self.report(error) }
            return problem.response
        }
    }

    private func answered(_ request: WebRequest) async throws -> WebResponse {
        guard let path = WebText.segments(of: request.path) else {
            throw WebProblem.badRequest("malformedPath", "the path is not encoded as RFC 3986 says")
        }
        let fitting = (self.bySegmentCount[path.count] ?? []).compactMap { route in
            route.parameters(of: path).map { (route: route, parameters: $0) }
        }
        if fitting.isEmpty { throw WebProblem.notFound }
        let method = request.method == .head ? .get : request.method
        guard let (route, parameters) = fitting.first(where: { $0.route.method == method }) else {
            return try self.options(request, fitting.map(\.route.method))
        }
        if route.operation.needsCaller, request.caller == nil { throw WebProblem.unauthorized }
        let query = try route.operation.read(request.query)
        return try await route.handler(WebCall(request: request, parameters: parameters, query: query))
    }

    /// What a path can be asked, or that it cannot be asked this.
    private func options(_ request: WebRequest, _ methods: [WebMethod]) throws(WebProblem) -> WebResponse {
        var names = Set(methods.map(\.rawValue)).union(["OPTIONS"])
        if names.contains("GET") { names.insert("HEAD") }
        let allow: WebHeaders = ["Allow": names.sorted().joined(separator: ", ")]
        if request.method == .options { return WebResponse(204, headers: allow) }
        var problem = WebProblem(405)
        problem.headers = allow
        throw problem
    }
}

extension WebOperation {
    /// The query, all of whose parameters the operation knows.
    func read(_ text: String?) throws(WebProblem) -> WebQuery {
        let query = try WebQuery(text)
        for (name, _) in query.parameters where !self.query.contains(where: { $0.name == name }) {
            throw .badRequest("unknownParameter", "there is no parameter `\(name.forDisplay)` here")
        }
        for parameter in self.query where parameter.isRequired && query[parameter.name] == nil {
            throw .badRequest("missingParameter", "the parameter `\(parameter.name)` is missing")
        }
        return query
    }
}
