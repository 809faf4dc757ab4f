public import RosterDomain

/// Permissions of the marketplace and developer programs.
extension Permission {
    /// Own the account; Owner.
    public static let ownAccount = Permission("program/account/own")
    /// Add users of any type; Owner.
    public static let addUsersOfAnyType = Permission("program/users/add_any_type")
    /// Fill in and update payout and tax information; Owner.
    public static let updatePayoutAndTax = Permission("program/payout_tax/update")
    /// View feedback reports and summaries; Owner.
    public static let viewFeedbackReports = Permission("program/feedback_reports/read")
    /// Enroll the account into other programs; Owner.
    public static let enrollInPrograms = Permission("program/programs/enroll")
    /// Open the tax and payout settings; Owner, and explicitly not Manager.
    public static let openTaxAndPayoutSettings = Permission("program/tax_payout_settings/access")
    /// Manage the publisher account's users, roles and permissions; Manager and Owner.
    public static let managePublisherUsers = Permission("program/publisher_users_roles_permissions/manage")
    /// Manage tenants; Manager and Owner.
    public static let manageTenants = Permission("program/tenants/manage")
    /// Open the account settings; Owner and Manager.
    public static let openAccountSettings = Permission("program/account_settings/access")
    /// Make changes to apps or settings; Owner and Manager.
    public static let updateAppsOrSettings = Permission("program/apps_or_settings/update")
    /// Upload packages; Developer.
    public static let uploadPackages = Permission("program/packages/upload")
    /// Create and submit apps and add-ons; Developer.
    public static let submitApps = Permission("program/apps_addons/submit")
    /// View usage reports for telemetry; Developer.
    public static let viewUsageReports = Permission("program/usage_telemetry_reports/read")
    /// View financial information; Business contributor.
    public static let viewFinancialInformation = Permission("program/financial_information/read")
    /// Set prices; Business contributor.
    public static let setPrices = Permission("program/pricing/set")
    /// View payout reports; Financial contributor, and Owner (`payouts-overview`).
    public static let viewPayoutReports = Permission("program/payout_reports/read")
    /// Manage payout and tax profiles; Financial contributor.
    public static let managePayoutAndTaxProfiles = Permission("program/payout_tax_profiles/manage")
    /// Respond to customer reviews; Marketer.
    public static let respondToReviews = Permission("program/customer_reviews/respond")
    /// View reports that are not financial; Marketer.
    public static let viewNonfinancialReports = Permission("program/nonfinancial_reports/read")
}
