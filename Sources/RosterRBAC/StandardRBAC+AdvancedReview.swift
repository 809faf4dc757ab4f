public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.1.4 and §6.2.1.4: advanced review functions, over included roles, too.

extension StandardRBAC {
    /// RolePermissions (§6.1.4 and §6.2.1.4): what a role grants, itself or through roles that it includes; sorted by permission.
    ///
    /// Valid iff the catalog has the role. A grant says in which cases it holds; a permission may need more than a grant, by its rule.
    ///
    /// - Throws: ``StandardRBACError/tenant(_:)`` with `TenantError.unknownName(_:)`.
    public func rolePermissions(of role: RoleID) throws(StandardRBACError) -> [Grant] {
        try self.requireKnown(role)
        return Set(self.tenant.catalog.grants(of: role)).sorted(by: Grant.precedes)
    }

    /// UserPermissions (§6.1.4 and §6.2.1.4): everything that a user can do now, and where; sorted.
    ///
    /// Valid iff the user exists. It is what a check answers: nothing for an account that is not in use, and nothing of a permission whose
    /// rule is not met.
    ///
    /// - Parameters:
    ///   - user: Who.
    ///   - previous: The last entitlement of the page before; nil for the first page.
    ///   - limit: The most entitlements on a page; nil for all.
    /// - Throws: As ``assignedRoles(of:)``.
    public func userPermissions(
        of user: UserID, after previous: Entitlement? = nil, limit: Int? = nil
    ) throws(StandardRBACError) -> [Entitlement] {
        _ = try self.standing(of: user)
        return self.tenant.entitlements(of: user, after: previous, limit: limit)
    }

    /// SessionRoles (§6.1.4): the roles that a session has active and that count now, and not what they include; sorted.
    ///
    /// Valid iff the session exists. A role that every user holds counts in every session, and is not named. None counts as long as the
    /// session has duties.
    ///
    /// - Throws: ``StandardRBACError/unknownSession``, ``StandardRBACError/tenant(_:)``.
    public func sessionRoles(of session: SessionToken) async throws(StandardRBACError) -> [RoleID] {
        try await self.admission(of: session).subject.map { self.tenant.activeRoles(of: $0) } ?? []
    }

    /// SessionPermissions (§6.1.4): everything that a session can do now, and where; sorted.
    ///
    /// Valid iff the session exists.
    ///
    /// - Parameters:
    ///   - session: The session's token.
    ///   - previous: The last entitlement of the page before; nil for the first page.
    ///   - limit: The most entitlements on a page; nil for all.
    /// - Throws: As ``sessionRoles(of:)``.
    public func sessionPermissions(
        of session: SessionToken, after previous: Entitlement? = nil, limit: Int? = nil
    ) async throws(StandardRBACError) -> [Entitlement] {
        try await self.admission(of: session).subject
            .map { self.tenant.entitlements(of: $0, after: previous, limit: limit) } ?? []
    }

    /// RoleOperationsOnObject (§6.1.4 and §6.2.1.4): the operations on an object that a role grants, in some case; sorted.
    ///
    /// Valid iff the catalog has the role, and a permission about the object.
    ///
    /// - Throws: ``StandardRBACError/tenant(_:)`` with `TenantError.unknownName(_:)`.
    public func roleOperationsOnObject(
        _ object: String, of role: RoleID
    ) throws(StandardRBACError) -> [String] {
        try self.requireKnown(object: object)
        return Self.operations(on: object, try self.rolePermissions(of: role).map(\.permission))
    }

    /// UserOperationsOnObject (§6.1.4 and §6.2.1.4): the operations on an object that a user can do now, somewhere and in some
    /// case; sorted.
    ///
    /// Valid iff the user exists, and the catalog has a permission about the object.
    ///
    /// - Throws: ``StandardRBACError/tenant(_:)``.
    public func userOperationsOnObject(
        _ object: String, of user: UserID
    ) throws(StandardRBACError) -> [String] {
        try self.requireKnown(object: object)
        return Self.operations(on: object, try self.userPermissions(of: user).map(\.permission))
    }

    private static func operations(on object: String, _ permissions: [Permission]) -> [String] {
        Set(permissions.filter { $0.object == object }.map(\.operation)).sorted()
    }

    private func requireKnown(object: String) throws(StandardRBACError) {
        let objects = Set(self.tenant.catalog.permissions.map(\.id.object))
        guard !objects.contains(object) else { return }
        let nearest = nearestName(to: object, among: objects.sorted())
        throw .tenant(.unknownName(UnknownNameError(kind: .object, name: object, nearest: nearest)))
    }
}
