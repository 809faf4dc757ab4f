/// A method and a path, what answers them, and what the description of the interface says of them.
package struct WebRoute: Sendable {
    /// Answers a request that a route fits; what it throws becomes a problem.
    package typealias Handler = @Sendable (WebCall) async throws -> WebResponse

    /// The method.
    package let method: WebMethod
    /// The path beneath the mount, with parameters in braces: `/users/{user}/roles`.
    package let pattern: String
    /// What the description says.
    package let operation: WebOperation
    let segments: [WebSegment]
    let handler: Handler

    /// Describes a route.
    package init(
        _ method: WebMethod, _ pattern: String, _ operation: WebOperation, _ handler: @escaping Handler
    ) {
        self.method = method
        self.pattern = pattern
        self.operation = operation
        self.segments = pattern.split(separator: "/").map { WebSegment($0) }
        self.handler = handler
    }

    /// The parameters of a path that fits the pattern; nil for one that does not.
    func parameters(of path: [String]) -> [String: String]? {
        guard path.count == self.segments.count else { return nil }
        var parameters: [String: String] = [:]
        for (segment, text) in zip(self.segments, path) {
            switch segment {
            case .text(let wanted): if wanted != text { return nil }
            case .parameter(let name):
                if text.isEmpty { return nil }
                parameters[name] = text
            }
        }
        return parameters
    }
}

/// A part of a pattern.
enum WebSegment: Sendable, Hashable {
    case text(String)
    case parameter(String)

    init(_ part: Substring) {
        self = part.hasPrefix("{") ? .parameter(String(part.dropFirst().dropLast())) : .text(String(part))
    }
}

/// What the description of the interface says of a route, and what the router holds requests to.
package struct WebOperation: Sendable {
    /// The stable name, such as `blockUser`.
    package let name: String
    /// What it does, in a sentence without an end.
    package let summary: String
    /// Whether a caller is needed: without one, the answer is 401.
    package var needsCaller = true
    /// The parameters of the query; any other is refused.
    package var query: [WebParameter] = []
    /// The name of the schema of the body; nil for none.
    package var body: String?
    /// The status of a success.
    package var status = 200
    /// The name of the schema of a success; nil for no body.
    package var response: String?
    /// Whether `If-Match` counts.
    package var takesVersion = false

    /// Describes an operation.
    package init(
        _ name: String, _ summary: String, needsCaller: Bool = true, query: [WebParameter] = [], body: String? = nil,
        status: Int = 200, response: String? = nil, takesVersion: Bool = false
    ) {
        self.name = name
        self.summary = summary
        self.needsCaller = needsCaller
        self.query = query
        self.body = body
        self.status = status
        self.response = response
        self.takesVersion = takesVersion
    }
}

/// A parameter of a query.
package struct WebParameter: Sendable, Hashable {
    /// The kinds of values.
    package enum Kind: String, Sendable, Hashable { case string, integer, boolean }

    /// The name.
    package let name: String
    /// What kind of value it has.
    package let kind: Kind
    /// What it means.
    package let meaning: String
    /// Whether it must be there.
    package let isRequired: Bool

    /// Describes a parameter.
    package init(_ name: String, _ kind: Kind = .string, _ meaning: String, isRequired: Bool = false) {
        self.name = name
        self.kind = kind
        self.meaning = meaning
        self.isRequired = isRequired
    }
}

/// A request, as the route that it fits reads it.
package struct WebCall: Sendable {
    /// The request.
    package let request: WebRequest
    /// The parameters of the path.
    package let parameters: [String: String]
    /// The parameters of the query.
    package let query: WebQuery
}
