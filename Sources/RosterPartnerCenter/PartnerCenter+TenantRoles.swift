import RosterDomain

extension PartnerCenter {
    static let tenantRoles = [globalAdmin, userManagementAdmin, billingAdmin]

    /// The grants of Global admin: everything in the account and the directory, and nothing about customers.
    ///
    /// The page says "full privileges" in the row about account settings, so the catalog takes it to mean those. Any
    /// other reading would also give the customers to the people who manage accounts. That would contradict the page's
    /// advice to grant no more than is needed, and its list of protected pages, which names Global admin only for
    /// billing.
    private static let globalAdmin = Role(
        .globalAdmin, title: "Global admin", category: .azureADTenant,
        // The page lists acting inside a customer's tenant among the account settings, but only Admin agent has it.
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
