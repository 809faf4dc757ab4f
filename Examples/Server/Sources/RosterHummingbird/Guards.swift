public import Hummingbird
public import Roster
public import RosterWeb

/// Fills in who calls, by the session's cookie or a bearer token.
public struct CallerMiddleware<Context: RosterRequestContext>: RouterMiddleware {
    private let callers: WebCallers
    private let origin: WebOrigin

    /// Admits the callers of a tenant.
    public init(of tenant: Tenant, from origin: WebOrigin, cookie: SessionCookie = .standard) {
        self.callers = WebCallers(of: tenant, cookie: cookie)
        self.origin = origin
    }

    /// Hands a request on with its caller, or refuses one that a foreign page made a browser send.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        do throws(WebProblem) {
            context.caller = try await self.callers.caller(
                of: self.origin.request(request, context, mount: ""))
        } catch {
            return Response(error.response).answering(request)
        }
        return try await next(request, context)
    }
}

/// Lets through who may do something: 401 for a stranger, 403 for everyone else.
///
/// ```swift
/// router.group().add(middleware: try RequirePermission(.manageCustomers, of: tenant))
///     .get("customers") { _, _ in "everything about customers" }
/// ```
///
/// The check is one look at the compiled table. Why it said no, and what would help, is a second question: `GET /why` of the account API.
public struct RequirePermission<Context: RosterRequestContext>: RouterMiddleware {
    private let tenant: Tenant
    private let permission: PermissionHandle
    private let scope: @Sendable (Request, Context) throws -> Scope
    /// Refusals hold nothing of the request, so they are written once.
    private let stranger = Response(WebProblem(401).response)
    private let nowhere = Response(WebProblem(404).response)
    private let unready = Response(WebProblem(403, "dutiesOpen").response)
    private let denied = Response(WebProblem(403, RefusalCode.notPermitted.name).response)

    /// Guards routes.
    ///
    /// - Parameters:
    ///   - permission: What callers need.
    ///   - tenant: The company.
    ///   - scope: Where they need it; for the whole company unless given. An error is answered as 404: there is no such place.
    /// - Throws: `UnknownNameError` for a permission that the catalog does not know.
    public init(
        _ permission: Permission, of tenant: Tenant,
        at scope: @escaping @Sendable (Request, Context) throws -> Scope = { _, _ in .company }
    ) throws(UnknownNameError) {
        self.tenant = tenant
        self.permission = try tenant.handle(for: permission)
        self.scope = scope
    }

    /// Lets a request through, or refuses it.
    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        if let refusal = self.refusal(of: request, context) { return refusal.answering(request) }
        return try await next(request, context)
    }

    private func refusal(of request: Request, _ context: Context) -> Response? {
        guard let caller = context.caller else { return self.stranger }
        guard let scope = try? self.scope(request, context) else { return self.nowhere }
        guard let subject = caller.subject else { return self.unready }
        return self.tenant.permits(subject, self.permission, at: scope) ? nil : self.denied
    }
}
