import RosterDomain

/// Roles of which each includes the next, and grants a permission of its own.
struct RoleChain {
    private static let category = RoleCategory("chain", title: "Chain")
    private let length: Int
    let permissions: [PermissionDefinition]
    /// The roles that each role includes, by number.
    var includes: [[Int]]

    init(length: Int) {
        self.length = length
        self.permissions = (0..<length).map {
            PermissionDefinition(Permission("chain/links/use\($0)"), title: "Use \($0)")
        }
        self.includes = (0..<length).map { $0 + 1 < length ? [$0 + 1] : [] }
    }

    var roles: [Role] { self.roles { Permission("chain/links/use\($0)") } }

    private func roles(granting permission: (Int) -> Permission) -> [Role] {
        (0..<self.length).map { number in
            Role(
                RoleID("link\(number)"), title: "Link \(number)", category: Self.category,
                grants: [Grant(permission(number))], includes: Set(self.includes[number].map { RoleID("link\($0)") }))
        }
    }

    /// The catalog; for a company, with an owner who gives every role.
    func catalog(isForCompany: Bool) throws -> RoleCatalog {
        try isForCompany
            ? self.companyCatalog(self.roles) : RoleCatalog(roles: self.roles, permissions: self.permissions)
    }

    /// The same roles, all of which grant the same permission.
    func catalogOfOne() throws -> RoleCatalog {
        try self.companyCatalog(self.roles { _ in self.permissions[0].id })
    }

    private func companyCatalog(_ roles: [Role]) throws -> RoleCatalog {
        let owner = RoleID("owner")
        let manage = Permission("chain/users/manage")
        return try RoleCatalog(
            roles: roles + [
                Role(owner, title: "Owner", category: Self.category, grants: [Grant(manage)], isPrivileged: true)
            ],
            permissions: self.permissions + [PermissionDefinition(manage, title: "Manage")],
            assignmentAuthorities: [AssignmentAuthority(owner, mayAssign: .everyRole)],
            accountAuthorities: [AccountAuthority(owner, may: Set(AccountAction.allCases), holdersOf: .everyRole)],
            provisioning: ProvisioningPermissions(createUsers: manage, viewUsers: manage), indispensableRole: owner)
    }
}
