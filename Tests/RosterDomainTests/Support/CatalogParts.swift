import RosterDomain

/// What a catalog is made of, for making it again with a change.
struct CatalogParts {
    var roles: [Role]
    var permissions: [PermissionDefinition]
    var assignmentAuthorities: [AssignmentAuthority]
    var accountAuthorities: [AccountAuthority]
    var enrollmentRoles: Set<RoleID>
    var separationSets: [SeparationSet]
    var dynamicSeparationSets: [SeparationSet]
    let provisioning: ProvisioningPermissions?
    let indispensableRole: RoleID?

    init(_ catalog: RoleCatalog) {
        self.roles = catalog.roles
        self.permissions = catalog.permissions
        self.assignmentAuthorities = catalog.assignmentAuthorities
        self.accountAuthorities = catalog.accountAuthorities
        self.enrollmentRoles = catalog.enrollmentRoles
        self.separationSets = catalog.separationSets
        self.dynamicSeparationSets = catalog.dynamicSeparationSets
        self.provisioning = catalog.provisioning
        self.indispensableRole = catalog.indispensableRole
    }

    func catalog() throws -> RoleCatalog {
        try RoleCatalog(
            roles: self.roles, permissions: self.permissions, assignmentAuthorities: self.assignmentAuthorities,
            accountAuthorities: self.accountAuthorities, provisioning: self.provisioning,
            indispensableRole: self.indispensableRole, enrollmentRoles: self.enrollmentRoles,
            separationSets: self.separationSets, dynamicSeparationSets: self.dynamicSeparationSets)
    }

    /// The catalog with another rule for a permission.
    func catalog(withRule rule: PermissionRule?, for permission: Permission) throws -> RoleCatalog {
        var parts = self
        parts.permissions = parts.permissions.map { definition in
            guard definition.id == permission else { return definition }
            return PermissionDefinition(permission, title: definition.title, rule: rule)
        }
        return try parts.catalog()
    }

    /// The catalog with one grant fewer: the last of those that are equal to it.
    func catalog(without grant: Grant, of role: RoleID) throws -> RoleCatalog {
        var parts = self
        parts.roles = parts.roles.map { old in
            guard old.id == role, let last = old.grants.lastIndex(of: grant) else { return old }
            var grants = old.grants
            grants.remove(at: last)
            return Role(
                old.id, title: old.title, category: old.category, grants: grants, includes: old.includes,
                accompaniedBy: old.accompaniedBy, isPrivileged: old.isPrivileged, scoping: old.scoping,
                isOpenToGuests: old.isOpenToGuests, offeredTo: old.offeredTo, heldImplicitlyBy: old.heldImplicitlyBy)
        }
        return try parts.catalog()
    }
}
