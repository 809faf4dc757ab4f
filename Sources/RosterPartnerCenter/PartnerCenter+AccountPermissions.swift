import RosterDomain

extension PartnerCenter {
    /// The workspace "Account settings", all of which Global admin has, except the caller's own pages.
    ///
    /// The page lists ``Permission/manageUsers`` among the benefits; an earlier version listed it among the rights over
    /// users. The catalog keeps the earlier place.
    static let accountPermissions =
        definitions(
            in: "Account settings",
            [
                .allAccountServices: "Use all account services",
                .managePartnerUsers: "View, create and manage all partner users",
                .manageUsers: "View, create and manage users",
                .resetPartnerUserPassword: "Reset the password of a partner user",
                .resetGlobalAdminPassword: "Reset the password of a Global admin",
                .enableUserMultifactor: "Enable multifactor authentication for users",
                .exportLearningUsers: "Export learning users",
                .viewUserRoles: "View users' roles",
                .assignUserRoles: "Assign roles to users",
                .assignAzureADRoles: "Assign Azure AD roles",
                .assignCompanyRoles: "Assign non-Azure AD roles",
                .assignOrdinaryRoles: "Assign CSP and company roles without privilege",
                .assignReportViewerRoles: "Assign report viewer roles",
                .assignComplianceAdminRole: "Assign and remove Compliance admin",
                .addLocations: "Add locations",
                .enrollLocations: "Enroll locations into programs",
                .manageAccountProfiles: "Manage account profiles",
                .viewCompanyProfiles: "View legal, company, business and program profiles",
                .updateLegalBusinessProfile: "Update the legal business profile",
                .monitorAccountVerification: "Monitor account verification and upload documents",
                .completeComplianceTraining: "Complete compliance training",
                .updateSecurityContact: "Update the security contact",
                .manageControlPanelVendorProfile: "View and manage the Control Panel Vendor profile",
                .manageControlPanelVendorUsers: "View and manage Control Panel Vendor users",
                .addDevices: "Add a device list",
                .manageDeviceProfiles: "Create device profiles and apply them",
                .manageSubscriptions: "Manage subscriptions",
                .requestDelegatedAdminPrivileges: "Request delegated administrator privileges",
                .administerOnBehalfOfCustomer: "Administer on behalf of a customer",
                .registerValueAddedReseller: "Register a value-added reseller",
                .enrollCompany: "Enroll the company into programs",
                .signPartnerAgreement: "Sign the partner agreement",
                .viewPartnerAgreements: "View the company's agreements",
                .manageCompanyAccounts: "Merge accounts and associate tenants",
                .managePaymentMethods: "Manage payment methods",
                .manageWebhooks: "Manage webhooks",
                .viewActivityLog: "View the activity log",
                .manageSecurityAlerts: "View and answer security alerts",
            ]
        ) + [
            PermissionDefinition(
                .createUsers, title: "Create users", workspace: "Account settings", rule: createUsersRule),
            // Two pages of the table's own date: "Global Administrators with Admin Agent roles".
            PermissionDefinition(
                .cancelAzureSubscription, title: "Cancel an Azure subscription", workspace: "Account settings",
                rule: .allOf(.globalAdmin, .adminAgent)),
        ]

    /// What stands among the account settings and is the Admin agent's alone.
    static let accountPermissionsOfAgents: Set<Permission> = [
        .administerOnBehalfOfCustomer, .viewActivityLog, .manageSecurityAlerts,
    ]

    /// Account, Global or User management admin of the partner plane, and User or Global admin of the directory.
    ///
    /// - Source: the prerequisites of "Create user accounts", where "and" joins the two lines.
    private static let createUsersRule = PermissionRule.allOf([
        .anyOf(.accountAdmin, .globalAdmin, .userManagementAdmin),
        .anyOf(.userAdmin, .globalAdmin),
    ])

    /// What every user may see of themselves.
    ///
    /// No role grants it over others, not even Global admin.
    static let ownPagePermissions = definitions(
        in: "Account settings",
        [
            .viewOwnProfile: "View one's own profile",
            .viewOwnLearningProfile: "View one's own learning profile",
        ])
}
