import RosterDomain

extension PartnerCenter {
    static let tenantRoles = [globalAdmin, userManagementAdmin, billingAdmin]

    /// The grants of Global admin: everything in the account, the membership and the directory, and of customers only what
    /// a page names Global admin for.
    ///
    /// The page says "full privileges" in the row about account settings, so the catalog takes it to mean those. Any
    /// other reading would also give the customers to the people who manage accounts. That would contradict the page's
    /// advice to grant no more than is needed, and its list of protected pages, which names Global admin only for
    /// billing.
    private static let globalAdmin = Role(
        .globalAdmin, title: "Global admin", category: .azureADTenant,
        grants: Grant.each(accountPermissions.map(\.id).filter { !accountPermissionsOfAgents.contains($0) })
            + Grant.each([.viewAgreementsAndPriceLists, .manageBilling])
            + Grant.each([.openBillingPage], given: [.multifactorCompleted])
            + Grant.each(membershipPermissions.map(\.id))
            + Grant.each([
                .endCustomerRelationship, .addCustomerUsers, .assignDelegatedAdministration, .cancelPurchases,
            ])
            + Grant.supportTickets
            + Grant.each(directoryPermissions.map(\.id)),
        isPrivileged: true, scoping: .companyOnly)

    /// The partner plane's half of adding users; the directory's half is ``RoleID/userAdmin``.
    private static let userManagementAdmin = Role(
        .userManagementAdmin, title: "User management admin", category: .azureADTenant,
        grants: Grant.each([
            .createUsers, .manageUsers, .viewPartnerProfiles, .assignOrdinaryRoles, .assignDelegatedAdministration,
            .viewPartnerAgreements,
        ]) + Grant.supportTickets,
        isPrivileged: true, scoping: .companyOnly)

    private static let billingAdmin = Role(
        .billingAdmin, title: "Billing admin", category: .azureADTenant,
        grants: Grant.each([.manageBilling, .viewPricing, .manageWebhooks])
            + Grant.each([.openBillingPage], given: [.multifactorCompleted])
            + Grant.supportTickets
            + Grant.each([.updateOrganization, .manageDirectoryBilling, .manageDirectorySupportTickets]),
        scoping: .companyOnly)
}
