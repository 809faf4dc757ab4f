import RosterDomain
public import RosterUseCases
public import RosterWeb

/// SCIM 2.0 (RFC 7643, RFC 7644) over a company: what Entra, Okta and other systems talk to that provision accounts.
///
/// Mount it where clients look for it, such as `/scim/v2`, behind whatever admits the bearer tokens of services and sets
/// `WebRequest.caller`. Every law of the tenant holds: the client is a service with roles of its own, and what it may not do is a 403.
/// The guide "Provisioning by SCIM" says what is mapped to what.
public struct SCIMService: WebService {
    let tenant: Tenant
    let options: SCIMOptions
    let mapping: UserMapping

    /// Creates a service.
    ///
    /// What clients can say of users is what the tenant's attribute schema keeps; `AttributeSchema.scim` keeps everything.
    public init(_ tenant: Tenant, options: SCIMOptions = SCIMOptions()) {
        self.tenant = tenant
        self.options = options
        self.mapping = UserMapping(attributes: tenant.attributeSchema, catalog: tenant.catalog, options: options)
    }

    /// Answers one request.
    public func answer(_ request: WebRequest) async -> WebResponse {
        do {
            guard let caller = request.caller else { throw Self.stranger }
            let answer = try await self.tenant.acting(in: caller) { principal in
                try await SCIMCall(self, request, by: principal).answer()
            }
            guard let answer else { throw SCIMError(403, nil, "the account must be set up first") }
            return answer
        } catch {
            return Self.response(to: error)
        }
    }

    /// What the service says of a request that is refused before it, in words of SCIM (RFC 7644 §3.12).
    public func refusal(of request: WebRequest, for problem: WebProblem) -> WebResponse {
        let limit = "a body may have \(self.options.bodyByteLimit) bytes"
        var error = SCIMError(
            problem.status, nil, problem.detail ?? (problem.status == 413 ? limit : "the request is refused"))
        error.headers = problem.response.headers.fields.filter { $0.name != "content-type" }.map { ($0.name, $0.value) }
        return Self.response(to: error)
    }

    /// An error as a response.
    static func response(to error: any Error) -> WebResponse {
        let error = Self.error(from: error)
        var response = WebResponse(error.status, headers: ["content-type": mediaType], body: error.body.json)
        for header in error.headers { response.headers.append(header.name, header.value) }
        return response
    }

    static func error(from error: any Error, isConditional: Bool = false) -> SCIMError {
        switch error {
        case let error as SCIMError: error
        case let error as TenantError: SCIMError(error, isConditional: isConditional)
        default: SCIMError(500, nil, "something failed")
        }
    }

    /// What a caller without a token that opens something gets; why is not said.
    private static var stranger: SCIMError {
        var error = SCIMError(401, nil, "a bearer token of a service is needed")
        error.headers = [("www-authenticate", "Bearer")]
        return error
    }

    /// The media type of SCIM (RFC 7644 §8.1).
    static let mediaType = "application/scim+json"
}

/// One request of a caller.
struct SCIMCall: Sendable {
    let service: SCIMService
    let request: WebRequest
    let principal: UserID
    let mapping: UserMapping

    init(_ service: SCIMService, _ request: WebRequest, by principal: UserID) {
        self.service = service
        var mapping = service.mapping
        mapping.catalog = service.tenant.catalog
        self.mapping = mapping
        self.request = request
        self.principal = principal
    }

    var tenant: Tenant { self.service.tenant }
    var options: SCIMOptions { self.service.options }
    var addresses: ResourceAddresses { ResourceAddresses(base: self.request.address(of: "")) }

    /// Answers the request; HEAD as GET, and what carries the answer leaves the body out.
    func answer() async throws -> WebResponse {
        try await self.route(self.request.method == .head ? .get : self.request.method)
    }

    private func route(_ method: WebMethod) async throws -> WebResponse {
        guard var path = WebText.segments(of: self.request.path) else { throw SCIMError.notFound("such path") }
        if path.last == "" { path.removeLast() }
        switch (path.first, path.count) {
        case ("Users", 1): return try await self.users(method)
        case ("Users", 2) where path[1] == ".search": return try await self.search(method, [self.mapping.type.endpoint])
        case ("Users", 2): return try await self.user(path[1], method)
        case ("Groups", 1): return try await self.groups(method)
        case ("Groups", 2) where path[1] == ".search":
            return try await self.search(method, [GroupMapping.type.endpoint])
        case ("Groups", 2): return try await self.group(path[1], method)
        case (".search", 1):
            return try await self.search(method, [self.mapping.type.endpoint, GroupMapping.type.endpoint])
        case ("Bulk", 1):
            try Self.allow([.post], method)
            return try await self.bulk()
        case ("Me", _): throw SCIMError(501, nil, "a client is a service, which has no page of its own")
        case (let name?, 1...2):
            guard let answer = try await self.discover(name, path.dropFirst().first, method) else { fallthrough }
            return answer
        default: throw SCIMError.notFound("such path")
        }
    }

    /// Refuses a method that a path does not have.
    static func allow(_ allowed: [WebMethod], _ method: WebMethod) throws(SCIMError) {
        if allowed.contains(method) { return }
        let names = (allowed + (allowed.contains(.get) ? [.head] : [])).map(\.rawValue).joined(separator: ", ")
        var error = SCIMError(405, nil, "`\(method.rawValue.shown)` is not possible here; possible are \(names)")
        error.headers = [("allow", names)]
        throw error
    }
}
