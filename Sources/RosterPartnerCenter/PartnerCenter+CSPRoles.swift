import RosterDomain

extension PartnerCenter {
    /// The roles that serve customers.
    ///
    /// A role that manages something may also view it, where viewing is a permission of its own.
    static let cspRoles = [adminAgent, salesAgent, helpdeskAgent]

    private static let adminAgent = Role(
        .adminAgent, title: "Admin agent", category: .csp,
        grants: Grant.each([
            .manageCustomers, .viewCustomers, .toggleCustomerPermissions, .viewCustomerPermissions,
            .manageServiceHealthRequests, .viewPricingAndOffers, .useBilling, .addDevices, .manageDeviceProfiles,
            .manageSubscriptions, .requestDelegatedAdminPrivileges, .administerOnBehalfOfCustomer,
            .registerValueAddedReseller, .requestCustomerRelationship, .confirmCustomerAgreement, .addCustomerUsers,
            .manageDelegatedAdministration, .assignDelegatedAdministration, .cancelPurchases, .viewPartnerAgreements,
            .manageWebhooks, .viewActivityLog, .manageSecurityAlerts,
        ])
            + Grant.each(
                [.openCustomersPages, .openCustomerRequestsPages, .openBillingPage], given: [.multifactorCompleted])
            + Grant.supportTickets,
        scoping: .companyOnly)

    /// Offered to indirect providers.
    ///
    /// This is a property of the company, so the grants have no condition for it.
    private static let salesAgent = Role(
        .salesAgent, title: "Sales agent", category: .csp,
        grants: Grant.each([
            .manageCustomers, .viewCustomers, .viewCustomerPermissions, .requestCustomerRelationship,
            .viewCustomerAgreement, .manageCustomerLeads, .viewPricingAndOffers, .addDevices, .manageSubscriptions,
            .registerValueAddedReseller, .manageCustomerBilling, .confirmCustomerAgreement, .cancelPurchases,
            .viewPartnerAgreements, .manageWebhooks,
        ])
            + Grant.each([.openCustomersPages], given: [.multifactorCompleted])
            + Grant.supportTickets,
        scoping: .companyOnly, offeredTo: [.indirectProvider])

    private static let helpdeskAgent = Role(
        .helpdeskAgent, title: "Helpdesk agent", category: .csp,
        grants: Grant.each([
            .viewCustomers, .updateCustomerDetails, .viewCustomerPermissions, .resolveCustomerIssues,
            .requestSupportOnBehalfOfCustomer, .manageCustomerBillingIssues, .viewPartnerAgreements, .manageWebhooks,
        ])
            + Grant.each([.openCustomersPages, .openCustomerRequestsPages], given: [.multifactorCompleted])
            + Grant.supportTickets,
        scoping: .companyOnly)
}
