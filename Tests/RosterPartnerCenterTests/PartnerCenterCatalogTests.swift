import RosterPartnerCenter
import RosterDomain
import Testing

@Suite("The Partner Center catalog")
struct PartnerCenterCatalogTests {
    let catalog = RoleCatalog.partnerCenter

    @Test("says of every role what the pages say", arguments: try PartnerCenterRows.load())
    func replays(_ row: PartnerCenterRows.Row) throws {
        let role = try #require(self.catalog.role(row.role))
        #expect(role.title == row.roleTitle)
        #expect(role.category.id == row.category)
        switch row.meaning {
        case .grants(let permission, let conditions):
            #expect(self.grants(of: permission, by: row.role) == [Grant(permission, given: conditions)])
        case .withholds(let permission):
            #expect(self.catalog.definition(of: permission) != nil)
            #expect(self.grants(of: permission, by: row.role).isEmpty)
        case .brings(let other): #expect(role.accompaniedBy == [other])
        case .isOpenToGuests: #expect(role.isOpenToGuests)
        }
    }

    @Test("accounts for every fact of the pages")
    func everyRow() throws {
        let rows = try PartnerCenterRows.load()
        #expect(rows.count == 161)
        #expect(Set(rows.map(\.role)).count == 24)
        #expect(rows.count { if case .grants = $0.meaning { true } else { false } } == 143)
        #expect(rows.count { if case .withholds = $0.meaning { true } else { false } } == 14)
        #expect(rows.count { $0.meaning == .isOpenToGuests } == 3)
        #expect(rows.count { $0.meaning == .brings(.executiveReportViewer) } == 1)
    }

    @Test("grants nothing that is neither on the pages nor a decision of ours", arguments: try pageRoles())
    func grantsNothingElse(_ role: RoleID) throws {
        let rows = try PartnerCenterRows.load()
        var expected = Self.granted(by: rows.filter { $0.role == role }).union(Self.grantedBesides[role] ?? [])
        if role == .globalAdmin {
            let whole: Set<String> = ["Account settings", "Membership", "Benefits"]
            let others = rows.filter { whole.contains($0.workspace) && $0.role != .defaultUser }
            expected.formUnion(Self.granted(by: others.filter { $0.permission != .manageUsers }))
            // Acting inside a customer's tenant stands among the account settings, but is the Admin agent's alone.
            expected.remove(.administerOnBehalfOfCustomer)
        }
        let granted = self.catalog.grants(of: role).map(\.permission).filter { !$0.isOfDirectory }
        #expect(Set(granted) == expected)
        #expect(granted.count == expected.count)
    }

    @Test("knows the permissions of the pages and no others, each in the workspace it stands in")
    func permissions() throws {
        let rows = try PartnerCenterRows.load()
        let ofPages = self.catalog.permissions.filter { !$0.id.isOfDirectory }
        #expect(Set(ofPages.map(\.id)) == Set(rows.compactMap(\.permission)).union(Self.ofOtherPages))
        for definition in ofPages where definition.id != .manageUsers && !Self.ofOtherPages.contains(definition.id) {
            #expect(rows.contains { $0.permission == definition.id && $0.workspace == definition.workspace })
        }
        #expect(self.catalog.definition(of: .manageUsers)?.workspace == "Account settings")
    }

    @Test("gives every role and every permission a title of its own")
    func titles() {
        #expect(Set(self.catalog.roles.map(\.title)).count == self.catalog.roles.count)
        #expect(Set(self.catalog.permissions.map(\.title)).count == self.catalog.permissions.count)
        #expect(!self.catalog.permissions.contains { $0.title.isEmpty || $0.workspace.isEmpty })
    }

    @Test("grants directory roles what the directory lists for them", arguments: try DirectoryAction.load())
    func directory(_ row: DirectoryAction) {
        if DirectoryAction.leftOut.contains(row.action) {
            #expect(self.catalog.definition(of: row.action) == nil)
        } else {
            #expect(self.grants(of: row.action, by: row.role) == [Grant(row.action)])
        }
    }

    @Test("gives Global admin every directory permission, without conditions")
    func globalAdminInDirectory() {
        let all = self.catalog.permissions.map(\.id).filter(\.isOfDirectory)
        let granted = self.catalog.grants(of: .globalAdmin).filter { $0.permission.isOfDirectory }
        #expect(Set(granted) == Set(all.map { Grant($0) }))
        #expect(all.count == 48)
    }

    private func grants(of permission: Permission, by role: RoleID) -> [Grant] {
        self.catalog.grants(of: role).filter { $0.permission == permission }
    }

    private static func pageRoles() throws -> [RoleID] { Set(try PartnerCenterRows.load().map(\.role)).sorted() }

    private static func granted(by rows: [PartnerCenterRows.Row]) -> Set<Permission> {
        Set(rows.filter { if case .grants = $0.meaning { true } else { false } }.compactMap(\.permission))
    }

