/// All roles, permissions and rules of a tenant, validated once.
///
/// A catalog that exists is sound: every name it uses is defined, no role includes itself, every rule can be satisfied.
/// `RosterPartnerCenter` has one; a host can write its own.
public struct RoleCatalog: Sendable {
    /// Every role, in the order in which they were given.
    public let roles: [Role]
    /// Every permission, in the order in which they were given.
    public let permissions: [PermissionDefinition]
    /// Who may assign which roles.
    public let assignmentAuthorities: [AssignmentAuthority]
    /// Who may act on whose account.
    public let accountAuthorities: [AccountAuthority]
    /// The kinds of places that scopes may name, for example `locations`; nil when any kind may be named.
    public let scopeKinds: Set<String>?
    /// The permissions that Roster's own use cases ask for; nil in a catalog that serves checks only.
    public let provisioning: ProvisioningPermissions?
    /// The role that a user who can sign in must always hold, company-wide and without an end; nil in a catalog that serves
    /// checks only.
    public let indispensableRole: RoleID?
    /// The roles given to the user who enrolls the company, the indispensable one among them.
    public let enrollmentRoles: Set<RoleID>
    /// The roles that must stay apart, in the order in which they were given.
    public let separationSets: [SeparationSet]
    /// The roles of which no session may have too many active at once, in the order in which they were given.
    public let dynamicSeparationSets: [SeparationSet]

    let rolesByID: [RoleID: Role]
    /// Where each permission stands in ``permissions``.
    let permissionNumbers: [Permission: Int]
    /// Whether any role requires others.
    package let hasPrerequisites: Bool
    /// Whether any role has a maximum number of holders.
    package let hasHolderLimits: Bool
    /// Which roles include which.
    let inclusions: RoleInclusions
    /// For each permission, by number, where the roles stand in ``inclusions`` that grant it themselves.
    let grantingPositions: [[Int]]
    /// What each role grants itself, by position.
    let ownGrants: OwnGrants
    /// The roles that active members hold without an assignment, in the catalog's order, and those that guests do.
    let implicitRoles: (ofMembers: [RoleID], ofGuests: [RoleID])
    /// What tables and remedies share of it.
    let compilation = CatalogCompilation()
    /// The roles of a company that were merged in; nil for none.
    let company: CompanyRoleLayer?

    /// Creates a catalog, or names everything that is wrong with it.
    ///
    /// For an ``AccessTable`` alone, in a host that decides itself who holds which role, leave out provisioning permissions,
    /// the indispensable role and the authorities. To open a company takes all of them.
    ///
    /// - Throws: ``RoleCatalogError``, with every problem found, not the first one only.
    public init(
        roles: [Role],
        permissions: [PermissionDefinition],
        assignmentAuthorities: [AssignmentAuthority] = [],
        accountAuthorities: [AccountAuthority] = [],
        scopeKinds: Set<String>? = nil,
        provisioning: ProvisioningPermissions? = nil,
        indispensableRole: RoleID? = nil,
        enrollmentRoles: Set<RoleID> = [],
        separationSets: [SeparationSet] = [],
        dynamicSeparationSets: [SeparationSet] = []
    ) throws(RoleCatalogError) {
        self.roles = roles
        self.permissions = permissions
        self.assignmentAuthorities = assignmentAuthorities
        self.accountAuthorities = accountAuthorities
        self.scopeKinds = scopeKinds
        self.provisioning = provisioning
        self.indispensableRole = indispensableRole
        self.enrollmentRoles = enrollmentRoles.union(indispensableRole.map { [$0] } ?? [])
        self.separationSets = separationSets
        self.dynamicSeparationSets = dynamicSeparationSets
        self.rolesByID = Self.byID(roles)
        self.permissionNumbers = Self.numbers(of: permissions)
        self.hasPrerequisites = roles.contains { !$0.requires.isEmpty }
        self.hasHolderLimits = roles.contains { $0.maximumHolders != nil }
        self.inclusions = RoleInclusions(of: roles, defined: self.rolesByID)
        self.ownGrants = OwnGrants(self.inclusions, self.rolesByID, self.permissionNumbers)
        self.grantingPositions = self.ownGrants.rolesByPermission(count: permissions.count)
        self.implicitRoles = Self.implicitRoles(roles)
        self.company = nil
        let problems = self.problems()
        guard problems.isEmpty else { throw RoleCatalogError(problems: problems) }
    }
}

/// The permissions that Roster's own use cases ask for, as a catalog names them.
public struct ProvisioningPermissions: Sendable, Hashable {
    /// Needed to add users: new ones, existing ones and invited ones.
    public let createUsers: Permission
    /// Needed to list and search users.
    public let viewUsers: Permission
    /// Needed to change the profile attributes of other users.
    public let editUsers: Permission
    /// Needed to change the company's name; nil in a catalog under which it stays.
    public let renameCompany: Permission?
    /// Needed to change the programs that the company is in; nil in a catalog under which they stay.
    public let changePrograms: Permission?

    /// Needed to add, change, delete and restore groups, and to change the members of those that one does not own.
    public let manageGroups: Permission
    /// Needed to define, change, retire and delete roles of the company; nil in a catalog under which companies define none.
    public let defineRoles: Permission?

    /// Names the permissions; without one for editing users, those who may create them may edit them, and without one for managing
    /// groups, those who may create users manage them.
    public init(
        createUsers: Permission, viewUsers: Permission, editUsers: Permission? = nil, manageGroups: Permission? = nil,
        renameCompany: Permission? = nil, changePrograms: Permission? = nil, defineRoles: Permission? = nil
    ) {
        self.defineRoles = defineRoles
        self.manageGroups = manageGroups ?? createUsers
        self.renameCompany = renameCompany
        self.changePrograms = changePrograms
        self.createUsers = createUsers
        self.viewUsers = viewUsers
        self.editUsers = editUsers ?? createUsers
    }
}

extension RoleCatalog {
    /// Whether the catalog serves an ``AccessTable`` only: it does not say who administers a company.
    public var isForChecksOnly: Bool { self.provisioning == nil || self.indispensableRole == nil }

    /// Whether the catalog leaves open who gives roles, so that any role can be held.
    var leavesGivingToHost: Bool { self.isForChecksOnly && self.assignmentAuthorities.isEmpty }

    /// The permissions that the commands of a company ask for; no company is opened without them.
    package var companyPermissions: ProvisioningPermissions {
        guard let provisioning else {
            preconditionFailure("invariant: the catalog of a company names its provisioning permissions")
        }
        return provisioning
    }
}
