public import RosterDomain

/// The roles of the Partner Center pages, with their names in ``RoleCatalog/partnerCenter``.
extension RoleID {
    // Tenant roles. Global admin and Billing admin are one role each in both planes, partner and directory.

    /// Global admin: everything that concerns the account and its users; the company always has one who can sign in.
    public static let globalAdmin = RoleID("global_admin")
    /// User management admin: views, creates and manages partner users, together with a directory role.
    public static let userManagementAdmin = RoleID("user_management_admin")
    /// Billing admin: billing, invoices and reconciliation files.
    public static let billingAdmin = RoleID("billing_admin")

    // Cloud Solution Provider roles.

    /// Admin agent: manages customers and their subscriptions, and administers on their behalf.
    public static let adminAgent = RoleID("admin_agent")
    /// Sales agent: wins and manages customers; offered to indirect providers only.
    public static let salesAgent = RoleID("sales_agent")
    /// Helpdesk agent: looks up customers and helps them.
    public static let helpdeskAgent = RoleID("helpdesk_agent")

    // Company roles.

    /// Account admin: locations, profiles and the company roles of other users.
    public static let accountAdmin = RoleID("account_admin")
    /// MPN Partner Admin: the membership and its benefits; views roles but may not assign them.
    public static let mpnPartnerAdmin = RoleID("mpn_partner_admin")
    /// Referrals admin: every deal of the company or of the assigned locations.
    public static let referralsAdmin = RoleID("referrals_admin")
    /// Referrals user: the deals whose team the holder belongs to.
    public static let referralsUser = RoleID("referrals_user")
    /// Business profile admin: creates and manages business profiles.
    public static let businessProfileAdmin = RoleID("business_profile_admin")
    /// Incentives admin: incentive programs, and the bank and tax details for their payments.
    public static let incentivesAdmin = RoleID("incentives_admin")
    /// Incentives user: sees incentive programs and starts claims.
    public static let incentivesUser = RoleID("incentives_user")
    /// Co-Sell Solution admin: publishes solutions.
    public static let coSellSolutionAdmin = RoleID("cosell_solution_admin")
    /// Executive report viewer: every report.
    public static let executiveReportViewer = RoleID("executive_report_viewer")
    /// Report viewer: every report without revenue and personal data.
    public static let reportViewer = RoleID("report_viewer")
    /// Compliance admin: verification of the account; only Global admins give it.
    public static let complianceAdmin = RoleID("compliance_admin")

    // Roles that users hold without an assignment.

    /// Default user: what every active user may do, including guests.
    public static let defaultUser = RoleID("default_user")
    /// Directory member: what every active user except a guest may do.
    public static let directoryMember = RoleID("directory_member")

    // Roles of the marketplace and developer programs.

    /// Owner: the user who enrolled the company, and users to whom an owner gives the role.
    public static let owner = RoleID("owner")
    /// Manager: the publisher account's users, roles and tenants; not its payouts.
    public static let manager = RoleID("manager")
    /// Developer: uploads packages and submits apps.
    public static let developer = RoleID("developer")
    /// Business contributor: financial information and prices.
    public static let businessContributor = RoleID("business_contributor")
    /// Financial contributor: payouts and their tax profiles.
    public static let financialContributor = RoleID("financial_contributor")
    /// Marketer: answers reviews and sees reports that are not financial.
    public static let marketer = RoleID("marketer")
}
