public import RosterDomain

/// Permissions for customers, prices, billing and support.
extension Permission {
    // Customers.

    /// Manage customers; Admin agent and Sales agent.
    public static let manageCustomers = Permission("partner/customers/manage")
    /// Search for customers and view them; Admin, Sales and Helpdesk agents.
    public static let viewCustomers = Permission("partner/customers/read")
    /// Edit a customer's details; Helpdesk agent.
    public static let updateCustomerDetails = Permission("partner/customer_details/update")
    /// Help a customer with billing or subscription issues; Helpdesk agent.
    public static let resolveCustomerIssues = Permission("partner/customer_issues/resolve")
    /// Request support on behalf of a customer; Helpdesk agent.
    public static let requestSupportOnBehalfOfCustomer = Permission("partner/support/request_on_behalf")
    /// See service health and manage service requests for customers; Admin agent.
    public static let manageServiceHealthRequests = Permission("partner/service_health_requests/manage")
    /// Ask a customer for a relationship; Sales agent, and Admin agent (`request-a-relationship-with-a-customer`).
    public static let requestCustomerRelationship = Permission("partner/customer_relationship/request")
    /// View the customer agreement; Sales agent.
    public static let viewCustomerAgreement = Permission("partner/customer_agreement/read")
    /// Confirm that a customer has accepted the customer agreement; Admin and Sales agents (`confirm-customer-agreement`,
    /// 2023-04).
    public static let confirmCustomerAgreement = Permission("partner/customer_agreement/confirm")
    /// End the relationship with a customer; Global admin (`remove-a-relationship`, 2021-11).
    public static let endCustomerRelationship = Permission("partner/customer_relationship/end")
    /// Add users to a customer's account; Admin agent and Global admin (`adding-multiple-users-to-a-customer-account`).
    public static let addCustomerUsers = Permission("partner/customer_users/add")
    /// Ask for, extend and end granular delegated administration; Admin agent (`gdap-obtain-admin-permissions-to-manage-customer`).
    public static let manageDelegatedAdministration = Permission("partner/delegated_administration/manage")
    /// Give delegated roles to security groups; Admin agent, Global and User management admin
    /// (`gdap-assign-azure-ad-roles`).
    public static let assignDelegatedAdministration = Permission("partner/delegated_administration/assign")
    /// Cancel a purchase within its time; Admin and Sales agents and Global admin (`new-commerce-cancellation-policy`).
    public static let cancelPurchases = Permission("partner/purchases/cancel")
    /// Switch customer permissions on and off; Admin agent.
    public static let toggleCustomerPermissions = Permission("partner/customer_permissions/toggle")
    /// See how customer permissions are switched; Admin, Sales and Helpdesk agents.
    public static let viewCustomerPermissions = Permission("partner/customer_permissions/read")
    /// View all partner profiles; User management admin.
    public static let viewPartnerProfiles = Permission("partner/partner_profiles/read")
    /// Open the customers pages after multifactor authentication; Admin, Sales and Helpdesk agents.
    public static let openCustomersPages = Permission("partner/mfa_protected/customers_pages")

    // Pricing.

    /// View agreements, price lists and offers; Global admin.
    public static let viewAgreementsAndPriceLists = Permission("partner/agreements_pricelists_offers/read")
    /// View pricing and offers; Admin agent and Sales agent.
    public static let viewPricingAndOffers = Permission("partner/pricing_offers/read")
    /// View pricing; Billing admin.
    public static let viewPricing = Permission("partner/pricing/read")

    // Billing.

    /// View, create and manage billing, invoices and reconciliation files; Global admin and Billing admin.
    public static let manageBilling = Permission("partner/billing_invoices_recon/manage")
    /// Use billing; Admin agent, for which the page says only "Billing".
    public static let useBilling = Permission("partner/billing/use")
    /// Manage subscription and billing issues on behalf of customers; Helpdesk agent.
    public static let manageCustomerBillingIssues = Permission("partner/customer_subscription_billing_issues/manage")
    /// Manage customers in billing and answer their questions about bills; Sales agent.
    public static let manageCustomerBilling = Permission("partner/customer_billing/manage")
    /// Open the billing page after multifactor authentication; Admin agent, Global admin and Billing admin.
    public static let openBillingPage = Permission("partner/mfa_protected/billing_page")

    // Help and support.

    /// Create support tickets; nearly every role.
    public static let createSupportTickets = Permission("partner/support_tickets/create")
    /// View the support tickets that the caller created; nearly every role.
    public static let viewOwnSupportTickets = Permission("partner/own_support_tickets/read")
    /// Open the customer requests pages after multifactor authentication; Admin agent and Helpdesk agent.
    public static let openCustomerRequestsPages = Permission("partner/mfa_protected/customer_requests_pages")
}
