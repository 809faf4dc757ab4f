import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("Authority in the Partner Center catalog")
struct PartnerCenterAuthorityTests {
    let catalog = RoleCatalog.partnerCenter

    @Test("reaches the accounts that the directory's tables say", arguments: try EntraTargetMatrix.loadModeled())
    func replays(_ row: EntraTargetMatrix.Row) throws {
        let held = try #require(row.heldRoles)
        let deviation = Self.deviations.filter { $0.action == row.action && $0.target == row.target }
        #expect(deviation.allSatisfy { row.actors.contains($0.principal) })
        #expect(self.actors(of: row.action, on: held) == row.actors.subtracting(deviation.map(\.principal)))
    }

    @Test("is told by 18 kinds of targets in each table, all but two of them modeled")
    func everyRow() throws {
        let rows = try EntraTargetMatrix.load()
        // To change a profile is a sensitive action; the table of those has no rows of its own for it.
        for action in AccountAction.allCases where action != .editProfile && action != .removeRoles {
            #expect(rows.count { $0.action == action } == 18)
        }
        let sensitive = self.catalog.accountAuthorities.filter { $0.actions.contains(.block) }
        #expect(sensitive.allSatisfy { $0.actions.contains(.editProfile) && $0.actions.contains(.delete) })
        let skipped = Set(rows.filter { $0.heldRoles == nil }.map(\.target))
        #expect(skipped == Set(EntraTargetMatrix.targetsNotModeled.keys))
        #expect(skipped.count == 2)
        #expect(try EntraTargetMatrix.loadModeled().count == 3 * (18 - 2))
        #expect(rows.compactMap(\.heldRoles).joined().allSatisfy { self.catalog.role($0) != nil })
    }

    @Test("needs every role of the other person within reach")
    func everyRoleCounts() {
        #expect(self.actors(of: .resetPassword, on: [.guestInviter]).contains(.passwordAdmin))
        #expect(!self.actors(of: .resetPassword, on: [.guestInviter, .helpdeskAdmin]).contains(.passwordAdmin))
        // What one administrator may do to each role alone, no user may do piecewise to both.
        let both: Set<RoleID> = [.authenticationAdmin, .helpdeskAdmin]
        #expect(self.actors(of: .block, on: both) == [.privilegedAuthenticationAdmin, .globalAdmin])
    }

    @Test("over passwords is Global admin's alone where a role of the product is held", arguments: productRoles)
    func passwords(_ role: RoleID) {
        #expect(self.actors(of: .resetPassword, on: [role]) == [.globalAdmin])
    }

    @Test("to block and delete reaches User Administrator for product roles without privilege", arguments: productRoles)
    func sensitiveActions(_ id: RoleID) throws {
        let role = try #require(self.catalog.role(id))
        let isOrdinary = !role.isPrivileged && role.category != .azureADTenant
        let highest: Set<RoleID> = [.privilegedAuthenticationAdmin, .globalAdmin]
        for action in [AccountAction.block, .delete] {
            #expect(self.actors(of: action, on: [id]) == (isOrdinary ? highest.union([.userAdmin]) : highest))
        }
    }

    @Test("to assign roles is what it is for each role", arguments: Assigner.all)
    func assigns(_ assigner: Assigner) {
        #expect(self.roles(assignableBy: assigner.role) == assigner.assigns)
    }

    @Test("to assign a role goes with a permission that says so, and the other way round", arguments: assignableRoles)
    func agrees(_ id: RoleID) throws {
        let role = try #require(self.catalog.role(id))
        let permissions = Self.permissionsToAssign(role)
        let granted = Set(permissions.flatMap(self.catalog.rolesGranting))
        #expect(Set(self.catalog.rolesThatMayAssign(id)) == granted)
    }

    /// The permissions of which each says that its holders may assign the role.
    private static func permissionsToAssign(_ role: Role) -> Set<Permission> {
        var permissions: Set<Permission> = [.assignUserRoles]
        switch role.category {
        case .azureADTenant: permissions.formUnion([.assignAzureADRoles, .manageRoleAssignments])
        case .directory: permissions.insert(.manageRoleAssignments)
        case .developerProgram: permissions.insert(role.id == .owner ? .addUsersOfAnyType : .managePublisherUsers)
        case .company where role.id == .complianceAdmin: permissions.insert(.assignComplianceAdminRole)
        case .company: permissions.insert(.assignCompanyRoles)
        default: break
        }
        if [.csp, .company].contains(role.category), !role.isPrivileged { permissions.insert(.assignOrdinaryRoles) }
        if [.executiveReportViewer, .reportViewer].contains(role.id) { permissions.insert(.assignReportViewerRoles) }
        return permissions
    }

