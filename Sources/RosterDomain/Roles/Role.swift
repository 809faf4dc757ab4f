/// A role: what it grants, where it may be held, and by whom.
public struct Role: Sendable, Hashable, Identifiable {
    /// The stable name.
    public let id: RoleID
    /// The name that people read.
    public let title: String
    /// The plane of authority it belongs to.
    public let category: RoleCategory
    /// What it grants of itself; what it grants through included roles comes on top.
    public let grants: [Grant]
    /// Roles whose grants and authority it has too.
    public let includes: Set<RoleID>
    /// Roles that are assigned along with it, company-wide, and that may be taken away again on their own.
    public let accompaniedBy: Set<RoleID>
    /// The roles of which a user must hold each to hold this one: where it is held, and for all of its time.
    public let requires: Set<RoleID>
    /// The most users who may hold it, themselves or through a role that includes it; nil for any number.
    ///
    /// Deleted accounts do not count; invitations that can be accepted do.
    public let maximumHolders: Int?
    /// Whether it can change who has access, or act on other people's sign-in.
    public let isPrivileged: Bool
    /// Where it may be assigned.
    public let scoping: RoleScoping
    /// Whether people from outside the company may hold it.
    public let isOpenToGuests: Bool
    /// The programs of which the company must be in at least one; empty when every company may use the role.
    public let offeredTo: Set<Program>
    /// Who holds the role without an assignment.
    public let heldImplicitlyBy: ImplicitHolders
    /// Whether roles that companies define may include it.
    public let companyRoles: CompanyRoleUse

    /// Creates a role; a ``RoleCatalog`` checks that what it names exists.
    public init(
        _ id: RoleID, title: String, category: RoleCategory, grants: [Grant] = [], includes: Set<RoleID> = [],
        accompaniedBy: Set<RoleID> = [], requires: Set<RoleID> = [], maximumHolders: Int? = nil,
        isPrivileged: Bool = false, scoping: RoleScoping = .anywhere,
        isOpenToGuests: Bool = false, offeredTo: Set<Program> = [], heldImplicitlyBy: ImplicitHolders = .noUsers,
        companyRoles: CompanyRoleUse = .unlessPrivileged
    ) {
        self.companyRoles = companyRoles
        self.id = id
        self.title = title
        self.category = category
        self.grants = grants
        self.includes = includes
        self.accompaniedBy = accompaniedBy
        self.requires = requires
        self.maximumHolders = maximumHolders
        self.isPrivileged = isPrivileged
        self.scoping = scoping
        self.isOpenToGuests = isOpenToGuests
        self.offeredTo = offeredTo
        self.heldImplicitlyBy = heldImplicitlyBy
    }
}

extension Role {
    /// Whether a company in these programs may use the role.
    package func isOffered(to programs: Set<Program>) -> Bool {
        self.offeredTo.isEmpty || !self.offeredTo.isDisjoint(with: programs)
    }
}

/// Where a role may be assigned.
public enum RoleScoping: Sendable, Hashable {
    /// For the whole company or anywhere below it.
    case anywhere
    /// For the whole company only.
    case companyOnly
    /// For the whole company, or at scopes of the kinds named (`locations` for `/locations/42`).
    case companyOr(kinds: Set<String>)

    /// Whether a role so limited may be assigned at a scope.
    public func allows(_ scope: Scope) -> Bool {
        switch self {
        case .anywhere: true
        case .companyOnly: scope == .company
        case .companyOr(let kinds): scope.kinds.allSatisfy(kinds.contains)
        }
    }
}

/// Who holds a role without an assignment.
public enum ImplicitHolders: Sendable, Hashable {
    /// The role must be assigned.
    case noUsers
    /// Every active user of the tenant.
    case everyone
    /// Every active user who is no guest.
    case members

    /// Whether active users of this affiliation hold the role.
    public func include(_ affiliation: Affiliation) -> Bool {
        switch self {
        case .noUsers: false
        case .everyone: true
        case .members: affiliation == .member
        }
    }
}

/// What a role grants: a permission, and what must be true of the case in hand.
public struct Grant: Sendable, Hashable {
    /// The permission that is granted.
    public let permission: Permission
    /// What the host must state about the case for the grant to hold; all of it.
    public let conditions: Set<Condition>

    /// Creates a grant.
    public init(_ permission: Permission, given conditions: Set<Condition> = []) {
        self.permission = permission
        self.conditions = conditions
    }
}
