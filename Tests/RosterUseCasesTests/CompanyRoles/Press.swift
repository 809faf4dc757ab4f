import RosterDomain

/// A newspaper's catalog, in which a chief who may not do everything defines roles.
enum Press {
    static let read = Permission("press/articles/read")
    static let write = Permission("press/articles/write")
    static let publish = Permission("press/articles/publish")
    static let pay = Permission("press/money/pay")
    static let audit = Permission("press/money/audit")
    static let manageStaff = Permission("press/staff/manage")
    static let viewStaff = Permission("press/staff/view")
    static let defineRoles = Permission("press/roles/define")

    static let boss = RoleID("boss")
    static let chief = RoleID("chief")
    static let editor = RoleID("editor")
    static let writer = RoleID("writer")
    static let cashier = RoleID("cashier")
    static let auditor = RoleID("auditor")
    static let licensed = RoleID("licensed")
    static let stringer = RoleID("stringer")

    static let own = Condition("own")

    private static let plane = RoleCategory("press", title: "Press")

    private static let roles = [
        Role(
            boss, title: "Boss", category: plane,
            grants: [read, write, publish, manageStaff, viewStaff, defineRoles].map { Grant($0) }, isPrivileged: true),
        Role(
            chief, title: "Chief", category: plane, grants: [manageStaff, viewStaff, defineRoles].map { Grant($0) },
            isPrivileged: true),
        Role(editor, title: "Editor", category: plane, grants: [Grant(read), Grant(write), Grant(publish)]),
        Role(
            writer, title: "Writer", category: plane, grants: [Grant(read), Grant(write, given: [own])],
            isOpenToGuests: true),
        Role(cashier, title: "Cashier", category: plane, grants: [Grant(pay)], scoping: .companyOnly),
        Role(auditor, title: "Auditor", category: plane, grants: [Grant(audit)], scoping: .companyOnly),
        Role(
            licensed, title: "Licensed", category: plane, grants: [Grant(publish)], requires: [editor],
            maximumHolders: 1),
        Role(stringer, title: "Stringer", category: plane, grants: [Grant(read)], offeredTo: [Program("wire")]),
    ]

    /// - Parameters:
    ///   - gone: Roles and permissions that a later version of the catalog does not have.
    ///   - isOpen: Whether companies may put the management of staff into roles of their own.
    static func catalog(
        without gone: Set<RoleID> = [], and lost: Set<Permission> = [], isOpen: Bool = false
    ) throws -> RoleCatalog {
        let all = [read, write, publish, pay, audit, manageStaff, viewStaff, defineRoles]
        let kept = self.roles.filter { !gone.contains($0.id) }.map { role in
            Role(
                role.id, title: role.title, category: role.category,
                grants: role.grants.filter { !lost.contains($0.permission) }, requires: role.requires.subtracting(gone),
                maximumHolders: role.maximumHolders, isPrivileged: role.isPrivileged, scoping: role.scoping,
                isOpenToGuests: role.isOpenToGuests, offeredTo: role.offeredTo)
        }
        let ordinary = Set([editor, writer, licensed, stringer]).subtracting(gone)
        let apart: Set<RoleID> = [cashier, auditor]
        return try RoleCatalog(
            roles: kept,
            permissions: all.filter { !lost.contains($0) }.map { permission in
                PermissionDefinition(
                    permission, title: permission.rawValue,
                    companyRoles: isOpen && permission == manageStaff ? .allowed : .unlessPrivileged)
            },
            assignmentAuthorities: [
                AssignmentAuthority(boss, mayAssign: .everyRole),
                AssignmentAuthority(chief, mayAssign: .roles(ordinary)),
            ],
            accountAuthorities: [
                AccountAuthority(boss, may: Set(AccountAction.allCases), holdersOf: .everyRole),
                AccountAuthority(chief, may: Set(AccountAction.allCases), holdersOf: .roles(ordinary)),
            ],
            scopeKinds: ["desks"],
            provisioning: ProvisioningPermissions(
                createUsers: manageStaff, viewUsers: viewStaff, defineRoles: defineRoles),
            indispensableRole: boss,
            separationSets: apart.isDisjoint(with: gone) ? [SeparationSet("money", roles: apart)] : [])
    }
}
