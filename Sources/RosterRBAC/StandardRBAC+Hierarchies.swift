public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.2.1.1: administrative commands for general hierarchies. The senior role is one of the company's; it inherits from
// roles of the company and of the catalog alike.

extension StandardRBAC {
    /// AddInheritance (§6.2.1.1 and §6.3.2.1): lets a role of the company include another role, in force for every holder when the call
    /// returns.
    ///
    /// Valid iff both exist, the senior is the company's and does not include the junior directly, the junior is not the senior and does
    /// not include it, every static separation set holds then, and no role has as many roles of a set as none may. The catalog must also let
    /// roles of the company include the junior, and the principal must be able to give all that the senior contains then.
    ///
    /// - Parameters:
    ///   - senior: The role that includes the other one: the standard's ascendant.
    ///   - junior: The role that is included: the standard's descendant.
    /// - Throws: ``StandardRBACError/roleOfCatalog(_:)``; ``StandardRBACError/tenant(_:)``, with `RefusalReason.nothingToChange` for what is
    ///   included already, `RefusalReason.changedMeanwhile` when the senior was changed at the same time,
    ///   `RefusalReason.roleDefinitionUnsound(problems:)` for a circle, `RefusalReason.rolesSeparated(set:wanted:held:limit:)` and others.
    /// - Complexity: O(holders).
    public func addInheritance(of senior: RoleID, from junior: RoleID) async throws(StandardRBACError) {
        try await self.requireThere(junior)
        try await self.redefining(senior) { _, includes in includes.insert(junior) }
    }

    /// DeleteInheritance (§6.2.1.1): lets a role of the company include another one no more, but for what others in it include.
    ///
    /// Valid iff both exist, the senior is the company's and includes the junior directly, and the principal may give all that the senior
    /// contains, and take it from each holder. No holder may hold a role that requires the junior.
    ///
    /// - Parameters:
    ///   - senior: The role that includes the other one.
    ///   - junior: The role that is included.
    /// - Throws: As ``addInheritance(of:from:)``, with `RefusalReason.nothingToChange` for what is not included.
    /// - Complexity: O(holders).
    public func deleteInheritance(of senior: RoleID, from junior: RoleID) async throws(StandardRBACError) {
        try await self.requireThere(junior)
        try await self.redefining(senior) { _, includes in includes.remove(junior) }
    }

    /// AddAscendant (§6.2.1.1): defines a role of the company that includes another role.
    ///
    /// Valid iff ``addRole(_:)`` is, and ``addInheritance(of:from:)`` after it.
    ///
    /// - Parameters:
    ///   - title: The title of the new role, the senior.
    ///   - junior: A role of the catalog or of the company.
    /// - Returns: The new role.
    /// - Throws: ``StandardRBACError/tenant(_:)``.
    public func addAscendant(_ title: FullName, of junior: RoleID) async throws(StandardRBACError) -> RoleID {
        try await self.requireThere(junior)
        return try await self.defining(title, includes: [junior])
    }

    /// AddDescendant (§6.2.1.1): defines a role of the company that another one includes; both happen together, or neither.
    ///
    /// Valid iff ``addRole(_:)`` is, and ``addInheritance(of:from:)`` after it.
    ///
    /// - Parameters:
    ///   - title: The title of the new role, the junior.
    ///   - senior: A role of the company.
    /// - Returns: The new role, without users of its own and without permissions.
    /// - Throws: ``StandardRBACError/roleOfCatalog(_:)``, ``StandardRBACError/tenant(_:)``.
    /// - Complexity: O(holders).
    public func addDescendant(_ title: FullName, of senior: RoleID) async throws(StandardRBACError) -> RoleID {
        let senior = try await self.companyRole(senior)
        let count = senior.definition.includes.count + 1
        guard count <= CompanyRoleDefinition.inclusionCountLimit else {
            throw .definition(.tooManyRoles(count: count))
        }
        return try await self.defining(title, includes: [], includedIn: senior)
    }
}

extension StandardRBAC {
    /// The role of the company that a name stands for.
    func companyRole(_ role: RoleID) async throws(StandardRBACError) -> CompanyRole {
        guard let id = role.companyRole else {
            try self.requireKnown(role)
            throw .roleOfCatalog(role)
        }
        let known = try await self.asking { () async throws(TenantError) in try await self.tenant.companyRole(id) }
        guard let known, !known.isDeleted else { throw Self.unknown(role) }
        return known
    }

    /// Refuses a role that neither the catalog nor the company has.
    func requireThere(_ role: RoleID) async throws(StandardRBACError) {
        if role.companyRole == nil { try self.requireKnown(role) } else { _ = try await self.companyRole(role) }
    }

    private static func unknown(_ role: RoleID) -> StandardRBACError {
        .tenant(.unknownName(UnknownNameError(kind: .role, name: role.rawValue, nearest: nil)))
    }

    /// Defines a role for members of the whole company.
    func defining(
        _ title: FullName, includes: Set<RoleID>, includedIn senior: CompanyRole? = nil
    ) async throws(StandardRBACError) -> RoleID {
        let definition = try self.sound { () throws(CompanyRoleDefinitionError) in
            try CompanyRoleDefinition(title: title, includes: includes, scoping: .companyOnly)
        }
        return try await self.asking { () async throws(TenantError) in
            try await self.tenant.defineRole(definition, includedIn: senior, by: self.principal).role
        }
    }

    /// Changes what a role of the company grants and includes itself, and nothing when it was changed at the same time.
    func redefining(
        _ role: RoleID, _ change: (_ grants: inout Set<Grant>, _ includes: inout Set<RoleID>) -> Void
    ) async throws(StandardRBACError) {
        let role = try await self.companyRole(role)
        let former = role.definition
        var (grants, includes) = (former.grants, former.includes)
        change(&grants, &includes)
        let definition = try self.sound { () throws(CompanyRoleDefinitionError) in
            try CompanyRoleDefinition(
                title: former.title, description: former.description, grants: grants, includes: includes,
                scoping: former.scoping, isOpenToGuests: former.isOpenToGuests, assignableBy: former.assignableBy)
        }
        try await self.asking { () async throws(TenantError) in
            try await self.tenant.changeRole(role.id, from: former, to: definition, by: self.principal)
        }
    }

    private func sound(
        _ body: () throws(CompanyRoleDefinitionError) -> CompanyRoleDefinition
    ) throws(StandardRBACError) -> CompanyRoleDefinition {
        do { return try body() } catch { throw .definition(error) }
    }
}
