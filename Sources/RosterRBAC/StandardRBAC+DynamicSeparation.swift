public import RosterDomain
import RosterUseCases

// INCITS 359-2012, §6.4: dynamic separation of duty, over authorized roles (§6.4.2). The sets are the catalog's, so that each
// command returns the catalog to open the tenant with, and changes nothing until then.

extension StandardRBAC {
    /// CreateDsdSet (§6.4.1.1): the catalog with one more set of roles of which no session may have as many active as the cardinality
    /// says.
    ///
    /// Valid iff no set of either kind has the name, the catalog has the roles, and the cardinality is from 2 to their number. Nor may a
    /// role include as many, or every user hold one.
    ///
    /// The standard asks that no session breaks the set now. Here no session can: once a host has opened the tenant with the
    /// catalog, a session that had too many of the roles active has none of them active, until the person chooses.
    ///
    /// - Parameters:
    ///   - name: The set's name.
    ///   - roles: The roles to keep apart.
    ///   - cardinality: The number of these roles that no session may have active.
    ///   - catalog: The catalog to change; nil for the tenant's. Give the result of one command to the next.
    /// - Returns: The catalog with the set.
    /// - Throws: ``StandardRBACError/catalog(_:)`` with every problem.
    public func createDsdSet(
        _ name: String, of roles: Set<RoleID>, cardinality: Int, in catalog: RoleCatalog? = nil
    ) throws(StandardRBACError) -> RoleCatalog {
        try self.dsd(catalog).adding(SeparationSet(name, roles: roles, limit: cardinality))
    }

    /// AddDsdRoleMember (§6.4.1.1): the catalog with one more role in a set.
    ///
    /// Valid iff the set exists, the catalog has the role, and the set does not. As ``createDsdSet(_:of:cardinality:in:)`` otherwise.
    public func addDsdRoleMember(
        _ role: RoleID, to name: String, in catalog: RoleCatalog? = nil
    ) throws(StandardRBACError) -> RoleCatalog {
        try self.dsd(catalog).adding(role, to: name)
    }

    /// DeleteDsdRoleMember (§6.4.1.1): the catalog with one role less in a set.
    ///
    /// Valid iff the set exists and has the role, and the cardinality is less than the number of its roles.
    public func deleteDsdRoleMember(
        _ role: RoleID, from name: String, in catalog: RoleCatalog? = nil
    ) throws(StandardRBACError) -> RoleCatalog {
        try self.dsd(catalog).removing(role, from: name)
    }

    /// DeleteDsdSet (§6.4.1.1): the catalog without a set.
    ///
    /// Valid iff the set exists.
    public func deleteDsdSet(_ name: String, in catalog: RoleCatalog? = nil) throws(StandardRBACError) -> RoleCatalog {
        try self.dsd(catalog).changing(name) { _ in nil }
    }

    /// SetDsdSetCardinality (§6.4.1.1): the catalog with another cardinality of a set.
    ///
    /// Valid iff the set exists and the cardinality is from 2 to the number of its roles. As ``createDsdSet(_:of:cardinality:in:)``
    /// otherwise.
    public func setDsdSetCardinality(
        _ cardinality: Int, of name: String, in catalog: RoleCatalog? = nil
    ) throws(StandardRBACError) -> RoleCatalog {
        try self.dsd(catalog).limiting(name, to: cardinality)
    }

    /// DsdRoleSets (§6.4.1.3): the names of the sets in force, in the catalog's order.
    public func dsdRoleSets() -> [String] { self.tenant.catalog.dynamicSeparationSets.map(\.name) }

    /// DsdRoleSetRoles (§6.4.1.3): the roles of a set in force; sorted.
    ///
    /// Valid iff the set exists.
    public func dsdRoleSetRoles(of name: String) throws(StandardRBACError) -> [RoleID] {
        try self.dsd(nil).set(named: name).roles.sorted()
    }

    /// DsdRoleSetCardinality (§6.4.1.3): the number of a set's roles that no session may have active.
    ///
    /// Valid iff the set exists.
    public func dsdRoleSetCardinality(of name: String) throws(StandardRBACError) -> Int {
        try self.dsd(nil).set(named: name).limit
    }

    private func dsd(_ catalog: RoleCatalog?) -> SeparationSetEdit {
        SeparationSetEdit(kind: .dynamic, catalog: catalog ?? self.tenant.catalog.withoutCompanyRoles)
    }
}
