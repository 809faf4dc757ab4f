import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("The roles of the Partner Center catalog")
struct PartnerCenterRoleTests {
    let catalog = RoleCatalog.partnerCenter

    @Test("stand in the seed's three categories")
    func categories() {
        #expect(self.roles(of: .azureADTenant) == [.globalAdmin, .userManagementAdmin, .billingAdmin])
        #expect(self.roles(of: .csp) == [.adminAgent, .salesAgent, .helpdeskAgent])
        #expect(self.roles(of: .company) == Self.companyRoles)
    }

    @Test("stand beside the seed's categories in the developer programs, the directory and no person's hand")
    func otherCategories() {
        #expect(self.roles(of: .developerProgram) == Self.programRoles)
        #expect(self.roles(of: .directory) == Self.directoryRoles)
        #expect(self.roles(of: .implicit) == [.defaultUser, .directoryMember])
        #expect(self.catalog.roles.count == 3 + 3 + 11 + 6 + 13 + 2)
    }

    @Test("have names of their own, and are found by them")
    func names() throws {
        #expect(Set(self.catalog.roles.map(\.id)).count == self.catalog.roles.count)
        for role in self.catalog.roles { #expect(try self.catalog.role(named: role.id.rawValue) == role.id) }
    }

    @Test("manage the tenant in the planes of tenant, provider and directory")
    func tenant() {
        let planes = Set(self.catalog.roles.map(\.category).filter(\.managesTenant))
        #expect(planes == [.azureADTenant, .csp, .directory])
    }

    @Test("are privileged when they decide about others' access or sign-in")
    func privileged() {
        let privileged: Set<RoleID> = [
            .globalAdmin, .userManagementAdmin, .accountAdmin, .complianceAdmin, .owner, .manager, .userAdmin,
            .privilegedRoleAdmin, .helpdeskAdmin, .passwordAdmin, .authenticationAdmin, .privilegedAuthenticationAdmin,
            .groupsAdmin,
        ]
        #expect(self.roles(where: \.isPrivileged) == privileged)
    }

    @Test("are held for single locations where the pages say so, otherwise for the company")
    func scoping() throws {
        let byLocation: Set<RoleID> = [
            .referralsAdmin, .referralsUser, .incentivesAdmin, .incentivesUser, .executiveReportViewer, .reportViewer,
        ]
        let location = try Scope("/locations/42")
        #expect(self.roles { $0.scoping.allows(location) } == byLocation)
        #expect(!self.catalog.roles.contains { !$0.scoping.allows(.company) })
        #expect(self.catalog.knows(location))
        #expect(!self.catalog.knows(try Scope("/continents/7")))
    }

    @Test("are open to guests, and offered to some companies only, as the pages say")
    func offers() throws {
        let rows = try PartnerCenterRows.load()
        #expect(self.roles(where: \.isOpenToGuests) == [.mpnPartnerAdmin, .businessProfileAdmin, .referralsAdmin])
        let limited = Set(rows.filter(\.isOfferedToIndirectProviders).map(\.role))
        #expect(self.roles { !$0.offeredTo.isEmpty } == limited)
        #expect(self.catalog.role(.salesAgent)?.offeredTo == [.indirectProvider])
    }

    @Test("bring no other role, but for MPN Partner Admin")
    func companions() {
        #expect(self.roles { !$0.accompaniedBy.isEmpty } == [.mpnPartnerAdmin])
        #expect(self.catalog.grants(of: .mpnPartnerAdmin).allSatisfy { $0.permission != .viewAllReports })
        let givers = self.catalog.rolesThatMayAssign(.mpnPartnerAdmin)
        #expect(givers == self.catalog.rolesThatMayAssign(.executiveReportViewer))
    }

    @Test("let members see users without an assignment, and guests not")
    func implicit() {
        #expect(self.catalog.role(.defaultUser)?.heldImplicitlyBy == .everyone)
        #expect(self.catalog.role(.directoryMember)?.heldImplicitlyBy == .members)
        #expect(self.catalog.grants(of: .directoryMember) == [Grant(.viewUsers)])
        #expect(self.catalog.provisioning?.viewUsers == .viewUsers)
        let open = self.catalog.rolesGranting(.viewUsers).filter { self.catalog.role($0)?.isOpenToGuests == true }
        #expect(open == [])
    }

    @Test("given at enrollment are Global admin and Owner")
    func enrollment() {
        #expect(self.catalog.indispensableRole == .globalAdmin)
        #expect(self.catalog.enrollmentRoles == [.globalAdmin, .owner])
    }

    @Test("create users only with an administrator of each plane", arguments: Holding.combinations)
    func createUsers(_ holding: Holding) throws {
        #expect(self.catalog.provisioning?.createUsers == .createUsers)
        let rule = try #require(self.catalog.definition(of: .createUsers)?.rule)
        let isGranted = self.catalog.rolesGranting(.createUsers).contains(where: holding.roles.contains)
        #expect((isGranted && rule.isSatisfied(by: holding.roles.contains)) == holding.mayCreateUsers)
    }

    @Test("have a rule for creating users, one for canceling Azure subscriptions, and no other")
    func rules() {
        let ruled = self.catalog.permissions.filter { $0.rule != nil }.map(\.id)
        #expect(Set(ruled) == [.createUsers, .cancelAzureSubscription])
    }

    @Test("cancel an Azure subscription only as Global admin and Admin agent together")
    func cancelAzureSubscription() throws {
        let rule = try #require(self.catalog.definition(of: .cancelAzureSubscription)?.rule)
        #expect(self.catalog.rolesGranting(.cancelAzureSubscription) == [.globalAdmin])
        #expect(rule.isSatisfied { $0 == .globalAdmin || $0 == .adminAgent })
        for alone in [RoleID.globalAdmin, .adminAgent] { #expect(!rule.isSatisfied { $0 == alone }) }
    }

    /// Roles held, and whether they are enough to create users.
    struct Holding: Sendable, CustomTestStringConvertible {
        let roles: Set<RoleID>
        let mayCreateUsers: Bool

        var testDescription: String { self.roles.sorted().map(\.rawValue).joined(separator: " + ") }

        /// Each administrator of the partner plane with no, one and the other administrator of the directory; and the
        /// directory's administrators without the partner plane.
        static let combinations = [
            Holding(roles: [.accountAdmin], mayCreateUsers: false),
            Holding(roles: [.accountAdmin, .userAdmin], mayCreateUsers: true),
            Holding(roles: [.accountAdmin, .globalAdmin], mayCreateUsers: true),
            Holding(roles: [.userManagementAdmin], mayCreateUsers: false),
            Holding(roles: [.userManagementAdmin, .userAdmin], mayCreateUsers: true),
            Holding(roles: [.userManagementAdmin, .globalAdmin], mayCreateUsers: true),
            Holding(roles: [.globalAdmin], mayCreateUsers: true),
            Holding(roles: [.globalAdmin, .userAdmin], mayCreateUsers: true),
            Holding(roles: [], mayCreateUsers: false),
            Holding(roles: [.userAdmin], mayCreateUsers: false),
            Holding(roles: [.adminAgent, .userAdmin], mayCreateUsers: false),
            Holding(roles: [.accountAdmin, .privilegedRoleAdmin], mayCreateUsers: false),
            Holding(roles: [.accountAdmin, .userManagementAdmin], mayCreateUsers: false),
        ]
    }

    private func roles(of category: RoleCategory) -> Set<RoleID> { self.roles { $0.category == category } }

    private func roles(where isWanted: (Role) -> Bool) -> Set<RoleID> {
        Set(self.catalog.roles.filter(isWanted).map(\.id))
    }

    private static let companyRoles: Set<RoleID> = [
        .accountAdmin, .mpnPartnerAdmin, .referralsAdmin, .referralsUser, .businessProfileAdmin, .incentivesAdmin,
        .incentivesUser, .coSellSolutionAdmin, .executiveReportViewer, .reportViewer, .complianceAdmin,
    ]

    private static let programRoles: Set<RoleID> = [
        .owner, .manager, .developer, .businessContributor, .financialContributor, .marketer,
    ]

    private static let directoryRoles: Set<RoleID> = [
        .userAdmin, .privilegedRoleAdmin, .helpdeskAdmin, .passwordAdmin, .authenticationAdmin,
        .privilegedAuthenticationAdmin, .groupsAdmin, .directoryReaders, .guestInviter, .messageCenterReader,
        .reportsReader, .userExperienceSuccessManager, .usageSummaryReportsReader,
    ]
}
