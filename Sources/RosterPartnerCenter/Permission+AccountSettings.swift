public import RosterDomain

/// What may be done in the workspace "Account settings". Global admin has all of it, the caller's own pages apart.
extension Permission {
    /// Everything in account services; marks the full privilege of Global admin.
    public static let allAccountServices = Permission("partner/account_services/all")

    // Users.

    /// Add users to the company; granted to Global, Account and User management admins, who need a directory role too.
    public static let createUsers = Permission("partner/partner_users/create")
    /// View, create and manage all partner users; Global admin.
    public static let managePartnerUsers = Permission("partner/partner_users/manage")
    /// View, create and manage users; User management admin and Global admin.
    public static let manageUsers = Permission("partner/users/manage")
    /// Reset a partner user's password; Global admin.
    public static let resetPartnerUserPassword = Permission("partner/partner_user_password/reset")
    /// Reset a Global admin's password; another Global admin.
    public static let resetGlobalAdminPassword = Permission("partner/global_admin_password/reset")
    /// Enable and enforce multifactor authentication for users; Global admin.
    public static let enableUserMultifactor = Permission("partner/user_mfa/enable")
    /// Export the users who take trainings; MPN Partner Admin and Global admin.
    public static let exportLearningUsers = Permission("partner/learning_users/export")

    // Roles.

    /// See who holds which role; MPN Partner Admin and Global admin.
    public static let viewUserRoles = Permission("partner/user_roles/read")
    /// Assign roles to users, on every page; Global admin.
    public static let assignUserRoles = Permission("partner/user_roles/assign")
    /// Assign tenant roles; Global admin and Privileged Role Administrator, and explicitly not Account admin.
    public static let assignAzureADRoles = Permission("partner/azure_ad_roles/assign")
    /// Assign company roles to users of the tenant; Account admin and Global admin.
    public static let assignCompanyRoles = Permission("partner/non_azure_ad_roles/assign")
    /// Assign roles for customers and company roles that are not privileged; User management admin and Global admin.
    public static let assignOrdinaryRoles = Permission("partner/ordinary_roles/assign")
    /// Assign the report viewer roles; Account admin and Global admin.
    public static let assignReportViewerRoles = Permission("partner/report_viewer_roles/assign")
    /// Assign and remove Compliance admin; Global admin only.
    public static let assignComplianceAdminRole = Permission("partner/compliance_admin_role/assign")

    // The company.

    /// Add locations; Account admin and Global admin.
    public static let addLocations = Permission("partner/locations/add")
    /// Enroll locations into programs; Account admin and Global admin.
    public static let enrollLocations = Permission("partner/locations/enroll_in_programs")
    /// Manage the profiles of accounts; Account admin where they administer, and Global admin.
    public static let manageAccountProfiles = Permission("partner/account_profiles/manage")
    /// View the legal, company, business and program profiles; MPN Partner Admin and Global admin.
    public static let viewCompanyProfiles = Permission("partner/org_profiles/read")
    /// Update the legal business profile; Compliance admin and Global admin.
    public static let updateLegalBusinessProfile = Permission("partner/legal_business_profile/update")
    /// Follow the verification of the account and upload documents; Compliance admin, and Global, Account and MPN Partner
    /// admins, Owner and Manager (`verification-responses`, 2023-05).
    public static let monitorAccountVerification = Permission("partner/account_verification/monitor")
    /// Coordinate and complete the compliance training; Compliance admin and Global admin.
    public static let completeComplianceTraining = Permission("partner/compliance_training/complete")
    /// Update the security contact; Global admin.
    public static let updateSecurityContact = Permission("partner/security_contact/update")
    /// View and manage the Control Panel Vendor profile; Global admin.
    public static let manageControlPanelVendorProfile = Permission("partner/cpv_profile/manage")
    /// View and manage Control Panel Vendor users; Global admin.
    public static let manageControlPanelVendorUsers = Permission("partner/cpv_users/manage")
    /// Enroll the company into the programs for resellers and vendors; Global admin (`enrolling-in-the-csp-program`).
    public static let enrollCompany = Permission("partner/company/enroll_in_programs")
    /// Sign the partner agreement; Global admin (`microsoft-partner-agreement`, 2022-02).
    public static let signPartnerAgreement = Permission("partner/partner_agreement/sign")
    /// View the agreements that the company has signed; Global and User management admin and the three agents (`agreements`,
    /// 2022-08).
    public static let viewPartnerAgreements = Permission("partner/agreements/read")
    /// Merge accounts and associate tenants with the company; Account admin and Global admin (`merge-accounts`,
    /// `multi-tenant-account`).
    public static let manageCompanyAccounts = Permission("partner/company_accounts/manage")
    /// Add, replace and delete payment methods; MPN Partner Admin and Global admin (`add-payment-method`, 2023-09).
    public static let managePaymentMethods = Permission("partner/payment_methods/manage")
    /// Register webhooks for events of the interfaces; Global and Billing admin and the three agents
    /// (`partner-center-webhooks`, 2023-10).
    public static let manageWebhooks = Permission("partner/webhooks/manage")
    /// View the log of activities; Admin agent alone (`activity-logs`, 2023-03).
    public static let viewActivityLog = Permission("partner/activity_log/read")
    /// View and answer security alerts; Admin agent alone (`security-alerts-dashboard`, 2023-09).
    public static let manageSecurityAlerts = Permission("partner/security_alerts/manage")

    // Customers' accounts.

    /// Add a list of devices; Admin and Sales agents and Global admin.
    public static let addDevices = Permission("partner/device_list/add")
    /// Create profiles and apply them to devices; Admin agent and Global admin.
    public static let manageDeviceProfiles = Permission("partner/device_profiles/manage")
    /// Manage subscriptions; Admin and Sales agents and Global admin.
    public static let manageSubscriptions = Permission("partner/subscriptions/manage")
    /// Cancel an Azure subscription; a Global admin who is an Admin agent as well.
    public static let cancelAzureSubscription = Permission("partner/azure_subscription/cancel")
    /// Ask a customer for delegated administrator privileges; Admin agent and Global admin.
    public static let requestDelegatedAdminPrivileges = Permission("partner/delegated_admin_privileges/request")
    /// Administer on behalf of a customer; Admin agent and Global admin.
    public static let administerOnBehalfOfCustomer = Permission("partner/customer/administer_on_behalf")
    /// Register a value-added reseller; Admin and Sales agents and Global admin.
    public static let registerValueAddedReseller = Permission("partner/value_added_reseller/register")

    // The caller's own pages.

    /// View the caller's own profile; every active user.
    public static let viewOwnProfile = Permission("partner/my_profile/read")
    /// View the caller's own learning profile; every active user.
    public static let viewOwnLearningProfile = Permission("partner/my_learning_profile/read")
}
