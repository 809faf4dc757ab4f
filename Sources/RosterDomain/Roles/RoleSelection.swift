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

    /// Whether the choice is every role without exception, those that nobody knows any more among them.
    var containsEveryRole: Bool {
        switch self {
        case .everyRole: true
        case .roles, .categories, .unprivileged, .except: false
        case .union(let parts): parts.contains(where: \.containsEveryRole)
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

/// Who may assign and remove which roles: holders of one role, over a choice of roles.
///
/// It holds where the holder's own assignment holds: someone who administers `/locations/42` assigns there and below.
public struct AssignmentAuthority: Sendable, Hashable {
    /// The role that gives the authority.
    public let holder: RoleID
    /// The roles that its holders may assign and remove.
    public let over: RoleSelection

    /// Creates an authority.
    public init(_ holder: RoleID, mayAssign over: RoleSelection) {
        self.holder = holder
        self.over = over
    }
}

/// Who may do something to whose account: holders of one role, to users all of whose roles are in a choice.
///
/// A user with several roles is within reach only when **every** one of them is in the choice (Entra ID, "who can reset
/// passwords"). A user with no role is within reach of every authority.
public struct AccountAuthority: Sendable, Hashable {
    /// The role that gives the authority.
    public let holder: RoleID
    /// What its holders may do.
    public let actions: Set<AccountAction>
    /// The roles that the other person may hold.
    public let over: RoleSelection

    /// Creates an authority.
    public init(_ holder: RoleID, may actions: Set<AccountAction>, holdersOf over: RoleSelection) {
        self.holder = holder
        self.actions = actions
        self.over = over
    }
}

/// Something done to another person's account.
public enum AccountAction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Replace the password with a temporary one.
    case resetPassword
    /// Keep the person from signing in, or allow it again.
    case block
    /// Delete the account, or restore it.
    case delete
}

extension AccountAction: CustomStringConvertible {
    /// The action in words, in the infinitive.
    public var description: String {
        switch self {
        case .resetPassword: "reset the password"
        case .block: "block or unblock the account"
        case .delete: "delete or restore the account"
        }
    }
}
