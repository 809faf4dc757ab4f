import RosterDomain

extension PartnerCenter {
    static let customerPermissions = definitions(
        in: "Customers",
        [
            .manageCustomers: "Manage customers",
            .viewCustomers: "Search for and view customers",
            .updateCustomerDetails: "Edit customer details",
            .resolveCustomerIssues: "Help customers with billing and subscription issues",
            .requestSupportOnBehalfOfCustomer: "Request support on behalf of a customer",
            .manageServiceHealthRequests: "Manage service health and service requests",
            .requestCustomerRelationship: "Request a relationship with a customer",
            .viewCustomerAgreement: "View the customer agreement",
            .confirmCustomerAgreement: "Confirm the customer agreement",
            .endCustomerRelationship: "End a relationship with a customer",
            .addCustomerUsers: "Add users to a customer's account",
            .manageDelegatedAdministration: "Manage granular delegated administration",
            .assignDelegatedAdministration: "Assign delegated roles to security groups",
            .cancelPurchases: "Cancel purchases",
            .toggleCustomerPermissions: "Switch customer permissions on and off",
            .viewCustomerPermissions: "View customer permissions",
            .viewPartnerProfiles: "View all partner profiles",
            .openCustomersPages: "Open the customers pages",
        ])

    static let pricingPermissions = definitions(
        in: "Pricing",
        [
            .viewAgreementsAndPriceLists: "View agreements, price lists and offers",
            .viewPricingAndOffers: "View pricing and offers",
        ])

    static let billingPermissions = definitions(
        in: "Billing",
        [
            .manageBilling: "View, create and manage billing, invoices and reconciliation files",
            .useBilling: "Use billing",
            .viewPricing: "View pricing",
            .manageCustomerBilling: "Manage customers in billing",
            .manageCustomerBillingIssues: "Manage subscription and billing issues on behalf of customers",
            .openBillingPage: "Open the billing page",
        ])

    static let supportPermissions = definitions(
        in: "Help + support",
        [
            .createSupportTickets: "Create support tickets",
            .viewOwnSupportTickets: "View one's own support tickets",
            .openCustomerRequestsPages: "Open the customer requests pages",
        ])
}
