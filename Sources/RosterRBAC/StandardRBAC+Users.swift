public import RosterDomain
public import RosterUseCases

// INCITS 359-2012, §6.1.1: administrative commands for users and their roles.

extension StandardRBAC {
    /// AddUser (§6.1.1): adds a user without a role and without a session.
    ///
    /// Valid iff no user has the address as user name or address, in any case, and the principal may create users. As long as a deleted
    /// account can be restored, its names are taken, unless the tenant's policy releases them.
    ///
    /// The user signs in with a temporary password and changes it before doing anything else. `Tenant.addUser` takes a user name,
    /// attributes and roles as well.
    ///
    /// - Returns: The user, and once, the sign-in information to hand over.
    /// - Throws: ``StandardRBACError/tenant(_:)``, with `RefusalReason.nameTaken(name:)` for a name in use.
    public func addUser(
        _ fullName: FullName, email: EmailAddress
    ) async throws(StandardRBACError) -> AddedUser {
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.addUser(fullName, email: email, roles: [], by: self.principal)
        }
    }

    /// DeleteUser (§6.1.1): deletes a user, whose sessions end and who has no role any more.
    ///
    /// Valid iff the user exists, is not the last one who can run the company, is not the principal, and is within the principal's
    /// authority.
    ///
    /// The account can be restored for 30 days by `Tenant.restoreUser(_:by:)`, with its roles. Until then it is no user for any
    /// function here.
    ///
    /// - Throws: ``StandardRBACError/tenant(_:)``.
    public func deleteUser(_ user: UserID) async throws(StandardRBACError) {
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.deleteUser(user, by: self.principal)
        }
    }

    /// AssignUser (§6.1.1, §6.3.1.1 and §6.3.2.1): gives a user a role.
    ///
    /// Valid iff the user and the role exist, the user does not have the role there, no static separation set is broken by it, included
    /// roles counted, and the principal may give the role. What else the catalog asks of a role holds, too: where it can be held, what it
    /// requires, how many may hold it.
    ///
    /// A user who has the role until a time, or from a time on, has it: `Tenant.assignRoles(_:to:at:during:by:)` changes the time. One whose
    /// time has passed does not have it, and is given it anew. Roles that the catalog says come along with it are assigned, too. Of a group,
    /// see `Tenant.assignRoles(_:toGroup:at:during:by:)`.
    ///
    /// - Parameters:
    ///   - user: Who gets the role.
    ///   - role: The role.
    ///   - scope: Where; the standard knows no places, so that it is the whole company unless named.
    /// - Throws: ``StandardRBACError/tenant(_:)``, with `RefusalReason.roleAlreadyHeld(role:scope:)`,
    ///   `RefusalReason.rolesSeparated(set:wanted:held:limit:)`, `RefusalReason.mayNotAssign(role:scope:whoMay:)` and others.
    public func assignUser(
        _ user: UserID, to role: RoleID, at scope: Scope = .company
    ) async throws(StandardRBACError) {
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.assignAnew(role, to: user, at: scope, by: self.principal)
        }
    }

    /// DeassignUser (§6.1.1): takes a role from a user.
    ///
    /// Valid iff the user exists and has the role there, its time has not passed, and the principal may take it from the user, to whom the
    /// company's last key must not be lost.
    ///
    /// The standard leaves open what becomes of sessions: they go on, and the role counts in none of them any more once this returns,
    /// unless the user has it from elsewhere. It counts again in sessions that had it active when it is assigned again.
    ///
    /// - Parameters:
    ///   - user: Who loses the role.
    ///   - role: The role.
    ///   - scope: Where it was assigned.
    /// - Throws: ``StandardRBACError/tenant(_:)``, with `RefusalReason.roleNotHeld(role:scope:)` and others.
    public func deassignUser(
        _ user: UserID, from role: RoleID, at scope: Scope = .company
    ) async throws(StandardRBACError) {
        // The tenant lets roles be taken from a deleted account, so that it can be restored without them.
        if let standing = self.tenant.access.standing(of: user) { try self.requireInUse(standing) }
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.removeCurrent(role, from: user, at: scope, by: self.principal)
        }
    }
}
