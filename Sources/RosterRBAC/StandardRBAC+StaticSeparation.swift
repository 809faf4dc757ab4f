public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.3: static separation of duty, over authorized roles (§6.3.2). The sets are the catalog's, so that each command
// returns the catalog to open the tenant with, and changes nothing until then.

extension StandardRBAC {
    /// CreateSsdSet (§6.3.1.1 and §6.3.2.1): the catalog with one more set of roles for which no user may be authorized together.
    ///
    /// Valid iff no set of either kind has the name, the catalog has the roles, the cardinality is from 2 to their number, and no user is
    /// authorized for as many of them. Nor may a role include as many, or the first administrator get them.
    ///
    /// It holds once every host has opened the tenant with the catalog. `Tenant.open(_:)` looks again, and does not open where a user
    /// got such roles in between, unless the host accepts it.
    ///
    /// - Parameters:
    ///   - name: The set's name.
    ///   - roles: The roles to keep apart.
    ///   - cardinality: The number of these roles for which no user may be authorized.
    ///   - catalog: The catalog to change; nil for the tenant's. Give the result of one command to the next.
    /// - Returns: The catalog with the set.
    /// - Throws: ``StandardRBACError/catalog(_:)`` with every problem; ``StandardRBACError/separation(_:)`` with the users who stand in
    ///   the way; ``StandardRBACError/tenant(_:)``.
    /// - Complexity: O(users).
    public func createSsdSet(
        _ name: String, of roles: Set<RoleID>, cardinality: Int, in catalog: RoleCatalog? = nil
    ) async throws(StandardRBACError) -> RoleCatalog {
        let set = SeparationSet(name, roles: roles, limit: cardinality)
        return try await self.satisfied(name, by: try self.ssd(catalog).adding(set))
    }

    /// AddSsdRoleMember (§6.3.1.1 and §6.3.2.1): the catalog with one more role in a set.
    ///
    /// Valid iff the set exists, the catalog has the role, the set does not, and no user would be authorized for as many as the
    /// cardinality says. As ``createSsdSet(_:of:cardinality:in:)`` otherwise.
    ///
    /// - Complexity: O(users).
    public func addSsdRoleMember(
        _ role: RoleID, to name: String, in catalog: RoleCatalog? = nil
    ) async throws(StandardRBACError) -> RoleCatalog {
        try await self.satisfied(name, by: try self.ssd(catalog).adding(role, to: name))
    }

    /// DeleteSsdRoleMember (§6.3.1.1): the catalog with one role less in a set.
    ///
    /// Valid iff the set exists and has the role, and the cardinality is less than the number of its roles.
    public func deleteSsdRoleMember(
        _ role: RoleID, from name: String, in catalog: RoleCatalog? = nil
    ) throws(StandardRBACError) -> RoleCatalog {
        try self.ssd(catalog).removing(role, from: name)
    }

    /// DeleteSsdSet (§6.3.1.1): the catalog without a set.
    ///
    /// Valid iff the set exists.
    public func deleteSsdSet(_ name: String, in catalog: RoleCatalog? = nil) throws(StandardRBACError) -> RoleCatalog {
        try self.ssd(catalog).changing(name) { _ in nil }
    }

    /// SetSsdSetCardinality (§6.3.1.1 and §6.3.2.1): the catalog with another cardinality of a set.
    ///
    /// Valid iff the set exists, the cardinality is from 2 to the number of its roles, and no user is authorized for as many. As
    /// ``createSsdSet(_:of:cardinality:in:)`` otherwise.
    ///
    /// - Complexity: O(users).
    public func setSsdSetCardinality(
        _ cardinality: Int, of name: String, in catalog: RoleCatalog? = nil
    ) async throws(StandardRBACError) -> RoleCatalog {
        try await self.satisfied(name, by: try self.ssd(catalog).limiting(name, to: cardinality))
    }

    /// SsdRoleSets (§6.3.1.3): the names of the sets in force, in the catalog's order.
    public func ssdRoleSets() -> [String] { self.tenant.catalog.separationSets.map(\.name) }

    /// SsdRoleSetRoles (§6.3.1.3): the roles of a set in force; sorted.
    ///
    /// Valid iff the set exists.
    public func ssdRoleSetRoles(of name: String) throws(StandardRBACError) -> [RoleID] {
        try self.ssd(nil).set(named: name).roles.sorted()
    }

    /// SsdRoleSetCardinality (§6.3.1.3): the number of a set's roles for which no user may be authorized.
    ///
    /// Valid iff the set exists.
    public func ssdRoleSetCardinality(of name: String) throws(StandardRBACError) -> Int {
        try self.ssd(nil).set(named: name).limit
    }

    private func ssd(_ catalog: RoleCatalog?) -> SeparationSetEdit {
        SeparationSetEdit(kind: .fixed, catalog: catalog ?? self.tenant.catalog.withoutCompanyRoles)
    }

    /// A catalog, unless users breach one of its sets.
    private func satisfied(_ name: String, by catalog: RoleCatalog) async throws(StandardRBACError) -> RoleCatalog {
        let breaches = try await self.asking { () async throws(TenantError) in
            try await self.tenant.ruleBreaches(under: catalog)
        }
        let ofSet = breaches.filter { breach in
            if case .separation(set: name, roles: _) = breach.rule { true } else { false }
        }
        guard ofSet.isEmpty else { throw .separation(ofSet) }
        return catalog
    }
}
