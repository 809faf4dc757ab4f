public import RosterDomain

// What forms for roles of the company offer and tell beforehand, decided by the very commands that would do it. Nothing changes, and
// nothing is put on record.

/// What a principal may put into a role of the company.
public struct CompanyRoleParts: Sendable, Hashable {
    /// What it may grant, in the order of the permissions.
    ///
    /// A permission that the catalog grants under several sets of conditions comes once for each of them.
    public let grants: [Grant]
    /// The roles that it may include, of the catalog and of the company, in the catalog's order.
    public let roles: [RoleID]
}

/// Something that is done to a role of the company as a whole.
public enum CompanyRoleVerb: String, Sendable, Hashable, CaseIterable {
    /// ``Tenant/retireRole(_:by:)``.
    case retire
    /// ``Tenant/reinstateRole(_:by:)``.
    case reinstate
    /// ``Tenant/deleteRole(_:by:)``.
    case delete
}

extension Tenant {
    /// What a principal may put into a role of the company now.
    ///
    /// What is offered can be overtaken: the verb decides again.
    ///
    /// - Returns: Nothing for a principal who may not define roles.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(roles × sources of what they grant).
    public func companyRoleParts(by principal: UserID) async throws(TenantError) -> CompanyRoleParts {
        let parts = try await self.facts(for: FactNeeds(), by: .user(id: principal)).0.partsOfCompanyRoles
        return CompanyRoleParts(grants: parts.grants, roles: parts.roles)
    }

    /// Why a definition of a role of the company would be refused now; nil when it would not.
    ///
    /// - Parameters:
    ///   - definition: What the role would be.
    ///   - role: The role that would be changed; nil to define one.
    ///   - principal: Who would do it.
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(holders) for a role that would be changed.
    public func obstacle(
        toDefining definition: CompanyRoleDefinition, inPlaceOf role: CompanyRoleID? = nil, by principal: UserID
    ) async throws(TenantError) -> RefusalReason? {
        let command: any TenantCommand =
            if let role {
                ChangeCompanyRole(role, to: definition)
            } else {
                DefineCompanyRole(self.newCompanyRoleID(), definition)
            }
        return try await self.obstacles(knowing: command.needs, by: principal) { _ in [command] }.first ?? nil
    }

    /// What a principal may do to a role of the company as a whole now: for each verb nil, or why it would be refused.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    /// - Complexity: O(holders).
    public func obstacles(
        onRole role: CompanyRoleID, by principal: UserID
    ) async throws(TenantError) -> [CompanyRoleVerb: RefusalReason?] {
        let commands: [EndCompanyRole] = CompanyRoleVerb.allCases.map { verb in
            switch verb {
            case .retire: EndCompanyRole(.retire, role)
            case .reinstate: EndCompanyRole(.reinstate, role)
            case .delete: EndCompanyRole(.delete, role)
            }
        }
        let needs = EndCompanyRole(.delete, role).needs
        let found = try await self.obstacles(knowing: needs, by: principal) { _ in commands }
        return Dictionary(uniqueKeysWithValues: zip(CompanyRoleVerb.allCases, found))
    }
}
