/// A choice of roles by name, by plane or by privilege, for saying whom a rule speaks of.
public indirect enum RoleSelection: Sendable, Hashable {
    /// Every role of the catalog.
    case everyRole
    /// These roles.
    case roles(Set<RoleID>)
    /// Every role of these planes.
    case categories(Set<RoleCategory>)
    /// Every role of these planes that is not privileged.
    case unprivileged(Set<RoleCategory>)
    /// What any of these choices contains.
    case union([RoleSelection])
    /// A choice without some of its roles.
    case except(RoleSelection, Set<RoleID>)

    /// Whether a role is in the choice.
    public func contains(_ role: Role) -> Bool {
        switch self {
        case .everyRole: true
        case .roles(let ids): ids.contains(role.id)
        case .categories(let categories): categories.contains(role.category)
        case .unprivileged(let categories): categories.contains(role.category) && !role.isPrivileged
        case .union(let parts): parts.contains { $0.contains(role) }
        case .except(let base, let exceptions): base.contains(role) && !exceptions.contains(role.id)
        }
    }

    /// Whether the choice is every role without exception, those that are no longer known among them.
    var containsEveryRole: Bool {
        switch self {
        case .everyRole: true
        case .roles, .categories, .unprivileged, .except: false
        case .union(let parts): parts.contains(where: \.containsEveryRole)
        }
    }

    /// Every plane that the choice names.
    var namedCategories: Set<RoleCategory> {
        switch self {
        case .everyRole, .roles: []
        case .categories(let categories), .unprivileged(let categories): categories
        case .union(let parts): parts.reduce(into: []) { $0.formUnion($1.namedCategories) }
        case .except(let base, _): base.namedCategories
        }
    }

    /// Every role that the choice names one by one.
    var namedRoles: Set<RoleID> {
        switch self {
        case .everyRole, .categories, .unprivileged: []
        case .roles(let ids): ids
        case .union(let parts): parts.reduce(into: []) { $0.formUnion($1.namedRoles) }
        case .except(let base, let exceptions): base.namedRoles.union(exceptions)
        }
    }
}
