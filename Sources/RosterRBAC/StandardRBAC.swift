public import RosterDomain
public import RosterUseCases

/// A tenant by the names of ANSI INCITS 359-2012, the standard for role-based access control.
///
/// Its methods have the names of the standard's functions, and its rules where the standard says "valid if and only if": what is not
/// valid throws and changes nothing. Each calls a verb of the tenant, so that the laws of the tenant hold as well: a principal gives
/// no role beyond their own rights, the last administrator keeps the role, and what is done is on record. <doc:RosterRBAC> lists
/// every function with its method and what differs.
///
/// ```swift
/// let rbac = StandardRBAC(tenant, by: administrator)
/// try await rbac.assignUser(grace, to: .billingAdmin)
/// let begun = try await rbac.createSession(
///     of: grace, activating: [.billingAdmin], authenticatedBy: [.password], on: DeviceName("Firefox"))
/// ```
///
/// It keeps nothing of its own: a host can use it beside the tenant, and make one for each request.
public struct StandardRBAC: Sendable {
    /// The tenant.
    public let tenant: Tenant
    /// Who does what the administrative commands do.
    public let principal: UserID

    /// Looks at a tenant as the standard does.
    ///
    /// - Parameters:
    ///   - tenant: The tenant.
    ///   - principal: Who does what the administrative commands do. Sessions and reviews ask no permission of the principal: they are the
    ///     host's.
    public init(_ tenant: Tenant, by principal: UserID) {
        self.tenant = tenant
        self.principal = principal
    }
}

extension StandardRBAC {
    /// Calls verbs of the tenant, whose error becomes the standard's.
    func asking<Result: ~Copyable>(
        _ body: () async throws(TenantError) -> Result
    ) async throws(StandardRBACError) -> Result {
        do { return try await body() } catch { throw .tenant(error) }
    }

    /// Looks up a name of the catalog.
    func naming<Result>(
        _ body: () throws(UnknownNameError) -> Result
    ) throws(StandardRBACError) -> Result {
        do { return try body() } catch { throw .tenant(.unknownName(error)) }
    }
}
