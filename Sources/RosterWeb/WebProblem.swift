package import RosterDomain
package import RosterJSON

/// An answer that is no success, as problem details (RFC 9457).
///
/// ``code`` is the `RefusalCode.name` of a refusal, or a name of this module: what programs compare. A 401 and a 404 hold nothing but
/// their status, so that strangers learn nothing.
public struct WebProblem: Error, Sendable {
    /// The status (RFC 9110 §15).
    public let status: Int
    /// The stable name of the reason; nil where none is given.
    public let code: String?
    /// The reason for a person; nil where none is given.
    public let detail: String?
    /// In how many seconds to ask again; nil when that is not known.
    public var retryAfterSeconds: Int?
    /// Further header fields, such as `Allow`.
    package var headers: WebHeaders = [:]
    /// Further members of the body.
    package var members: [(name: String, value: JSONValue)] = []

    /// Describes a problem.
    public init(_ status: Int, _ code: String? = nil, _ detail: String? = nil, retryAfterSeconds: Int? = nil) {
        self.status = status
        self.code = code
        self.detail = detail
        self.retryAfterSeconds = retryAfterSeconds
    }

    /// The answer that carries the problem.
    public var response: WebResponse {
        var members: [(name: String, value: JSONValue)] = [
            ("title", .text(Self.titles[self.status] ?? "Error")), ("status", .number(self.status)),
        ]
        if let code { members.append(("code", .text(code))) }
        if let detail { members.append(("detail", .text(detail))) }
        let body = JSONValue.object(members + self.members).wireBytes
        return WebResponse(self.status, headers: self.fields, body: body)
    }

    /// The header fields of the answer, whatever its body is.
    package var fields: WebHeaders {
        var headers = self.headers
        headers["Content-Type"] = "application/problem+json"
        headers["Cache-Control"] = "no-store"
        if let retryAfterSeconds { headers["Retry-After"] = "\(retryAfterSeconds)" }
        if self.status == 401 { headers["WWW-Authenticate"] = "Bearer" }
        return headers
    }

    /// The phrases of RFC 9110 §15, RFC 6585 and RFC 9457 §4.2.1, which are the titles of problems without a type of their own.
    private static let titles = [
        400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
        408: "Request Timeout", 409: "Conflict", 412: "Precondition Failed", 413: "Content Too Large",
        414: "URI Too Long", 415: "Unsupported Media Type", 422: "Unprocessable Content", 428: "Precondition Required",
        429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
        501: "Not Implemented", 503: "Service Unavailable", 504: "Gateway Timeout",
    ]
}

extension WebProblem {
    /// The request itself is wrong, whichever caller sends it.
    package static func badRequest(_ code: String, _ detail: String) -> WebProblem { WebProblem(400, code, detail) }

    /// What was asked for cannot be done as it was asked.
    package static func unprocessable(_ code: String, _ detail: String) -> WebProblem { WebProblem(422, code, detail) }

    /// The caller has not shown who they are.
    package static let unauthorized = WebProblem(401)
    /// There is no such thing, or the caller may not know of it.
    package static let notFound = WebProblem(404)

    /// The caller must do something before anything is allowed, and what.
    package static func dutiesOpen(_ duties: SessionDuties) -> WebProblem {
        var problem = WebProblem(403, "dutiesOpen", "something must be done in this session before anything is allowed")
        problem.members = [("duties", .list(duties.names.map { .text($0) }))]
        return problem
    }
}

extension SessionDuties {
    /// The duties by the names that they have on the wire.
    package var names: [String] {
        var names: [String] = []
        if self.contains(.changePassword) { names.append("changePassword") }
        if self.contains(.secondFactor) { names.append("secondFactor") }
        if self.contains(.enrollSecondFactor) { names.append("enrollSecondFactor") }
        return names
    }
}
