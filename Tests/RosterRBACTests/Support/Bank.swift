import RosterRBAC
import RosterDomain

/// A bank: who asks for payments, who approves them, who keeps the books; two heads above them, one above the other; and an administrator.
enum Bank {
    static let (clerk, approver, bookkeeper) = (RoleID("clerk"), RoleID("approver"), RoleID("bookkeeper"))
    /// Includes the clerk and the bookkeeper.
    static let head = RoleID("head")
    /// Includes the head.
    static let chief = RoleID("chief")
    static let administrator = RoleID("administrator")

    static let (request, approve) = (Permission("request", on: payments), Permission("approve", on: payments))
    static let (keep, see) = (Permission("keep", on: books), Permission("see", on: books))
    static let (payments, books, staff) = ("bank/payments", "bank/books", "bank/staff")
    static let (createUsers, viewUsers) = (Permission("create", on: staff), Permission("view", on: staff))
    static let defineRoles = Permission("define", on: "bank/roles")

    static func catalog(
        ssd: [SeparationSet] = [], dsd: [SeparationSet] = [], more: [Role] = []
    ) throws(RoleCatalogError) -> RoleCatalog {
        let roles = [
            self.role(self.clerk, [self.request]), self.role(self.approver, [self.approve]),
            self.role(self.bookkeeper, [self.keep, self.see]),
            self.role(self.head, [self.see], includes: [self.clerk, self.bookkeeper]),
            self.role(self.chief, [], includes: [self.head]),
        ]
        return try self.company(
            of: roles + more, [self.request, self.approve, self.keep, self.see], ssd: ssd, dsd: dsd)
    }

    static func role(_ id: RoleID, _ permissions: [Permission], includes: Set<RoleID> = []) -> Role {
        Role(
            id, title: id.rawValue, category: self.plane, grants: permissions.map { Grant($0) }, includes: includes,
            isOpenToGuests: false)
    }

    private static let plane = RoleCategory("bank", title: "Bank")

    /// A catalog with some roles, and an administrator who may give each.
    static func company(
        of roles: [Role], _ permissions: [Permission], ssd: [SeparationSet] = [], dsd: [SeparationSet] = []
    ) throws(RoleCatalogError) -> RoleCatalog {
        let administrator = Role(
            self.administrator, title: "Administrator", category: self.plane,
            grants: [Grant(self.createUsers), Grant(self.viewUsers), Grant(self.defineRoles)], isPrivileged: true)
        return try RoleCatalog(
            roles: [administrator] + roles,
            permissions: (permissions + [self.createUsers, self.viewUsers, self.defineRoles]).map {
                PermissionDefinition($0, title: $0.rawValue)
            },
            assignmentAuthorities: [AssignmentAuthority(self.administrator, mayAssign: .everyRole)],
            accountAuthorities: [
                AccountAuthority(self.administrator, may: Set(AccountAction.allCases), holdersOf: .everyRole)
            ],
            provisioning: ProvisioningPermissions(
                createUsers: self.createUsers, viewUsers: self.viewUsers, defineRoles: self.defineRoles),
            indispensableRole: self.administrator, separationSets: ssd, dynamicSeparationSets: dsd)
    }
}
