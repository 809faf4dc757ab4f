/// What a catalog leaves to roles of companies: worked out once, for all tenants that use it.
///
/// A role of a company grants a permission as it could be taken from a role of the catalog, its *source*: one that grants the permission
/// itself, under no more conditions, and that no rule for holding it would be evaded by: it must not stay apart from others, take others,
/// or have a maximum of holders.
final class CompanyRoleGrounds: Sendable {
    /// The conditions that grants of the catalog have.
    let conditions: Set<Condition>
    private let isReservedPermission: [Bool]
    private let isReservedRole: [Bool]
    /// For each permission, by number, where the roles stand that it could be taken from.
    private let sources: [[UInt32]]
    /// The titles and names of the catalog's roles, as they are compared: with caution, for a title of the company's own that is taken for
    /// one of these is how people are made to give what they would not.
    private let titles: [String: RoleID]

    /// - Complexity: O(roles × what they include + grants).
    init(_ catalog: RoleCatalog) {
        self.conditions = Set(catalog.conditions)
        let permissions = catalog.permissions.indices.map { Self.isReserved($0, in: catalog) }
        self.isReservedPermission = permissions
        self.isReservedRole = Self.reservedRoles(in: catalog, permissions)
        let separated = Set((catalog.separationSets + catalog.dynamicSeparationSets).flatMap(\.roles))
        let isFree = catalog.roles.map { Self.isFree($0, in: catalog, separated) }
        self.sources = catalog.permissions.indices.map { number in
            let isOpen = catalog.permissions[number].companyRoles == .allowed
            return catalog.grantingPositions[number].filter {
                isFree[$0] && (isOpen || !catalog.roles[$0].isPrivileged)
            }
            .map { UInt32($0) }
        }
        var titles: [String: RoleID] = [:]
        for role in catalog.roles {
            for look in role.title.cautiousSkeletons + role.id.rawValue.cautiousSkeletons { titles[look] = role.id }
        }
        self.titles = titles
    }

    /// Whether only roles of the catalog may grant a permission, by its number.
    func isReserved(permission number: Int) -> Bool { self.isReservedPermission[number] }

    /// Whether roles of companies may not include a role of the catalog, by its position.
    func isReserved(role position: Int) -> Bool { self.isReservedRole[position] }

    /// The roles of the catalog that a grant could be taken from, by position.
    func sources(of grant: Grant, in catalog: RoleCatalog) -> [Int] {
        guard let number = catalog.permissionNumbers[grant.permission] else { return [] }
        return self.sources[number].lazy.map { Int($0) }.filter { position in
            catalog.roles[position].grants.contains { $0.allows(grant) }
        }
    }

    /// Whether a role that companies may draw on grants something, whatever the rules for holding the role.
    func isGranted(_ grant: Grant, in catalog: RoleCatalog) -> Bool {
        guard let number = catalog.permissionNumbers[grant.permission] else { return false }
        let isOpen = catalog.permissions[number].companyRoles == .allowed
        return catalog.grantingPositions[number].contains { position in
            let role = catalog.roles[Int(position)]
            return (isOpen || !role.isPrivileged) && role.grants.contains { $0.allows(grant) }
        }
    }

    /// The role of the catalog that has a title, or one that looks the same.
    func role(titled title: FullName) -> RoleID? {
        title.rawValue.cautiousSkeletons.lazy.compactMap { self.titles[$0] }.first
    }
}

extension CompanyRoleGrounds {
    private static func isReserved(_ number: Int, in catalog: RoleCatalog) -> Bool {
        let definition = catalog.permissions[number]
        switch definition.companyRoles {
        case .allowed: return false
        case .never: return true
        case .unlessPrivileged:
            if catalog.provisioning?.decideAccess.contains(definition.id) ?? false { return true }
            // Held without a privileged role nowhere, it is one that makes a role privileged.
            return catalog.grantingPositions[number].allSatisfy { catalog.roles[$0].isPrivileged }
        }
    }

    private static func reservedRoles(in catalog: RoleCatalog, _ permissions: [Bool]) -> [Bool] {
        let authorities = Set(
            catalog.assignmentAuthorities.map(\.holder) + catalog.accountAuthorities.map(\.holder))
        let own = catalog.roles.indices.map { position in
            let role = catalog.roles[position]
            if role.id == catalog.indispensableRole { return true }
            switch role.companyRoles {
            case .allowed: return false
            case .never: return true
            case .unlessPrivileged:
                return role.isPrivileged || authorities.contains(role.id)
                    || catalog.ownGrants[position].contains { permissions[$0.permission] }
            }
        }
        return catalog.roles.indices.map { position in
            let isOpen = catalog.roles[position].companyRoles == .allowed
            if isOpen { return catalog.role(catalog.roles[position].id, includesIndispensableOf: catalog) }
            return catalog.inclusions.included(in: position).contains { own[$0] }
        }
    }

    /// Whether what a role grants can be held apart from the role without evading a rule for holding it.
    private static func isFree(_ role: Role, in catalog: RoleCatalog, _ separated: Set<RoleID>) -> Bool {
        role.requires.isEmpty && role.maximumHolders == nil && role.heldImplicitlyBy == .noUsers
            && catalog.rolesIncluded(in: role.id).isDisjoint(with: separated)
    }
}

extension Grant {
    /// Whether a holder of this grant may do all that another one allows.
    fileprivate func allows(_ other: Grant) -> Bool {
        self.permission == other.permission && self.conditions.isSubset(of: other.conditions)
    }
}

extension RoleCatalog {
    fileprivate func role(_ role: RoleID, includesIndispensableOf catalog: RoleCatalog) -> Bool {
        catalog.indispensableRole.map { self.role(role, includes: $0) } ?? false
    }
}

extension ProvisioningPermissions {
    /// The permissions that can change who has access.
    var decideAccess: Set<Permission> {
        Set(
            [self.createUsers, self.editUsers, self.manageGroups]
                + [self.changePrograms, self.defineRoles].compactMap(\.self))
    }
}

/// Whether roles of companies may have a permission of the catalog, or include a role of it.
public enum CompanyRoleUse: Sendable, Hashable {
    /// They may, unless it can change who has access: the role is privileged, or gives authority over other people; or only privileged
    /// roles grant the permission, or a method that changes who has access asks for it.
    case unlessPrivileged
    /// They may in any case. The role that a company must not be without cannot be included all the same.
    case allowed
    /// They may not.
    case never
}
