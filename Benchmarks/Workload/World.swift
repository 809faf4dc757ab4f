import RosterDomain

/// Made-up roles, permissions and users, and who may do what by plain sets.
///
/// The sets are the truth that every contestant is compared with.
struct World {
    /// Each role grants this many permissions, and each user holds three roles.
    static let permissionsPerRole = 10
    static let rolesPerUser = 3
    /// What must be stated for the permissions that are granted on a condition.
    static let condition = Condition("own_record")

    let catalog: RoleCatalog
    let roles: [RoleID]
    let permissions: [Permission]
    /// The permissions from this position on are granted on a condition.
    let firstConditioned: Int
    /// The permissions of each role, as positions in `permissions`.
    let permissionsOfRole: [[Int]]
    /// The sets of roles that users share, as positions in `roles`.
    let roleSets: [[Int]]
    /// What the holder of each role set may do.
    let permissionsOfSet: [Set<Int>]
    let users: [UserID]
    /// The role set of each user.
    let setOfUser: [Int]

    /// Makes a world.
    ///
    /// - Parameters:
    ///   - setCount: How many sets of roles there are; nil gives each user a set of their own.
    ///   - conditionedCount: How many permissions are granted on a condition only.
    init(
        userCount: Int, roleCount: Int, permissionCount: Int, setCount: Int?, conditionedCount: Int = 0
    ) throws {
        var numbers = SeededNumbers(seed: UInt64(userCount) &* 31 &+ UInt64(roleCount))
        let permissionsOfRole = (0..<roleCount).map { _ in
            numbers.distinct(Self.permissionsPerRole, below: permissionCount)
        }
        let roleSets = (0..<(setCount ?? userCount)).map { _ in
            numbers.distinct(Self.rolesPerUser, below: roleCount)
        }
        self.roles = (0..<roleCount).map { RoleID("role\($0)") }
        self.permissions = (0..<permissionCount).map { Permission("bench/res\($0 / 10)/act\($0 % 10)") }
        self.firstConditioned = permissionCount - conditionedCount
        self.permissionsOfRole = permissionsOfRole
        self.roleSets = roleSets
        self.permissionsOfSet = roleSets.map { set in Set(set.flatMap { permissionsOfRole[$0] }) }
        self.users = (0..<userCount).map { _ in UserID(bits: UInt128(numbers.next()) << 64 | UInt128(numbers.next())) }
        self.setOfUser = (0..<userCount).map {
            setCount == nil ? $0 : Int.random(in: 0..<roleSets.count, using: &numbers)
        }
        self.catalog = try Self.catalog(self.roles, self.permissions, permissionsOfRole, self.firstConditioned)
    }

    /// Whether a user may do something, both as positions, everything being stated.
    func permits(_ user: Int, _ permission: Int) -> Bool {
        self.permissionsOfSet[self.setOfUser[user]].contains(permission)
    }

    /// What each user holds, made while it is read, so that the reader alone keeps it.
    var standings: some Sequence<UserStanding> {
        let holdings = self.roleSets.map { set in set.map { RoleHolding(self.roles[$0]) } }
        return self.users.indices.lazy.map { index in
            UserStanding(
                id: self.users[index], affiliation: .member, status: .active,
                holdings: holdings[self.setOfUser[index]])
        }
    }

    /// A table that knows all users.
    func table() -> AccessTable {
        let table = AccessTable(catalog: self.catalog)
        table.reload(self.standings, at: .start)
        return table
    }

    /// A handle for each permission.
    func handles(of table: AccessTable) throws -> [PermissionHandle] {
        try self.permissions.map { try table.handle(for: $0) }
    }

    /// Makes the catalog once more, for those who measure it.
    func makeCatalog() throws -> RoleCatalog {
        try Self.catalog(self.roles, self.permissions, self.permissionsOfRole, self.firstConditioned)
    }

    private static func catalog(
        _ roles: [RoleID], _ permissions: [Permission], _ permissionsOfRole: [[Int]], _ firstConditioned: Int
    ) throws -> RoleCatalog {
        let category = RoleCategory("bench", title: "Bench")
        let owner = RoleID("owner")
        let manage = Permission("bench/users/manage")
        return try RoleCatalog(
            roles: roles.indices.map { index in
                Role(
                    roles[index], title: roles[index].rawValue, category: category,
                    grants: permissionsOfRole[index].map {
                        Grant(permissions[$0], given: $0 < firstConditioned ? [] : [Self.condition])
                    })
            } + [Role(owner, title: "Owner", category: category, grants: [Grant(manage)], isPrivileged: true)],
            permissions: (permissions + [manage]).map { PermissionDefinition($0, title: $0.rawValue) },
            assignmentAuthorities: [AssignmentAuthority(owner, mayAssign: .everyRole)],
            accountAuthorities: [
                AccountAuthority(owner, may: Set(AccountAction.allCases), holdersOf: .everyRole)
            ],
            provisioning: ProvisioningPermissions(createUsers: manage, viewUsers: manage), indispensableRole: owner)
    }
}
