import RosterDomain

extension PartnerCenter {
    static let tenantRoles = [globalAdmin, userManagementAdmin, billingAdmin]

    /// Everything of the account and of the directory, and nothing of the customers.
    ///
    /// "Full privileges" stands in the row of the account settings, so it is taken to mean them: another reading would
    /// hand the customers, too, to those who look after accounts, against the page's advice to grant no more than is needed,
    /// and against its list of protected pages, which names Global admin for billing only.
    private static let globalAdmin = Role(
        .globalAdmin, title: "Global admin", category: .azureADTenant,
        // Acting inside a customer's tenant stands among the account settings, but is the Admin agent's alone.
        grants: Grant.each(accountPermissions.map(\.id).filter { $0 != .administerOnBehalfOfCustomer })
            + Grant.each([.viewAgreementsAndPriceLists, .manageBilling])
            + Grant.each([.openBillingPage], given: [.multifactorCompleted])
            + Grant.supportTickets
            + Grant.each(directoryPermissions.map(\.id)),
        isPrivileged: true, scoping: .companyOnly)

    /// The partner plane's half of adding users; the directory's half is ``RoleID/userAdmin``.
    private static let userManagementAdmin = Role(
        .userManagementAdmin, title: "User management admin", category: .azureADTenant,
        grants: Grant.each([.createUsers, .manageUsers, .viewPartnerProfiles]) + Grant.supportTickets,
        isPrivileged: true, scoping: .companyOnly)

    private static let billingAdmin = Role(
        .billingAdmin, title: "Billing admin", category: .azureADTenant,
        grants: Grant.each([.manageBilling, .viewPricing])
            + Grant.each([.openBillingPage], given: [.multifactorCompleted])
            + Grant.supportTickets
            + Grant.each([.updateOrganization, .manageDirectoryBilling, .manageDirectorySupportTickets]),
        scoping: .companyOnly)
}
