/// What a request may cost.
public struct WebLimits: Sendable, Hashable {
    /// The most bytes of a body: 1 MiB unless given; ours.
    public var bodyByteLimit: Int
    /// The most bytes of a path, and of a query: 8 KiB, as RFC 9110 §4.1 recommends to accept.
    public var targetByteLimit: Int
    /// The most bytes of all header fields: 64 KiB; ours.
    public var headerByteLimit: Int
    /// How long an answer may take once the request is there: 30 s, ours; nil for services that wait for nothing.
    public var duration: Duration?

    /// What fits a page and a program.
    public static let standard = WebLimits()

    /// Creates limits.
    public init(
        bodyByteLimit: Int = 1 << 20, targetByteLimit: Int = 8 << 10, headerByteLimit: Int = 64 << 10,
        duration: Duration? = .seconds(30)
    ) {
        self.bodyByteLimit = bodyByteLimit
        self.targetByteLimit = targetByteLimit
        self.headerByteLimit = headerByteLimit
        self.duration = duration
    }

    /// The most levels of nested objects and lists in a JSON body; ours.
    static let depthLimit = 32
}

/// A service that refuses requests that are too large, and answers within a time.
///
/// A bridge bounds the body before it, and the time in which it arrives: it must not collect 100 MB to have them refused here, nor wait for
/// them for hours.
public struct LimitedService: WebService {
    private let limits: WebLimits
    private let service: any WebService

    /// Limits a service.
    public init(_ service: any WebService, to limits: WebLimits = .standard) {
        self.limits = limits
        self.service = service
    }

    /// Answers a request, or says which limit it exceeds: 413, 414, 431, or 503 once the time has passed.
    ///
    /// After a 503 it is unknown whether what was asked was done.
    public func answer(_ request: WebRequest) async -> WebResponse {
        if let problem = self.limits.problem(of: request) { return self.service.refusal(of: request, for: problem) }
        guard let duration = self.limits.duration else { return await self.service.answer(request) }
        return await self.answer(request, within: duration)
    }

    /// What the service says of a request that is refused before it.
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
        self.service.refusal(of: request, for: problem)
    }

    /// The first answer of two: the service's, or that the time has passed.
    private func answer(_ request: WebRequest, within duration: Duration) async -> WebResponse {
        let late = self.service.refusal(of: request, for: WebProblem(503, "tooSlow", retryAfterSeconds: 1))
        let (answers, answer) = AsyncStream.makeStream(of: WebResponse.self, bufferingPolicy: .bufferingOldest(1))
        let work = Task { [service] in answer.yield(await service.answer(request)) }
        let timer = Task {
            if (try? await Task.sleep(for: duration)) != nil { answer.yield(late) }
        }
        defer {
            work.cancel()
            timer.cancel()
        }
        return await withTaskCancellationHandler {
            for await first in answers { return first }
            return late
        } onCancel: {
            work.cancel()
        }
    }
}

extension WebLimits {
    fileprivate func problem(of request: WebRequest) -> WebProblem? {
        let targetCount = max(request.path.utf8.count, request.query?.utf8.count ?? 0)
        if targetCount > self.targetByteLimit { return WebProblem(414) }
        let headerCount = request.headers.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        if headerCount > self.headerByteLimit { return WebProblem(431) }
        if request.body.count > self.bodyByteLimit { return WebProblem(413) }
        return nil
    }
}
