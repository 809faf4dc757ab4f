public import RosterDomain

/// The planes of authority of ``RoleCatalog/partnerCenter``.
///
/// The page sorts roles in two ways: into tenant roles, which include Cloud Solution Provider roles, and roles that do
/// not manage the tenant; and into three categories. `managesTenant` is the first of these, and the category itself the
/// second.
extension RoleCategory {
    /// Roles of a Cloud Solution Provider, which sells to customers and serves them.
    public static let csp = RoleCategory("csp", title: "Cloud Solution Provider", managesTenant: true)
    /// Roles over the tenant, its users and its bills.
    ///
    /// Billing admin is one of them, as in the directory; an older page listed it under Cloud Solution Provider.
    public static let azureADTenant = RoleCategory("azure_ad_tenant", title: "Azure AD tenant", managesTenant: true)
    /// Roles over the company's affairs that do not manage the tenant.
    public static let company = RoleCategory("non_azure_ad_company", title: "Non-Azure AD company")
    /// Roles of the directory itself, which the pages mention but do not list.
    public static let directory = RoleCategory("directory", title: "Directory", managesTenant: true)
    /// Roles of the marketplace and developer programs.
    public static let developerProgram = RoleCategory("developer_program", title: "Marketplace/Developer")
    /// Roles that users hold without an assignment.
    public static let implicit = RoleCategory("implicit", title: "Implicit")
}
