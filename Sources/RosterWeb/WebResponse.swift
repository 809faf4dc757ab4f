/// An answer as a value, which a bridge writes with its framework.
public struct WebResponse: Sendable, Hashable {
    /// The status (RFC 9110 §15).
    public var status: Int
    /// The header fields; a bridge adds the length.
    public var headers: WebHeaders
    /// The body; empty for none.
    ///
    /// The answer to `HEAD` has the body of the answer to `GET`. A bridge sends its length and leaves the body out (RFC 9110 §9.3.2, §8.6).
    public var body: [UInt8]

    /// Describes an answer.
    public init(_ status: Int, headers: WebHeaders = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// What answers requests beneath the path at which a host mounts it.
///
/// Every request has an answer: what fails is answered with a status and a body that says so, and never with what only the
/// host should know.
public protocol WebService: Sendable {
    /// Answers one request; `HEAD` as `GET`.
    func answer(_ request: WebRequest) async -> WebResponse

    /// The answer to a request that a bridge refuses before it has the whole body: 408 and 413 (RFC 9110 §15.5.9, §15.5.14).
    func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse
}

extension WebService {
    /// The problem, with nothing of the request in it.
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse { problem.response }
}
