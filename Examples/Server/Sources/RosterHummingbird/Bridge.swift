import HTTPTypes
public import Hummingbird
import NIOCore
public import RosterWeb

extension WebOrigin {
    /// A request as Roster's services read it.
    func request(_ request: Request, _ context: some RosterRequestContext, mount: String) -> WebRequest {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let headers = WebHeaders(request.headers.map { (name: $0.name.canonicalName, value: $0.value) })
        return WebRequest(
            WebMethod(rawValue: request.method.rawValue), String(parts[0].dropFirst(mount.count)),
            query: parts.count > 1 ? String(parts[1]) : nil, headers: headers, origin: self.address, mount: mount,
            client: self.client(of: headers, from: context.peer), caller: context.caller)
    }
}

/// Answers what lies beneath a path with one of Roster's services, and hands everything else on.
public struct ServiceMiddleware<Context: RosterRequestContext>: RouterMiddleware {
    private let mount: String
    private let paths: Set<String>?
    private let origin: WebOrigin
    private let byteLimit: Int
    private let service: any WebService

    /// Mounts a service.
    ///
    /// - Parameters:
    ///   - service: What answers.
    ///   - mount: The path, such as `/api`; empty for the root of the host, and then `paths` says which requests are the service's.
    ///   - paths: The only paths beneath the mount that are the service's; nil for all of them.
    ///   - origin: How clients reach the host.
    ///   - byteLimit: The most bytes of a body that are read.
    public init(
        _ service: any WebService, at mount: String, only paths: [String]? = nil, from origin: WebOrigin,
        byteLimit: Int = 1 << 20
    ) {
        self.service = service
        self.mount = mount
        self.paths = paths.map { Set($0) }
        self.origin = origin
        self.byteLimit = byteLimit
    }

    /// Answers a request, or hands it on.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let path = request.head.path?.prefix { $0 != "?" } ?? "/"
        let isOurs = self.paths.map { $0.contains(String(path.dropFirst(self.mount.count))) } ?? true
        guard isOurs, path == self.mount || path.hasPrefix(self.mount + "/") else {
            return try await next(request, context)
        }
        return Response(try await self.answer(request, context)).answering(request)
    }

    private func answer(_ request: Request, _ context: Context) async throws -> WebResponse {
        var known = self.origin.request(request, context, mount: self.mount)
        do {
            known.body = try await self.body(of: request)
        } catch let problem as WebProblem {
            return self.service.refusal(of: known, for: problem)
        }
        return await self.service.answer(known)
    }

    /// The whole body.
    ///
    /// - Throws: A 413 for one beyond the limit, which is not read when its length says so; a 408 for one that does not arrive in time.
    private func body(of request: Request) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > self.byteLimit {
            throw WebProblem(413)
        }
        do {
            return Array(buffer: try await request.body.collect(upTo: self.byteLimit))
        } catch is NIOTooManyBytesError {
            throw WebProblem(413)
        } catch is LateRequestError {
            throw WebProblem(408)
        }
    }
}

extension Response {
    /// What a service answered, as Hummingbird writes it.
    public init(_ response: WebResponse) {
        var headers = HTTPFields()
        for field in response.headers.fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            headers.append(HTTPField(name: name, value: field.value))
        }
        self.init(
            status: HTTPResponse.Status(code: response.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body)))
    }

    /// The answer as the method of a request wants it: to `HEAD` without its content, whose length it tells (RFC 9110 §9.3.2, §8.6).
    func answering(_ request: Request) -> Response { request.method == .head ? self.createHeadResponse() : self }
}