    private static var assignableRoles: [RoleID] {
        RoleCatalog.partnerCenter.roles.filter { $0.heldImplicitlyBy == .noUsers }.map(\.id)
    }

    @Test("to assign roles belongs to six roles")
    func assigners() {
        let assigners = Set(self.catalog.roles.flatMap { self.catalog.rolesThatMayAssign($0.id) })
        #expect(assigners == Set(Assigner.all.map(\.role)))
        #expect(!assigners.contains(.mpnPartnerAdmin))
        #expect(!assigners.contains(.userAdmin))
    }

    @Test("to assign Compliance admin is Global admin's alone, and Global admin is beyond User management admin")
    func jealouslyGuarded() {
        #expect(self.catalog.rolesThatMayAssign(.complianceAdmin) == [.globalAdmin])
        #expect(self.catalog.rolesThatMayAssign(.globalAdmin) == [.globalAdmin, .privilegedRoleAdmin])
        #expect(self.catalog.rolesThatMayAssign(.owner) == [.globalAdmin, .owner])
    }

    @Test("no user may assign a role that is held implicitly", arguments: [RoleID.defaultUser, .directoryMember])
    func implicit(_ role: RoleID) {
        #expect(self.catalog.rolesThatMayAssign(role) == [])
    }

    /// Where the catalog says no and the directory's table yes.
    ///
    /// The product page lets Global admin alone reset a password; the stricter of the two holds for holders of a role
    /// that is the product's too, as these two are.
    private static let deviations: [(action: AccountAction, target: String, principal: RoleID)] = [
        (.resetPassword, "global_admin", .privilegedAuthenticationAdmin),
        (.resetPassword, "any_other_builtin_or_custom_role", .privilegedAuthenticationAdmin),
    ]

    private static var productRoles: [RoleID] {
        let planes: Set<RoleCategory> = [.azureADTenant, .csp, .company, .developerProgram]
        return RoleCatalog.partnerCenter.roles.filter { planes.contains($0.category) }.map(\.id)
    }

    private func actors(of action: AccountAction, on roles: Set<RoleID>) -> Set<RoleID> {
        Set(self.catalog.rolesThatMay(action, toHolderOf: roles))
    }

    private func roles(assignableBy holder: RoleID) -> Set<RoleID> {
        Set(self.catalog.roles.map(\.id).filter { self.catalog.rolesThatMayAssign($0).contains(holder) })
    }
}

/// A role whose holders assign roles, and the roles they assign.
struct Assigner: Sendable, CustomTestStringConvertible {
    let role: RoleID
    let assigns: Set<RoleID>

    var testDescription: String { self.role.rawValue }

    static let all = [
        Assigner(role: .globalAdmin, assigns: tenant.union(directory).union(everyday).union(guarded).union(program)),
        Assigner(role: .privilegedRoleAdmin, assigns: tenant.union(directory)),
        Assigner(
            role: .accountAdmin,
            assigns: everyday.subtracting([.adminAgent, .salesAgent, .helpdeskAgent]).union([.accountAdmin])),
        Assigner(role: .userManagementAdmin, assigns: everyday),
        Assigner(role: .owner, assigns: program),
        Assigner(role: .manager, assigns: program.subtracting([.owner])),
    ]

    private static let tenant: Set<RoleID> = [.globalAdmin, .userManagementAdmin, .billingAdmin]
    private static let guarded: Set<RoleID> = [.accountAdmin, .complianceAdmin]
    private static let everyday: Set<RoleID> = [
        .adminAgent, .salesAgent, .helpdeskAgent, .mpnPartnerAdmin, .referralsAdmin, .referralsUser,
        .businessProfileAdmin, .incentivesAdmin, .incentivesUser, .coSellSolutionAdmin, .executiveReportViewer,
        .reportViewer,
    ]
    private static let program: Set<RoleID> = [
        .owner, .manager, .developer, .businessContributor, .financialContributor, .marketer,
    ]
    private static let directory: Set<RoleID> = [
        .userAdmin, .privilegedRoleAdmin, .helpdeskAdmin, .passwordAdmin, .authenticationAdmin,
        .privilegedAuthenticationAdmin, .groupsAdmin, .directoryReaders, .guestInviter, .messageCenterReader,
        .reportsReader, .userExperienceSuccessManager, .usageSummaryReportsReader,
    ]
}
