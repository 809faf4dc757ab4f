import RosterDomain
import RosterUseCases

/// A catalog of few roles, where what is held through a group can give authority over others: a lead includes the clerk, and may give the
/// clerk's role.
enum Depot {
    static let (clerk, checker, lead) = (RoleID("clerk"), RoleID("checker"), RoleID("lead"))
    static let administrator = RoleID("administrator")
    static let roles = [clerk, checker, lead]

    static let (pick, check) = (Permission("depot/orders/pick"), Permission("depot/orders/check"))
    /// Takes the clerk and the checker together.
    static let ship = Permission("depot/orders/ship")
    static let (create, view) = (Permission("depot/staff/create"), Permission("depot/staff/view"))
    static let permissions = [pick, check, ship, view]

    /// No session may pick orders and check them.
    static let twoEyes = SeparationSet("two_eyes", roles: [clerk, checker])

    static func catalog(separating sets: [SeparationSet]) throws(RoleCatalogError) -> RoleCatalog {
        let plane = RoleCategory("depot", title: "Depot")
        let definitions = [self.pick, self.check, self.create, self.view].map {
            PermissionDefinition($0, title: $0.rawValue)
        }
        let rule = PermissionRule.allOf(self.clerk, self.checker)
        return try RoleCatalog(
            roles: [
                Role(
                    self.administrator, title: "Administrator", category: plane,
                    grants: [Grant(self.create), Grant(self.view)], isPrivileged: true),
                Role(self.clerk, title: "Clerk", category: plane, grants: [Grant(self.pick), Grant(self.ship)]),
                Role(self.checker, title: "Checker", category: plane, grants: [Grant(self.check)]),
                Role(self.lead, title: "Lead", category: plane, grants: [Grant(self.view)], includes: [self.clerk]),
            ],
            permissions: definitions + [PermissionDefinition(self.ship, title: "Ship", rule: rule)],
            assignmentAuthorities: [
                AssignmentAuthority(self.administrator, mayAssign: .everyRole),
                AssignmentAuthority(self.lead, mayAssign: .roles([self.clerk])),
            ],
            accountAuthorities: [
                AccountAuthority(self.administrator, may: Set(AccountAction.allCases), holdersOf: .everyRole)
            ],
            provisioning: ProvisioningPermissions(createUsers: self.create, viewUsers: self.view),
            indispensableRole: self.administrator, dynamicSeparationSets: sets)
    }
}
