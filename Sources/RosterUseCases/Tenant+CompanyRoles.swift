public import RosterDomain
import RosterPorts

// Roles that the company defines itself. See the guide "Roles of the company".

extension Tenant {
    /// Defines a role of the company, which can be given at once, as `CompanyRole/role`.
    ///
    /// - Parameters:
    ///   - definition: What it is called, what it contains, and where it can be held.
    ///   - principal: Who defines it; needs the permission to define roles, and the right to give everything that it contains, company-wide
    ///     and for good.
    /// - Returns: The role.
    /// - Throws: ``TenantError/refused(_:)``, with every problem in `RefusalReason.roleDefinitionUnsound(problems:)`;
    ///   ``TenantError/directory(_:)``.
    @discardableResult
    public func defineRole(
        _ definition: CompanyRoleDefinition, by principal: UserID
    ) async throws(TenantError) -> CompanyRole {
        try await self.defineRole(definition, includedIn: nil, by: principal)
    }

    /// Defines a role of the company, which another role of the company includes from then on; both happen together, or neither.
    ///
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.changedMeanwhile` when the other role is not what `senior` says any more,
    ///   and for what changing it would be refused for; ``TenantError/directory(_:)``.
    package func defineRole(
        _ definition: CompanyRoleDefinition, includedIn senior: CompanyRole?, by principal: UserID
    ) async throws(TenantError) -> CompanyRole {
        let command = DefineCompanyRole(self.newCompanyRoleID(), definition, includedIn: senior)
        let performed = try await self.perform(command, by: .user(id: principal))
        return CompanyRole(
            id: command.role, definition, definedBy: performed.facts.principal, definedAt: performed.facts.now)
    }

    /// Changes what a role of the company is called, what it contains, or where it can be held; in force for every holder when the call
    /// returns.
    ///
    /// - Parameters:
    ///   - role: Which.
    ///   - former: What it is expected to be, so that no one else's change is overwritten; nil for whatever it is.
    ///   - definition: What it becomes, whole.
    ///   - principal: Who changes it; needs the permission to define roles, the right to give everything that the role contains before and
    ///     after, company-wide and for good, and, if anything is removed, the right to take roles from each holder.
    /// - Throws: ``TenantError/refused(_:)``, with the name of the holder who stands in the way; with `RefusalReason.nothingToChange` when it
    ///   is so already and `RefusalReason.changedMeanwhile` when it is not what was expected; ``TenantError/directory(_:)``.
    /// - Complexity: O(holders).
    public func changeRole(
        _ role: CompanyRoleID, from former: CompanyRoleDefinition? = nil, to definition: CompanyRoleDefinition,
        by principal: UserID
    ) async throws(TenantError) {
        try await self.perform(ChangeCompanyRole(role, from: former, to: definition), by: .user(id: principal))
    }

    /// Retires a role of the company: who holds it keeps it, and it cannot be given or asked for any more.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func retireRole(_ role: CompanyRoleID, by principal: UserID) async throws(TenantError) {
        try await self.perform(EndCompanyRole(.retire, role), by: .user(id: principal))
    }

    /// Lets a retired role of the company be given again.
    ///
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func reinstateRole(_ role: CompanyRoleID, by principal: UserID) async throws(TenantError) {
        try await self.perform(EndCompanyRole(.reinstate, role), by: .user(id: principal))
    }

    /// Deletes a role of the company that no user and no group holds; its title is free.
    ///
    /// A role that is defined under the same title later is another role.
    ///
    /// - Throws: ``TenantError/refused(_:)``, with `RefusalReason.companyRoleStillHeld(role:holders:groups:)`, deleted accounts and groups
    ///   that can be restored among them; ``TenantError/directory(_:)``.
    /// - Complexity: O(holders).
    public func deleteRole(_ role: CompanyRoleID, by principal: UserID) async throws(TenantError) {
        try await self.perform(EndCompanyRole(.delete, role), by: .user(id: principal))
    }
}

// MARK: - Reading

extension Tenant {
    /// A role of the company, deleted ones among them; nil when there is none.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func companyRole(_ id: CompanyRoleID) async throws(TenantError) -> CompanyRole? {
        try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.read(RecordKeys([.companyRole(id)])).companyRole(id)
        }
    }

    /// The role of the company with a title, in any case; nil when there is none.
    ///
    /// For the host: it asks no permission.
    ///
    /// - Throws: ``TenantError/directory(_:)``.
    public func companyRole(titled title: FullName) async throws(TenantError) -> CompanyRole? {
        let name = RecordName(companyRoleTitled: title)
        return try await askingDirectory { () async throws(UserDirectoryError) in
            try await self.directory.read(RecordKeys(named: [name])).companyRole(named: name)
        }
    }

    /// The roles of the company, retired ones among them, a page at a time.
    ///
    /// The catalog of the tenant has them, too, beside its own: ``catalog``.
    ///
    /// - Parameters:
    ///   - previous: The last role of the page before; nil for the first page.
    ///   - limit: The most roles on a page.
    ///   - principal: Who asks; needs the permission to view users.
    /// - Returns: At most `limit` roles, in the order of their identifiers; fewer mean that there are no more.
    /// - Throws: ``TenantError/refused(_:)``, ``TenantError/directory(_:)``.
    public func companyRoles(
        after previous: CompanyRoleID? = nil, limit: Int = 100, by principal: UserID
    ) async throws(TenantError) -> [CompanyRole] {
        try await self.require(self.catalog.companyPermissions.viewUsers, of: principal, attempt: "list roles")
        let ids = self.catalog.companyRoles.compactMap(\.id.companyRole)
        let page = ids.filter { id in previous.map { $0 < id } ?? true }.prefix(max(0, limit))
        guard !page.isEmpty else { return [] }
        return try await askingDirectory { () async throws(UserDirectoryError) in
            let excerpt = try await self.directory.read(RecordKeys(page.map { .companyRole($0) }))
            return page.compactMap(excerpt.companyRole).filter { !$0.isDeleted }
        }
    }
}