    /// Permissions for what other pages than those of the table describe, and the one that says what User management admin
    /// may assign.
    private static let ofOtherPages: Set<Permission> = [
        .assignOrdinaryRoles, .enrollCompany, .signPartnerAgreement, .viewPartnerAgreements, .manageCompanyAccounts,
        .managePaymentMethods, .manageWebhooks, .viewActivityLog, .manageSecurityAlerts, .confirmCustomerAgreement,
        .endCustomerRelationship, .addCustomerUsers, .manageDelegatedAdministration, .assignDelegatedAdministration,
        .cancelPurchases,
    ]

    /// Decisions of ours: a permission that the pages only withhold is granted to roles that fit, a role may do what
    /// plainly is part of something it is granted, and other pages than those of the table name roles, too.
    private static let grantedBesides: [RoleID: Set<Permission>] = [
        .globalAdmin: [
            .manageUsers, .assignUserRoles, .assignAzureADRoles, .assignOrdinaryRoles, .enrollCompany,
            .signPartnerAgreement, .viewPartnerAgreements, .manageCompanyAccounts, .managePaymentMethods,
            .manageWebhooks, .endCustomerRelationship, .addCustomerUsers, .assignDelegatedAdministration,
            .cancelPurchases,
        ],
        .userManagementAdmin: [.assignOrdinaryRoles, .viewPartnerAgreements, .assignDelegatedAdministration],
        .billingAdmin: [.manageWebhooks],
        .adminAgent: [
            .viewCustomers, .viewCustomerPermissions, .requestCustomerRelationship, .confirmCustomerAgreement,
            .addCustomerUsers, .manageDelegatedAdministration, .assignDelegatedAdministration, .cancelPurchases,
            .viewPartnerAgreements, .manageWebhooks, .viewActivityLog, .manageSecurityAlerts,
        ],
        .salesAgent: [
            .manageCustomers, .viewCustomers, .confirmCustomerAgreement, .cancelPurchases, .viewPartnerAgreements,
            .manageWebhooks,
        ],
        .helpdeskAgent: [.viewPartnerAgreements, .manageWebhooks],
        .accountAdmin: [.monitorAccountVerification, .manageCompanyAccounts],
        .mpnPartnerAdmin: [.monitorAccountVerification, .managePaymentMethods],
        .businessProfileAdmin: [.updateBusinessProfiles],
        .referralsAdmin: [
            .createCoSellOpportunities, .manageCoSellOpportunities, .updateDeals, .manageBusinessProfiles,
        ],
        .incentivesAdmin: [.viewIncentivePrograms, .initiateIncentiveClaims],
        .executiveReportViewer: [.viewReports, .viewRevenueReports, .viewPersonalDataReports],
        .owner: [
            .openTaxAndPayoutSettings, .managePublisherUsers, .manageTenants, .openAccountSettings,
            .updateAppsOrSettings, .viewPayoutReports, .monitorAccountVerification,
        ],
        .manager: [.openAccountSettings, .updateAppsOrSettings, .monitorAccountVerification],
    ]
}

/// An action that the directory lists for one of its roles.
struct DirectoryAction: Sendable, CustomTestStringConvertible {
    let role: RoleID
    let action: Permission

    var testDescription: String { "\(self.role) \(self.action)" }

    static func load() throws -> [DirectoryAction] {
        try Fixture.rows(of: "entra_role_actions").map { fields in
            guard let role = fields["role_id"], let action = fields["resource_action"] else {
                throw FixtureError.unexplained(row: fields)
            }
            return DirectoryAction(role: RoleID(role), action: Permission(action))
        }
    }

    /// What the catalog does not name: the first three because it spells out what they stand for.
    static let leftOut = Set(
        [
            "microsoft.directory/users/allProperties/allTasks",
            "microsoft.directory/groups/allProperties/allTasks",
            "microsoft.directory/organization/allProperties/allTasks",
            "microsoft.directory/accessReviews/allProperties/allTasks",
            "microsoft.directory/accessReviews/definitions.directoryRoles/allProperties/allTasks",
            "microsoft.directory/accessReviews/definitions.directoryRoles/allProperties/read",
            "microsoft.directory/accessReviews/definitions.groups/create",
            "microsoft.directory/authorizationPolicy/allProperties/allTasks",
            "microsoft.directory/bitlockerKeys/key/read",
            "microsoft.directory/contracts/allProperties/allTasks",
            "microsoft.directory/deviceLocalCredentials/standard/read",
            "microsoft.directory/entitlementManagement/allProperties/allTasks",
            "microsoft.directory/policies/standard/read",
            "microsoft.directory/privilegedIdentityManagement/allProperties/allTasks",
            "microsoft.directory/privilegedIdentityManagement/allProperties/read",
            "microsoft.office365.webPortal/allEntities/standard/read",
        ].map { Permission($0) })
}

extension Permission {
    /// Whether the directory named the permission, not the product's pages.
    fileprivate var isOfDirectory: Bool { self.rawValue.hasPrefix("microsoft.") }
}
