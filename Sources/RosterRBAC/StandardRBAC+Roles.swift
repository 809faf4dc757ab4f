public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.1.1: administrative commands for roles and their permissions. Those roles are the company's: a role of the catalog
// belongs to the host, and no command changes it.

extension StandardRBAC {
    /// AddRole (§6.1.1): defines a role of the company without users and without permissions.
    ///
    /// Valid iff no role of the company or of the catalog has the title, in any case, and the principal may define roles. A company has at
    /// most `CompanyRole.countLimit` roles.
    ///
    /// The role can be held for the whole company, by members. `Tenant.defineRole(_:by:)` defines one for places and guests as well.
    ///
    /// - Parameter title: The name that people read.
    /// - Returns: The role, for every other function.
    /// - Throws: ``StandardRBACError/tenant(_:)``, with `RefusalReason.roleTitleTaken(title:)` and others.
    public func addRole(_ title: FullName) async throws(StandardRBACError) -> RoleID {
        try await self.defining(title, includes: [])
    }

    /// DeleteRole (§6.1.1): deletes a role of the company.
    ///
    /// Valid iff the role exists and is the company's, no user and no group holds it, no other role includes it, and the principal may
    /// define roles and give what it contains.
    ///
    /// The standard deletes the role's assignments with it. Here they are taken first, each by a principal who may take it. Deleted
    /// accounts and groups hold the role as long as they can be restored.
    ///
    /// - Throws: ``StandardRBACError/roleOfCatalog(_:)``; ``StandardRBACError/tenant(_:)``, with
    ///   `RefusalReason.companyRoleStillHeld(role:holders:groups:)`, `RefusalReason.roleIncludedElsewhere(role:by:)` and others.
    /// - Complexity: O(holders).
    public func deleteRole(_ role: RoleID) async throws(StandardRBACError) {
        let id = try await self.companyRole(role).id
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.deleteRole(id, by: self.principal)
        }
    }

    /// GrantPermission (§6.1.1): lets a role of the company grant a permission, in force for every holder when the call returns.
    ///
    /// Valid iff the permission exists, the role exists and is the company's and does not grant the permission itself, the catalog lets
    /// roles of the company grant it, and the principal may give all that the role contains then.
    ///
    /// - Parameters:
    ///   - operation: What may be done.
    ///   - object: To what.
    ///   - conditions: The cases in which it may be done, all of which must be given; the standard knows none.
    ///   - role: The role.
    /// - Throws: ``StandardRBACError/roleOfCatalog(_:)``; ``StandardRBACError/tenant(_:)``, with `RefusalReason.nothingToChange` for what is
    ///   granted already, `RefusalReason.changedMeanwhile` when the role was changed at the same time,
    ///   `RefusalReason.roleDefinitionUnsound(problems:)`, `RefusalReason.mayNotGrant(permission:whoMay:)` and others.
    /// - Complexity: O(holders).
    public func grantPermission(
        _ operation: String, on object: String, given conditions: Set<Condition> = [], to role: RoleID
    ) async throws(StandardRBACError) {
        let grant = Grant(try self.permission(operation, on: object), given: conditions)
        try await self.redefining(role) { grants, _ in grants.insert(grant) }
    }

    /// RevokePermission (§6.1.1): lets a role of the company grant a permission no more, in force for every holder when the call returns.
    ///
    /// Valid iff the permission exists, the role exists and is the company's and grants the permission itself in just these cases, and the
    /// principal may give all that the role contains, and take it from each holder.
    ///
    /// - Parameters:
    ///   - operation: What may be done.
    ///   - object: To what.
    ///   - conditions: The cases in which it may be done.
    ///   - role: The role.
    /// - Throws: As ``grantPermission(_:on:given:to:)``, with `RefusalReason.nothingToChange` for what is not granted.
    /// - Complexity: O(holders).
    public func revokePermission(
        _ operation: String, on object: String, given conditions: Set<Condition> = [], from role: RoleID
    ) async throws(StandardRBACError) {
        let grant = Grant(try self.permission(operation, on: object), given: conditions)
        try await self.redefining(role) { grants, _ in grants.remove(grant) }
    }
}
