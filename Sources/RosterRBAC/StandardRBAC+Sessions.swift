public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.1.2, with the hierarchies of §6.2.1.2 and the dynamic separation of §6.4: supporting system functions.

extension StandardRBAC {
    /// CreateSession (§6.1.2, §6.2.1.2, §6.4.1.2 and §6.4.2): begins a session with some roles active, and no others.
    ///
    /// Valid iff the user exists and the account is in use, the user is authorized for each role, and the roles do not break a
    /// dynamic separation set, included ones counted. The session is new: its identifier and its token are made here.
    ///
    /// The host has authenticated the user. `Tenant.beginSession(_:password:on:from:activating:)` checks a password as well, and can
    /// activate all roles.
    ///
    /// - Parameters:
    ///   - user: Whose session it is.
    ///   - roles: The roles to activate, assigned or included in assigned ones; at most `UserSession.activeRoleLimit`.
    ///   - methods: How the user was authenticated; at least one.
    ///   - device: What the session runs on.
    /// - Returns: The session and, once, its token; and what must be done before any access is allowed.
    /// - Throws: ``StandardRBACError/tenant(_:)``, with `RefusalReason.roleNotAuthorized(role:)`,
    ///   `RefusalReason.rolesSeparatedInSession(set:wanted:active:limit:)` and others.
    /// - Precondition: `methods` is not empty.
    public func createSession(
        of user: UserID, activating roles: Set<RoleID>, authenticatedBy methods: Set<AuthenticationMethod>,
        on device: DeviceName
    ) async throws(StandardRBACError) -> BegunSession {
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.beginSession(
                for: user, authenticatedBy: methods, on: device, activating: roles)
        }
    }

    /// DeleteSession (§6.1.2): ends a session.
    ///
    /// Valid iff the session exists and is the user's. `Tenant.endSession(_:of:by:)` ends one by its identifier, for administrators.
    ///
    /// - Throws: ``StandardRBACError/unknownSession``; ``StandardRBACError/tenant(_:)``: it is unknown then whether it has ended.
    public func deleteSession(_ session: SessionToken, of user: UserID) async throws(StandardRBACError) {
        _ = try await self.admission(of: session, user)
        try await self.asking { () async throws(TenantError) in try await self.tenant.endSession(session) }
    }

    /// AddActiveRole (§6.1.2, §6.2.1.2, §6.4.1.2 and §6.4.2): activates a role in a session.
    ///
    /// Valid iff the session exists and is the user's, the user is authorized for the role, the session does not have it active, and
    /// no dynamic separation set is broken by it, included roles counted. A role that another active role includes can be activated beside it.
    ///
    /// - Returns: The session with another token: the one given opens nothing any more.
    /// - Throws: ``StandardRBACError/unknownSession``, also when another call changed the session meanwhile; ``StandardRBACError/tenant(_:)``,
    ///   with `RefusalReason.roleAlreadyActive(role:)` and as ``createSession(of:activating:authenticatedBy:on:)``.
    public func addActiveRole(
        _ role: RoleID, to session: SessionToken, of user: UserID
    ) async throws(StandardRBACError) -> BegunSession {
        _ = try await self.admission(of: session, user)
        let begun = try await self.asking { () async throws(TenantError) in
            try await self.tenant.activateRoles([role], in: session)
        }
        guard let begun else { throw .unknownSession }
        return begun
    }

    /// DropActiveRole (§6.1.2): deactivates a role in a session.
    ///
    /// Valid iff the session exists and is the user's, and has the role active itself. A role that is active only because another one
    /// includes it goes with that one; and one that every user holds is active in every session.
    ///
    /// - Returns: As ``addActiveRole(_:to:of:)``.
    /// - Throws: ``StandardRBACError/unknownSession``; ``StandardRBACError/tenant(_:)``, with `RefusalReason.roleNotActive(role:through:)`.
    public func dropActiveRole(
        _ role: RoleID, from session: SessionToken, of user: UserID
    ) async throws(StandardRBACError) -> BegunSession {
        _ = try await self.admission(of: session, user)
        let begun = try await self.asking { () async throws(TenantError) in
            try await self.tenant.deactivateRoles([role], in: session)
        }
        guard let begun else { throw .unknownSession }
        return begun
    }

    /// CheckAccess (§6.1.2): whether a session may do an operation on an object.
    ///
    /// Valid iff the session exists and the catalog has the permission, the kind of place and the conditions: a misspelled name is an error,
    /// and never a quiet no.
    ///
    /// The answer is yes iff a role that is active, or that an active one includes, grants it: activating a senior role activates its
    /// juniors. The permission's rule must be met by active roles, the role must be held there and now, and nothing is allowed as long as
    /// the session has duties, such as a temporary password that must be changed.
    ///
    /// For hot paths, `Tenant.permits(_:_:at:given:)` answers without a look-up.
    ///
    /// - Parameters:
    ///   - session: The session's token.
    ///   - operation: What is to be done: the last part of a permission's name.
    ///   - object: What it is to be done to: the rest of the name.
    ///   - scope: Where.
    ///   - conditions: What the host states about the case in hand.
    /// - Throws: ``StandardRBACError/unknownSession``, ``StandardRBACError/tenant(_:)``.
    public func checkAccess(
        _ session: SessionToken, _ operation: String, on object: String, at scope: Scope = .company,
        given conditions: Set<Condition> = []
    ) async throws(StandardRBACError) -> Bool {
        let permission = try self.permission(operation, on: object, at: scope, given: conditions)
        guard let subject = try await self.admission(of: session).subject else { return false }
        return self.tenant.permits(subject, permission, at: scope, given: conditions)
    }
}

extension StandardRBAC {
    /// The session of a token, and of a user where one is named.
    func admission(
        of session: SessionToken, _ user: UserID? = nil
    ) async throws(StandardRBACError) -> SessionAdmission {
        let admission = try await self.asking { () async throws(TenantError) in
            try await self.tenant.admission(of: session)
        }
        guard let admission, user == nil || admission.user == user else { throw .unknownSession }
        return admission
    }

    /// The permission to do an operation on an object, which the catalog must have, as well as the place and the conditions.
    func permission(
        _ operation: String, on object: String, at scope: Scope = .company, given conditions: Set<Condition> = []
    ) throws(StandardRBACError) -> Permission {
        try self.naming { () throws(UnknownNameError) in
            try self.tenant.catalog.permission(
                named: Permission(operation, on: object).rawValue, at: scope, given: conditions)
        }
    }
}
